//! What the readers of the three formats hand to [`Document`], and one side of a
//! document made of it.

use std::collections::HashSet;
use std::io::{self, Write};
use std::ops::Range;

use super::Document;
use super::scanned::repair;
use crate::diagnostic::Diagnostic;
use crate::error::names;
use crate::unit::BlockKind;

/// The ids of the pairs that a reader is to leave alone, because they are in
/// doubt: their annotation stays in both sides of the document.
pub(crate) type Rejected = HashSet<Box<[u8]>>;

/// A text found in a document: where it is, and what it reads there where
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
    /// is apart.
    pub(crate) range: Range<usize>,
    /// The bytes of the source with its markers, where it is apart.
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
    /// Bytes that are nowhere in the document: a text quoted anew.
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
    /// By [`Side`]: what makes that side of the document, in order, where cutting
    /// each segment's range down to its side does not.
    pub(crate) edits: [Option<Vec<Edit>>; 2],
    /// Where a page names the language of its target.
    pub(crate) target_language: Option<Range<usize>>,
}

impl FoundText {
    /// Returns the bytes of the text, which was found in `file`.
    pub(super) fn bytes<'t>(&'t self, file: &'t [u8]) -> &'t [u8] {
        self.text.as_ref().map_or_else(|| &file[self.range.clone()], |text| text.as_bytes())
    }
}

impl FoundSegment {
    /// Returns one of the two texts.
    pub(super) fn side(&self, side: Side) -> &FoundText {
        match side {
            Side::Target => &self.target,
            Side::Source => &self.source,
        }
    }

    /// Makes the cuts that leave one side of the segment.
    fn cuts(&self, side: Side) -> [Edit; 2] {
        let kept = &self.side(side).range;
        [Edit::removal(self.range.start..kept.start), Edit::removal(kept.end..self.range.end)]
    }
}

impl Edit {
    /// Takes bytes away.
    pub(super) fn removal(range: Range<usize>) -> Self {
        Self { range, with: Replacement::Slice(0..0) }
    }
}

impl Reading {
    /// Returns the edits that make one side of the document, in order.
    pub(super) fn edits_for(&self, side: Side) -> Vec<Edit> {
        let cuts = || self.segments.iter().flat_map(|segment| segment.cuts(side)).collect();
        self.edits[side as usize].clone().unwrap_or_else(cuts)
    }

    /// Adds the reading of a later part of the same document.
    pub(super) fn append(&mut self, later: Reading) {
        for &side in Side::ALL {
            let index = side as usize;
            if self.edits[index].is_some() || later.edits[index].is_some() {
                self.edits[index] = Some([self.edits_for(side), later.edits_for(side)].concat());
            }
        }
        self.segments.extend(later.segments);
        self.diagnostics.extend(later.diagnostics);
        self.repairs.extend(later.repairs);
    }

    /// Writes one side of the document whose bytes these are.
    pub(super) fn write(&self, bytes: &[u8], side: Side, mut out: impl Write) -> io::Result<()> {
        let repaired = |range| repair(bytes, range, &self.repairs);
        let mut at = 0;
        for Edit { range, with } in self.edits_for(side) {
            out.write_all(&repaired(at..range.start))?;
            match with {
                Replacement::Slice(slice) => out.write_all(&repaired(slice))?,
                Replacement::Bytes(bytes) => out.write_all(&bytes)?,
            }
            at = range.end;
        }
        out.write_all(&repaired(at..bytes.len()))
    }
}

/// A side of an annotated document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The translation: what the publisher releases.
    Target,
    /// The original that was translated.
    Source,
}

names!(Side { Target => "target", Source => "source" });

impl Document<'_> {
    /// The document without annotation, one side of each pair kept.
    ///
    /// Outside what is removed or repaired the bytes are those of the document;
    /// markers that belong to no pair stay where they are.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::{Document, Side};
    ///
    /// let text = r#"- <span data-ttu-id="74dd5-110">后续步骤</span><span class="sxs-lookup"><span data-stu-id="74dd5-110">Next steps</span></span>"#;
    /// let document = Document::parse(text.as_bytes());
    /// assert_eq!(document.render(Side::Target), "- 后续步骤".as_bytes());
    /// assert_eq!(document.render(Side::Source), b"- Next steps");
    /// ```
    pub fn render(&self, side: Side) -> Vec<u8> {
        let mut rendered = Vec::with_capacity(self.bytes().len() / 2);
        self.render_to(side, &mut rendered).expect("writing to a vector does not fail");
        rendered
    }

    /// Writes what [`render`](Self::render) gives.
    ///
    /// # Errors
    ///
    /// Where the writer fails.
    pub fn render_to(&self, side: Side, writer: impl Write) -> io::Result<()> {
        self.parsed.reading.write(self.bytes(), side, writer)
    }
}
