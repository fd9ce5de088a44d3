//! A phrase made ready to be searched for, and its places in one text.
//!
//! All places of a phrase in a text, those that overlap included.
//!
//! A search that goes on one byte after each place takes quadratic time where a
//! long phrase overlaps itself: `aaa…` in `aaaaaa…`. Here the rule of Galil
//! ("On improving the worst case running time of the Boyer–Moore string matching
//! algorithm", 1979) keeps it linear: two overlapping places are at least one
//! period of the phrase apart, and where they are just one period apart only the
//! last period has to be compared. Where that fails, the next place is further
//! away than the phrase is long less a period (Fine and Wilf, 1965), and an
//! ordinary search, which is linear in what it passes over, goes on.

use std::ops::Range;

use memchr::memmem::Finder;
use unicode_segmentation::UnicodeSegmentation;

use super::query::{CodeMode, Concordance, WordMode};
use crate::inline::{CodedText, Piece};
use crate::steps::step;
use crate::text::{Fold, NormalText, normalize};

/// A [`Concordance`] made ready to be searched for in many texts.
#[derive(Clone, Debug)]
pub(crate) struct Pattern<'q> {
    query: &'q Concordance,
    /// The parts of the phrase in the form for comparison.
    needles: Vec<Needle>,
    fold: Fold,
}

impl<'q> Pattern<'q> {
    pub(crate) fn new(query: &'q Concordance) -> Self {
        let fold = query.fold();
        let needle = |part: &&str| {
            let mut form = String::new();
            normalize(part, fold, &mut form);
            if form.is_empty() {
                // A part of accents alone, which are left out, is found nowhere.
                normalize(part, Fold::Nothing, &mut form);
            }
            Needle::new(&form)
        };
        Self { query, needles: query.parts().iter().map(needle).collect(), fold }
    }

    pub(super) fn query(&self) -> &'q Concordance {
        self.query
    }

    /// Finds what [`Concordance::find_in`] does.
    pub(crate) fn find_in(&self, text: &CodedText) -> Vec<Range<usize>> {
        let plain = text.plain();
        if !self.is_in(&plain) {
            return Vec::new();
        }
        let normal = NormalText::new(&plain, self.fold);
        let limits = Limits::new(self.query, text, &plain);
        let mut ranges = Vec::new();
        for needle in &self.needles {
            let found = ranges.len();
            let places = needle.places(normal.as_str().as_bytes());
            let all = places.filter_map(|place| normal.range(place..place + needle.len()));
            ranges.extend(all.filter(|range| limits.allow(range)));
            if ranges.len() == found {
                return Vec::new();
            }
        }
        if self.needles.len() > 1 {
            ranges.sort_unstable_by_key(|range| (range.start, range.end));
        }
        first_of_overlapping(ranges)
    }

    /// Returns whether all parts are in a text, leaving the limits aside.
    fn is_in(&self, text: &str) -> bool {
        let mut normal = String::new();
        normalize(text, self.fold, &mut normal);
        self.needles.iter().all(|needle| needle.find(normal.as_bytes()).is_some())
    }
}

/// Where hits may begin and end in one text: byte offsets in the plain text, in
/// order.
struct Limits {
    /// The word boundaries, where words matter.
    words: Option<Vec<usize>>,
    /// Where codes begin and end, where they matter.
    codes: Vec<usize>,
}

impl Limits {
    fn new(query: &Concordance, text: &CodedText, plain: &str) -> Self {
        let words = match query.words() {
            WordMode::Parts => None,
            WordMode::Whole => Some(word_boundaries(plain)),
        };
        let codes = match query.codes() {
            CodeMode::Ignore => Vec::new(),
            CodeMode::Respect => code_edges(text),
        };
        Self { words, codes }
    }

    fn allow(&self, range: &Range<usize>) -> bool {
        let is_boundary =
            |at| self.words.as_ref().is_none_or(|words| words.binary_search(at).is_ok());
        let next_code = self.codes.partition_point(|code| *code <= range.start);
        is_boundary(&range.start)
            && is_boundary(&range.end)
            && self.codes.get(next_code).is_none_or(|code| *code >= range.end)
    }
}

/// Lists the word boundaries of a text in lower case, also where case matters: the
/// index knows no other.
fn word_boundaries(text: &str) -> Vec<usize> {
    let folded = NormalText::new(text, Fold::Case);
    let boundaries = boundaries(folded.as_str());
    boundaries.into_iter().filter_map(|at| folded.origin(at)).collect()
}

/// Lists the byte offsets in the plain text where codes begin and end, in order; those
/// without an equivalent do so at one place.
fn code_edges(text: &CodedText) -> Vec<usize> {
    let (mut at, mut edges) = (0, Vec::new());
    for piece in text.pieces() {
        match piece {
            Piece::Text(text) | Piece::Escaped { text, .. } => at += text.len(),
            Piece::Code(code) => {
                edges.push(at);
                at += code.equivalent.map_or(0, str::len);
                edges.push(at);
            }
        }
    }
    edges
}

fn first_of_overlapping(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut taken: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        if taken.last().is_none_or(|last| last.end <= range.start) {
            taken.push(range);
        }
    }
    taken
}

/// Lists the byte offsets of the word boundaries of a text, in order; its start and
/// its end are among them.
fn boundaries(text: &str) -> Vec<usize> {
    text.split_word_bound_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

/// Returns whether a word boundary may lie between two characters, whatever is
/// around them.
///
/// Each rule that forbids one for a text of just these two forbids it anywhere.
/// The one exception are regional indicators (WB15, WB16), which are counted
/// from where their run begins.
pub(super) fn may_divide(before: char, after: char) -> bool {
    if before.is_ascii() && after.is_ascii() {
        return !(is_ascii_word(before) && is_ascii_word(after));
    }
    is_regional_indicator(before) || !are_joined(before, after)
}

/// Returns whether it is one of the letters, digits and `_`, which join with each other (WB5, WB8–WB10, WB13a, WB13b).
fn is_ascii_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

fn is_regional_indicator(character: char) -> bool {
    ('\u{1f1e6}'..='\u{1f1ff}').contains(&character)
}

/// Returns whether two characters alone are without a boundary between them.
fn are_joined(before: char, after: char) -> bool {
    let mut bytes = [0; 8];
    let middle = before.encode_utf8(&mut bytes).len();
    let end = middle + after.encode_utf8(&mut bytes[middle..]).len();
    let pair = str::from_utf8(&bytes[..end]).unwrap_or_default();
    pair.split_word_bounds().nth(1).is_none()
}

/// A phrase that is ready to be searched for; not empty.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    finder: Finder<'static>,
    /// The least distance of two places where the phrase can be at once.
    period: usize,
}

impl Needle {
    pub(super) fn new(phrase: &str) -> Self {
        let finder = Finder::new(phrase).into_owned();
        Self { finder, period: period(phrase.as_bytes()) }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.finder.needle()
    }

    /// Returns how many bytes the phrase has.
    pub(super) fn len(&self) -> usize {
        self.as_bytes().len()
    }

    /// Finds the first place of the phrase.
    pub(super) fn find(&self, text: &[u8]) -> Option<usize> {
        let found = self.finder.find(text);
        step(found.map_or(text.len(), |at| at + self.len()));
        found
    }

    /// Finds all places of the phrase, in order.
    pub(super) fn places<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        std::iter::successors(self.find(text), |place| self.next_place(text, *place))
    }

    fn next_place(&self, text: &[u8], place: usize) -> Option<usize> {
        let next = place + self.period;
        let last_period = &self.as_bytes()[self.len() - self.period..];
        step(self.period);
        if text.get(place + self.len()..).is_some_and(|rest| rest.starts_with(last_period)) {
            return Some(next);
        }
        Some(next + self.find(text.get(next..)?)?)
    }
}

/// Returns the least distance by which a text can be moved and agree with itself where
/// both overlap, by the prefix function of Knuth, Morris and Pratt (1977).
fn period(text: &[u8]) -> usize {
    let mut borders = vec![0; text.len()];
    let mut border = 0;
    for end in 1..text.len() {
        while border > 0 && text[border] != text[end] {
            border = borders[border - 1];
        }
        border += usize::from(text[border] == text[end]);
        borders[end] = border;
    }
    text.len() - border
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A character of each class that the rules tell apart, and a few more.
    const CLASSES: [char; 24] = [
        'a',
        'ж',
        '1',
        '_',
        ' ',
        '\'',
        '"',
        '.',
        ',',
        ':',
        'א',
        'ア',
        'あ',
        '中',
        'ท',
        '\u{e31}',
        '\u{301}',
        '\u{ad}',
        '\u{200d}',
        '\u{1f1e6}',
        '😀',
        '#',
        '\u{203f}',
        '한',
    ];

    proptest! {
        #[test]
        fn no_boundary_lies_where_none_may(
            characters in prop::collection::vec(prop::sample::select(&CLASSES[..]), 0..8),
        ) {
            let text: String = characters.iter().collect();
            for at in boundaries(&text) {
                let before = text[..at].chars().next_back();
                let after = text[at..].chars().next();
                if let (Some(before), Some(after)) = (before, after) {
                    prop_assert!(may_divide(before, after), "{:?} at {}", text, at);
                }
            }
        }
    }

    #[test]
    fn joined_letters_are_told() {
        for (before, after, expected) in [
            ('a', 'b', false),
            ('9', '_', false),
            ('é', 'a', false),
            ('и', 'с', false),
            ('ア', 'ー', false),
            ('e', '\u{301}', false),
            (' ', 'b', true),
            ('a', '\'', true),
            ('中', '国', true),
            ('\u{1f1e6}', '\u{1f1e6}', true),
        ] {
            assert_eq!(may_divide(before, after), expected, "{before} {after}");
        }
    }

    #[test]
    fn periods() {
        for (text, expected) in [("a", 1), ("ab", 2), ("aaa", 1), ("abab", 2), ("abcab", 3)] {
            assert_eq!(period(text.as_bytes()), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_place_is_left_out(phrase in "[ab]{1,8}", text in "[ab]{0,80}") {
            let windows = text.as_bytes().windows(phrase.len()).enumerate();
            let expected: Vec<usize> = windows
                .filter(|(_, window)| *window == phrase.as_bytes())
                .map(|(place, _)| place)
                .collect();
            let needle = Needle::new(&phrase);
            prop_assert_eq!(needle.places(text.as_bytes()).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn overlapping_places_cost_linear_time() {
        for part in ["a", "ab"] {
            crate::steps::assert_linear(part, |length| {
                let text = part.repeat(length);
                let needle = Needle::new(&text[..text.len() / 2]);
                assert_eq!(needle.places(text.as_bytes()).count(), length / 2 + 1);
            });
        }
    }
}
