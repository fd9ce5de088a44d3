//! Lines and columns, computed from byte offsets only when something is reported.

use std::fmt;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::steps::step;

/// A place in a text as people count it: lines and columns from 1.
///
/// Columns count Unicode scalar values; a byte that is not valid UTF-8 counts
/// as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// The line, from 1. Only `\n` ends a line, so `\r\n` counts once.
    pub line: usize,
    /// The column, from 1, in Unicode scalar values.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// The starts of the lines of a text, to turn byte offsets into [`Position`]s.
///
/// # Example
///
/// ```
/// use bitext::position::LineIndex;
///
/// let text = "first\nzweite Zeile ü!\n".as_bytes();
/// let lines = LineIndex::new(text);
/// assert_eq!(lines.line(0), 1);
/// let mark = text.iter().position(|&byte| byte == b'!').unwrap();
/// assert_eq!(lines.position(text, mark).to_string(), "2:15");
/// ```
#[derive(Clone, Debug)]
pub struct LineIndex {
    /// Byte offset of the first byte of each line; the first is 0.
    starts: Vec<usize>,
    /// Where characters of the text were counted up to, made when a column of a long
    /// line is first asked for.
    counted: OnceLock<Vec<Counted>>,
}

/// A place between two characters, and how many are before it.
#[derive(Clone, Copy, Debug)]
struct Counted {
    offset: usize,
    characters: usize,
}

/// The bytes between two places up to which characters are counted.
const STRIDE: usize = 4096;

impl LineIndex {
    /// Finds the line starts of `text` in one pass.
    pub fn new(text: &[u8]) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text).map(|newline| newline + 1));
        Self { starts, counted: OnceLock::new() }
    }

    /// The line, from 1, that holds the byte at `offset` (from 0).
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset)
    }

    /// The position of the byte at `offset` (from 0) of the `text` that the
    /// index was made from; an offset past the end is the end.
    pub fn position(&self, text: &[u8], offset: usize) -> Position {
        let offset = offset.min(text.len());
        let line = self.line(offset);
        let start = self.starts[line - 1];
        let characters = match offset - start > STRIDE {
            true => self.characters(text, offset) - self.characters(text, start),
            false => count_characters(&text[start..offset]),
        };
        Position { line, column: 1 + characters }
    }

    /// Counts the characters before an offset, from the nearest place that is counted.
    fn characters(&self, text: &[u8], offset: usize) -> usize {
        let counted = self.counted.get_or_init(|| counted(text));
        let after = counted.partition_point(|place| place.offset <= offset);
        let from =
            after.checked_sub(1).map_or(Counted { offset: 0, characters: 0 }, |at| counted[at]);
        from.characters + count_characters(&text[from.offset..offset])
    }

    /// The byte range of a line (from 1) of `text` without its line end, or
    /// nothing where there is no such line.
    pub fn line_range(&self, text: &[u8], line: usize) -> Option<std::ops::Range<usize>> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let mut end = self.starts.get(line).map_or(text.len(), |next| next - 1);
        if end > start && text[end - 1] == b'\r' {
            end -= 1;
        }
        Some(start..end)
    }
}

/// Positions of offsets that mostly ascend, in time linear in the text: each
/// counts on from the one before where they are on one line.
#[cfg(any(feature = "pipeline", test))]
#[derive(Clone, Debug)]
pub(crate) struct PositionCursor<'a> {
    lines: &'a LineIndex,
    text: &'a [u8],
    /// The last offset, and its position.
    last: (usize, Position),
}

#[cfg(any(feature = "pipeline", test))]
impl<'a> PositionCursor<'a> {
    pub(crate) fn new(lines: &'a LineIndex, text: &'a [u8]) -> Self {
        Self { lines, text, last: (0, Position { line: 1, column: 1 }) }
    }

    pub(crate) fn position(&mut self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let (last, mut position) = self.last;
        if offset >= last && self.lines.line(offset) == position.line {
            position.column += count_characters(&self.text[last..offset]);
        } else {
            position = self.lines.position(self.text, offset);
        }
        self.last = (offset, position);
        position
    }
}

impl Position {
    /// The first character of a text.
    pub(crate) const START: Self = Self { line: 1, column: 1 };

    /// Returns the place after `text`, where this is the place before it.
    pub(crate) fn after(self, text: &str) -> Self {
        let Some(newline) = memchr::memrchr(b'\n', text.as_bytes()) else {
            return Self { column: self.column + text.chars().count(), ..self };
        };
        let (lines, last) = text.split_at(newline + 1);
        let newlines = memchr::memchr_iter(b'\n', lines.as_bytes()).count();
        Self { line: self.line + newlines, column: 1 + last.chars().count() }
    }
}

/// Counts the characters up to each place of a text in turn.
fn counted(text: &[u8]) -> Vec<Counted> {
    let mut places = Vec::with_capacity(text.len() / STRIDE);
    let mut last = Counted { offset: 0, characters: 0 };
    for near in (STRIDE..text.len()).step_by(STRIDE) {
        let offset = between_characters(text, near);
        let characters = last.characters + count_characters(&text[last.offset..offset]);
        last = Counted { offset, characters };
        places.push(last);
    }
    places
}

/// Finds an offset near another that is inside no character. A character has at most
/// three bytes behind its first, so after more of them none goes on.
fn between_characters(text: &[u8], near: usize) -> usize {
    let continues = |offset: &usize| text[*offset] & 0xC0 == 0x80;
    (near - 3..=near).rev().find(|offset| !continues(offset)).unwrap_or(near)
}

/// Counts the Unicode scalar values in `bytes`, each byte that is not UTF-8 as
/// one.
fn count_characters(bytes: &[u8]) -> usize {
    step(bytes.len());
    bytes.utf8_chunks().map(|chunk| chunk.valid().chars().count() + chunk.invalid().len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::assert_linear;

    #[test]
    fn a_line_ends_after_its_newline() {
        let text = b"ab\r\ncd\n";
        let lines = LineIndex::new(text);
        assert_eq!(lines.line(3), 1);
        assert_eq!(lines.line(4), 2);
        assert_eq!(lines.line_range(text, 1), Some(0..2));
        assert_eq!(lines.line_range(text, 3), Some(7..7));
        assert_eq!(lines.line_range(text, 4), None);
        assert_eq!(lines.line_range(text, 0), None);
    }

    #[test]
    fn counting_on_gives_the_same_positions() {
        let text = "aü\nb\r\n\u{20ac}\u{10348}d\n\n";
        let lines = LineIndex::new(text.as_bytes());
        let offsets: Vec<usize> =
            (0..=text.len()).filter(|&offset| text.is_char_boundary(offset)).collect();
        for &start in &offsets {
            let place = lines.position(text.as_bytes(), start);
            for &end in offsets.iter().filter(|&&end| end >= start) {
                let expected = lines.position(text.as_bytes(), end);
                assert_eq!(place.after(&text[start..end]), expected, "{start}..{end}");
            }
        }
    }

    #[test]
    fn a_cursor_gives_the_same_positions() {
        let text = "aü\nb\n\u{20ac}cd".as_bytes();
        let lines = LineIndex::new(text);
        let mut cursor = PositionCursor::new(&lines, text);
        for offset in [0, 1, 3, 4, 5, 6, 9, 10, 11, 99, 6, 10, 0] {
            assert_eq!(cursor.position(offset), lines.position(text, offset), "{offset}");
        }
    }

    #[test]
    fn columns_count_characters_and_stray_bytes() {
        let text = b"\xe5\xa6\x82\xff!";
        let position = LineIndex::new(text).position(text, 4);
        assert_eq!(position, Position { line: 1, column: 3 });
        assert_eq!(LineIndex::new(text).position(text, 99).column, 4);
    }

    #[test]
    fn columns_of_a_long_line_take_linear_time() {
        // Characters of every length, and bytes that are none, at every place of a stride.
        let mut text = "aü\u{20ac}\u{10348}".repeat(2 * STRIDE).into_bytes();
        text.splice(STRIDE..STRIDE + 9, [0x80; 9]);
        text.splice(3 * STRIDE - 2..3 * STRIDE - 1, [0xf0, 0x90, 0x8d]);
        let lines = LineIndex::new(&text);
        for offset in (0..STRIDE * 6).step_by(7).chain(STRIDE - 9..STRIDE + 20) {
            let column = 1 + count_characters(&text[..offset]);
            assert_eq!(lines.position(&text, offset).column, column, "{offset}");
        }
        assert_linear("positions", |length| {
            let text = vec![b'a'; length * 64];
            let lines = LineIndex::new(&text);
            (0..length / 8).for_each(|at| _ = lines.position(&text, at * 512));
        });
    }
}
