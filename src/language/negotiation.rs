//! Which of the languages that are there serves the one that is wanted.
//!
//! RFC 4647 has two answers: *filtering* takes what is as narrow as the wanted
//! tag or narrower (section 3.3), *lookup* cuts the wanted tag from its end
//! until something is there (section 3.4). Both compare tags letter by letter,
//! so that `zh-CN` and `zh-Hans-CN` never meet, while `zh` is cut out of
//! `zh-Hant-TW`. Here both work on tags whose aliases are resolved and whose
//! script is filled in, by Unicode CLDR; and scripts are never crossed, as in
//! CLDR's `parentLocales`, which gives `zh-Hant` and `sr-Latn` no parent.
//!
//! Where several serve, the nearest by CLDR's chain of parents does: for `es-MX`
//! first `es-419`, then `es`; for `en-IN` rather `en-GB` than `en-US`. That is
//! the method of Unicode Technical Standard 35, "Language Matching", without
//! its distances between languages: a text in another language is no match.

use serde::Serialize;

use super::Language;
use super::subtags::Subtags;
use crate::error::names;

/// How well a language that is there serves the one that is wanted, from best
/// to worst.
///
/// All but the first are fallbacks that a person should hear of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum LanguageMatch {
    /// The same tag.
    Exact,
    /// The same language under another tag: `zh-Hans-CN` for `zh-CN`, `he` for
    /// `iw`. Nothing is lost.
    Equivalent,
    /// A part of what is wanted: `zh-CN` for `zh`.
    Narrower,
    /// More than what is wanted: `zh` for `zh-CN`, `es-419` for `es-MX`. The
    /// text may be of another region.
    Broader,
    /// The language as it is used elsewhere: `en-GB` for `en-US`, `de-1901`
    /// for `de-1996`.
    OtherVariety,
}

names!(LanguageMatch {
    Exact => "exact",
    Equivalent => "equivalent",
    Narrower => "narrower",
    Broader => "broader",
    OtherVariety => "other-variety",
});

/// How near a language is to the wanted one: the kind of match, then how far
/// apart the two are. The least is the nearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Proximity {
    pub(crate) kind: LanguageMatch,
    /// Steps from the wanted region, and from the other, to one that has both.
    region_steps: (u8, u8),
    /// Whether only one of them says which script it is in.
    is_script_guessed: bool,
    /// How many variants, extensions and subtags of private use only one has.
    different_subtags: usize,
    /// Whether the language has another home than the region: of two varieties
    /// that are equally far, the better known one is nearer.
    is_abroad: bool,
}

impl Proximity {
    const EXACT: Self = Self {
        kind: LanguageMatch::Exact,
        region_steps: (0, 0),
        is_script_guessed: false,
        different_subtags: 0,
        is_abroad: false,
    };

    /// Returns how near `other` is to `wanted`, where they meet.
    pub(crate) fn between(wanted: &Language, other: &Language) -> Option<Self> {
        if wanted == other {
            return Some(Self::EXACT);
        }
        let (wanted, other) = (Subtags::new(wanted.as_str()), Subtags::new(other.as_str()));
        wanted.meets(&other).then(|| Self {
            kind: kind(&wanted, &other),
            region_steps: region_steps(&wanted, &other),
            is_script_guessed: wanted.script != other.script,
            different_subtags: different_subtags(wanted.rest, other.rest),
            is_abroad: !other.is_at_home(),
        })
    }

    /// Returns whether both are one language, however it is written.
    pub(crate) fn is_same_language(self) -> bool {
        self.kind <= LanguageMatch::Equivalent
    }
}

/// Returns the kind of match of two languages that meet and are not the same
/// tag.
fn kind(wanted: &Subtags<'_>, other: &Subtags<'_>) -> LanguageMatch {
    if wanted == other {
        LanguageMatch::Equivalent
    } else if wanted.covers(other) {
        LanguageMatch::Narrower
    } else if other.covers(wanted) {
        LanguageMatch::Broader
    } else {
        LanguageMatch::OtherVariety
    }
}

fn region_steps(wanted: &Subtags<'_>, other: &Subtags<'_>) -> (u8, u8) {
    let mut steps = (0..).zip(wanted.regions()).filter_map(|(wanted_steps, wanted_region)| {
        let mut others = (0..).zip(other.regions());
        let (other_steps, _) = others.find(|(_, region)| *region == wanted_region)?;
        Some((wanted_steps, other_steps))
    });
    // Both chains end with the whole language, so there always is one.
    steps.next().unwrap_or((u8::MAX, u8::MAX))
}

fn different_subtags(one: &str, other: &str) -> usize {
    let count = |rest: &str| rest.split_terminator('-').count();
    let pairs = one.split_terminator('-').zip(other.split_terminator('-'));
    let same = pairs.take_while(|(one, other)| one == other).count();
    count(one) + count(other) - 2 * same
}

impl Language {
    /// How well a text in `available` serves where this language is wanted;
    /// nothing where it does not.
    ///
    /// Texts of another script never serve: `zh-TW`, in `Hant`, not for `zh`
    /// or `zh-CN`, in `Hans`.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::language::LanguageMatch;
    /// use bitext::Language;
    ///
    /// let wanted: Language = "zh_cn".parse()?;
    /// for (available, found) in [
    ///     ("zh-CN", Some(LanguageMatch::Exact)),
    ///     ("zh-Hans-CN", Some(LanguageMatch::Equivalent)),
    ///     ("zh", Some(LanguageMatch::Broader)),
    ///     ("zh-SG", Some(LanguageMatch::OtherVariety)),
    ///     ("zh-TW", None),
    ///     ("ja", None),
    /// ] {
    ///     assert_eq!(wanted.matches(&available.parse()?), found);
    /// }
    /// # Ok::<(), bitext::Error>(())
    /// ```
    pub fn matches(&self, available: &Language) -> Option<LanguageMatch> {
        Proximity::between(self, available).map(|proximity| proximity.kind)
    }

    /// The language of those available that serves best where this one is
    /// wanted, and how well it does.
    ///
    /// The choice does not depend on the order of `available`.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::language::LanguageMatch;
    /// use bitext::Language;
    ///
    /// let available: Vec<Language> =
    ///     ["es-ES", "es", "es-419"].iter().map(|tag| tag.parse()).collect::<Result<_, _>>()?;
    /// let wanted: Language = "es-MX".parse()?;
    /// let (best, found) = wanted.best_of(&available).unwrap();
    /// assert_eq!((best.as_str(), found), ("es-419", LanguageMatch::Broader));
    /// # Ok::<(), bitext::Error>(())
    /// ```
    pub fn best_of<'a>(
        &self,
        available: impl IntoIterator<Item = &'a Language>,
    ) -> Option<(&'a Language, LanguageMatch)> {
        let near = available.into_iter().filter_map(|language| {
            Proximity::between(self, language).map(|proximity| (proximity, language))
        });
        near.min().map(|(proximity, language)| (language, proximity.kind))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::LanguageMatch::{Broader, Equivalent, Exact, Narrower, OtherVariety};
    use super::*;

    fn language(tag: &str) -> Language {
        tag.parse().unwrap()
    }

    /// Wanted, there, the match, and the match the other way round.
    const MEETINGS: &[(&str, &str, LanguageMatch, LanguageMatch)] = &[
        ("zh-cn", "zh_CN", Exact, Exact),
        ("zh-CN", "zh-Hans-CN", Equivalent, Equivalent),
        ("zh-CN", "zh-cmn-Hans-CN", Equivalent, Equivalent),
        ("zh-CN", "zh", Broader, Narrower),
        ("zh-CN", "zh-Hans", Broader, Narrower),
        ("zh", "zh-Hans", Equivalent, Equivalent),
        ("zh-CHS", "zh-Hans", Equivalent, Equivalent),
        ("zh-CHT", "zh-Hant", Equivalent, Equivalent),
        ("zh-CN", "zh-SG", OtherVariety, OtherVariety),
        ("zh-TW", "zh-Hant-TW", Equivalent, Equivalent),
        ("zh-TW", "zh-Hant", Broader, Narrower),
        ("zh-TW", "zh-HK", OtherVariety, OtherVariety),
        ("chi-CN", "zho-CN", Equivalent, Equivalent),
        ("pt-BR", "pt-PT", OtherVariety, OtherVariety),
        ("pt-BR", "pt", Broader, Narrower),
        ("en-US", "en-GB", OtherVariety, OtherVariety),
        ("en-GB", "en-UK", Equivalent, Equivalent),
        ("en-GB", "en-001", Broader, Narrower),
        ("en-US", "en-001", OtherVariety, OtherVariety),
        ("en-AT", "en-001", Broader, Narrower),
        ("es-MX", "es-419", Broader, Narrower),
        ("es-ES", "es-419", OtherVariety, OtherVariety),
        ("pt-AO", "pt-PT", OtherVariety, OtherVariety),
        ("sr", "sr-Cyrl", Equivalent, Equivalent),
        ("sr-RS", "sr-Cyrl-CS", Equivalent, Equivalent),
        ("sh", "sr-Latn", Equivalent, Equivalent),
        ("az", "az-Latn", Equivalent, Equivalent),
        ("uz-Arab-AF", "uz-AF", Equivalent, Equivalent),
        ("nb", "no", Equivalent, Equivalent),
        ("nb-NO", "no", Broader, Narrower),
        ("no-bok", "nb", Equivalent, Equivalent),
        ("he-IL", "iw-IL", Equivalent, Equivalent),
        ("id", "in", Equivalent, Equivalent),
        ("yi", "ji", Equivalent, Equivalent),
        ("tl", "fil", Equivalent, Equivalent),
        ("ger-DE", "de-DE", Equivalent, Equivalent),
        ("de-1996", "de-1901", OtherVariety, OtherVariety),
        ("de-DE", "de-DE-1996", Narrower, Broader),
        ("de-CH-1901", "de-1901", Broader, Narrower),
        ("de", "de-u-co-phonebk", Narrower, Broader),
        ("zh-CN-x-acme", "zh-Hans-CN-x-acme", Equivalent, Equivalent),
        ("zh-CN", "zh-CN-x-acme", Narrower, Broader),
        ("zh-CN-x-ac", "zh-CN-x-acme", OtherVariety, OtherVariety),
        ("en-GB-oed", "en-GB-oxendict", Equivalent, Equivalent),
        ("i-klingon", "tlh", Equivalent, Equivalent),
        ("i-enochian", "i-enochian", Exact, Exact),
        ("x-acme", "X-Acme", Exact, Exact),
        // Nothing is known of the script of a language that CLDR does not list.
        ("qaa", "qaa-Latn", Narrower, Broader),
        ("qaa-Latn-QM", "qaa-QM", Broader, Narrower),
        ("qaa-Latn", "qaa-QM", OtherVariety, OtherVariety),
    ];

    const STRANGERS: &[(&str, &str)] = &[
        ("zh-Hans", "zh-Hant"),
        ("zh-CN", "zh-TW"),
        ("zh-CN", "zh-Hant-CN"),
        ("zh", "zh-Hant"),
        ("zh", "zh-HK"),
        ("zh-SG", "zh-MO"),
        ("zh", "yue"),
        ("zh-min", "zh"),
        ("sr", "sr-Latn"),
        ("sr-RS", "sr-ME"),
        ("uz", "uz-AF"),
        ("mn", "mn-CN"),
        ("pa-IN", "pa-PK"),
        ("bs", "bs-Cyrl"),
        ("hi", "hi-Latn"),
        ("nb", "nn"),
        ("en", "de"),
        ("hr", "sr-Latn"),
        ("x-acme", "x-other"),
        ("x-zh", "zh"),
        ("i-klingon", "i-navajo"),
        ("und", "en"),
        ("qaa-Latn", "qaa-Cyrl"),
    ];

    #[test]
    fn who_meets_whom() {
        for &(wanted, available, there, back) in MEETINGS {
            let (one, other) = (language(wanted), language(available));
            assert_eq!(one.matches(&other), Some(there), "{available} for {wanted}");
            assert_eq!(other.matches(&one), Some(back), "{wanted} for {available}");
        }
        for &(wanted, available) in STRANGERS {
            let (one, other) = (language(wanted), language(available));
            assert_eq!(one.matches(&other), None, "{available} for {wanted}");
            assert_eq!(other.matches(&one), None, "{wanted} for {available}");
        }
    }

    #[test]
    fn the_best_of_several_in_any_order() {
        for (wanted, best_first) in [
            ("zh-CN", &["zh-CN", "zh-Hans-CN", "zh-CN-x-acme", "zh-Hans", "zh-SG"][..]),
            ("zh-Hans-CN", &["zh-CN", "zh"]),
            ("zh", &["zh", "zh-Hans", "zh-CN", "zh-MY", "zh-SG"]),
            ("zh-Hant", &["zh-TW", "zh-HK", "zh-MO"]),
            ("zh-MO", &["zh-Hant", "zh-HK", "zh-TW"]),
            ("pt", &["pt-BR", "pt-PT", "pt-AO"]),
            ("pt-AO", &["pt-AO", "pt", "pt-PT", "pt-MZ", "pt-BR"]),
            ("en", &["en-US", "en-001", "en-AU", "en-AT"]),
            ("en-IN", &["en-001", "en", "en-AU", "en-GB", "en-AT", "en-US", "en-PH"]),
            ("es-MX", &["es-419", "es", "es-AR", "es-US", "es-ES"]),
            ("de-DE-1996", &["de-DE", "de-1996", "de", "de-DE-1901", "de-AT"]),
        ] {
            let mut available: Vec<Language> = best_first.iter().map(|tag| language(tag)).collect();
            for expected in best_first {
                for _ in 0..available.len() {
                    available.rotate_left(1);
                    let (best, _) = language(wanted).best_of(&available).unwrap();
                    assert_eq!(best.as_str(), *expected, "for {wanted}");
                }
                available.retain(|there| there.as_str() != *expected);
            }
            assert_eq!(language(wanted).best_of(&available), None);
        }
    }

    /// Tags of parts that meet often.
    fn tags() -> impl Strategy<Value = Language> {
        let language = prop::sample::select(vec!["zh", "chi", "zh-yue", "sr", "sh", "no", "qaa"]);
        let script = prop::sample::select(vec!["", "-Hans", "-Hant", "-Latn", "-Cyrl"]);
        let region = prop::sample::select(vec!["", "-CN", "-TW", "-MO", "-ME", "-YU", "-419"]);
        let rest = prop::sample::select(vec!["", "-1996", "-u-co-pinyin", "-x-a", "-1996-x-a"]);
        let parts = (language, script, region, rest);
        parts.prop_map(|(language, script, region, rest)| {
            format!("{language}{script}{region}{rest}").parse().unwrap()
        })
    }

    proptest! {
        #[test]
        fn a_match_has_its_counterpart(one in tags(), other in tags()) {
            let expected = one.matches(&other).map(|there| match there {
                Narrower => Broader,
                Broader => Narrower,
                same => same,
            });
            prop_assert_eq!(other.matches(&one), expected);
            prop_assert_eq!(one == other, expected == Some(Exact));
        }

        /// What is the same language serves alike, whatever is wanted.
        #[test]
        fn equivalents_serve_alike(wanted in tags(), one in tags(), other in tags()) {
            if one.matches(&other) == Some(Equivalent) && wanted != one && wanted != other {
                let proximity = Proximity::between(&wanted, &one);
                prop_assert_eq!(proximity, Proximity::between(&wanted, &other));
            }
        }

        #[test]
        fn any_tag_can_be_compared(one in "\\PC{0,20}", other in "[a-zA-Z0-9_-]{2,20}") {
            let tags: Vec<Language> =
                [one, other].iter().filter_map(|text| text.parse().ok()).collect();
            for wanted in &tags {
                prop_assert_eq!(wanted.best_of(&tags), Some((wanted, Exact)));
            }
        }
    }

    #[test]
    fn names() {
        for kind in LanguageMatch::ALL {
            assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{kind}\""));
        }
        assert!(LanguageMatch::ALL.is_sorted());
    }
}
