//! Which languages serve which query.

use bitext::{Language, Memory, Query, TranslationUnit, Variant};

use super::{memory, query, summaries, unit, variant};

fn pair(languages: (&str, &str)) -> TranslationUnit {
    TranslationUnit::bilingual(variant(languages.0, "Save"), variant(languages.1, "保存"))
}

fn ask(source: &str, target: &str) -> Query {
    query("Save").with_languages(source.parse().unwrap(), target.parse().unwrap())
}

#[test]
fn varieties_of_languages() {
    for (asked, there, expected) in [
        (("en-US", "zh-CN"), ("en-US", "zh-CN"), Some("1 100")),
        (("en-US", "zh-CN"), ("en-US", "zh-Hans-CN"), Some("1 100")),
        (("en", "zh"), ("en-US", "zh-CN"), Some("1 100")),
        (("en-US", "zh-CN"), ("en-GB", "zh-CN"), Some("1 99 -1 other-variety")),
        (("en-US", "zh-CN"), ("en", "zh-SG"), Some("1 99 -1 other-variety")),
        (("en-US", "zh-CN"), ("en-US", "zh-TW"), None),
        (("en-US", "zh-TW"), ("en-US", "zh-CN"), None),
        (("en-US", "ja"), ("en-US", "zh-CN"), None),
        (("fr", "zh-CN"), ("en-US", "zh-CN"), None),
        // The same language by an older tag.
        (("he", "en"), ("iw", "en"), Some("1 100")),
    ] {
        let memory = memory([pair(there)]);
        let found = summaries(&memory, &ask(asked.0, asked.1));
        assert_eq!(found, Vec::from_iter(expected), "{asked:?} {there:?}");
    }
}

#[test]
fn the_only_pair_need_not_be_named() {
    let memory = memory([unit("Save", "Speichern"), unit("Open", "Öffnen")]);
    assert_eq!(summaries(&memory, &query("Save")), ["1 100"]);
    // The units' direction is meant, unless a language says otherwise.
    assert!(summaries(&memory, &query("Öffnen")).is_empty());
    let german: Language = "de".parse().unwrap();
    let backwards = query("Öffnen").with_source_language(german.clone());
    assert_eq!(summaries(&memory, &backwards), ["2 100"]);
    let forwards = query("Open").with_target_language(german);
    assert_eq!(summaries(&memory, &forwards), ["2 100"]);
    assert!(Memory::new().lookup(&query("Save")).unwrap().is_empty());
}

#[test]
fn several_pairs_are_listed() {
    let memory = memory([unit("Save", "x"), pair(("en-US", "zh-CN")), pair(("en-US", "zh-CN"))]);
    let error = memory.lookup(&query("Save")).unwrap_err().to_string();
    assert_eq!(
        error,
        "expected a source and a target language, because the memory has several pairs: `en-US` \
         to `de-DE` (1 unit), `en-US` to `zh-CN` (2 units); name both, in either direction"
    );
    let named = query("Save").with_target_language("zh-CN".parse().unwrap());
    assert_eq!(summaries(&memory, &named), ["2 100", "3 100"]);
    assert!(memory.lookup(&query("Save").with_source_language(Language::en_us())).is_err());
    // Once there is one pair again, it is meant.
    let (german, _) = memory.units().next().unwrap().unwrap();
    memory.remove(german).unwrap();
    assert_eq!(summaries(&memory, &query("Save")), ["2 100", "3 100"]);
    memory
        .update("2".parse::<u64>().map(bitext::memory::UnitKey::new).unwrap(), unit("Save", "y"))
        .unwrap();
    assert!(memory.lookup(&query("Save")).is_err());
}

#[test]
fn pairs_are_counted() {
    let memory = memory([unit("Save", "x"), pair(("en-US", "zh-CN")), pair(("en-US", "zh-CN"))]);
    let counted = || {
        let pairs = memory.pairs().unwrap();
        pairs.iter().map(|pair| format!("{} {} {}", pair.source, pair.target, pair.units)).collect()
    };
    let first: Vec<String> = counted();
    assert_eq!(first, ["en-US de-DE 1", "en-US zh-CN 2"]);
    let mut three = unit("Save", "x");
    three.variants.push(variant("zh-CN", "保存"));
    three.variants.push(Variant::new(None, "nothing".into()));
    memory.add(three).unwrap();
    memory.remove(bitext::memory::UnitKey::new(3)).unwrap();
    let second: Vec<String> = counted();
    assert_eq!(second, ["en-US de-DE 2", "en-US zh-CN 2"]);
}

#[test]
fn the_nearest_target_of_a_unit_is_taken() {
    let mut portuguese =
        TranslationUnit::bilingual(variant("en-US", "Save"), variant("pt-PT", "a"));
    portuguese.variants.push(variant("pt-BR", "b"));
    let memory = memory([portuguese]);
    for (asked, target) in [("pt-BR", "b"), ("pt-PT", "a"), ("pt-AO", "a")] {
        let found = memory.lookup(&ask("en-US", asked)).unwrap();
        let targets: Vec<_> = found.iter().map(|found| found.target().text.plain()).collect();
        assert_eq!(targets, [target], "{asked}");
    }
}

#[test]
fn two_varieties_as_source_and_target() {
    let memory =
        memory([TranslationUnit::bilingual(variant("en-US", "Color"), variant("en-GB", "Colour"))]);
    let ask = |text: &str, source: &str, target: &str| {
        let query = query(text).with_languages(source.parse().unwrap(), target.parse().unwrap());
        memory.lookup(&query).unwrap().len()
    };
    assert_eq!(ask("Color", "en-US", "en-GB"), 1);
    assert_eq!(ask("Colour", "en-US", "en-GB"), 0);
    assert_eq!(ask("Colour", "en-GB", "en-US"), 1);
    assert_eq!(ask("Color", "en-US", "en-US"), 0);
}
