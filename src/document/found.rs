//! What the readers of the three formats hand to [`Document`](super::Document).

use std::collections::HashSet;
use std::ops::Range;

use super::render::Side;
use crate::diagnostic::Diagnostic;
use crate::unit::BlockKind;

/// The ids of the pairs that a reader is to leave alone, because they are in
/// doubt: their annotation stays in both sides of the document.
pub(crate) type Rejected = HashSet<Box<[u8]>>;

/// A text found in a document: where it stands, and what it reads there where
/// that is not just the bytes of the range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FoundText {
    /// The bytes of the file, from 0, that write the text.
    pub(crate) range: Range<usize>,
    /// The text, where unescaping or a repair makes it differ from those bytes.
    pub(crate) text: Option<Box<str>>,
}

/// A pair found in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FoundSegment {
    /// The bytes of the whole annotation, from 0; without its source, where that
    /// stands apart.
    pub(crate) range: Range<usize>,
    /// The bytes of the source with its markers, where it stands apart.
    pub(crate) source_apart: Option<Range<usize>>,
    pub(crate) id: FoundText,
    pub(crate) target: FoundText,
    pub(crate) source: FoundText,
    /// The block around it, where the reader knows already.
    pub(crate) kind: Option<BlockKind>,
    /// Whether damage was repaired in it.
    pub(crate) repaired: bool,
}

/// A change to the bytes of a document: the bytes of `range` give way to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) range: Range<usize>,
    pub(crate) with: Replacement,
}

/// What takes the place of an edited range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Replacement {
    /// The bytes of another (or an empty) range of the same document.
    Slice(Range<usize>),
    /// Bytes that stand nowhere in the document: a text quoted anew.
    Bytes(Box<[u8]>),
}

/// What reading a document gives, whatever its format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The pairs, in the order of their ranges.
    pub(crate) segments: Vec<FoundSegment>,
    /// What could not be used, in the order of their ranges.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Ranges in which every `&quot;` stands for a literal quote.
    pub(crate) repairs: Vec<Range<usize>>,
    /// What makes the published target of the document, in order, where
    /// cutting each segment's range down to its target does not.
    pub(crate) target_edits: Option<Vec<Edit>>,
    /// The same for the source.
    pub(crate) source_edits: Option<Vec<Edit>>,
    /// Where a page names the language of its target.
    pub(crate) target_language: Option<Range<usize>>,
}

impl FoundText {
    /// The bytes of the text, which was found in `file`.
    pub(super) fn bytes<'t>(&'t self, file: &'t [u8]) -> &'t [u8] {
        self.text.as_ref().map_or_else(|| &file[self.range.clone()], |text| text.as_bytes())
    }
}

impl FoundSegment {
    /// The cuts that leave one side of the segment.
    pub(super) fn cuts(&self, side: Side) -> [Edit; 2] {
        let kept = match side {
            Side::Target => &self.target.range,
            Side::Source => &self.source.range,
        };
        let cut = |range| Edit { range, with: Replacement::Slice(0..0) };
        [cut(self.range.start..kept.start), cut(kept.end..self.range.end)]
    }
}

impl Reading {
    /// The edits that make one side of the document, in order.
    pub(super) fn edits(&self, side: Side) -> Vec<Edit> {
        let own = match side {
            Side::Target => &self.target_edits,
            Side::Source => &self.source_edits,
        };
        let cuts = || self.segments.iter().flat_map(|segment| segment.cuts(side)).collect();
        own.clone().unwrap_or_else(cuts)
    }

    /// Adds the reading of a later part of the same document.
    pub(super) fn append(&mut self, later: Reading) {
        for side in [Side::Target, Side::Source] {
            let own = |reading: &Reading| match side {
                Side::Target => reading.target_edits.is_some(),
                Side::Source => reading.source_edits.is_some(),
            };
            if own(self) || own(&later) {
                let edits = [self.edits(side), later.edits(side)].concat();
                match side {
                    Side::Target => self.target_edits = Some(edits),
                    Side::Source => self.source_edits = Some(edits),
                }
            }
        }
        self.segments.extend(later.segments);
        self.diagnostics.extend(later.diagnostics);
        self.repairs.extend(later.repairs);
    }
}
