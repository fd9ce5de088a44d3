//! Source documents: their blocks and segments, and the document with other
//! texts in place of some.

mod block;
mod builder;
mod cutter;
mod fill;
mod markdown;
mod read;
mod segment;

use std::borrow::Cow;

pub use builder::{SourceDocumentBuilder, SourceFormat};
pub(crate) use fill::FittedText;
use read::ReadDocument;
pub use segment::SourceSegment;

use super::SentenceRules;
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::position::{LineIndex, Position};

/// A document to translate: its bytes, and the segments found in them.
///
/// # Example
///
/// ```
/// use bitext::SourceDocument;
///
/// let document = SourceDocument::parse(b"Go to Settings. Then choose Save.");
/// let texts: Vec<_> = document.segments().map(|segment| segment.source()).collect();
/// assert_eq!(texts, ["Go to Settings.", "Then choose Save."]);
/// ```
#[derive(Clone, Debug)]
pub struct SourceDocument<'a> {
    bytes: Cow<'a, [u8]>,
    format: SourceFormat,
    found: ReadDocument,
    lines: LineIndex,
}

impl<'a> SourceDocument<'a> {
    /// Reads a document of English text in the format that its first bytes look
    /// like; [`builder`](Self::builder) has settings for more.
    pub fn parse(bytes: &'a [u8]) -> Self {
        Self::builder().parse(bytes)
    }

    /// Settings for reading a document.
    pub fn builder() -> SourceDocumentBuilder {
        SourceDocumentBuilder::default()
    }

    fn read(bytes: &'a [u8], format: SourceFormat, rules: &SentenceRules) -> Self {
        let found = read::read(bytes, format, rules);
        Self { bytes: Cow::Borrowed(bytes), format, found, lines: LineIndex::new(bytes) }
    }

    /// The same document, which owns its bytes.
    pub fn into_owned(self) -> SourceDocument<'static> {
        let Self { bytes, format, found, lines } = self;
        SourceDocument { bytes: Cow::Owned(bytes.into_owned()), format, found, lines }
    }

    /// The bytes that were read.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The format that it was read in.
    pub fn format(&self) -> SourceFormat {
        self.format
    }

    /// The number of segments.
    pub fn len(&self) -> usize {
        self.found.segments.len()
    }

    /// Whether there is no segment.
    pub fn is_empty(&self) -> bool {
        self.found.segments.is_empty()
    }

    /// The segments, in the order of the document.
    pub fn segments(
        &self,
    ) -> impl DoubleEndedIterator<Item = SourceSegment<'_>> + ExactSizeIterator {
        (0..self.len()).map(|ordinal| SourceSegment { document: self, ordinal })
    }

    /// The segment of this number, from 0.
    pub fn segment(&self, ordinal: usize) -> Option<SourceSegment<'_>> {
        (ordinal < self.len()).then_some(SourceSegment { document: self, ordinal })
    }

    /// The whole document in pieces, which concatenate to its bytes.
    pub fn pieces(&self) -> impl Iterator<Item = SourcePiece<'_>> {
        let starts = std::iter::once(0).chain(self.segments().map(|segment| segment.range().end));
        let ends = self.segments().map(|segment| segment.range().start);
        let ends = ends.chain(std::iter::once(self.bytes.len()));
        let segments = self.segments().map(Some).chain(std::iter::once(None));
        starts.zip(ends).zip(segments).flat_map(|((start, end), segment)| {
            let between = &self.bytes[start..end];
            let between = (!between.is_empty()).then_some(SourcePiece::Between(between));
            between.into_iter().chain(segment.map(SourcePiece::Segment))
        })
    }

    /// Whether it is a document to translate at all: not where it is in another
    /// encoding, has annotation, passes a limit, or is a page and the library is
    /// built without them. Its diagnostics say which.
    pub fn is_read(&self) -> bool {
        let is_whole = |found: &Diagnostic| match found.code {
            DiagnosticCode::WrongEncoding
            | DiagnosticCode::AnnotatedSource
            | DiagnosticCode::UnsupportedFormat => true,
            // A limit of the front matter leaves the rest to be read.
            DiagnosticCode::LimitReached => self.is_empty(),
            _ => false,
        };
        !self.found.diagnostics.iter().any(is_whole)
    }

    /// What could not be read, and where.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.found.diagnostics
    }

    /// The line and column of an offset.
    pub fn position(&self, offset: usize) -> Position {
        self.lines.position(&self.bytes, offset)
    }

    /// The beginnings of the lines.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }
}

/// A piece of a [`SourceDocument`].
#[derive(Clone, Copy, Debug)]
pub enum SourcePiece<'d> {
    /// Bytes that are not translated.
    Between(&'d [u8]),
    /// A segment.
    Segment(SourceSegment<'d>),
}

impl<'d> SourcePiece<'d> {
    /// Its bytes in the document.
    pub fn bytes(&self) -> &'d [u8] {
        match self {
            SourcePiece::Between(bytes) => bytes,
            SourcePiece::Segment(segment) => segment.raw(),
        }
    }
}
