//! Source documents: their blocks and segments, and the document with other
//! texts in place of some.

mod attributes;
mod block;
mod cutter;
mod fill;
mod front_matter;
mod markdown;
mod read;
mod segment;
mod yaml;

use std::borrow::Cow;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::SentenceRules;
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::Format;
use crate::error::names;
use crate::inline::Syntax;
use crate::language::Language;
use crate::position::{LineIndex, Position};
pub(crate) use fill::FittedText;
use read::ReadDocument;
pub use segment::SourceSegment;

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
    /// The keys whose values are texts, besides those that are always read.
    keys: Box<[Box<str>]>,
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

    fn read(
        bytes: &'a [u8],
        format: SourceFormat,
        rules: &SentenceRules,
        keys: Box<[Box<str>]>,
    ) -> Self {
        let bytes = read::in_utf8(bytes, format);
        let found = read::read(&bytes, format, rules, &keys);
        let lines = LineIndex::new(&bytes);
        Self { bytes, format, found, lines, keys }
    }

    /// The same document, which owns its bytes.
    pub fn into_owned(self) -> SourceDocument<'static> {
        let Self { bytes, format, found, lines, keys } = self;
        SourceDocument { bytes: Cow::Owned(bytes.into_owned()), format, found, lines, keys }
    }

    /// The bytes that were read: those of a page that declares another encoding in UTF-8,
    /// with the declaration changed.
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

/// Settings for reading a [`SourceDocument`].
///
/// # Example
///
/// ```
/// use bitext::segmentation::SourceFormat;
/// use bitext::SourceDocument;
///
/// let document = SourceDocument::builder()
///     .with_format(SourceFormat::Text)
///     .with_language("de".parse()?)
///     .parse("Guten Tag. Wie geht es?".as_bytes());
/// assert_eq!(document.segments().count(), 2);
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct SourceDocumentBuilder {
    format: Option<SourceFormat>,
    rules: Option<SentenceRules>,
    keys: Vec<Box<str>>,
}

impl SourceDocumentBuilder {
    /// The format; without it, the one that the first bytes look like.
    #[must_use]
    pub fn with_format(mut self, format: SourceFormat) -> Self {
        self.format = Some(format);
        self
    }

    /// Sets the format, where it has none yet.
    #[cfg(feature = "pipeline")]
    pub(crate) fn or_format(mut self, format: Option<SourceFormat>) -> Self {
        self.format = self.format.or(format);
        self
    }

    /// Whether it has a format.
    #[cfg(feature = "pipeline")]
    pub(crate) fn has_format(&self) -> bool {
        self.format.is_some()
    }

    /// A key of front matter or of YAML whose value is a text to translate too. Without
    /// any, `title` and `description` are in front matter, and in YAML the keys of docfx
    /// that hold texts.
    #[must_use]
    pub fn with_key(mut self, key: &str) -> Self {
        self.keys.push(key.into());
        self
    }

    /// The language of the text, whose rules say where sentences end; without
    /// it, `en-US`.
    #[must_use]
    pub fn with_language(self, language: Language) -> Self {
        self.with_rules(SentenceRules::of(&language))
    }

    /// The rules for where sentences end, in place of those of the language.
    #[must_use]
    pub fn with_rules(mut self, rules: SentenceRules) -> Self {
        self.rules = Some(rules);
        self
    }

    /// Reads a document. This never fails: what cannot be read is a diagnostic.
    pub fn parse<'a>(&self, bytes: &'a [u8]) -> SourceDocument<'a> {
        let rules = self.rules.clone().unwrap_or_else(|| SentenceRules::of(&Language::en_us()));
        let format = self.format.unwrap_or_else(|| SourceFormat::guess(bytes));
        SourceDocument::read(bytes, format, &rules, self.keys.clone().into())
    }
}

/// The format of a document to translate.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SourceFormat {
    /// Markdown, with front matter or without: `.md`, `.markdown`, `.mdx`.
    #[default]
    Markdown,
    /// An HTML page: `.html`, `.htm`.
    Html,
    /// Plain text, in paragraphs with empty lines between them: `.txt`, `.text`.
    Text,
    /// YAML, of which the values of some keys are texts: `.yml`, `.yaml`.
    Yaml,
}

names!(SourceFormat { Markdown => "markdown", Html => "html", Text => "text", Yaml => "yaml" });

impl SourceFormat {
    /// The format that a file of this name has; `None` where its extension is not
    /// that of a source document.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::segmentation::SourceFormat;
    ///
    /// assert_eq!(SourceFormat::from_path("guide.MD"), Some(SourceFormat::Markdown));
    /// assert_eq!(SourceFormat::from_path("logo.png"), None);
    /// ```
    pub fn from_path(path: impl AsRef<Path>) -> Option<Self> {
        let extension = path.as_ref().extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "md" | "markdown" | "mdx" => Some(SourceFormat::Markdown),
            "html" | "htm" => Some(SourceFormat::Html),
            "txt" | "text" => Some(SourceFormat::Text),
            "yml" | "yaml" => Some(SourceFormat::Yaml),
            _ => None,
        }
    }

    /// The format that the first bytes look like: an HTML page begins with a
    /// doctype or `<html`, a docfx YAML file with `### YamlMime:`, and anything else is
    /// Markdown, of which plain text is a part as a rule.
    pub fn guess(bytes: &[u8]) -> Self {
        match Format::guess(bytes) {
            Format::Html => SourceFormat::Html,
            Format::Markdown => SourceFormat::Markdown,
            Format::Yaml => SourceFormat::Yaml,
        }
    }

    /// Returns the format that documents of this one have with annotation.
    pub(crate) fn annotated(self) -> Format {
        match self {
            SourceFormat::Html => Format::Html,
            SourceFormat::Yaml => Format::Yaml,
            SourceFormat::Markdown | SourceFormat::Text => Format::Markdown,
        }
    }

    /// The language that the markup of its texts is written in, or nothing in
    /// plain text.
    pub fn syntax(self) -> Option<Syntax> {
        match self {
            SourceFormat::Markdown | SourceFormat::Yaml => Some(Syntax::Markdown),
            SourceFormat::Html => Some(Syntax::Html),
            SourceFormat::Text => None,
        }
    }
}
