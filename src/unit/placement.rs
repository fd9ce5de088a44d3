//! The place of a unit in the annotated document that it comes from.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::inline::Syntax;

/// The nearest block around a segment, in Markdown and HTML alike.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BlockKind {
    /// A cell of a table, its head included.
    TableCell,
    /// A heading of any level.
    Heading,
    /// An item of a list.
    ListItem,
    /// A note: a block quote that begins with `[!NOTE]`, `[!TIP]` and the like.
    Note,
    /// A block quote.
    Quote,
    /// None of the others.
    #[default]
    Paragraph,
}

impl BlockKind {
    /// The name in lower case with a hyphen, such as `table-cell`.
    pub fn as_str(self) -> &'static str {
        match self {
            BlockKind::TableCell => "table-cell",
            BlockKind::Heading => "heading",
            BlockKind::ListItem => "list-item",
            BlockKind::Note => "note",
            BlockKind::Quote => "quote",
            BlockKind::Paragraph => "paragraph",
        }
    }
}

impl fmt::Display for BlockKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The place of a unit in the annotated document that it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Placement {
    /// The annotation's id, such as `74dd5-103`.
    pub segment_id: String,
    /// The number of the segment in its document, from 0.
    pub ordinal: usize,
    /// The line on which the annotation begins, from 1.
    pub line: usize,
    /// The bytes of the whole annotation in the original file, from 0.
    pub range: Range<usize>,
    /// The nearest block around it.
    pub kind: BlockKind,
    /// Whether damage in the annotation was repaired.
    pub repaired: bool,
    /// The language that the markup of its texts is written in.
    #[serde(default, skip_serializing_if = "is_markdown")]
    pub syntax: Syntax,
}

fn is_markdown(syntax: &Syntax) -> bool {
    *syntax == Syntax::Markdown
}

impl Placement {
    /// The place of the segment `segment_id` with this ordinal, line and range,
    /// in a paragraph of Markdown and not repaired.
    pub fn new(
        segment_id: impl Into<String>,
        ordinal: usize,
        line: usize,
        range: Range<usize>,
    ) -> Self {
        Self {
            segment_id: segment_id.into(),
            ordinal,
            line,
            range,
            kind: BlockKind::default(),
            repaired: false,
            syntax: Syntax::Markdown,
        }
    }
}
