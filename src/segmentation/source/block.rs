//! A block of a document: its text, and where the parts of it stand.

use std::borrow::Cow;
use std::ops::Range;

use smallvec::{SmallVec, smallvec};

use super::found::Leaf;
use crate::unit::BlockKind;

/// A block that holds text.
#[derive(Clone, Debug)]
pub(super) struct Block<'d> {
    pub(super) text: BlockText<'d>,
    pub(super) leaf: Leaf,
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
    parts: SmallVec<[Part; 1]>,
}

/// A stretch of the text that stands in the document as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    /// Where it begins in the text.
    text: usize,
    /// Where it begins in the document.
    document: usize,
}

impl<'d> BlockText<'d> {
    /// The text of a range of the document.
    pub(super) fn verbatim(document: &'d str, range: Range<usize>) -> Self {
        let parts = smallvec![Part { text: 0, document: range.start }];
        Self { text: Cow::Borrowed(&document[range]), parts }
    }

    /// The text of several ranges of the document, which are in order: the rest
    /// is not part of it.
    pub(super) fn joined(
        document: &'d str,
        ranges: impl IntoIterator<Item = Range<usize>>,
    ) -> Self {
        let mut ranges = ranges.into_iter();
        let mut joined = Self::verbatim(document, ranges.next().unwrap_or_default());
        for range in ranges {
            let text = joined.text.to_mut();
            joined.parts.push(Part { text: text.len(), document: range.start });
            text.push_str(&document[range]);
        }
        joined
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes of the document from the first to the last byte of a range of
    /// the text, which is not empty.
    pub(super) fn place(&self, range: &Range<usize>) -> Range<usize> {
        let (first, last) = (self.part(range.start), self.part(range.end - 1));
        range.start - first.text + first.document..range.end - last.text + last.document
    }

    /// Whether a range of the text stands in the document as it is.
    pub(super) fn is_verbatim(&self, range: &Range<usize>) -> bool {
        self.part(range.start) == self.part(range.end - 1)
    }

    /// A range of the text as a text of its own.
    pub(super) fn part_of(&self, range: Range<usize>) -> BlockText<'_> {
        let first = self.part(range.start);
        let start = Part { text: 0, document: range.start - first.text + first.document };
        let from = self.parts.partition_point(|part| part.text <= range.start);
        let to = self.parts.partition_point(|part| part.text < range.end);
        let inner = &self.parts[from..to.max(from)];
        let moved = inner.iter().map(|part| Part { text: part.text - range.start, ..*part });
        let parts = std::iter::once(start).chain(moved).collect();
        BlockText { text: Cow::Borrowed(&self.text[range]), parts }
    }

    /// Whether it goes over more than one line.
    pub(super) fn has_lines(&self) -> bool {
        self.parts.len() > 1
    }

    /// Its lines, where each is a part.
    pub(super) fn lines(&self) -> impl Iterator<Item = Range<usize>> {
        let ends = self.parts.iter().skip(1).map(|part| part.text);
        let ends = ends.chain(std::iter::once(self.text.len()));
        self.parts.iter().zip(ends).map(|(part, end)| part.text..end)
    }

    /// Whether nothing but white space stands before the byte at `at` in its line.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        self.text[self.part(at).text..at].trim().is_empty()
    }

    fn part(&self, at: usize) -> Part {
        let after = self.parts.partition_point(|part| part.text <= at);
        self.parts[after.saturating_sub(1)]
    }
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
