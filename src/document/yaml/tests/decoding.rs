//! Decoded texts and their maps, and scalars of each style written for them.

use std::ops::Range;

use proptest::prelude::*;

use super::{style_name, valid};
use crate::document::yaml::decode::decode;
use crate::document::yaml::scalars::{Scalar, scalars};

/// Holds that the decoder reads what the parser reads, and that each
/// character's range in the file writes that character.
fn check(text: &str, scalar: &Scalar<'_>) {
    let content = scalar.content();
    let raw = &text[content];
    let decoded = decode(raw.as_bytes(), &scalar.style)
        .unwrap_or_else(|| panic!("cannot decode {scalar:?} of {text:?}"));
    assert_eq!(
        String::from_utf8_lossy(&decoded.text),
        scalar.value,
        "{} in {text:?}",
        style_name(&scalar.style)
    );
    let mut read_to = 0;
    for (at, character) in scalar.value.char_indices() {
        let range = decoded.map.range(at..at + character.len_utf8());
        assert!(range.start >= read_to, "{at} in {text:?}");
        read_to = range.end;
        let written = &raw[range];
        let folded = written.chars().all(|c| " \t\r\n".contains(c));
        let itself = written == character.encode_utf8(&mut [0; 4]);
        let escape = written.starts_with('\\') || written == "''";
        assert!(
            itself || escape || (folded && "\n ".contains(character)),
            "{character:?} as {written:?} in {text:?}"
        );
    }
}

#[test]
fn tables() {
    for (yaml, value) in [
        // Plain, section 7.3.3.
        ("plain text", "plain text"),
        ("plain\n  folded", "plain folded"),
        ("plain  \n\n \t\n  lines", "plain\n\nlines"),
        ("plain\r\n  folded\r\n\r\n  lines", "plain folded\nlines"),
        ("no", "no"),
        ("1.10", "1.10"),
        ("a#b:c", "a#b:c"),
        ("plain # comment", "plain"),
        // Single-quoted, section 7.3.2.
        ("'it''s'", "it's"),
        ("''''''", "''"),
        ("' a \n\n  b\n  c '", " a\nb c "),
        ("'\\n'", "\\n"),
        ("'a\n  '", "a "),
        // Double-quoted, sections 5.7 and 7.3.1.
        (
            r#""\0\a\b\t\n\v\f\r\e\ \"\/\\\N\_\L\P""#,
            "\0\u{7}\u{8}\t\n\u{b}\u{c}\r\u{1b} \"/\\\u{85}\u{a0}\u{2028}\u{2029}",
        ),
        (r#""\x41\xe9\u4e2d\U0001F600\ud83d\ude00""#, "Aé中😀😀"),
        ("\"a\\\tb\"", "a\tb"),
        (
            "\"folded \n to a space,\t\n \n to a line feed, or \t\\\n \\ \tnon-content\"",
            "folded to a space,\nto a line feed, or \t \tnon-content",
        ),
        ("\"a\\\n  b\"", "ab"),
        ("\"a\\\r\n\r\n \n  b\"", "a\n\nb"),
        ("\" a \n  b \"", " a b "),
        ("\"\n  a\n\"", " a "),
        // Literal, section 8.1.2.
        ("|\n  a\n   b\n\n  c\n", "a\n b\n\nc\n"),
        ("|-\n  a\n\n", "a"),
        ("|+\n  a\n\n", "a\n\n"),
        ("|2-\n   a\n  b", " a\nb"),
        ("|-2 # comment\n   a", " a"),
        ("|\n\n  \n  a\n", "\n\na\n"),
        ("|\r\n  a\r\n  b\r\n", "a\nb\n"),
        ("|\n  a", "a\n"),
        ("|\n  a\n  # no comment\n", "a\n# no comment\n"),
        ("|\n \t a\n", "\t a\n"),
        ("|\n  | a |\n", "| a |\n"),
        // Folded, section 8.1.3.
        (">\n  a\n  b\n\n  c\n", "a b\nc\n"),
        (">\n  a\n   b\n  c\n", "a\n b\nc\n"),
        (">\n  a\n\n   b\n\n\n  c\n  d\n", "a\n\n b\n\n\nc d\n"),
        (">-\n\n  a\n\n\n  b\n", "\na\n\nb"),
        (">+\n  a\n  b\n\n", "a b\n\n"),
        (
            ">\n\n folded\n line\n\n next\n line\n   * bullet\n\n   * list\n   * lines\n\n last\n line\n\n# Comment",
            "\nfolded line\nnext line\n  * bullet\n\n  * list\n  * lines\n\nlast line\n",
        ),
    ] {
        for (before, after) in [
            ("", ""),
            ("key: ", ""),
            ("- ", ""),
            ("- key:\n  - ", ""),
            ("\u{feff}# c\nk: &a !t ", ""),
            ("--- ", "\n...\n"),
        ] {
            // Lines inside the last two contexts would not be indented enough.
            if before.contains('\n') && yaml.contains('\n') && !before.starts_with('\u{feff}') {
                continue;
            }
            let text = format!("{before}{yaml}{after}");
            let scalars = valid(&text);
            let scalar = scalars.last().unwrap();
            if after.is_empty() || !yaml.starts_with(['|', '>']) {
                assert_eq!(scalar.value, value, "{text:?}");
            }
            scalars.iter().for_each(|scalar| check(&text, scalar));
        }
    }
}

#[test]
fn scalars_without_content_are_left_out() {
    for text in ["a:", "a: |\n", "a: |+\n\n\n", "a: >\n  \nb:"] {
        let values: Vec<_> = valid(text).into_iter().map(|scalar| scalar.value).collect();
        assert!(values.iter().all(|value| value == "a" || value == "b"), "{text:?}: {values:?}");
    }
}

#[test]
fn keys_and_flow_collections() {
    let text = "'k''': [a, \"b\\n\": c d, {'e': f}]\n? |\n  block key\n: v\n*x : y\n";
    let found = scalars(text, 0);
    let values: Vec<_> = found.scalars.iter().map(|s| (s.value.as_ref(), s.in_flow)).collect();
    assert_eq!(
        values,
        [
            ("k'", false),
            ("a", true),
            ("b\n", true),
            ("c d", true),
            ("e", true),
            ("f", true),
            ("block key\n", false),
            ("v", false),
            ("y", false),
        ]
    );
    found.scalars.iter().for_each(|scalar| check(text, scalar));
    assert_eq!(found.problems.len(), 1);
    assert_eq!(&text[found.problems[0].range.clone()], "*x");
}

#[test]
fn reading_goes_on_behind_a_broken_line() {
    for (text, expected, unread, error) in [
        ("a: b\nc: \"d\" e\nf: g\n---\nh: i\n", "a b f g h i", "\nc: \"d\" e\n", "e"),
        ("a: b: c\nd: e\n", "d e", "a: b: c\n", ":"),
        ("a: b\n  c: d\ne: f\n", "a c d e f", ": b\n\n", ":"),
        ("a: [b\nc: d\ne: f\n", "a c d e f", ": [b\n", ":"),
        ("a: [b\n", "", "a: [b\n", "["),
        ("a:\n  b:\n  - c: @\n    d: e\n  - f\ng: h\n", "a b d e f g h", ":\n  - c: @\n\n\n", "@"),
        ("a: |\n  b\n  c\n d: e\nf: g\n", "a b\nc\n d e f g", "\n", "d"),
        ("a: b\nc: \"d\n\ne: f\n", "a b c e f", ": \"d\n\n", "e"),
        ("a: \u{1}", "", "a: \u{1}", "\u{1}"),
    ] {
        let found = scalars(text, 100);
        let values: Vec<_> = found.scalars.iter().map(|scalar| scalar.value.as_ref()).collect();
        assert_eq!(values.join(" "), expected, "{text:?}");
        let at = |range: &Range<usize>| &text[range.start - 100..range.end - 100];
        assert_eq!(found.unread.iter().map(at).collect::<String>(), unread, "{text:?}");
        assert_eq!(found.problems.len(), 1);
        assert_eq!(at(&found.problems[0].range), error, "{text:?}");
        assert!(found.scalars.is_sorted_by_key(|scalar| scalar.range.start));
    }
}

#[test]
fn reading_resumes_only_so_often() {
    let text = "a: \"\n".repeat(100) + "b: c\n";
    let found = scalars(&text, 0);
    assert_eq!(found.unread.last().unwrap().end, text.len());
    assert_eq!(found.problems.len(), 1);
}

/// Texts of the pieces that matter to some style.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        " ", "\n", "a", "b c", "'", "\"", "\\", "\t", "#", ": ", "-", "- ", "中文", "é", "😀",
        "\u{85}", "\u{feff}", "\0", "\u{2028}", "|", "> <", "{", "]", ",", "\n\n", "  ", "---",
        "&quot;", "%",
    ]);
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Makes YAML, often broken.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\n",
        "\n  ",
        "\n ",
        "\r\n  ",
        "\r",
        " ",
        "\t",
        "a",
        "b: ",
        "\n- ",
        "\nk: ",
        "\"x\"",
        "\"",
        "'",
        "''",
        "\\",
        "\\n",
        "\\x41",
        "\\\n",
        "|",
        "k: |\n  ",
        "k: >\n  ",
        "k: >+2\n  ",
        "k: |-\n    ",
        " #",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "&a ",
        "*a",
        "!t ",
        "? ",
        "---",
        "\n--- ",
        "\n...\n",
        "\u{feff}",
        "中",
        "<span data-ttu-id=\"x\">",
        "</span>",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn every_style_is_read_back(text in texts(), indent in 2..5_usize) {
        for style in ALL {
            let indent = if style == Emit::LiteralSaysIndent { 2 } else { indent };
            let yaml = format!("key: {}\nlast: 1\n", emit(&text, style, indent));
            let found = scalars(&yaml, 0);
            found.scalars.iter().for_each(|scalar| check(&yaml, scalar));
            let escapes = matches!(style, Emit::Double | Emit::DoubleEscaped);
            if escapes && !text.is_empty() && text.bytes().any(|byte| byte != b'\n') {
                prop_assert!(found.problems.is_empty(), "{:?}", found.problems);
                prop_assert_eq!(&found.scalars[1].value, &text);
            }
        }
    }

    #[test]
    fn every_scalar_is_read_as_the_parser_reads_it(text in soup()) {
        let found = scalars(&text, 0);
        found.scalars.iter().for_each(|scalar| check(&text, scalar));
        let headless = found.problems.iter().any(|problem| problem.message.contains("neither"));
        prop_assert!(!headless, "{:?}", found.problems);
    }
}

/// The styles, each with a way to break lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Emit {
    Plain,
    PlainFolded,
    Single,
    SingleFolded,
    Double,
    /// Each character beyond ASCII as its code.
    DoubleEscaped,
    DoubleFolded,
    /// Each space before a backslash and a line break.
    DoubleContinued,
    Literal,
    LiteralSaysIndent,
    Folded,
}

pub(super) const ALL: [Emit; 11] = [
    Emit::Plain,
    Emit::PlainFolded,
    Emit::Single,
    Emit::SingleFolded,
    Emit::Double,
    Emit::DoubleEscaped,
    Emit::DoubleFolded,
    Emit::DoubleContinued,
    Emit::Literal,
    Emit::LiteralSaysIndent,
    Emit::Folded,
];

/// Writes `text`, further lines behind `indent` spaces. Not every style can
/// write every text: the caller must compare what a parser reads.
pub(super) fn emit(text: &str, style: Emit, indent: usize) -> String {
    match style {
        Emit::Plain => text.to_owned(),
        Emit::PlainFolded => fold(text, indent),
        Emit::Single => format!("'{}'", text.replace('\'', "''")),
        Emit::SingleFolded => format!("'{}'", fold(&text.replace('\'', "''"), indent)),
        Emit::Double => format!("\"{}\"", escape(text, false)),
        Emit::DoubleEscaped => format!("\"{}\"", escape(text, true)),
        Emit::DoubleFolded => format!("\"{}\"", fold(&escape(text, false), indent)),
        Emit::DoubleContinued => {
            let broken = format!("\\\n{:indent$}\\ ", "");
            format!("\"{}\"", escape(text, false).replace(' ', &broken))
        }
        Emit::Literal => block(text, "|", indent),
        Emit::LiteralSaysIndent => block(text, "|2", indent),
        Emit::Folded => block(&unfold(text), ">", indent),
    }
}

/// Folds lines as YAML 1.2.2 section 6.5 undoes it.
fn fold(text: &str, indent: usize) -> String {
    let indentation = " ".repeat(indent);
    let text = text.replace('\n', &format!("\n\n{indentation}"));
    text.replace(' ', &format!("\n{indentation}"))
}

/// Doubles the breaks between lines that folding would join.
fn unfold(text: &str) -> String {
    let body = text.trim_end_matches('\n');
    format!("{}{}", body.replace('\n', "\n\n").replace("> <", ">\n<"), &text[body.len()..])
}

fn escape(text: &str, all: bool) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '"' | '\\' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push_str("\\t"),
            '\0'..'\x20' | '\x7f'..='\u{a0}' | '\u{feff}' => {
                escaped.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            _ if all && u32::from(character) > 0xffff => {
                let units = character.encode_utf16(&mut [0; 2]).to_vec();
                escaped.extend(units.iter().map(|unit| format!("\\u{unit:04X}")));
            }
            _ if all && !character.is_ascii() => {
                escaped.push_str(&format!("\\U{:08x}", u32::from(character)));
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

fn block(text: &str, indicator: &str, indent: usize) -> String {
    let (chomping, lines) = match text.strip_suffix('\n') {
        None => ("-", text),
        Some(line) if line.ends_with('\n') => ("+", line),
        Some(line) => ("", line),
    };
    let mut scalar = format!("{indicator}{chomping}");
    for line in lines.split('\n') {
        let indentation = if line.is_empty() { 0 } else { indent };
        scalar.push_str(&format!("\n{:indentation$}{line}", ""));
    }
    scalar
}
