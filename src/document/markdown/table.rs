//! Pipe tables (GitHub Flavored Markdown 0.29, section 4.10).

use std::ops::Range;

/// Returns the number of cells of a delimiter row, `|---|:--:|`, if `rest` is
/// one. A row without any pipe or colon is an underline or a rule, never a
/// table.
pub(super) fn delimiter_cells(rest: &[u8]) -> Option<usize> {
    let is_delimiter = |byte: &u8| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t' | b'\r');
    let end = rest.iter().position(|byte| !is_delimiter(byte)).unwrap_or(rest.len());
    if rest.get(end).is_some_and(|byte| *byte != b'\n') {
        return None;
    }
    let row = rest[..end].trim_ascii();
    let inner = row.strip_prefix(b"|").unwrap_or(row);
    let inner = inner.strip_suffix(b"|").unwrap_or(inner);
    let marked = row.contains(&b'|') || row.contains(&b':');
    let cells = inner.split(|byte| *byte == b'|');
    (marked && cells.clone().all(is_delimiter_cell)).then(|| cells.count())
}

fn is_delimiter_cell(cell: &[u8]) -> bool {
    let cell = cell.trim_ascii();
    let cell = cell.strip_prefix(b":").unwrap_or(cell);
    let cell = cell.strip_suffix(b":").unwrap_or(cell);
    !cell.is_empty() && cell.iter().all(|byte| *byte == b'-')
}

/// Returns the number of cells of a header row, whatever annotation holds left
/// out.
pub(super) fn header_cells(bytes: &[u8], row: Range<usize>, annotations: &[Range<usize>]) -> usize {
    let mut cells = Cells::default();
    let mut at = row.start;
    for annotation in annotations {
        cells.read(bytes.get(at..annotation.start).unwrap_or_default());
        cells.text();
        at = annotation.end.max(at);
    }
    cells.read(bytes.get(at..row.end).unwrap_or_default());
    cells.count()
}

/// Counts the cells of a row as its bytes come.
#[derive(Default)]
struct Cells {
    pipes: usize,
    leading: bool,
    text_since_pipe: bool,
    escaped: bool,
}

impl Cells {
    fn read(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'|' if !self.escaped => self.pipe(),
                b' ' | b'\t' | b'\r' | b'\n' => {}
                _ => self.text_since_pipe = true,
            }
            self.escaped = *byte == b'\\' && !self.escaped;
        }
    }

    fn pipe(&mut self) {
        self.leading |= self.pipes == 0 && !self.text_since_pipe;
        self.pipes += 1;
        self.text_since_pipe = false;
    }

    fn text(&mut self) {
        self.text_since_pipe = true;
        self.escaped = false;
    }

    /// Pipes part the cells, but for the one before the first cell and the one
    /// after the last.
    fn count(&self) -> usize {
        (self.pipes + usize::from(self.text_since_pipe)).saturating_sub(usize::from(self.leading))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiter_rows() {
        let rows = [
            ("|---|---|", Some(2)),
            ("--- | :-: | --:\r\nx", Some(3)),
            ("|-|\n", Some(1)),
            (":--", Some(1)),
            ("---", None),
            ("|", None),
            ("||", None),
            ("|- -|", None),
            ("|:|", None),
            ("|---|---| x", None),
            ("|---|<span", None),
        ];
        for (row, cells) in rows {
            assert_eq!(delimiter_cells(row.as_bytes()), cells, "{row:?}");
        }
    }

    #[test]
    fn header_rows() {
        let rows = [
            ("| a | b |", 2),
            ("a | b", 2),
            ("| a | b", 2),
            ("a | b |  \r\n", 2),
            ("| | b |", 2),
            (r"| a \| b |", 1),
            (r"| a \\| b |", 2),
            ("a", 1),
            ("|", 0),
            ("", 0),
        ];
        for (row, cells) in rows {
            assert_eq!(header_cells(row.as_bytes(), 0..row.len(), &[]), cells, "{row:?}");
        }
        let row = b"| <|> | <|||>";
        assert_eq!(header_cells(row, 0..row.len(), &[2..5, 8..13]), 2);
    }
}
