//! Slices of a text with codes.

use std::ops::Range;

use crate::inline::{CodeRole, CodedText, Piece};
use crate::leverage::codes::push_part;

/// A text of which slices are taken.
pub(super) struct Slicer<'t> {
    text: &'t CodedText,
    codes: Vec<CodePosition>,
    /// The indexes of the opening and the closing code of each pair.
    pairs: Vec<(usize, usize)>,
    /// How many pairs are open before each code, and after the last.
    depths: Vec<usize>,
}

/// Where a code stands in the plain text, and whether it closes something.
struct CodePosition {
    at: usize,
    closes: bool,
}

/// A range of a text: the bytes of the plain text, and the indexes of the codes
/// that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) text: Range<usize>,
    pub(super) codes: Range<usize>,
}

impl<'t> Slicer<'t> {
    pub(super) fn new(text: &'t CodedText) -> Self {
        let placed = text.placed_codes().map(|(at, code)| {
            let closes = matches!(code.role, CodeRole::Close(_) | CodeRole::IsolatedClose);
            CodePosition { at, closes }
        });
        let codes: Vec<CodePosition> = placed.collect();
        let pairs = text.pairs();
        let depths = depths(codes.len(), &pairs);
        Self { text, codes, pairs, depths }
    }

    /// Returns the bytes of the plain text inside each pair.
    pub(super) fn pairs(&self) -> impl Iterator<Item = Range<usize>> {
        self.pairs.iter().map(|(open, close)| self.codes[*open].at..self.codes[*close].at)
    }

    /// Whether no pair is open at a place.
    pub(super) fn is_cut(&self, at: usize) -> bool {
        self.depths[self.codes_before(at)] == 0
    }

    /// Finds the span of a range. Returns `None` where that would part a pair.
    pub(super) fn span(&self, text: Range<usize>) -> Option<Span> {
        let codes = self.codes_before(text.start)..self.codes_before(text.end);
        let holds = |index: usize| codes.contains(&index);
        let is_whole = self.pairs.iter().all(|(open, close)| holds(*open) == holds(*close));
        (is_whole && codes.start <= codes.end).then_some(Span { text, codes })
    }

    /// Counts the codes before a cut: of those right at it, all up to the last
    /// that closes something.
    fn codes_before(&self, at: usize) -> usize {
        if at == self.text.text().len() {
            return self.codes.len();
        }
        let start = self.codes.partition_point(|code| code.at < at);
        let end = self.codes.partition_point(|code| code.at <= at);
        let closing = (start..end).rev().find(|index| self.codes[*index].closes);
        closing.filter(|_| at > 0).map_or(start, |last| last + 1)
    }

    /// Returns what stands inside of the pair that is around a whole span.
    pub(super) fn unwrapped(&self, span: &Span) -> Option<Span> {
        let (open, close) = (span.codes.start, span.codes.end.checked_sub(1)?);
        let is_around = open < close
            && self.pairs.contains(&(open, close))
            && self.codes[open].at == span.text.start
            && self.codes[close].at == span.text.end;
        is_around.then(|| Span { text: span.text.clone(), codes: open + 1..close })
    }

    /// Copies the slice of a span. Returns `None` where an end of it cuts an
    /// escape.
    pub(super) fn slice(&self, span: &Span) -> Option<CodedText> {
        let mut slice = CodedText::default();
        let (mut at, mut code) = (0, 0);
        for piece in self.text.pieces() {
            match piece {
                Piece::Text(text) | Piece::Escaped { text, .. } => {
                    push_part(piece, overlap(&span.text, at, text.len()), &mut slice)?;
                    at += text.len();
                }
                Piece::Code(_) => {
                    if span.codes.contains(&code) {
                        slice.push(piece);
                    }
                    code += 1;
                }
            }
        }
        Some(slice)
    }

    /// Returns the span without the white space at its ends; white space outside
    /// of which a code stands is not at an end.
    pub(super) fn trimmed(&self, mut span: Span) -> Span {
        let Range { start, end } = span.text;
        let places = || self.codes[span.codes.clone()].iter().map(|code| code.at);
        let before_codes = &self.text.text()[start..places().next().unwrap_or(end).max(start)];
        span.text.start = start + (before_codes.len() - before_codes.trim_start().len());
        let last = places().next_back().unwrap_or(span.text.start).max(span.text.start);
        span.text.end = last + self.text.text()[last..end.max(last)].trim_end().len();
        span
    }

    /// Returns the empty span at the end of the text.
    pub(super) fn end(&self) -> Span {
        let (text, codes) = (self.text.text().len(), self.codes.len());
        Span { text: text..text, codes: codes..codes }
    }
}

/// Counts the pairs that are open before each code, and after the last.
fn depths(codes: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
    let mut changes = vec![0_isize; codes + 1];
    for (open, close) in pairs {
        changes[open + 1] += 1;
        changes[close + 1] -= 1;
    }
    let mut depth = 0;
    let depths = changes.into_iter().map(|change| {
        depth += change;
        depth.unsigned_abs()
    });
    depths.collect()
}

/// Returns the part of a piece at an offset that lies in a range.
fn overlap(range: &Range<usize>, at: usize, length: usize) -> Range<usize> {
    let start = range.start.clamp(at, at + length) - at;
    let end = range.end.clamp(at, at + length) - at;
    start..end.max(start)
}
