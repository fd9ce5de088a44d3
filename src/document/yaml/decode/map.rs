//! From offsets in a decoded text back to offsets in the file.

use std::ops::Range;

/// Which bytes of the file each part of a decoded text comes from.
///
/// Runs of bytes that stand for themselves are one piece each; so is every
/// escape and every folded line break. Bytes of the file that stand for nothing
/// (indentation, an escaped line break) lie between the pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OffsetMap {
    /// In the order of both ranges, the decoded ones without gaps.
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    decoded: Range<usize>,
    file: Range<usize>,
}

impl Piece {
    /// Whether its bytes correspond one by one: a run that was copied, or one
    /// byte for one byte. Every longer piece takes more bytes than it gives.
    fn is_linear(&self) -> bool {
        self.decoded.len() == self.file.len()
    }

    /// The offset in the file where the decoded byte at `at` begins.
    fn start_of(&self, at: usize) -> usize {
        self.file.start + if self.is_linear() { at - self.decoded.start } else { 0 }
    }

    /// The offset in the file behind the decoded byte before `at`.
    fn end_of(&self, at: usize) -> usize {
        if self.is_linear() { self.start_of(at) } else { self.file.end }
    }
}

impl OffsetMap {
    /// Adds a piece: the next `length` bytes of the text come from `file`.
    pub(super) fn push(&mut self, length: usize, file: Range<usize>) {
        let start = self.decoded_end();
        if let Some(last) = self.pieces.last_mut()
            && last.is_linear()
            && last.file.end == file.start
            && file.len() == length
        {
            last.file.end = file.end;
            last.decoded.end += length;
            return;
        }
        self.pieces.push(Piece { decoded: start..start + length, file });
    }

    fn decoded_end(&self) -> usize {
        self.pieces.last().map_or(0, |piece| piece.decoded.end)
    }

    /// The bytes of the file, from 0, that the decoded bytes of `range` come
    /// from. An escape is taken whole even where the range cuts it.
    pub(crate) fn range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.start(range.start);
        if range.is_empty() {
            return start..start;
        }
        let last = self.pieces.partition_point(|piece| piece.decoded.end < range.end);
        start..self.pieces.get(last).map_or(start, |piece| piece.end_of(range.end)).max(start)
    }

    fn start(&self, at: usize) -> usize {
        let index = self.pieces.partition_point(|piece| piece.decoded.end <= at);
        match self.pieces.get(index) {
            Some(piece) => piece.start_of(at),
            None => self.pieces.last().map_or(0, |piece| piece.file.end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_map_to_whole_escapes() {
        let mut map = OffsetMap::default();
        map.push(3, 1..4);
        map.push(1, 4..5);
        map.push(2, 5..9);
        map.push(4, 12..16);
        for (decoded, file) in [
            (0..3, 1..4),
            (1..2, 2..3),
            (2..4, 3..5),
            (3..6, 4..9),
            (4..5, 5..9),
            (5..6, 5..9),
            (6..7, 12..13),
            (5..7, 5..13),
            (6..6, 12..12),
            (10..10, 16..16),
            (0..10, 1..16),
        ] {
            assert_eq!(map.range(decoded.clone()), file, "{decoded:?}");
        }
    }
}
