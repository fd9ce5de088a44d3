//! A block of a document: its text, where that stands in the document, and what
//! stands around the segments in it.

use std::borrow::Cow;
use std::ops::Range;

use smallvec::{SmallVec, smallvec};

use super::segment::{LeafKind, Surroundings};
use crate::document::delimiter_cells;
use crate::unit::BlockKind;

/// A block that holds text.
#[derive(Clone, Debug)]
pub(super) struct Block<'d> {
    pub(super) text: BlockText<'d>,
    pub(super) leaf: LeafKind,
    /// What Markdown makes of it.
    pub(super) kind: BlockKind,
    /// How many blocks of Markdown stand around it.
    pub(super) depth: usize,
}

/// The text of a block without what the lines of a document hold before it: the
/// marks and the indentation of the blocks around it.
#[derive(Clone, Debug)]
pub(super) struct BlockText<'d> {
    text: Cow<'d, str>,
    /// In order; the first begins the text.
    runs: SmallVec<[VerbatimRun; 1]>,
}

/// A run of the text that stands in the document as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct VerbatimRun {
    /// Where it begins in the text.
    text: usize,
    /// Where it begins in the document.
    document: usize,
}

impl<'d> BlockText<'d> {
    /// Takes the text of a range of the document.
    pub(super) fn verbatim(document: &'d str, range: Range<usize>) -> Self {
        let runs = smallvec![VerbatimRun { text: 0, document: range.start }];
        Self { text: Cow::Borrowed(&document[range]), runs }
    }

    /// Joins the text of several ranges of the document, which are in order: the
    /// rest is not part of it.
    pub(super) fn joined(
        document: &'d str,
        ranges: impl IntoIterator<Item = Range<usize>>,
    ) -> Self {
        let mut ranges = ranges.into_iter();
        let mut joined = Self::verbatim(document, ranges.next().unwrap_or_default());
        for range in ranges {
            let text = joined.text.to_mut();
            joined.runs.push(VerbatimRun { text: text.len(), document: range.start });
            text.push_str(&document[range]);
        }
        joined
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Finds the bytes of the document from the first to the last byte of a range of
    /// the text, which is not empty.
    pub(super) fn place(&self, range: &Range<usize>) -> Range<usize> {
        let (first, last) = (self.run_at(range.start), self.run_at(range.end - 1));
        range.start - first.text + first.document..range.end - last.text + last.document
    }

    /// Whether a range of the text stands in the document as it is.
    pub(super) fn is_verbatim(&self, range: &Range<usize>) -> bool {
        self.run_at(range.start) == self.run_at(range.end - 1)
    }

    /// Makes a text of its own of a range of the text.
    pub(super) fn slice(&self, range: Range<usize>) -> BlockText<'_> {
        let first = self.run_at(range.start);
        let start = VerbatimRun { text: 0, document: range.start - first.text + first.document };
        let from = self.runs.partition_point(|run| run.text <= range.start);
        let to = self.runs.partition_point(|run| run.text < range.end);
        let inner = &self.runs[from..to.max(from)];
        let moved = inner.iter().map(|run| VerbatimRun { text: run.text - range.start, ..*run });
        let runs = std::iter::once(start).chain(moved).collect();
        BlockText { text: Cow::Borrowed(&self.text[range]), runs }
    }

    /// Whether it goes over more than one line.
    pub(super) fn has_lines(&self) -> bool {
        self.runs.len() > 1
    }

    /// Returns its lines, where each is a run of its own.
    pub(super) fn lines(&self) -> impl Iterator<Item = Range<usize>> {
        let ends = self.runs.iter().skip(1).map(|run| run.text);
        let ends = ends.chain(std::iter::once(self.text.len()));
        self.runs.iter().zip(ends).map(|(run, end)| run.text..end)
    }

    /// Whether nothing but white space stands before the byte at `at` in its line.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        self.text[self.run_at(at).text..at].trim().is_empty()
    }

    /// Finds the run that holds a byte.
    fn run_at(&self, at: usize) -> VerbatimRun {
        let after = self.runs.partition_point(|run| run.text <= at);
        self.runs[after.saturating_sub(1)]
    }
}

/// A block with what its segments need to know of it, looked up once.
pub(super) struct BlockSurroundings<'b> {
    pub(super) block: &'b Block<'b>,
    /// Its text without white space at the edges.
    inner: Range<usize>,
    /// Whether it is a cell that no pipe stands in front of.
    begins_row: bool,
    /// Its lines that stand above what delimits the head of a table, in order.
    above_delimiters: Vec<Range<usize>>,
}

impl<'b> BlockSurroundings<'b> {
    /// Looks up what is the same for all segments of a block.
    pub(super) fn of(block: &'b Block<'b>, document: &str) -> Self {
        let text = block.text.as_str();
        let end = text.trim_end().len();
        let inner = end - text[..end].trim_start().len()..end;
        let begins_row = block.leaf == LeafKind::Cell && !inner.is_empty() && {
            let before = &document.as_bytes()[..block.text.place(&inner).start];
            let mark = memchr::memrchr3(b'|', b'\n', b'\r', before);
            mark.is_none_or(|mark| before[mark] != b'|')
        };
        Self { block, inner, begins_row, above_delimiters: above_delimiters(block) }
    }

    /// Finds what stands around a segment.
    pub(super) fn of_segment(&self, range: &Range<usize>, in_link: bool) -> Surroundings {
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
            LeafKind::Line | LeafKind::Lines | LeafKind::Underlined => {
                self.block.text.begins_line(start)
            }
            LeafKind::Cell => self.begins_row && start <= self.inner.start,
            LeafKind::Heading
            | LeafKind::Html
            | LeafKind::PlainHtml
            | LeafKind::Attribute(_)
            | LeafKind::Text => false,
        }
    }
}

/// Finds the lines of a paragraph or a heading that would be the head of a table, if
/// they had as many cells as the line behind them delimits (GFM 0.29, 4.10).
fn above_delimiters(block: &Block<'_>) -> Vec<Range<usize>> {
    if !matches!(block.leaf, LeafKind::Lines | LeafKind::Underlined) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_map_to_the_document() {
        let document = "> one\n> two\n";
        let text = BlockText::joined(document, [2..6, 8..11]);
        assert_eq!(text.as_str(), "one\ntwo");
        for (range, place, verbatim) in [
            (0..3, 2..5, true),
            (0..4, 2..6, true),
            (4..7, 8..11, true),
            (2..5, 4..9, false),
            (3..4, 5..6, true),
        ] {
            assert_eq!(text.place(&range), place, "{range:?}");
            assert_eq!(text.is_verbatim(&range), verbatim, "{range:?}");
        }
    }
}
