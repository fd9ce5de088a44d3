//! The form in which phrases and tokens are compared: white space evened out, signs
//! that stand for each other made one, and lower case where case is ignored.
//!
//! Each run of white space is one space, and there is none at either end. All
//! else is done character by character, so that a piece of a text that neither
//! begins nor ends with white space has the same form alone as in the text:
//!
//! - canonical decomposition (UAX #15), so that `é` is the same in one character and in
//!   two; marks keep the order in which they are written;
//! - what stands for the same sign: apostrophes and quotation marks, hyphens and
//!   dashes, and the full-width and half-width forms of East Asian texts;
//! - lower case, where `ς` is `σ`, `ß` is `ss`, and `İ` and `ı` are `i`.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::char::{decompose_canonical, decompose_compatible};

/// What is made the same in the form for comparison, beside signs and white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fold {
    /// Nothing more.
    Nothing,
    /// Upper case is lower case.
    Case,
    /// That, and the accents of Latin, Greek and Cyrillic are left out.
    CaseAndAccents,
}

/// Adds the form for comparison of a text to `normal`.
pub(crate) fn normalize(text: &str, fold: Fold, normal: &mut String) {
    let begin = normal.len();
    for word in text.split_whitespace() {
        if normal.len() > begin {
            normal.push(' ');
        }
        fold_text(word, fold, normal);
    }
}

/// Adds a text to `folded`, character by character; white space stays.
pub(crate) fn fold_text(text: &str, fold: Fold, folded: &mut String) {
    let add = |character, folded: &mut String| fold_character(character, fold, folded);
    fold_runs(text, fold != Fold::Nothing, folded, add);
}

/// Adds a text to `folded`: what is ASCII in one go, in lower case where that is asked
/// for, and each other character by `add`.
fn fold_runs(text: &str, lower: bool, folded: &mut String, add: impl Fn(char, &mut String)) {
    folded.reserve(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let start = folded.len();
        folded.push_str(&rest[..ascii]);
        if lower {
            folded[start..].make_ascii_lowercase();
        }
        rest = &rest[ascii..];
        let other = rest.bytes().position(|byte| byte.is_ascii()).unwrap_or(rest.len());
        rest[..other].chars().for_each(|character| add(character, folded));
        rest = &rest[other..];
    }
}

/// Adds what a character becomes in the form for comparison: seldom more than one, and
/// none where it is an accent that is left out.
pub(crate) fn fold_character(character: char, fold: Fold, folded: &mut String) {
    let mut add = |character: char| match (character, fold) {
        ('\u{300}'..='\u{36f}', Fold::CaseAndAccents) => {}
        (other, _) => folded.push(other),
    };
    match (character, fold) {
        ('\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2bc}', _) => add('\''),
        ('\u{201c}'..='\u{201f}', _) => add('"'),
        ('\u{2010}'..='\u{2015}' | '\u{2212}', _) => add('-'),
        ('\u{ff00}'..='\u{ffef}', _) => decompose_compatible(character, |part| {
            // What is folded is none of these any more.
            lower(part, fold).for_each(&mut add);
        }),
        ('ß' | 'ẞ', Fold::Case | Fold::CaseAndAccents) => {
            add('s');
            add('s');
        }
        ('İ' | 'ı', Fold::Case | Fold::CaseAndAccents) => add('i'),
        _ => lower(character, fold).for_each(|part| decompose_canonical(part, &mut add)),
    }
}

/// Returns a character in lower case, where case is folded.
fn lower(character: char, fold: Fold) -> impl Iterator<Item = char> {
    let (lower, kept) = match fold {
        Fold::Nothing => (None, Some(character)),
        _ => (Some(folded_character(character)), None),
    };
    lower.into_iter().flatten().chain(kept)
}

/// Returns a text with a space in the place of each line break and the blanks around it,
/// as whoever reads it sees it.
pub(crate) fn without_line_breaks(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'\r', b'\n', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'\r', b'\n', rest.as_bytes()) {
        line.push_str(rest[..at].trim_end_matches(BLANKS));
        line.push(' ');
        rest = rest[at..].trim_start_matches(BLANKS);
    }
    line.push_str(rest);
    Cow::Owned(line)
}

/// What stands around line breaks without meaning.
const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

/// Returns the characters of a text that the form for comparison is made of,
/// with their byte offsets in the text: a space for each run of white space
/// between others.
pub(crate) fn spaced_characters(text: &str) -> impl Iterator<Item = (usize, char)> {
    let start = text.len() - text.trim_start().len();
    let mut after_space = false;
    text.trim().char_indices().filter_map(move |(at, character)| {
        let is_space = character.is_whitespace();
        let is_more_space = is_space && std::mem::replace(&mut after_space, is_space);
        after_space = is_space;
        (!is_more_space).then_some((start + at, if is_space { ' ' } else { character }))
    })
}

/// The form for comparison of a text, with the way back to the text.
#[derive(Clone, Debug)]
pub(crate) struct NormalText {
    text: String,
    /// For each byte offset of the form, its end included: the byte offset in
    /// the text of the character that begins there, or [`NONE`](Self::NONE).
    origins: Vec<u32>,
}

impl NormalText {
    /// Where no character of the text begins.
    const NONE: u32 = u32::MAX;

    /// Returns the form of a text, which is shorter than 4 GiB.
    pub(crate) fn new(text: &str, fold: Fold) -> Self {
        let mut normal = Self {
            text: String::with_capacity(text.len()),
            origins: Vec::with_capacity(text.len()),
        };
        for (at, character) in spaced_characters(text) {
            let before = normal.text.len();
            fold_character(character, fold, &mut normal.text);
            if normal.text.len() > before {
                normal.add_origin(at);
            }
        }
        normal.add_origin(text.trim_end().len());
        normal
    }

    /// Says where what was added to the text last comes from; the end of the
    /// form comes from the end of the text.
    fn add_origin(&mut self, at: usize) {
        let length = self.text.len().max(self.origins.len() + 1);
        self.origins.push(u32::try_from(at).unwrap_or(Self::NONE));
        self.origins.resize(length, Self::NONE);
    }

    /// Returns the form itself.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the byte offset in the text for one in the form, or `None` where the
    /// offset lies within what one character became.
    pub(crate) fn origin(&self, at: usize) -> Option<usize> {
        let origin = *self.origins.get(at)?;
        (origin != Self::NONE).then_some(origin as usize)
    }

    /// Returns the byte range in the text for one in the form, which neither begins
    /// nor ends with white space, or `None` where it would cut what one character
    /// became.
    pub(crate) fn range(&self, range: Range<usize>) -> Option<Range<usize>> {
        Some(self.origin(range.start)?..self.origin(range.end)?)
    }
}

/// Adds a text in lower case to `folded`, character by character.
///
/// A character in lower case does not depend on its neighbours here, other than
/// in [`str::to_lowercase`]: the final sigma `ς` is folded to `σ`, so that a
/// piece of a text is folded as the whole is.
pub(crate) fn fold_case(text: &str, folded: &mut String) {
    fold_runs(text, true, folded, |character, folded| folded.extend(folded_character(character)));
}

/// Returns a character in lower case: seldom more than one.
pub(super) fn folded_character(character: char) -> impl Iterator<Item = char> {
    character.to_lowercase().map(|character| match character {
        'ς' => 'σ',
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn normal(text: &str, fold: Fold) -> String {
        let mut normal = String::new();
        normalize(text, fold, &mut normal);
        normal
    }

    #[test]
    fn white_space_is_evened_out() {
        for (text, folded, kept) in [
            ("", "", ""),
            (" \t\u{3000}", "", ""),
            ("  Sign\n\u{a0} IN ", "sign in", "Sign IN"),
            ("a\u{200b}b", "a\u{200b}b", "a\u{200b}b"),
            ("Ｉç ΟΔΟΣ", "ic\u{327} οδοσ", "Ic\u{327} ΟΔΟΣ"),
            ("“Don’t” – é", "\"don't\" - e\u{301}", "\"Don't\" - e\u{301}"),
            ("İı Straße", "ii strasse", "I\u{307}ı Straße"),
        ] {
            assert_eq!(normal(text, Fold::Case), folded, "{text}");
            assert_eq!(normal(text, Fold::Nothing), kept, "{text}");
        }
    }

    #[test]
    fn line_breaks_are_spaces() {
        for (text, line) in [
            ("a b", "a b"),
            ("a\nb\r\nc", "a b c"),
            ("a \n\t b\r\r\n", "a b "),
            ("a  b\nc  d", "a  b c  d"),
        ] {
            assert_eq!(without_line_breaks(text), line, "{text:?}");
        }
    }

    #[test]
    fn the_way_back() {
        let text = NormalText::new("  aṇ\n\u{a0}b ", Fold::Case);
        assert_eq!(text.as_str(), "an\u{323} b");
        let origins: Vec<_> = (0..9).map(|at| text.origin(at)).collect();
        let (a, dotted, space, b, end) = (2, 3, 6, 9, 10);
        let expected = [Some(a), Some(dotted), None, None, Some(space), Some(b), Some(end)];
        assert_eq!(origins[..7], expected);
        assert_eq!(origins[7..], [None, None]);
    }

    proptest! {
        #[test]
        fn both_ways_to_the_form_agree(text in "(\\PC|[ \\t\u{a0}İSςΣẞ])*") {
            for fold in [Fold::Case, Fold::Nothing, Fold::CaseAndAccents] {
                let with_origins = NormalText::new(&text, fold);
                prop_assert_eq!(with_origins.as_str(), normal(&text, fold));
                prop_assert_eq!(with_origins.origins.len(), with_origins.text.len() + 1);
            }
        }

        #[test]
        fn a_piece_has_the_form_it_has_in_the_text(text in "([a-cİΣς\u{301}]|[ \\t])*") {
            let whole = NormalText::new(&text, Fold::Case);
            for start in 0..whole.text.len() {
                for end in start + 1..=whole.text.len() {
                    let Some(range) = whole.range(start..end) else { continue };
                    let piece = &whole.text[start..end];
                    if piece.trim() == piece {
                        prop_assert_eq!(normal(&text[range], Fold::Case), piece);
                    }
                }
            }
        }
    }

    #[test]
    fn case_alone_makes_no_difference() {
        for (text, expected) in [
            ("", ""),
            ("Sign IN", "sign in"),
            ("ÄÖÜ ß Ç", "äöü ß ç"),
            ("ΟΔΟΣ", "οδοσ"),
            ("οδος", "οδοσ"),
            ("如果 A", "如果 a"),
            ("İ", "i\u{307}"),
        ] {
            let mut folded = String::new();
            fold_case(text, &mut folded);
            assert_eq!(folded, expected, "{text}");
        }
    }
}
