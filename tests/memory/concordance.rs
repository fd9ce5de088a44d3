//! Concordance in a memory, against looking into every text.

use std::cmp::Reverse;
use std::ops::Range;

use bitext::memory::{CaseMode, CodeMode, ConcordanceHit, UnitKey, WordMode};
use bitext::{CodedText, Concordance, Language, Memory, Syntax, TranslationUnit, Variant};
use proptest::prelude::*;
use proptest::sample::select;

fn variant(language: &str, markup: &str) -> Variant {
    Variant::new(language.parse().ok(), CodedText::parse(markup, Syntax::Markdown))
}

/// What is looked for, of a hit or of a text that was looked into.
type Found = (UnitKey, usize, Vec<Range<usize>>);

fn found(hit: &ConcordanceHit) -> Found {
    (hit.key(), hit.variant_index(), hit.ranges().to_vec())
}

/// Looks into every text.
fn naive(memory: &Memory, phrase: &Concordance, language: &Language) -> Vec<Found> {
    let mut all = Vec::new();
    for unit in memory.units() {
        let (key, unit) = unit.unwrap();
        for (index, variant) in unit.variants.iter().enumerate() {
            let serves = variant.language.as_ref().and_then(|own| language.matches(own));
            let ranges = phrase.find_in(&variant.text);
            if serves.is_some() && !ranges.is_empty() {
                let length = variant.text.plain().trim().chars().count();
                all.push((length, (key, index, ranges)));
            }
        }
    }
    all.sort_by_key(|(length, (key, index, _))| (*length, *key, *index));
    all.truncate(phrase.limit().unwrap_or(usize::MAX));
    all.into_iter().map(|(_, found)| found).collect()
}

fn text() -> impl Strategy<Value = String> {
    let parts = vec!["open ", "Open", " the ", "文", "件", "文件 ", "**a**", "a", "保存"];
    prop::collection::vec(select(parts), 0..6).prop_map(|parts| parts.concat())
}

fn unit() -> impl Strategy<Value = TranslationUnit> {
    let language = select(vec!["en-US", "en-GB", "zh-CN", "zh-TW"]);
    prop::collection::vec((language, text()), 0..4).prop_map(|variants| {
        let mut unit = TranslationUnit::default();
        let variants = variants.iter().map(|(language, text)| variant(language, text));
        unit.variants = variants.collect();
        unit
    })
}

fn phrase() -> impl Strategy<Value = Concordance> {
    let phrase = select(vec!["open", "o", "文", "文件", "a", "the", "件文", "open the", "存"]);
    let limit = prop::option::of(0..6_usize);
    (phrase, any::<[bool; 3]>(), limit).prop_map(|(phrase, [words, case, codes], limit)| {
        let phrase = Concordance::new(phrase)
            .unwrap()
            .with_words(if words { WordMode::Whole } else { WordMode::Parts })
            .with_case(if case { CaseMode::Respect } else { CaseMode::Ignore })
            .with_codes(if codes { CodeMode::Respect } else { CodeMode::Ignore });
        match limit {
            Some(limit) => phrase.with_limit(limit),
            None => phrase,
        }
    })
}

proptest! {
    #[test]
    fn as_looking_into_every_text(
        units in prop::collection::vec(unit(), 0..20),
        changes in prop::collection::vec((0..30_u64, prop::option::of(unit())), 0..8),
        phrases in prop::collection::vec((phrase(), select(vec!["en-US", "zh-CN", "zh"])), 6),
    ) {
        let memory = Memory::new();
        for unit in units {
            memory.add(unit).unwrap();
        }
        let check = |phrase: &Concordance, language: &str| {
            let language = language.parse().unwrap();
            let hits = memory.concordance(phrase, &language).unwrap();
            (hits.iter().map(found).collect::<Vec<_>>(), naive(&memory, phrase, &language))
        };
        for (phrase, language) in &phrases {
            let (found, expected) = check(phrase, language);
            prop_assert_eq!(found, expected, "{:?}", phrase);
        }
        for (key, unit) in changes {
            match unit {
                Some(unit) if key == 0 => drop(memory.add(unit).unwrap()),
                Some(unit) => drop(memory.update(UnitKey::new(key), unit).unwrap()),
                None => drop(memory.remove(UnitKey::new(key)).unwrap()),
            }
            let (phrase, language) = &phrases[key as usize % phrases.len()];
            let (found, expected) = check(phrase, language);
            prop_assert_eq!(found, expected, "{:?}", phrase);
        }
    }
}

#[test]
fn the_shortest_text_comes_first() {
    let memory = Memory::new();
    for text in ["Open the file, then save it.", "Save", "Save the file.", "save"] {
        let unit = TranslationUnit::bilingual(variant("en-US", text), variant("de-DE", "Save"));
        memory.add(unit).unwrap();
    }
    let phrase = Concordance::new("SAVE").unwrap();
    let hits = memory.concordance(&phrase, &Language::en_us()).unwrap();
    let texts: Vec<_> = hits.iter().map(|hit| hit.variant().text.text()).collect();
    assert_eq!(texts, ["Save", "save", "Save the file.", "Open the file, then save it."]);
    let share = |hit: &ConcordanceHit| {
        let found: usize = hit.ranges().iter().map(Range::len).sum();
        Reverse(1000 * found / hit.variant().text.text().len())
    };
    assert!(hits.is_sorted_by_key(share));
}
