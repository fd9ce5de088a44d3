//! A phrase made ready to be searched for, and its places in one text.

use std::ops::Range;

use super::needle::Needle;
use super::query::{CaseMode, CodeMode, Concordance, WordMode};
use super::words;
use crate::inline::{CodedText, Piece};
use crate::text::{Fold, NormalText, normalize};

/// A [`Concordance`] made ready to be searched for in many texts.
#[derive(Clone, Debug)]
pub(crate) struct Pattern<'q> {
    query: &'q Concordance,
    /// The phrase in the form for comparison.
    needle: Needle,
    fold: Fold,
}

impl<'q> Pattern<'q> {
    pub(crate) fn new(query: &'q Concordance) -> Self {
        let fold = match query.case() {
            CaseMode::Ignore => Fold::Case,
            CaseMode::Respect => Fold::Nothing,
        };
        let mut phrase = String::new();
        normalize(query.phrase(), fold, &mut phrase);
        Self { query, needle: Needle::new(&phrase), fold }
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
        let places = self.needle.places(normal.as_str().as_bytes());
        let ranges = places.filter_map(|place| normal.range(place..place + self.needle.len()));
        first_of_overlapping(ranges.filter(|range| limits.allow(range)))
    }

    /// Returns whether the phrase is in a text, leaving the limits aside.
    fn is_in(&self, text: &str) -> bool {
        let mut normal = String::new();
        normalize(text, self.fold, &mut normal);
        self.needle.find(normal.as_bytes()).is_some()
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
    let boundaries = words::boundaries(folded.as_str());
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

fn first_of_overlapping(ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut taken: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        if taken.last().is_none_or(|last| last.end <= range.start) {
            taken.push(range);
        }
    }
    taken
}
