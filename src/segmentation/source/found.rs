//! What the readers of the formats find.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::inline::Syntax;
use crate::unit::BlockKind;

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
    /// The front matter that it is part of.
    pub(super) field: Option<FieldPlace>,
    pub(super) surroundings: Surroundings,
}

/// Where a segment stands in the front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FieldPlace {
    pub(super) key: Box<str>,
    /// Its bytes in the text of the key, from 0.
    pub(super) range: Range<usize>,
}

/// What stands around a segment and would be disturbed by some texts in its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Surroundings {
    pub(super) leaf: Leaf,
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
pub(super) enum Leaf {
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
    /// Text without markup.
    Text,
}

impl Leaf {
    /// The language that the markup of its text is written in, if there is any.
    pub(super) fn syntax(self) -> Option<Syntax> {
        match self {
            Leaf::Line | Leaf::Lines | Leaf::Underlined | Leaf::Heading | Leaf::Cell => {
                Some(Syntax::Markdown)
            }
            Leaf::Html | Leaf::PlainHtml => Some(Syntax::Html),
            Leaf::Text => None,
        }
    }
}

/// What a reader found in a document.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) segments: Vec<FoundSegment>,
    /// The labels of the links that the document defines, as they are compared.
    pub(super) labels: BTreeSet<Box<str>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}
