//! One annotated document: bytes, front matter, segments as views, and both
//! sides without annotation.
//!
//! A [`Document`] borrows its bytes and stores ranges. Parsing never fails: what
//! cannot be used is a [`Diagnostic`] with its place.
//!
//! # How one segment comes to be
//!
//! 1. `builder` chooses the format and refuses what is too long or in another
//!    encoding (`content`).
//! 2. A reader of that format finds the pairs: `markdown` scans everything
//!    behind the front matter; `yaml` decodes each scalar and scans its text, in
//!    front matter too; `html` joins elements by id. For the first two,
//!    `scanned` turns a pair of the scanner into a segment with its texts.
//! 3. Each reader hands over one `reading`: segments, diagnostics, and the edits
//!    that leave one side of the document.
//! 4. `front_matter` says what the document claims of its languages and origin.
//! 5. `review` looks at all pairs together: repeated ids, empty sides. Where ids
//!    leave a pair in doubt, the document is read again without it.
//! 6. `segment` shows one pair as a view; `units` makes units of them.
//!
//! The block around a segment is found when it is first asked for: `block_kind`
//! holds what makes which block, `markdown/reader.rs` walks over the lines.

mod attributes;
mod block_kind;
mod builder;
mod content;
#[cfg(feature = "html")]
mod encoding;
mod front_matter;
#[cfg(feature = "html")]
mod html;
mod markdown;
mod reading;
mod review;
mod scanned;
mod segment;
mod units;
mod yaml;

use std::sync::{Arc, OnceLock};

use crate::diagnostic::Diagnostic;
use crate::language::Language;
use crate::position::{LineIndex, Position};
use crate::unit::{BlockKind, Origin};

use content::Content;
use reading::{FoundText, Reading};

pub(crate) use block_kind::begins_as_note;
pub(crate) use builder::unreadable;
pub use builder::{DocumentBuilder, Format};
pub(crate) use content::{BOM, expected_utf8};
#[cfg(feature = "html")]
pub(crate) use encoding::page_in_utf8;
pub use front_matter::{FrontMatter, FrontMatterValue};
#[cfg(feature = "html")]
pub use html::Within;
#[cfg(feature = "html")]
pub(crate) use html::{page_tags, read_attributes, too_many_attributes};
pub(crate) use markdown::{OpenBlocks, delimiter_cells, last_end_tag};
pub use reading::Side;
pub(crate) use segment::push_pair;
pub use segment::{Segment, SegmentId, SegmentScope};
pub use units::{Context, Units};
pub(crate) use yaml::{TextField, keyed_fields, quoted_field, readable, text_fields};

/// An annotated document: its segments, and what could not be read as one.
///
/// # Example
///
/// ```
/// use bitext::Document;
///
/// let text = r#"<span data-ttu-id="74dd5-110">后续步骤</span><span class="sxs-lookup"><span data-stu-id="74dd5-110">Next steps</span></span>"#;
/// let document = Document::parse(text.as_bytes());
/// let segment = document.segments().next().unwrap();
/// assert_eq!(segment.id(), "74dd5-110");
/// assert_eq!(segment.source(), "Next steps");
/// assert_eq!(segment.target(), "后续步骤");
/// assert!(document.diagnostics().is_empty());
/// ```
///
/// A clone costs two reference counts: it shares what was read, and the bytes
/// where the document [owns](Self::into_owned) them.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    content: Content<'a>,
    parsed: Arc<Parsed>,
}

/// What was read of a document, and what is worked out of it later.
#[derive(Clone, Debug)]
struct Parsed {
    format: Format,
    reading: Reading,
    front_matter: Option<FrontMatter>,
    origin: Origin,
    target_language: Option<Language>,
    /// Whether an id occurs more than once.
    repeats_ids: bool,
    /// Made when a line is first asked for.
    lines: OnceLock<LineIndex>,
    /// The block kinds of the segments, made when one is first asked for.
    kinds: OnceLock<Vec<BlockKind>>,
}

impl<'a> Document<'a> {
    /// Reads a document of the format that its first bytes look like, with the
    /// default annotation scheme.
    pub fn parse(bytes: &'a [u8]) -> Self {
        Self::builder().parse(bytes)
    }

    /// Settings to read a document with.
    pub fn builder() -> DocumentBuilder {
        DocumentBuilder::default()
    }

    /// The same document, owning its bytes.
    pub fn into_owned(self) -> Document<'static> {
        Document { content: self.content.into_owned(), parsed: self.parsed }
    }
}

impl Document<'_> {
    /// The bytes, as they were given.
    pub fn bytes(&self) -> &[u8] {
        self.content.bytes()
    }

    /// The format that it was read as.
    pub fn format(&self) -> Format {
        self.parsed.format
    }

    /// The number of segments.
    pub fn len(&self) -> usize {
        self.parsed.reading.segments.len()
    }

    /// Whether there is no segment.
    pub fn is_empty(&self) -> bool {
        self.parsed.reading.segments.is_empty()
    }

    /// The segments, in the order of the document.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = Segment<'_>> + ExactSizeIterator {
        (0..self.len()).map(|ordinal| Segment { document: self, ordinal })
    }

    /// The segment of this ordinal, from 0.
    pub fn segment(&self, ordinal: usize) -> Option<Segment<'_>> {
        (ordinal < self.len()).then_some(Segment { document: self, ordinal })
    }

    /// The document cut into segments and what is between them: the pieces
    /// concatenate to its bytes.
    pub fn pieces(&self) -> impl Iterator<Item = DocumentPiece<'_>> {
        let starts = std::iter::once(0).chain(self.segments().map(|segment| segment.range().end));
        let ends = self.segments().map(|segment| segment.range().start);
        let ends = ends.chain(std::iter::once(self.bytes().len()));
        let segments = self.segments().map(Some).chain(std::iter::once(None));
        starts.zip(ends).zip(segments).flat_map(|((start, end), segment)| {
            let between = &self.bytes()[start..end];
            let between = (!between.is_empty()).then_some(DocumentPiece::Between(between));
            between.into_iter().chain(segment.map(DocumentPiece::Segment))
        })
    }

    /// What could not be used, or was repaired, in the order of the document.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.parsed.reading.diagnostics
    }

    /// The front matter, where there is any.
    pub fn front_matter(&self) -> Option<&FrontMatter> {
        self.parsed.front_matter.as_ref()
    }

    /// What the front matter says of the translation; the path is not part of it.
    pub fn origin(&self) -> &Origin {
        &self.parsed.origin
    }

    /// The target language that the document names: `ms.contentlocale`, or
    /// `html[lang]`.
    pub fn target_language(&self) -> Option<&Language> {
        self.parsed.target_language.as_ref()
    }

    /// The line, from 1, of the byte at `offset` (from 0).
    pub fn line(&self, offset: usize) -> usize {
        self.lines().line(offset)
    }

    /// The line and column of the byte at `offset` (from 0).
    pub fn position(&self, offset: usize) -> Position {
        self.lines().position(self.bytes(), offset)
    }

    /// The starts of the lines.
    pub fn lines(&self) -> &LineIndex {
        self.parsed.lines.get_or_init(|| LineIndex::new(self.bytes()))
    }

    fn text<'d>(&'d self, found: &'d FoundText) -> &'d str {
        match &found.text {
            Some(text) => text,
            // Readers report a pair only where its bytes are UTF-8.
            None => self.content.text(found.range.clone()).unwrap_or_default(),
        }
    }

    /// Returns where the text of a Markdown document begins, behind its front
    /// matter.
    fn body(&self) -> usize {
        let mark = if self.bytes().starts_with(BOM) { BOM.len() } else { 0 };
        self.parsed.front_matter.as_ref().map_or(mark, |block| block.range().end)
    }

    fn repeats_ids(&self) -> bool {
        self.parsed.repeats_ids
    }

    fn kinds(&self) -> &[BlockKind] {
        self.parsed.kinds.get_or_init(|| match self.parsed.format {
            Format::Markdown => {
                let ranges: Vec<_> = self.segments().map(|segment| segment.range()).collect();
                markdown::block_kinds(self.bytes(), self.body(), &ranges)
            }
            Format::Yaml | Format::Html => {
                let kinds = self.parsed.reading.segments.iter().map(|segment| segment.kind);
                kinds.map(Option::unwrap_or_default).collect()
            }
        })
    }
}

/// A piece of a [`Document`].
#[derive(Clone, Copy, Debug)]
pub enum DocumentPiece<'d> {
    /// A segment, annotation included.
    Segment(Segment<'d>),
    /// What is between two segments, before the first or after the last.
    Between(&'d [u8]),
}

impl<'d> DocumentPiece<'d> {
    /// The bytes, as they are in the document.
    pub fn bytes(&self) -> &'d [u8] {
        match self {
            DocumentPiece::Segment(segment) => segment.raw(),
            DocumentPiece::Between(bytes) => bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_on_one_thread_is_used_on_others() {
        fn is_shared<T: Send + Sync>() {}
        is_shared::<Document<'_>>();
        is_shared::<Segment<'_>>();
        is_shared::<DocumentPiece<'_>>();
        is_shared::<DocumentBuilder>();
        is_shared::<Units<'_>>();
        is_shared::<Context>();
        is_shared::<FrontMatter>();
        is_shared::<Diagnostic>();
        is_shared::<LineIndex>();
        is_shared::<crate::error::Error>();
        is_shared::<crate::scan::Scan>();
        is_shared::<crate::inline::CodedText>();
        is_shared::<crate::inline::CodePairing>();
        is_shared::<crate::unit::TranslationUnit>();
        is_shared::<crate::unit::PairSelector>();
    }

    #[test]
    fn a_clone_shares_the_bytes_and_what_was_read() {
        let mut bytes = Vec::new();
        push_pair("1-1", b"t", b"s", &mut bytes);
        let borrowed = Document::parse(&bytes);
        assert_eq!(borrowed.clone().bytes().as_ptr(), bytes.as_ptr());
        let owned = borrowed.clone().into_owned();
        drop(borrowed);
        let clone = owned.clone();
        assert_eq!(clone.bytes().as_ptr(), owned.bytes().as_ptr());
        assert!(Arc::ptr_eq(&clone.parsed, &owned.parsed));
        assert_eq!(clone.segment(0).unwrap().target(), "t");
    }
}
