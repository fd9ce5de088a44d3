//! Tokens: what word distances count.
//!
//! A token is
//!
//! - a run of letters, digits and `_` of a script that is written with spaces,
//!   with the marks on them;
//! - or a single grapheme cluster (UAX #29, section 3) of a script that is
//!   written without: Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar (UAX
//!   #24 gives a character its script);
//! - or any other single character that is not white space.
//!
//! A number is one token, with the marks between its digits: `1,000`, `3.14`, `١٫٥`.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

/// Returns the tokens of a text, in order.
pub(crate) fn tokens(text: &str) -> Tokens<'_> {
    Tokens { rest: text }
}

/// An iterator over the tokens of a text.
pub(crate) struct Tokens<'a> {
    rest: &'a str,
}

/// What a character does in a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// Stands between tokens.
    Space,
    /// Joins with its like to one token.
    Word,
    /// Is a token together with what belongs to its grapheme cluster.
    Grapheme,
    /// A mark: part of the word it is on, or else a token.
    Mark,
    /// Is a token by itself.
    Other,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        loop {
            let first = self.rest.chars().next()?;
            let length = match class(first) {
                Class::Space => {
                    self.rest = &self.rest[first.len_utf8()..];
                    continue;
                }
                Class::Word => self.number().unwrap_or_else(|| self.word()),
                Class::Grapheme => self.rest.graphemes(true).next()?.len(),
                Class::Mark | Class::Other => first.len_utf8(),
            };
            let (token, rest) = self.rest.split_at(length);
            self.rest = rest;
            return Some(token);
        }
    }
}

impl Tokens<'_> {
    /// Returns the length in bytes of the number with marks between its digits that the
    /// rest begins with.
    fn number(&self) -> Option<usize> {
        let mut end = digits(self.rest)?;
        let mut found = None;
        while let Some(mark) = self.rest[end..].chars().next().filter(|mark| is_in_numbers(*mark)) {
            let start = end + mark.len_utf8();
            let Some(length) = digits(&self.rest[start..]) else { break };
            end = start + length;
            found = Some(end);
        }
        found
    }

    /// Returns the length in bytes of the word that the rest begins with.
    fn word(&self) -> usize {
        let ascii = self.rest.bytes().position(|byte| !is_ascii_word(byte));
        match ascii {
            // Nearly all words end here.
            None => self.rest.len(),
            Some(end) if self.rest.as_bytes()[end].is_ascii() => end,
            Some(_) => self
                .rest
                .char_indices()
                .find(|(_, character)| !matches!(class(*character), Class::Word | Class::Mark))
                .map_or(self.rest.len(), |(end, _)| end),
        }
    }
}

/// Returns the length of the digits that a text begins with, where no other part of a
/// word follows them.
fn digits(text: &str) -> Option<usize> {
    let is_digit = |character: char| match character.is_ascii() {
        true => character.is_ascii_digit(),
        false => character.general_category() == GeneralCategory::DecimalNumber,
    };
    let end = text.find(|character: char| !is_digit(character)).unwrap_or(text.len());
    let after = text[end..].chars().next().map(class);
    (end > 0 && !matches!(after, Some(Class::Word | Class::Mark))).then_some(end)
}

/// Returns whether a mark stands between the digits of numbers.
fn is_in_numbers(mark: char) -> bool {
    matches!(mark, '.' | ',' | '\'' | '\u{2019}' | '\u{66b}' | '\u{66c}' | '\u{ff0c}' | '\u{ff0e}')
}

fn is_ascii_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn class(character: char) -> Class {
    match character {
        _ if character.is_ascii() => match character as u8 {
            byte if is_ascii_word(byte) => Class::Word,
            byte if byte.is_ascii_whitespace() || byte == 0x0b => Class::Space,
            _ => Class::Other,
        },
        // What Chinese and Japanese texts consist of, known at a glance.
        '\u{4e00}'..='\u{9fff}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => {
            Class::Grapheme
        }
        _ if character.is_whitespace() => Class::Space,
        _ => class_by_tables(character),
    }
}

fn class_by_tables(character: char) -> Class {
    use GeneralCategory::{EnclosingMark, NonspacingMark, SpacingMark};
    let is_word = character.is_alphanumeric();
    match character.general_category() {
        _ if is_word && is_written_without_spaces(character) => Class::Grapheme,
        NonspacingMark | SpacingMark | EnclosingMark => Class::Mark,
        _ if is_word => Class::Word,
        _ => Class::Other,
    }
}

fn is_written_without_spaces(character: char) -> bool {
    use Script::{Han, Hiragana, Katakana, Khmer, Lao, Myanmar, Thai};
    let scripts = character.script_extension();
    // What all scripts share belongs to none of them.
    !scripts.is_common()
        && [Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar]
            .into_iter()
            .any(|script| scripts.contains_script(script))
}

/// Returns the words of a text: the [tokens](tokens()) that begin with a letter
/// or a digit. So each character of a script that is written without spaces is
/// one, and punctuation is not.
pub(crate) fn words(text: &str) -> u64 {
    let is_word = |token: &&str| token.chars().next().is_some_and(char::is_alphanumeric);
    tokens(text).filter(is_word).count() as u64
}

/// Returns the code points of a text that are not white space.
pub(crate) fn visible_characters(text: &str) -> u64 {
    text.chars().filter(|character| !character.is_whitespace()).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tokens_by_script() {
        for (text, expected) in [
            ("", &[][..]),
            ("  \u{3000}\t", &[]),
            ("if you can't", &["if", "you", "can", "'", "t"]),
            ("a_1 **b**", &["a_1", "*", "*", "b", "*", "*"]),
            ("1,000. 3.14, v1.2", &["1,000", ".", "3.14", ",", "v1", ".", "2"]),
            (
                "1.000,5 1,x 1.5px １，０００",
                &["1.000,5", "1", ",", "x", "1", ".", "5px", "１，０００"],
            ),
            ("١٬٠٠٠ 10’000", &["١٬٠٠٠", "10’000"]),
            ("Größe naïve", &["Größe", "naïve"]),
            ("nai\u{308}ve", &["nai\u{308}ve"]),
            ("如果 A1中", &["如", "果", "A1", "中"]),
            ("サーバー", &["サ", "ー", "バ", "ー"]),
            ("𠀀々〇", &["𠀀", "々", "〇"]),
            ("か\u{3099}き", &["か\u{3099}", "き"]),
            ("ที่นี่", &["ที่", "นี่"]),
            ("ກິນ", &["ກິ", "ນ"]),
            ("مَرحبا ٣", &["مَرحبا", "٣"]),
            ("हिन्दी में", &["हिन्दी", "में"]),
            ("한국어 글", &["한국어", "글"]),
            ("a\u{a0}b\u{2009}c", &["a", "b", "c"]),
            ("😀😀 €", &["😀", "😀", "€"]),
            ("\u{301}a", &["\u{301}", "a"]),
        ] {
            assert_eq!(tokens(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn tokens_lose_nothing_but_white_space(text in "\\PC*") {
            let mut without_space = text.clone();
            without_space.retain(|character| !character.is_whitespace());
            let joined: String = tokens(&text).collect();
            // A grapheme cluster may hold white space; seldom enough.
            let joined: String = joined.split_whitespace().collect();
            prop_assert_eq!(joined, without_space);
        }
    }

    #[test]
    fn words_and_characters() {
        for (text, expected_words, expected_characters) in [
            ("", 0, 0),
            (" - ! ", 0, 2),
            ("Next steps", 2, 9),
            ("Don't stop: 3 words", 5, 16),
            ("version 2.1", 2, 10),
            ("后续步骤。", 4, 5),
            ("Azure 中的资源", 5, 9),
            ("ผู้ใช้", 3, 6),
            ("\u{a0}a\u{3000}b\n", 2, 2),
        ] {
            let counted = (words(text), visible_characters(text));
            assert_eq!(counted, (expected_words, expected_characters), "{text}");
        }
    }
}
