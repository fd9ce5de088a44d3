use std::ops::Range;

use proptest::prelude::*;

use super::super::view::View;
use super::rules;
use crate::inline::{Paired, Syntax, TokenKind, tokenize};
use crate::steps::assert_linear;

const LANGUAGES: [&str; 10] = ["en", "de", "fr", "zh", "ja", "ar", "th", "fi", "hy", "sk"];

/// Texts of what the rules look at, in any order.
fn texts() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        ". ",
        "? ",
        "! ",
        "... ",
        "… ",
        ".",
        "。",
        "？",
        "」",
        "「",
        "”",
        "“",
        ") ",
        "(",
        "\"",
        " ",
        "\n",
        "\r\n",
        "\n\n",
        "\u{a0}",
        "\u{3000}",
        "\u{200b}",
        "\u{301}",
        "\u{2060}",
        "\u{fe0f}",
        "**",
        "*",
        "_",
        "`",
        "[",
        "](x.md)",
        "<b>",
        "</b>",
        "<br>",
        "&nbsp;",
        "&gt;",
        "\\*",
        "- ",
        "etc. ",
        "e.g. ",
        "z. B. ",
        "Dr. ",
        "No. ",
        "5",
        "3. ",
        "J. ",
        "„",
        "• ",
        "1) ",
        "2) ",
        "[1]",
        ". . . ",
        "U.S. ",
        "The ",
        "Word",
        "word",
        "iOS",
        "字",
        "と",
        "ไทย",
        "ة",
        "।",
        "؟",
        "ƻ",
        "\u{10ffff}",
        "🎉",
    ]);
    let anything = prop_oneof![4 => parts.prop_map(str::to_owned), 1 => "\\PC{0,3}"];
    prop::collection::vec(anything, 0..40).prop_map(|parts| parts.concat())
}

/// Ranges that may overlap, cut characters or pass the end.
fn ranges() -> impl Strategy<Value = Vec<Range<usize>>> {
    let range = (0..200_usize, 0..30_usize).prop_map(|(start, length)| start..start + length);
    prop::collection::vec(range, 0..6)
}

fn language() -> impl Strategy<Value = &'static str> {
    prop::sample::select(LANGUAGES.to_vec())
}

/// Where the pieces of a text end, but for the last.
fn ends<'t>(pieces: impl Iterator<Item = &'t str>, text: &str) -> Vec<usize> {
    let mut at = 0;
    let ends = pieces.map(|piece| {
        assert!(!piece.is_empty());
        at += piece.len();
        at
    });
    let mut ends: Vec<usize> = ends.collect();
    assert_eq!(ends.pop().unwrap_or(0), text.len());
    ends
}

proptest! {
    #[test]
    fn pieces_concatenate_and_ranges_are_whole(
        text in texts(), words in ranges(), language in language(),
    ) {
        let rules = rules(language);
        let pieces: String = rules.split_around(&text, &words).collect();
        prop_assert_eq!(&pieces, &text);
        for end in ends(rules.split_around(&text, &words), &text) {
            prop_assert!(words.iter().all(|words| end <= words.start || words.end <= end));
        }
    }

    #[test]
    fn no_code_is_cut(text in texts(), language in language(), html in any::<bool>()) {
        let syntax = if html { Syntax::Html } else { Syntax::Markdown };
        let rules = rules(language);
        let ends = ends(rules.split_markup(&text, syntax), &text);
        let tokens: Vec<_> = tokenize(&text, syntax).collect();
        let mut open = Vec::new();
        for token in &tokens {
            let code = match token.kind {
                TokenKind::Text => continue,
                TokenKind::Open(paired) if paired != Paired::Element => {
                    open.push(token.range.start);
                    token.range.clone()
                }
                TokenKind::Close(paired) if paired != Paired::Element => {
                    open.pop().unwrap()..token.range.end
                }
                _ => token.range.clone(),
            };
            prop_assert!(ends.iter().all(|&end| end <= code.start || code.end <= end));
        }
    }

    /// White space at the edges makes no difference to where sentences end.
    #[test]
    fn white_space_goes_with_the_sentence_before(text in texts(), language in language()) {
        let rules = rules(language);
        for piece in rules.split(&text).skip(1) {
            prop_assert!(!piece.starts_with(char::is_whitespace), "{:?}", piece);
        }
    }

    /// A sentence has something to read.
    #[test]
    fn every_sentence_has_a_letter_or_digit(text in texts(), language in language()) {
        let rules = rules(language);
        let pieces: Vec<_> = rules.split(&text).collect();
        if pieces.len() > 1 && !text.contains(['\n', '\u{2029}']) {
            for piece in pieces {
                prop_assert!(piece.contains(char::is_alphanumeric), "{:?}", piece);
            }
        }
    }
}

/// Texts that invite a look back or ahead from every place. The rules count what
/// they look at; UAX #29 looks no further than the view lets it.
#[test]
fn hostile_texts_take_linear_time() {
    for unit in [
        ")",
        "(",
        "1. ",
        ". ",
        "a.",
        "J.",
        "z. ",
        "字.",
        "「",
        "「」",
        "\u{301}",
        "\u{2060}",
        ". - ",
        "- ",
        "¿",
        "...",
        "\"",
        "ๆ ",
        "ก ",
        "**a.** ",
        "[",
        "&nbsp;",
        "`",
        "e. ",
        "_a",
        "。」",
        "1) a ",
        "• ",
        "a. B ",
        "[1]",
        "a.[1] ",
        "“a ",
        "„a. B“ ",
        "\"a\", ",
        "I. ",
        "X",
        ". . ",
    ] {
        for language in ["de", "ja", "th"] {
            let rules = rules(language);
            assert_linear(unit, |length| {
                let text = format!("a. {}", unit.repeat(length / unit.len()));
                let view = View::new(&text, &[], &rules.rules.marks);
                let runs = view.as_str().split(|c: char| c.is_alphanumeric() || c.is_whitespace());
                assert!(runs.map(|run| run.chars().count()).max() <= Some(32), "{unit}");
                let pieces: usize = rules.split_markup(&text, Syntax::Markdown).map(str::len).sum();
                assert_eq!(pieces, text.len());
            });
        }
    }
}
