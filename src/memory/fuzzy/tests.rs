//! The index against comparing a query with every text.

use proptest::prelude::*;

use super::dictionary::Cutter;
use super::*;
use crate::memory::followed::{ColumnReader, ColumnWriter, ReadError};

/// The distance by the table of Wagner and Fischer (1974).
fn by_table(a: &[String], b: &[String]) -> u32 {
    let mut row: Vec<u32> = (0..=b.len() as u32).collect();
    for (above, symbol) in (1..).zip(a) {
        let mut diagonal = std::mem::replace(&mut row[0], above);
        for (column, other) in b.iter().enumerate() {
            let replaced = diagonal + u32::from(symbol != other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[b.len()]
}

fn symbols(metric: Metric, text: &str) -> Vec<String> {
    let mut symbols = Vec::new();
    Cutter::default().cut(metric, text, |symbol| symbols.push(symbol.to_owned()));
    symbols
}

fn by_brute_force(metric: Metric, texts: &[String], query: &str, floor: u8) -> Vec<Near> {
    let query = symbols(metric, query);
    let near = (0..).zip(texts).map(|(text, other)| {
        let other = symbols(metric, other);
        let length = query.len().max(other.len()) as u32;
        Near { text, distance: by_table(&query, &other), length }
    });
    near.filter(|near| near.similarity() >= floor.max(1)).collect()
}

fn found(index: &FuzzyIndex, query: &str, floor: u8) -> Vec<Near> {
    let mut found = Vec::new();
    index.search(query, floor, Effort::Complete, |near| {
        found.push(near);
        floor
    });
    found.sort_by_key(|near| near.text);
    found
}

/// Texts of few different words, so that many are near each other, in scripts
/// that are written with and without spaces.
fn text() -> impl Strategy<Value = String> {
    let words = |words: &'static [&'static str], space: &'static str| {
        prop::collection::vec(prop::sample::select(words), 0..14)
            .prop_map(move |chosen| chosen.join(space))
    };
    prop_oneof![
        4 => words(&["select", "Select", "the", "the", "file", "**", "new", "a", ".", "größe"], " "),
        2 => words(&["登", "录", "如果", "无法", "，", "a", "文件", "。"], ""),
        1 => words(&["サ", "ー", "バ", "の", "が", "設定", "する", "。"], ""),
        1 => words(&["ที่", "นี่", "ไฟล์", "ก", "า", " "], ""),
        1 => words(&["مرحبا", "في", "ملف", "،", "الملف"], " "),
    ]
}

proptest! {
    #![proptest_config(crate::cases::cases(96))]

    #[test]
    fn complete_at_each_floor(
        texts in prop::collection::vec(text(), 0..120),
        queries in prop::collection::vec(text(), 1..8),
        floor in prop_oneof![Just(0_u8), Just(50), Just(70), Just(85), 0_u8..=100],
    ) {
        for &metric in Metric::ALL {
            let index = FuzzyIndex::build(metric, texts.iter().map(String::as_str));
            for query in queries.iter().chain(texts.first()) {
                let expected = by_brute_force(metric, &texts, query, floor);
                prop_assert_eq!(found(&index, query, floor), expected, "{} {}", metric, query);
            }
        }
    }

    #[test]
    fn complete_with_many_texts_of_few_words(
        texts in prop::collection::vec(prop::collection::vec(0_u8..40, 1..10), 200..600),
        query in prop::collection::vec(0_u8..44, 1..12),
        floor in prop_oneof![Just(50_u8), Just(70), Just(85)],
    ) {
        let text = |words: &Vec<u8>| words.iter().map(|word| format!("w{word} ")).collect::<String>();
        let (texts, query): (Vec<String>, String) = (texts.iter().map(text).collect(), text(&query));
        let index = FuzzyIndex::build(Metric::Words, texts.iter().map(String::as_str));
        prop_assert_eq!(
            found(&index, &query, floor),
            by_brute_force(Metric::Words, &texts, &query, floor)
        );
    }

    #[test]
    fn the_best_are_found_while_the_floor_rises(
        texts in prop::collection::vec(text(), 0..120),
        query in text(),
        floor in 1_u8..=90,
    ) {
        let index = FuzzyIndex::build(Metric::Words, texts.iter().map(String::as_str));
        let mut best: Vec<u8> = Vec::new();
        index.search(&query, floor, Effort::Complete, |near| {
            best.push(near.similarity());
            best.sort_unstable_by(|a, b| b.cmp(a));
            best.truncate(5);
            if best.len() == 5 { best[4] } else { floor }
        });
        let expected = by_brute_force(Metric::Words, &texts, &query, floor);
        let mut expected: Vec<u8> = expected.iter().map(|near| near.similarity()).collect();
        expected.sort_unstable_by(|a, b| b.cmp(a));
        expected.truncate(5);
        prop_assert_eq!(best, expected);
    }

    #[test]
    fn written_and_read_it_is_the_same(
        texts in prop::collection::vec(text(), 0..60),
        query in text(),
        (place, bit) in (any::<prop::sample::Index>(), 0_u8..8),
    ) {
        for &metric in Metric::ALL {
            let index = FuzzyIndex::build(metric, texts.iter().map(String::as_str));
            let mut writer = ColumnWriter::new(Vec::new());
            index.write(&mut writer).unwrap();
            let mut bytes = writer.into_inner();
            let read = |bytes: &[u8]| {
                let mut reader = ColumnReader::new(bytes, bytes.len() as u64);
                FuzzyIndex::read(metric, texts.len(), &mut reader)
            };
            prop_assert_eq!(found(&read(&bytes).unwrap(), &query, 50), found(&index, &query, 50));
            for end in (0..bytes.len()).step_by(97) {
                prop_assert!(matches!(read(&bytes[..end]), Err(ReadError::Damaged)));
            }
            // Whatever damage is not seen, it leads to no panic.
            let place = place.index(bytes.len());
            bytes[place] ^= 1 << bit;
            if let Ok(index) = read(&bytes) {
                index.search(&query, 50, Effort::Complete, |_| 50);
            }
        }
    }
}

#[test]
fn queries_without_symbols() {
    let index = FuzzyIndex::build(Metric::Words, ["a", "", " ", "b"]);
    let near = |text| Near { text, distance: 0, length: 0 };
    assert_eq!(found(&index, "\t", 70), [near(1), near(2)]);
    assert_eq!(found(&FuzzyIndex::build(Metric::Words, []), "a", 0), []);
    assert_eq!(found(&FuzzyIndex::build(Metric::Words, ["a"]), "", 0), []);
}

#[test]
fn a_bounded_search_finds_what_is_near() {
    let texts = ["open the new file", "close the old file", "open the new file now", "x"];
    let index = FuzzyIndex::build(Metric::Words, texts);
    let mut found = Vec::new();
    index.search("open the new file", 50, Effort::Bounded, |near| {
        found.push((near.text, near.similarity()));
        50
    });
    assert_eq!(found, [(0, 100), (2, 80), (1, 50)]);
}
