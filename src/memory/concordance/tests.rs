//! The index and the ranges against a search that compares every piece of every
//! text with the phrase.

use crate::memory::{Concordance, Memory};
use crate::unit::{TranslationUnit, Variant};
use std::ops::{ControlFlow, Range};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::index::length;
use super::*;
use crate::inline::{Code, CodeKind, CodeRole, CodedText, Piece};
use crate::memory::followed::{ColumnReader, ColumnWriter, ReadError};

/// What texts are made of: few different pieces, so that phrases occur.
const ALPHABETS: [&[&str]; 9] = [
    &["n't", "n’t", "-", "–", "Ａ", "a", "A", "é", "e\u{301}", "각", "가", " "],
    &["a", "b", "A", "B", " ", "  ", "'", "."],
    &["sign", "Sign", "IN", "in", "ing", " ", "\u{a0}", "_", "1"],
    &["中", "国", "文", "字", "。", "A", " "],
    &["サ", "ー", "バ", "あ", "か\u{3099}", "漢", "\u{3000}"],
    &["ที่", "นี่", "ท", "\u{e35}", "\u{e48}", "ก", " "],
    &["م", "ر", "\u{64e}", "ح", "ب", "ا", " ", "٣"],
    &["İ", "i\u{307}", "i", "I", "ß", "ẞ", "ς", "Σ", "σ", "s", " "],
    &["e\u{301}", "é", "E", "e", "\u{301}", "😀", "🇩🇪", "🇩", "K", "k", "\u{200d}", " "],
];

fn pieces() -> impl Strategy<Value = &'static [&'static str]> {
    select(&ALPHABETS[..])
}

/// Texts in which codes stand here and there, and a phrase: a piece of a text
/// or something else.
fn texts_and_phrase() -> impl Strategy<Value = (Vec<CodedText>, String)> {
    pieces().prop_flat_map(|alphabet| {
        let text = vec((select(alphabet), prop::bool::weighted(0.1)), 0..14);
        let texts = vec(text.prop_map(coded), 1..40);
        let other = vec(select(alphabet), 1..4).prop_map(|pieces| pieces.concat());
        (texts, any::<Index>(), any::<Index>(), 1..6_usize, prop::option::weighted(0.3, other))
            .prop_map(|(texts, text, start, length, other)| {
                let piece = || {
                    let text: Vec<char> = text.get(&texts).plain().chars().collect();
                    let start = start.index(text.len().max(1));
                    text.iter().skip(start).take(length).collect()
                };
                let phrase = other.unwrap_or_else(piece);
                (texts, phrase)
            })
    })
}

fn coded(pieces: Vec<(&str, bool)>) -> CodedText {
    let mut text = CodedText::default();
    for (piece, is_after_code) in pieces {
        if is_after_code {
            text.push_code(Code::new(CodeKind::Bold, CodeRole::Standalone, "**"));
        }
        text.push_text(piece);
    }
    text
}

fn query(phrase: &str) -> impl Strategy<Value = Option<Concordance>> + use<> {
    let query = Concordance::new(phrase).ok();
    let modes = (
        select(WordMode::ALL),
        select(CaseMode::ALL),
        select(CodeMode::ALL),
        select(AccentMode::ALL),
    );
    modes.prop_map(move |(words, case, codes, accents)| {
        let query = query.clone()?.with_words(words).with_case(case).with_codes(codes);
        Some(query.with_accents(accents))
    })
}

/// The form for comparison, made in another way.
fn form(text: &str, query: &Concordance) -> String {
    let case = query.case();
    let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = |character: char| match character {
        'ß' | 'ẞ' => "ss".to_owned(),
        'İ' | 'ı' => "i".to_owned(),
        other => other.to_lowercase().to_string().replace('ς', "σ"),
    };
    let cased: String = match case {
        CaseMode::Ignore => spaced.chars().map(lower).collect(),
        CaseMode::Respect => spaced,
    };
    let signs = cased.replace('’', "'").replace('–', "-").replace('Ａ', "A").replace('ａ', "a");
    let parts = signs.chars().flat_map(|character| std::iter::once(character).nfd());
    parts.filter(|part| !(ignores_accents(query) && is_accent(*part))).collect()
}

fn ignores_accents(query: &Concordance) -> bool {
    query.fold() == crate::text::Fold::CaseAndAccents
}

fn is_accent(character: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&character)
}

/// The ranges by comparing each piece of the text.
fn brute_force(query: &Concordance, text: &CodedText) -> Vec<Range<usize>> {
    let phrase = form(query.phrase(), query);
    let plain = text.plain();
    let mut offsets: Vec<usize> = plain.char_indices().map(|(at, _)| at).collect();
    offsets.push(plain.len());
    let words: Vec<usize> = match query.words() {
        WordMode::Parts => offsets.clone(),
        // White space at the edges is no neighbour.
        WordMode::Whole => {
            let start = plain.len() - plain.trim_start().len();
            let words = plain.trim().split_word_bound_indices().map(|(at, _)| start + at);
            words.chain([plain.trim_end().len()]).collect()
        }
    };
    let mut found: Vec<Range<usize>> = Vec::new();
    for start in &offsets {
        for end in offsets.iter().filter(|end| *end > start) {
            let piece = &plain[*start..*end];
            // Accents that are left out belong to the character before them.
            let divides = |at: usize| {
                ignores_accents(query) && plain[at..].chars().next().is_some_and(is_accent)
            };
            let is_hit = piece.trim() == piece
                && !divides(*start)
                && !divides(*end)
                && form(piece, query) == phrase
                && words.contains(start)
                && words.contains(end)
                && (query.codes() == CodeMode::Ignore || !spans_code(text, *start..*end));
            if is_hit && found.last().is_none_or(|last| last.end <= *start) {
                found.push(*start..*end);
            }
        }
    }
    found
}

fn spans_code(text: &CodedText, range: Range<usize>) -> bool {
    let mut at = 0;
    text.pieces().any(|piece| match piece {
        Piece::Code(code) => {
            let start = at;
            at += code.equivalent.map_or(0, str::len);
            [start, at].iter().any(|edge| range.start < *edge && *edge < range.end)
        }
        Piece::Text(text) | Piece::Escaped { text, .. } => {
            at += text.len();
            false
        }
    })
}

fn index(texts: &[CodedText]) -> PhraseIndex {
    PhraseIndex::build(texts.iter().map(CodedText::text))
}

fn visited(index: &PhraseIndex, pattern: &Pattern<'_>) -> Vec<u32> {
    let mut visited = Vec::new();
    index.search(pattern, |text| {
        visited.push(text);
        ControlFlow::Continue(())
    });
    visited
}

proptest! {
    #![proptest_config(crate::cases::cases(2000))]

    #[test]
    fn hits_are_those_of_brute_force(
        (texts, query) in texts_and_phrase()
            .prop_flat_map(|(texts, phrase)| (Just(texts), query(&phrase))),
    ) {
        let Some(query) = query else { return Ok(()) };
        let pattern = Pattern::new(&query);
        let mut expected = Vec::new();
        for (number, text) in (0..).zip(&texts) {
            let ranges = brute_force(&query, text);
            prop_assert_eq!(&query.find_in(text), &ranges, "{:?} in {:?}", query, text.plain());
            if !ranges.is_empty() {
                expected.push(number);
            }
        }
        expected.sort_by_key(|number| (length(&texts[*number as usize].plain()), *number));
        let candidates = visited(&index(&texts), &pattern);
        let is_hit = |number: &u32| !pattern.find_in(&texts[*number as usize]).is_empty();
        let hits: Vec<u32> = candidates.iter().copied().filter(is_hit).collect();
        prop_assert_eq!(hits, expected);
    }
}

proptest! {
    #![proptest_config(crate::cases::cases(200))]

    #[test]
    fn candidates_hold_the_phrase(texts in vec("[a-cA-C中国 ]{0,30}", 0..300), phrase in "[a-c中国]{1,4}") {
        let query = Concordance::new(&phrase).unwrap();
        let index = PhraseIndex::build(texts.iter().map(String::as_str));
        let mut expected: Vec<u32> = (0..texts.len() as u32).collect();
        expected.retain(|number| {
            form(&texts[*number as usize], &query).contains(&form(&phrase, &query))
        });
        expected.sort_by_key(|number| (length(&texts[*number as usize]), *number));
        prop_assert_eq!(visited(&index, &Pattern::new(&query)), expected);
    }
}

#[test]
fn hits_by_mode() {
    use CaseMode as Case;
    use CodeMode as Codes;
    use WordMode as Words;
    let text =
        coded(vec![("Click ", false), ("Save", true), (", SAVE it", true), (" Saved", false)]);
    for (phrase, words, case, codes, expected) in [
        ("save", Words::Parts, Case::Ignore, Codes::Ignore, &[(6, 10), (12, 16), (20, 24)][..]),
        ("save", Words::Whole, Case::Ignore, Codes::Ignore, &[(6, 10), (12, 16)]),
        ("Save", Words::Parts, Case::Respect, Codes::Ignore, &[(6, 10), (20, 24)]),
        ("Save", Words::Whole, Case::Respect, Codes::Respect, &[(6, 10)]),
        ("click\nsave", Words::Parts, Case::Ignore, Codes::Ignore, &[(0, 10)]),
        ("click save", Words::Parts, Case::Ignore, Codes::Respect, &[]),
        ("save, SAVE", Words::Parts, Case::Ignore, Codes::Respect, &[]),
        ("nothing", Words::Parts, Case::Ignore, Codes::Ignore, &[]),
    ] {
        let query = Concordance::new(phrase).unwrap();
        let query = query.with_words(words).with_case(case).with_codes(codes);
        let found: Vec<_> =
            query.find_in(&text).into_iter().map(|range| (range.start, range.end)).collect();
        assert_eq!(found, expected, "{query:?}");
    }
}

#[test]
fn whole_words_of_scripts_without_spaces() {
    for (text, phrase, expected) in [
        ("请保存文件", "保存", true),
        ("サーバー", "サーバ", false),
        ("サーバーの", "サーバー", true),
        ("できます", "きま", true),
        ("ที่นี่", "ที", false),
        ("ที่นี่", "ที่", true),
        ("서버에서", "서버", false),
    ] {
        let query = Concordance::new(phrase).unwrap().with_words(WordMode::Whole);
        let found = query.find_in(&CodedText::from_plain(text));
        assert_eq!(!found.is_empty(), expected, "{phrase} in {text}");
    }
}

/// Texts of several blocks and groups.
fn many_texts() -> Vec<String> {
    let word = |number: usize| ["alpha", "Beta", "中文", "ведро", "IT", "it"][number % 6];
    let text = |number: usize| {
        let words: Vec<&str> = (0..number % 23).map(|at| word(number / (at + 1))).collect();
        format!("{} no{number}", words.join(" "))
    };
    (0..9_000).map(text).collect()
}

#[test]
fn many_blocks() {
    let texts = many_texts();
    let index = PhraseIndex::build(texts.iter().map(String::as_str));
    let coded: Vec<CodedText> = texts.iter().map(CodedText::from_plain).collect();
    for (phrase, case) in [
        ("no8999", CaseMode::Ignore),
        ("o89", CaseMode::Ignore),
        ("no", CaseMode::Ignore),
        ("文 в", CaseMode::Ignore),
        ("文", CaseMode::Ignore),
        ("IT B", CaseMode::Respect),
        ("absent", CaseMode::Ignore),
    ] {
        let query = Concordance::new(phrase).unwrap().with_case(case);
        let pattern = Pattern::new(&query);
        let mut expected: Vec<u32> = (0..texts.len() as u32).collect();
        expected.retain(|number| !pattern.find_in(&coded[*number as usize]).is_empty());
        expected.sort_by_key(|number| (length(&texts[*number as usize]), *number));
        assert_eq!(visited(&index, &pattern), expected, "{phrase}");
    }
}

#[test]
fn what_codes_stand_for_is_found() {
    let text = CodedText::parse("Run `ls -l` now", crate::inline::Syntax::Markdown);
    assert_eq!(text.plain(), "Run ls -l now");
    for (phrase, codes, expected) in [
        ("ls -l", CodeMode::Ignore, Some((4, 9))),
        ("ls -l", CodeMode::Respect, Some((4, 9))),
        ("s -", CodeMode::Respect, Some((5, 8))),
        ("run ls", CodeMode::Ignore, Some((0, 6))),
        ("run ls", CodeMode::Respect, None),
        ("l now", CodeMode::Respect, None),
    ] {
        let query = Concordance::new(phrase).unwrap().with_codes(codes);
        let found = query.find_in(&text);
        let found = found.first().map(|range| (range.start, range.end));
        assert_eq!(found, expected, "{phrase}");
    }
}

#[test]
fn capitals_beyond_what_is_known_of_the_case_do_no_harm() {
    let text = "BEFORE YOU BEGIN INSTALLING THE UPDATE PLEASE CLOSE ALL OTHER OPEN APPS NOW";
    let index = PhraseIndex::build([text]);
    for length in 60..=text.len() {
        let query = Concordance::new(&text[..length]).unwrap().with_case(CaseMode::Respect);
        assert_eq!(visited(&index, &Pattern::new(&query)), [0], "{length}");
    }
}

#[test]
fn a_search_ends_when_told() {
    let index = PhraseIndex::build(["bb a", "a", "b", "a b"]);
    let query = Concordance::new("a").unwrap();
    let mut seen = Vec::new();
    index.search(&Pattern::new(&query), |text| {
        seen.push(text);
        if seen.len() == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(seen, [1, 3]);
}

fn written(index: &PhraseIndex) -> Vec<u8> {
    let mut writer = ColumnWriter::new(Vec::new());
    index.write(&mut writer).unwrap();
    writer.into_inner()
}

fn read(bytes: &[u8]) -> Result<PhraseIndex, ReadError> {
    PhraseIndex::read(&mut ColumnReader::new(bytes, bytes.len() as u64))
}

#[test]
fn what_is_written_is_read() {
    for texts in [Vec::new(), vec![String::new()], many_texts()] {
        let index = PhraseIndex::build(texts.iter().map(String::as_str));
        assert!(read(&written(&index)).unwrap() == index);
    }
}

#[test]
fn an_index_that_is_cut_off_is_damaged() {
    let bytes = written(&PhraseIndex::build(["one", "two", "three"]));
    for end in 0..bytes.len() {
        assert!(matches!(read(&bytes[..end]), Err(ReadError::Damaged)), "{end}");
    }
}

proptest! {
    #![proptest_config(crate::cases::cases(1000))]

    #[test]
    fn a_damaged_index_does_no_harm(
        texts in vec("[a-c中]{0,60}", 0..60),
        damage in vec((0..200_usize, any::<Index>(), any::<u8>(), any::<bool>()), 1..4),
        phrase in "[a-c中]{1,4}",
    ) {
        let mut bytes = written(&PhraseIndex::build(texts.iter().map(String::as_str)));
        for (near, anywhere, byte, is_near) in damage {
            let at = if is_near { near.min(bytes.len() - 1) } else { anywhere.index(bytes.len()) };
            bytes[at] = byte;
        }
        let Ok(index) = read(&bytes) else { return Ok(()) };
        let query = Concordance::new(&phrase).unwrap().with_words(WordMode::Whole);
        let numbers = visited(&index, &Pattern::new(&query.with_case(CaseMode::Respect)));
        prop_assert!(numbers.iter().all(|number| (*number as usize) < texts.len()));
    }
}

#[test]
fn the_side_that_holds_the_phrase_is_shown() {
    let memory = Memory::new();
    let variant = |tag: &str, text: &str| Variant::new(tag.parse().ok(), text.into());
    let mut unit = TranslationUnit::bilingual(variant("en", "Save"), variant("de", "Sichern"));
    unit.variants.push(variant("fr", "Enregistrer"));
    memory.add(unit).unwrap();
    let hit = |phrase: &str, language: &str| {
        let phrase = Concordance::new(phrase).unwrap();
        memory.concordance(&phrase, &language.parse().unwrap()).unwrap().remove(0)
    };
    for (phrase, language, target) in
        [("save", "en", "Sichern"), ("sich", "de", "Sichern"), ("trer", "fr", "Enregistrer")]
    {
        let hit = hit(phrase, language);
        assert_eq!(hit.source().text.text(), "Save");
        assert_eq!(hit.target().unwrap().text.text(), target);
    }
    let json = serde_json::to_string(&hit("trer", "fr")).unwrap();
    assert_eq!(
        json,
        r#"{"id":null,"variant":2,"ranges":[[7,11]],"source":"Save","target":"Enregistrer","source_text":"Save","target_text":"Enregistrer","source_language":"en","target_language":"fr","key":1,"document":null,"date":null,"translation_type":null}"#
    );
}

#[test]
fn all_hits_are_of_one_revision() {
    let unit = |text: &str| {
        let variant = |tag: &str| Variant::new(tag.parse().ok(), text.into());
        TranslationUnit::bilingual(variant("en"), variant("de"))
    };
    let store = std::sync::Arc::new(crate::memory::store::CountingStore::default());
    let memory = Memory::with_shared_store(store.clone());
    memory.add(unit("one a")).unwrap();
    let phrase = Concordance::new("one").unwrap();
    let english = "en".parse().unwrap();
    assert_eq!(memory.concordance(&phrase, &english).unwrap().len(), 1);
    // While the first unit is read, another comes.
    store.add_while_read(unit("one b"));
    assert_eq!(memory.concordance(&phrase, &english).unwrap().len(), 2);
}
