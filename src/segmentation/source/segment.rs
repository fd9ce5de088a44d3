//! A segment of a source document: what a reader finds, and the view of it.

use std::ops::Range;

use super::{SourceDocument, SourceFormat};
use crate::inline::with_line_feeds;
use crate::inline::{CodedText, Syntax};
use crate::position::Position;
use crate::unit::BlockKind;

/// A text of a [`SourceDocument`] that is translated as one: a view that borrows
/// from it.
#[derive(Clone, Copy, Debug)]
pub struct SourceSegment<'d> {
    pub(super) document: &'d SourceDocument<'d>,
    pub(super) ordinal: usize,
}

impl<'d> SourceSegment<'d> {
    fn found(&self) -> &'d FoundSegment {
        &self.document.found.segments[self.ordinal]
    }

    /// The number of the segment in its document, from 0.
    pub fn ordinal(&self) -> usize {
        self.ordinal
    }

    /// Its bytes in the document, from 0.
    pub fn range(&self) -> Range<usize> {
        self.found().range.clone()
    }

    /// Its bytes, as they stand in the document.
    pub fn raw(&self) -> &'d [u8] {
        &self.document.bytes[self.range()]
    }

    /// Its text with markup, escapes and entities as written. In front matter
    /// YAML's own escapes are read; where it goes over several lines, the marks
    /// of the blocks around it are not part of it.
    pub fn source(&self) -> &'d str {
        match &self.found().text {
            Some(text) => text,
            // Readers find no segment in bytes that are not UTF-8.
            None => std::str::from_utf8(self.raw()).unwrap_or_default(),
        }
    }

    /// Its text with inline codes told apart, and line feeds for all line ends.
    pub fn text(&self) -> CodedText {
        let source = with_line_feeds(self.source());
        match self.syntax() {
            Some(syntax) => CodedText::parse(&source, syntax),
            None => CodedText::from_plain(source),
        }
    }

    /// Returns the language that its markup is written in: HTML in raw HTML of
    /// Markdown too, `None` in plain text and in front matter.
    pub(crate) fn syntax(&self) -> Option<Syntax> {
        self.found().surroundings.leaf.syntax()
    }

    /// The block that it stands in.
    pub fn kind(&self) -> BlockKind {
        self.found().kind
    }

    /// The number of the block that it stands in, from 0: the sentences of a
    /// paragraph have the same.
    pub fn block(&self) -> usize {
        self.found().block
    }

    /// The key of the front matter, or of the YAML file, whose value it is part of.
    pub fn field(&self) -> Option<&'d str> {
        self.found().field.as_ref().map(|field| &*field.key)
    }

    /// Whether it stands in the body of the document, and not in its front matter.
    pub(crate) fn is_in_body(&self) -> bool {
        self.document.format == SourceFormat::Yaml || self.field().is_none()
    }

    /// The line on which it begins, from 1: faster than its position, whose
    /// column has to be counted.
    pub fn line(&self) -> usize {
        self.document.lines().line(self.range().start)
    }

    /// Where it begins.
    pub fn position(&self) -> Position {
        self.document.position(self.range().start)
    }
}

/// A segment as a reader found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FoundSegment {
    /// Its bytes in the document.
    pub(super) range: Range<usize>,
    /// Its text, where that is not what the bytes say: in YAML, and where a line
    /// begins with marks of the blocks around it.
    pub(super) text: Option<Box<str>>,
    pub(super) kind: BlockKind,
    /// The number of the block that it stands in, from 0.
    pub(super) block: usize,
    /// The value of YAML that it is part of.
    pub(super) field: Option<FieldPlace>,
    pub(super) surroundings: Surroundings,
}

/// Where a segment stands in the values of front matter or a YAML file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FieldPlace {
    pub(super) key: Box<str>,
    /// The number of the value among those that are read.
    pub(super) number: usize,
    /// Its bytes in the text of the key, from 0.
    pub(super) range: Range<usize>,
}

/// What stands around a segment and would be disturbed by some texts in its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Surroundings {
    pub(super) leaf: LeafKind,
    /// Whether it begins a line of its block, where Markdown looks for marks.
    pub(super) begins_line: bool,
    /// Whether the next line would make a table of this one, if it had as many cells.
    pub(super) above_delimiters: bool,
    /// Whether it ends the last line of its block.
    pub(super) ends_block: bool,
    /// Whether it is the text of a link.
    pub(super) in_link: bool,
}

/// What holds the text of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum LeafKind {
    /// A paragraph of one line.
    #[default]
    Line,
    /// A paragraph of several lines.
    Lines,
    /// A heading with a line under it.
    Underlined,
    /// A heading that begins with `#`.
    Heading,
    /// A cell between `|`.
    Cell,
    /// HTML, in Markdown or in a page.
    Html,
    /// The text of an HTML element in which tags are text.
    #[cfg_attr(not(feature = "html"), expect(dead_code, reason = "pages alone have it"))]
    PlainHtml,
    /// The value of an attribute of an HTML tag, in these quotes.
    #[cfg_attr(not(feature = "html"), expect(dead_code, reason = "pages alone have it"))]
    Attribute(char),
    /// Text without markup.
    Text,
}

impl LeafKind {
    /// Returns the language that the markup of its text is written in, if there is
    /// any.
    pub(super) fn syntax(self) -> Option<Syntax> {
        match self {
            LeafKind::Line
            | LeafKind::Lines
            | LeafKind::Underlined
            | LeafKind::Heading
            | LeafKind::Cell => Some(Syntax::Markdown),
            LeafKind::Html | LeafKind::PlainHtml | LeafKind::Attribute(_) => Some(Syntax::Html),
            LeafKind::Text => None,
        }
    }
}
