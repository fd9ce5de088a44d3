//! What the readers of the three formats hand to [`Document`](super::Document).

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::unit::BlockKind;

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
    /// The bytes of the whole annotation, from 0.
    pub(crate) range: Range<usize>,
    pub(crate) id: FoundText,
    pub(crate) target: FoundText,
    pub(crate) source: FoundText,
    /// The block around it, where the reader knows already.
    pub(crate) kind: Option<BlockKind>,
    /// Whether damage was repaired in it.
    pub(crate) repaired: bool,
}

/// A change to the bytes of a document: the bytes of `range` give way to those
/// of `with`, another (or an empty) range of the same document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) range: Range<usize>,
    pub(crate) with: Range<usize>,
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
    /// The language that the document itself names for its target.
    pub(crate) target_language: Option<String>,
}
