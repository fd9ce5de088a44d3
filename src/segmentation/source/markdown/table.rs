//! Tables that CommonMark reads as paragraphs.
//!
//! docfx takes a table whose delimiter row has another number of cells than its
//! head (Markdig's pipe tables), GitHub does not (GFM 0.29, 4.10). Its cells are
//! texts of their own all the same.

use std::ops::Range;

use super::super::block::Block;
use super::super::cutter::Cutter;
use super::super::found::Leaf;
use crate::document::delimiter_cells;
use crate::unit::BlockKind;

/// Whether the second line of a text is a delimiter row under a row of cells.
pub(super) fn is_table(text: &str) -> bool {
    let mut lines = lines(text);
    let head = lines.next().map_or("", |line| &text[line]);
    let delimiters = lines.next().map_or("", |line| &text[line]);
    let is_row = head.contains('|') && delimiters.contains('|');
    is_row && delimiter_cells(delimiters).is_some_and(|cells| cells > 1)
}

/// Cuts each cell of a table by itself.
pub(super) fn cut(cutter: &mut Cutter<'_, '_>, table: &Block<'_>) {
    let text = table.text.as_str();
    for line in lines(text) {
        for cell in cells(text, line) {
            let text = table.text.part_of(cell);
            let kind = BlockKind::TableCell;
            cutter.cut(&Block { text, kind, leaf: Leaf::Cell, depth: table.depth + 1 });
        }
    }
}

fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split_inclusive(['\n', '\r']).map(move |line| {
        at += line.len();
        at - line.len()..at
    })
}

/// The stretches of a line between pipes that no backslash escapes; none that
/// is empty.
fn cells(text: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let mut start = line.start;
    let mut is_escaped = false;
    for (at, byte) in text[line.clone()].bytes().enumerate() {
        if byte == b'|' && !is_escaped {
            cells.push(start..line.start + at);
            start = line.start + at + 1;
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    cells.push(start..line.end);
    cells.retain(|cell| !cell.is_empty());
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables() {
        for (text, expected) in [
            ("a | b\n---|---|---\nc | d", true),
            ("| a |\n|---|---|\n", true),
            ("a\n---|---", false),
            ("a | b\nc | d", false),
            ("a | b\n---", false),
            ("a | b", false),
        ] {
            assert_eq!(is_table(text), expected, "{text}");
        }
    }

    #[test]
    fn pipes_part_cells() {
        let text = "| a | b\\|c |d";
        let found: Vec<_> =
            cells(text, 0..text.len()).into_iter().map(|cell| &text[cell]).collect();
        assert_eq!(found, [" a ", " b\\|c ", "d"]);
    }
}
