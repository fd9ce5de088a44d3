//! What stands around the segments of a block.

use std::ops::Range;

use super::super::block::Block;
use super::super::found::{Leaf, Surroundings};
use crate::document::delimiter_cells;

/// A block with what its segments need to know of it, looked up once.
pub(super) struct Places<'b> {
    pub(super) block: &'b Block<'b>,
    /// Its text without white space at the edges.
    inner: Range<usize>,
    /// Whether it is a cell that no pipe stands in front of.
    begins_row: bool,
    /// Its lines that stand above what delimits the head of a table, in order.
    above_delimiters: Vec<Range<usize>>,
}

impl<'b> Places<'b> {
    pub(super) fn of(block: &'b Block<'b>, document: &str) -> Self {
        let text = block.text.as_str();
        let end = text.trim_end().len();
        let inner = end - text[..end].trim_start().len()..end;
        let begins_row = block.leaf == Leaf::Cell && !inner.is_empty() && {
            let before = &document.as_bytes()[..block.text.place(&inner).start];
            let mark = memchr::memrchr3(b'|', b'\n', b'\r', before);
            mark.is_none_or(|mark| before[mark] != b'|')
        };
        Self { block, inner, begins_row, above_delimiters: above_delimiters(block) }
    }

    pub(super) fn surroundings(&self, range: &Range<usize>, in_link: bool) -> Surroundings {
        let from = self.above_delimiters.partition_point(|line| line.end <= range.start);
        Surroundings {
            leaf: self.block.leaf,
            begins_line: !in_link && self.begins_line(range.start),
            above_delimiters: self
                .above_delimiters
                .get(from)
                .is_some_and(|line| line.start < range.end),
            ends_block: range.end >= self.inner.end,
            in_link,
        }
    }

    /// Whether a segment begins a line where Markdown looks for marks of blocks.
    fn begins_line(&self, start: usize) -> bool {
        match self.block.leaf {
            Leaf::Line | Leaf::Lines | Leaf::Underlined => self.block.text.begins_line(start),
            Leaf::Cell => self.begins_row && start <= self.inner.start,
            Leaf::Heading | Leaf::Html | Leaf::PlainHtml | Leaf::Text => false,
        }
    }
}

/// The lines of a paragraph or a heading that would be the head of a table, if
/// they had as many cells as the line behind them delimits (GFM 0.29, 4.10).
fn above_delimiters(block: &Block<'_>) -> Vec<Range<usize>> {
    if !matches!(block.leaf, Leaf::Lines | Leaf::Underlined) {
        return Vec::new();
    }
    let text = block.text.as_str();
    let mut above = Vec::new();
    let mut last = 0..0;
    for line in block.text.lines() {
        if !last.is_empty() && delimiter_cells(text[line.clone()].trim()).is_some() {
            above.push(last);
        }
        last = line;
    }
    above
}
