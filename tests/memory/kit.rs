//! Look-ups in real English segments, against the best matches that comparing
//! every segment with every query gave, and against comparing them here.
//!
//! The segments are beside the repository; without them the tests are skipped.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use bitext::memory::UnitKey;
use bitext::{CodedText, Language, Memory, Metric, Query, TranslationUnit, Variant};
use rapidfuzz::distance::levenshtein;

use crate::support::{self, cases::one_in};

/// Segments, also as a memory, and queries with what is known of their best matches.
struct Kit {
    segments: Vec<String>,
    memory: Memory,
    queries: Vec<(String, Truth)>,
}

/// The five best segments by each metric: their lines from 0, and their
/// similarities, 0 to 1.
struct Truth {
    words: Vec<(usize, f64)>,
    characters: Vec<(usize, f64)>,
    /// Whether it cuts the best by words as the memory does.
    is_told: bool,
}

/// Reads the kit once for all tests.
fn kit() -> Option<&'static Kit> {
    static KIT: OnceLock<Kit> = OnceLock::new();
    let folder = support::shared("fuzzy")?;
    Some(KIT.get_or_init(|| read(&folder)))
}

fn read(folder: &Path) -> Kit {
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let (segments, truths) = (read("tm.txt"), read("truth.tsv"));
    let lines: Vec<&str> = segments.lines().collect();
    let truths = truths.lines().map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        let words = hits(columns[2]);
        let is_told = words.iter().all(|(line, _)| is_told(lines[*line]));
        Truth { words, characters: hits(columns[3]), is_told }
    });
    let queries: Vec<_> = read("queries.txt").lines().map(str::to_owned).zip(truths).collect();
    let best: BTreeSet<usize> = queries
        .iter()
        .flat_map(|(_, truth)| truth.words.iter().chain(&truth.characters))
        .map(|(line, _)| *line)
        .collect();
    // The best matches are the same among fewer segments, as long as they are there.
    let is_taken = |line: usize| line.is_multiple_of(one_in(5)) || best.contains(&line);
    let segments = lines.iter().copied().enumerate().filter(|(line, _)| is_taken(*line));
    let segments: Vec<String> = segments.map(|(_, segment)| segment.to_owned()).collect();
    Kit { memory: memory(&segments), segments, queries }
}

fn hits(column: &str) -> Vec<(usize, f64)> {
    let hits = column.split(',').filter_map(|hit| hit.split_once(':'));
    hits.map(|(line, similarity)| (line.parse().unwrap(), similarity.parse().unwrap())).collect()
}

fn memory(segments: &[String]) -> Memory {
    let memory = Memory::new();
    let german: Language = "de-DE".parse().unwrap();
    let unit = |(number, text): (usize, &String)| {
        let source = CodedText::from_plain(text.as_str());
        let target = CodedText::from_plain(number.to_string());
        TranslationUnit::bilingual(
            Variant::new(Some(Language::en_us()), source),
            Variant::new(Some(german.clone()), target),
        )
    };
    memory
        .write(|transaction| {
            let mut units = segments.iter().enumerate().map(unit);
            units.try_for_each(|unit| transaction.add(unit.into()).map(drop))
        })
        .unwrap();
    memory
}

/// Returns whether the truth cuts a text as the memory does: for the truth a number with
/// marks is several tokens, and signs that stand for each other are different.
fn is_told(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let is_number =
        |part: &[char]| part[0].is_numeric() && ".,'’".contains(part[1]) && part[2].is_numeric();
    text.is_ascii() && !characters.windows(3).any(is_number)
}

/// A release build asks all queries; a debug build some of them.
fn every(count: usize) -> usize {
    if cfg!(debug_assertions) { count } else { 1 }
}

#[test]
fn the_best_matches_are_those_of_brute_force() {
    let Some(kit) = kit() else { return };
    for (metric, step) in [(Metric::Words, every(10)), (Metric::Characters, every(200))] {
        for threshold in [50, 70, 85] {
            let told = kit.queries.iter().filter(|(text, truth)| {
                metric == Metric::Characters || truth.is_told && is_told(text)
            });
            for (text, truth) in told.step_by(step) {
                let query = Query::new(text.as_str())
                    .with_each_unit(true)
                    .with_metric(metric)
                    .with_min_score(threshold);
                let matches = kit.memory.lookup(&query).unwrap();
                // 100 is for what is identical; the truth does not tell that
                // from a difference in case.
                let found: Vec<u8> = matches.iter().map(|found| found.score().min(99)).collect();
                let similarities = match metric {
                    Metric::Characters => &truth.characters,
                    _ => &truth.words,
                };
                let expected: Vec<u8> = similarities
                    .iter()
                    .map(|(_, similarity)| ((similarity * 100.0 + 1e-4) as u8).min(99))
                    .filter(|score| *score >= threshold)
                    .collect();
                assert_eq!(found, expected, "{metric} at {threshold}: {text}");
            }
        }
    }
}

#[test]
fn all_matches_are_those_of_brute_force() {
    let Some(kit) = kit() else { return };
    let characters = |text: &str| text.chars().map(u32::from).collect::<Vec<_>>();
    let words = Words::default();
    let symbols = |metric: Metric, text: &str| match metric {
        Metric::Characters => characters(text),
        _ => words.of(text),
    };
    for &metric in Metric::ALL {
        let texts: Vec<Vec<u32>> = kit.segments.iter().map(|text| symbols(metric, text)).collect();
        for (text, _) in kit.queries.iter().step_by(97 * every(4)) {
            let query = symbols(metric, text);
            let comparator = levenshtein::BatchComparator::new(query.iter().copied());
            let scores = texts.iter().map(|symbols| {
                let longer = query.len().max(symbols.len()).max(1);
                let distance = comparator.distance(symbols.iter().copied());
                (100 * (longer - distance) / longer) as u8
            });
            let scores: Vec<u8> = scores.map(|score| score.min(99)).collect();
            for threshold in [50, 70, 85] {
                let mut expected: Vec<(u8, UnitKey)> = (1..)
                    .zip(&scores)
                    .filter(|(_, score)| **score >= threshold)
                    .map(|(key, score)| (*score, UnitKey::new(key)))
                    .collect();
                expected.sort_by_key(|(score, key)| (std::cmp::Reverse(*score), *key));
                let query = Query::new(text.as_str())
                    .with_each_unit(true)
                    .with_metric(metric)
                    .with_min_score(threshold)
                    .with_limit(None);
                let matches = kit.memory.lookup(&query).unwrap();
                let mut found: Vec<(u8, UnitKey)> =
                    matches.iter().map(|found| (found.score().min(99), found.key())).collect();
                found.sort_by_key(|(score, key)| (std::cmp::Reverse(*score), *key));
                assert_eq!(found, expected, "{metric} at {threshold}: {text}");
            }
        }
    }
}

/// Lower-cased words and other characters, by number: what the kit counts.
#[derive(Default)]
struct Words(std::cell::RefCell<std::collections::HashMap<String, u32>>);

impl Words {
    fn of(&self, text: &str) -> Vec<u32> {
        let folded = text.to_lowercase();
        let mut numbers = self.0.borrow_mut();
        let mut symbols = Vec::new();
        let is_word = |character: char| character.is_alphanumeric() || character == '_';
        let mut rest = folded.trim_start();
        while let Some(first) = rest.chars().next() {
            let end = match is_word(first) {
                true => rest.find(|character| !is_word(character)).unwrap_or(rest.len()),
                false => first.len_utf8(),
            };
            let next = numbers.len() as u32;
            symbols.push(*numbers.entry(rest[..end].to_owned()).or_insert(next));
            rest = rest[end..].trim_start();
        }
        symbols
    }
}
