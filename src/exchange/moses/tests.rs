use std::io::{self, Write};

use proptest::prelude::*;

use super::{Encoder, Files, Reader, Writer, one_line};
use crate::diagnostic::DiagnosticCode;
use crate::error::ErrorKind;
use crate::exchange::bilingual::others;
use crate::exchange::testing::{assert_ends, pair, read};
use crate::exchange::{InlineStyle, Limits, ReadUnits, strategies};
use crate::inline::{CodedText, Syntax};
use crate::language::Language;
use crate::unit::TranslationUnit;

/// Writes the source, the target and the ids of the units; those that are
/// refused are left out.
fn written(encoder: &Encoder, units: &[TranslationUnit]) -> [String; 3] {
    let files = Files::new(Vec::new(), Vec::new(), Some(Vec::new()));
    let mut writer = Writer::with_encoder(files, encoder.clone()).unwrap();
    for unit in units {
        let _ = writer.write(unit);
    }
    let (source, target, ids) = writer.finish().unwrap().into_inner();
    [source, target, ids.unwrap()].map(|file| String::from_utf8(file).unwrap())
}

/// Reduces a text as the page says: line ends and tabs are spaces, other control
/// characters and byte order marks are not there.
fn line(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let spaced = text.chars().map(|character| match character {
        '\t'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        other => other,
    });
    spaced.filter(|character| !character.is_control() && *character != '\u{feff}').collect()
}

/// Returns the units that come back from a unit: its source with each target in the
/// language of the first, in another language than the source.
fn reduced(unit: &TranslationUnit) -> Vec<[String; 3]> {
    let source = unit.source().unwrap();
    let targets = || others(unit, source);
    let first = targets().find(|other| other.language != source.language);
    let Some(first) = first else { return Vec::new() };
    let targets = targets().filter(|other| other.language == first.language);
    let id = line(unit.id.as_deref().unwrap_or_default());
    let lines = targets
        .map(|target| [line(&source.text.plain()), line(&target.text.plain()), id.clone()])
        .collect::<Vec<_>>();
    let is_refused = lines.iter().any(|[source, target, _]| is_blank(source) || is_blank(target));
    if is_refused { Vec::new() } else { lines }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

proptest! {
    #[test]
    fn units_come_back_reduced(units in proptest::collection::vec(strategies::unit(), 0..4)) {
        let [source, target, ids] = written(&Encoder::default(), &units);
        let reader = Reader::new(source.as_bytes(), target.as_bytes()).with_ids(ids.as_bytes());
        let read = reader.units().map(|unit| {
            let unit = unit.unwrap();
            let [source, target] = &unit.variants[..] else { panic!("two variants") };
            let texts = [source, target].map(|side| side.text.text().to_owned());
            let [source, target] = texts;
            [source, target, unit.id.clone().unwrap_or_default()]
        });
        let expected: Vec<_> = units.iter().flat_map(reduced).collect();
        prop_assert_eq!(read.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn no_reader_finds_another_number_of_lines(
        units in proptest::collection::vec(strategies::unit(), 0..4),
    ) {
        for style in [InlineStyle::Strip, InlineStyle::Raw] {
            let files = written(&Encoder::default().with_inline_style(style), &units);
            let counts = files.map(|file| {
                // As Python's `str.splitlines` splits.
                let breaks = |character: char| matches!(
                    character,
                    '\n'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
                );
                let (all, ends) = (file.matches(breaks).count(), file.matches('\n').count());
                assert_eq!(all, ends);
                ends
            });
            prop_assert_eq!(counts[0], counts[1]);
            prop_assert_eq!(counts[0], counts[2]);
        }
    }

    #[test]
    fn any_bytes_end(files in [any::<Vec<u8>>(), any::<Vec<u8>>(), any::<Vec<u8>>()]) {
        let [source, target, ids] = &files;
        let reader = Reader::new(&source[..], &target[..])
            .with_ids(&ids[..])
            .with_syntax(Syntax::Markdown);
        assert_ends(reader, source);
    }
}

#[test]
fn languages_are_asked_for() {
    let [english, german] = ["en-US", "de-DE"].map(|tag| tag.parse::<Language>().unwrap());
    let encoder = Encoder::default().with_languages(german.clone(), english);
    let [source, target, _] = written(&encoder, &[pair("a", "b")]);
    assert_eq!((source.as_str(), target.as_str()), ("b\n", "a\n"), "either direction");
    let encoder = Encoder::default().with_languages(german, "fr".parse().unwrap());
    let mut writer = Writer::with_encoder(Vec::new(), encoder).unwrap();
    let error = writer.write(&pair("a", "b")).unwrap_err().to_string();
    assert!(error.contains("expected a target in `fr`, but found `en-US`, `de-DE`"), "{error}");
}

#[test]
fn codes_are_left_out_or_text() {
    let mut unit = pair("", "");
    for variant in &mut unit.variants {
        variant.text = CodedText::parse("**a** &amp; `b`", Syntax::Markdown);
    }
    for (style, line) in [
        (InlineStyle::Strip, "a & b\n"),
        (InlineStyle::Raw, "**a** &amp; `b`\n"),
        (InlineStyle::Codes, "**a** &amp; `b`\n"),
    ] {
        let encoder = Encoder::default().with_inline_style(style);
        assert_eq!(written(&encoder, &[unit.clone()])[0], line);
    }
    let file = "**a** &amp; `b`\n".as_bytes();
    let reader = Reader::new(file, file).with_syntax(Syntax::Markdown);
    assert_eq!(reader.units().next().unwrap().unwrap().variants[0].text, unit.variants[0].text);
}

#[test]
fn blank_sides_are_refused_and_skipped() {
    let mut writer = Writer::new(Vec::new()).unwrap();
    for (source, target, side) in
        [("", "b", "source"), (" \n", "b", "source"), ("a", "\u{3000}\0", "target")]
    {
        let error = writer.write(&pair(source, target)).unwrap_err().to_string();
        assert!(error.contains(&format!("expected a {side} that is not blank")), "{error}");
    }
    assert_eq!(writer.finish().unwrap(), b"");

    let (source, target) = ("a\n\nc\n \ne", "1\n2\n\t\n\n5\r\n");
    let (units, findings) = read(Reader::new(source.as_bytes(), target.as_bytes()));
    let texts = units.iter().map(|unit| unit.variants[1].text.text());
    assert!(texts.eq(["1", "5"]));
    let findings = findings.iter().map(|found| (found.code, found.start.line));
    let expected = [
        (DiagnosticCode::EmptySource, 2),
        (DiagnosticCode::EmptyTarget, 3),
        (DiagnosticCode::EmptySource, 4),
    ];
    assert!(findings.eq(expected));
}

#[test]
fn files_of_different_length_are_an_error_after_the_pairs() {
    for (source, target, ids, read, message) in [
        ("a\nb\nc\n", "1\n2\n", None, 2, "found 3 of the source, 2 of the target; the first 2"),
        ("a\n", "1\n2\n3", None, 1, "found 1 of the source, 3 of the target; the first 1"),
        ("a\nb\n", "1\n2\n", Some("x\n"), 1, "2 of the target and 1 of the ids; the first 1"),
        ("", "1\n", None, 0, "found 0 of the source, 1 of the target; the first 0"),
        ("a\n", "1\n", Some("x\n\n"), 1, "1 of the target and 2 of the ids; the first 1"),
    ] {
        let reader = Reader::new(source.as_bytes(), target.as_bytes());
        let units: Vec<_> = match ids {
            Some(ids) => reader.with_ids(ids.as_bytes()).units().collect(),
            None => reader.units().collect(),
        };
        let (last, pairs) = units.split_last().unwrap();
        assert_eq!(pairs.len(), read);
        let error = last.as_ref().unwrap_err();
        assert_eq!(error.position().map(|position| position.line), Some(read + 1));
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[test]
fn a_line_longer_than_the_limit_ends_the_file() {
    let reader = Reader::new(&b"a\nbcdef\n"[..], &b"1\n2\n"[..]);
    let mut units = reader.with_limits(Limits::default().with_text(4)).units();
    assert!(units.next().unwrap().is_ok());
    let error = units.next().unwrap().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Limit { .. }), "{error}");
    assert!(units.next().is_none());
}

#[test]
fn what_ends_lines_becomes_a_space() {
    for (text, line, removed) in [
        ("", "", 0),
        (" a  b ", " a  b ", 0),
        ("a\nb\r\nc\rd\te", "a b c d e", 0),
        ("a\n\nb", "a  b", 0),
        ("a\u{B}b\u{C}c\u{1C}d\u{85}e\u{2028}f\u{2029}g", "a b c d e f g", 0),
        ("a\0b\u{1F}c\u{7F}d\u{9F}\u{FEFF}e", "abcde", 5),
        ("“é”\u{A0}\u{3000}", "“é”\u{A0}\u{3000}", 0),
    ] {
        assert_eq!(one_line(text), (line.into(), removed), "{text:?}");
    }
}

#[test]
fn however_the_bytes_are_cut() {
    let lines = "a\tb b\t\n\tü\t2\n".as_bytes();
    for size in 1..lines.len() {
        let mut files = Files::new(Vec::new(), Vec::new(), Some(Vec::new()));
        lines.chunks(size).for_each(|chunk| files.write_all(chunk).unwrap());
        let (source, target, ids) = files.into_inner();
        assert_eq!(source, b"a\n\n");
        assert_eq!(target, "b b\nü\n".as_bytes());
        assert_eq!(ids.unwrap(), b"\n2\n");
    }
}

#[test]
fn a_line_has_three_fields() {
    for lines in ["a\n", "a\tb\n", "a\tb\tc\td\n"] {
        let mut files = Files::new(Vec::new(), Vec::new(), None);
        let error = files.write_all(lines.as_bytes()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{lines:?}");
    }
}
