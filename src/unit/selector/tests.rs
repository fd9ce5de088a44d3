use super::*;
use crate::inline::CodedText;

fn language(tag: &str) -> Option<Language> {
    (tag != "-").then(|| tag.parse().unwrap())
}

/// Returns a unit of the languages named, `-` for a variant without one. Each
/// text is the number of its variant, from 0.
fn unit(source: &str, tags: &[&str]) -> TranslationUnit {
    let variant = |(index, tag): (usize, &&str)| {
        Variant::new(language(tag), CodedText::from_plain(index.to_string()))
    };
    TranslationUnit {
        source_language: language(source).into(),
        variants: tags.iter().enumerate().map(variant).collect(),
        ..TranslationUnit::default()
    }
}

fn texts(unit: &TranslationUnit) -> String {
    unit.variants.iter().map(|variant| variant.text.text()).collect::<Vec<_>>().join(" ")
}

/// The languages wanted, the unit's source language and languages; the numbers
/// of the variants kept, or what is missing; how many that serve are left out.
type Case<'a> = ([&'a str; 2], &'a str, &'a [&'a str], Result<&'a str, &'a str>, u64);

#[test]
fn narrow() {
    let cases: &[Case<'_>] = &[
        (["en-US", "zh-CN"], "-", &["en-US", "zh-CN"], Ok("0 1"), 0),
        (["en_us", "zh_cn"], "-", &["zh-CN", "en-US"], Ok("1 0"), 0),
        (["en-US", "zh-CN"], "-", &["fr", "zh-Hans-CN", "en"], Ok("2 1"), 0),
        (["en", "zh-TW"], "en", &["en", "zh-CN", "zh-HK"], Ok("0 2"), 0),
        // Several of one language keep their order, whatever their tags.
        (["en", "zh-CN"], "-", &["en", "zh-Hans-CN", "zh-CN", "zh", "zh-CN"], Ok("0 1 2 4"), 1),
        (["en", "de"], "-", &["en", "en", "de"], Ok("0 2"), 1),
        // A wish that is not there takes what the unit says.
        (["-", "de"], "en", &["de", "en-GB"], Ok("1 0"), 0),
        (["-", "de"], "-", &["de", "fr", "en"], Ok("1 0"), 0),
        (["-", "-"], "en", &["de", "en", "fr", "en"], Ok("1 0 2"), 1),
        (["-", "-"], "-", &["de", "en"], Ok("0 1"), 0),
        (["-", "-"], "-", &["zh-CN", "zh-Hans-CN", "en"], Ok("0 2"), 1),
        (["-", "en"], "-", &["zh-CN", "zh-Hans-CN", "en"], Ok("0 2"), 1),
        (["en", "-"], "-", &["de", "en", "fr"], Ok("1 0 2"), 0),
        // Both wishes meet both variants.
        (["en-US", "en-GB"], "-", &["en-GB", "en"], Ok("1 0"), 0),
        (["en-US", "en-GB"], "-", &["en-AU", "en-US"], Ok("1 0"), 0),
        (
            ["en-US", "en-GB"],
            "-",
            &["en-GB"],
            Err("expected a source variant in `en-US`, but found `en-GB` only"),
            0,
        ),
        (
            ["en", "zh-CN"],
            "-",
            &["en", "zh-TW", "ja", "ja"],
            Err("expected a target variant in `zh-CN`, but found `en`, `ja`, `zh-TW` only"),
            0,
        ),
        (
            ["-", "-"],
            "fr",
            &["en", "de"],
            Err("expected a source variant in `fr`, but found `de`, `en` only"),
            0,
        ),
        (["-", "-"], "en", &["en"], Err("expected a target variant, but found `en` only"), 0),
        (
            ["en", "de"],
            "-",
            &["-", "-"],
            Err("expected a source variant in `en`, but found none with a language"),
            0,
        ),
        (["-", "-"], "-", &["-", "-"], Ok("0 1"), 0),
        (["-", "-"], "-", &[], Err("expected a source variant, but found none with a language"), 0),
    ];
    for &([source, target], unit_source, tags, expected, left_out) in cases {
        let mut selector = PairSelector::new(language(source), language(target));
        let before = unit(unit_source, tags);
        let mut narrowed = before.clone();
        let result = selector.narrow(&mut narrowed);
        let what = format!("{source} {target} of {tags:?}");
        match (result, expected) {
            (Ok(()), Ok(kept)) => {
                assert_eq!(texts(&narrowed), kept, "{what}");
                assert_eq!(narrowed.source(), narrowed.variants.first(), "{what}");
                assert_eq!(narrowed.target(), narrowed.variants.get(1), "{what}");
            }
            (Err(missing), Err(message)) => {
                assert_eq!(missing.to_string(), message, "{what}");
                assert_eq!(narrowed, before, "{what}");
            }
            (result, _) => panic!("{what}: {result:?}"),
        }
        assert_eq!(selector.left_out(), left_out, "{what}");
    }
}

#[test]
fn every_fallback_is_counted_once_a_pair_of_languages() {
    let mut one = PairSelector::new(language("en-US"), language("zh-CN"));
    let mut other = one.clone();
    for tags in [["en-US", "zh-CN"], ["en-US", "zh"], ["en-GB", "zh"], ["en-GB", "zh-TW"]] {
        let _ = one.narrow(&mut unit("-", &tags));
    }
    other.narrow(&mut unit("-", &["zh", "en"])).unwrap();
    one.merge(&other);
    let fallbacks: Vec<String> = one.fallbacks().map(|found| found.to_string()).collect();
    assert_eq!(
        fallbacks,
        [
            "expected `en-US`, but took 1 variant in `en`, that language at large",
            "expected `en-US`, but took 1 variant in `en-GB`, another variety of that language",
            "expected `zh-CN`, but took 3 variants in `zh`, that language at large",
        ]
    );
    assert_eq!(one.unlisted_fallbacks(), 0);
}

#[test]
fn no_worse_match_than_asked() {
    let mut strict = PairSelector::new(language("en-US"), language("pt-BR"))
        .with_loosest_match(LanguageMatch::Broader);
    strict.narrow(&mut unit("-", &["en", "pt"])).unwrap();
    let missing = strict.narrow(&mut unit("-", &["en", "pt-PT"])).unwrap_err();
    assert!(matches!(missing, MissingVariant::Target(_)), "{missing:?}");
    assert_eq!(strict.fallbacks().count(), 2);
}

#[test]
fn gaps_are_filled() {
    let selector = PairSelector::new(language("en"), language("de"));
    for (source, tags, filled) in [
        ("-", ["-", "-"], ["en", "de"]),
        ("-", ["fr", "-"], ["fr", "de"]),
        ("fr", ["-", "fr"], ["de", "fr"]),
        ("-", ["-", "it"], ["en", "it"]),
    ] {
        let mut unit = unit(source, &tags);
        let gaps = tags.iter().filter(|tag| **tag == "-").count();
        assert_eq!(selector.fill_gaps(&mut unit), gaps);
        let languages = unit.variants.iter().map(|variant| variant.language.clone().unwrap());
        let languages: Vec<String> = languages.map(|language| language.to_string()).collect();
        assert_eq!(languages, filled);
    }
}

#[test]
fn memory_is_bounded_and_counts_go_on() {
    let wanted: Language = "de".parse().unwrap();
    let mut compared = ComparedLanguages::default();
    for number in 0..MOST_PAIRS + 10 {
        let found: Language = format!("de-x-{number}").parse().unwrap();
        let proximity = compared.proximity(&wanted, &found).unwrap();
        assert_eq!(proximity.kind, LanguageMatch::Narrower);
        compared.take(&wanted, &found);
    }
    assert_eq!(compared.fallbacks().count(), MOST_PAIRS);
    assert_eq!(compared.unlisted(), 10);
}
