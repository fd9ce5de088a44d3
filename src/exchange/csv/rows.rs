//! The rows of a file, under limits.

use std::io::BufRead;

use csv_core::ReadRecordResult;

use super::Separator;
use crate::error::{Error, ErrorKind};
use crate::position::Position;

/// The most cells of a row: as many as a sheet of Excel has columns ("Excel
/// specifications and limits").
const MOST_CELLS: usize = 16_384;

/// The rows of a file, one after the other.
#[derive(Debug)]
pub(super) struct Rows<R> {
    inner: R,
    parser: csv_core::Reader,
    /// The cells of the row, one after the other.
    text: Vec<u8>,
    /// Where each of them ends.
    ends: Vec<usize>,
    /// How many cells the row has.
    count: usize,
    /// The line on which the row begins, from 1.
    line: usize,
    /// How many bytes the cells of a row may have.
    longest: usize,
    /// Whether the row is to be read again.
    is_put_back: bool,
}

impl<R: BufRead> Rows<R> {
    /// Reads the rows of a text whose first line has this number.
    pub(super) fn new(inner: R, separator: Separator, longest: usize, line: usize) -> Self {
        let mut parser = csv_core::ReaderBuilder::new().delimiter(separator.byte()).build();
        parser.set_line(line as u64);
        let (text, ends) = (vec![0; 1024], vec![0; 64]);
        Self { inner, parser, text, ends, count: 0, line, longest, is_put_back: false }
    }

    /// Lets the row that was read last be the next again.
    pub(super) fn put_back(&mut self) {
        self.is_put_back = true;
    }

    /// Returns where the row begins.
    pub(super) fn position(&self) -> Position {
        Position { line: self.line, column: 1 }
    }

    /// Returns how many cells the row has.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Returns a cell, by its number from 0; one that the row does not have is
    /// empty.
    pub(super) fn cell(&self, index: usize) -> &str {
        if index >= self.count {
            return "";
        }
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        let cell = &self.text[start..self.ends[index]];
        // The text is UTF-8, and what parts it is ASCII.
        std::str::from_utf8(cell).unwrap_or_default()
    }

    /// Returns the cells of the row.
    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.count).map(|index| self.cell(index))
    }

    /// Reads the next row, past empty lines; returns whether there is one.
    ///
    /// # Errors
    ///
    /// Where reading fails, the row is larger than the limits, or the file ends
    /// inside quotes.
    pub(super) fn read(&mut self) -> Result<bool, Error> {
        if std::mem::take(&mut self.is_put_back) {
            return Ok(true);
        }
        self.count = 0;
        if !self.skip_empty_lines()? {
            return Ok(false);
        }
        self.line = self.parser.line() as usize;
        let (mut length, mut count) = (0, 0);
        loop {
            let input = self.inner.fill_buf()?;
            let is_end = input.is_empty();
            // A line end after the last row ends it, unless it is in quotes.
            let input = if is_end { b"\n" } else { input };
            let (result, read, written, ended) =
                self.parser.read_record(input, &mut self.text[length..], &mut self.ends[count..]);
            if !is_end {
                self.inner.consume(read);
            }
            length += written;
            count += ended;
            match result {
                ReadRecordResult::Record => {
                    self.count = count;
                    return Ok(true);
                }
                ReadRecordResult::InputEmpty if is_end => return Err(self.open_quotes()),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.grow_text()?,
                ReadRecordResult::OutputEndsFull => self.grow_ends()?,
                ReadRecordResult::End => return Ok(false),
            }
        }
    }

    /// Goes to the next row, so that its line is known; returns whether there is
    /// one.
    fn skip_empty_lines(&mut self) -> Result<bool, Error> {
        loop {
            let input = self.inner.fill_buf()?;
            let ends = input.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            let lines = input[..ends].iter().filter(|&&byte| byte == b'\n').count();
            let is_done = ends < input.len() || input.is_empty();
            let is_end = input.is_empty();
            self.inner.consume(ends);
            self.parser.set_line(self.parser.line() + lines as u64);
            if is_done {
                return Ok(!is_end);
            }
        }
    }

    fn grow_text(&mut self) -> Result<(), Error> {
        let length = self.text.len();
        if length >= self.longest {
            return Err(self.too_large(&format!("{} bytes", self.longest)));
        }
        self.text.resize((2 * length).min(self.longest), 0);
        Ok(())
    }

    fn grow_ends(&mut self) -> Result<(), Error> {
        let length = self.ends.len();
        if length >= MOST_CELLS {
            return Err(self.too_large(&format!("{MOST_CELLS} cells")));
        }
        self.ends.resize((2 * length).min(MOST_CELLS), 0);
        Ok(())
    }

    fn too_large(&self, most: &str) -> Error {
        let message = format!(
            "expected a row of at most {most}, but found a larger one; \
             look for a quote without its other half, or raise the limit on texts"
        );
        Error::new(ErrorKind::Limit { position: self.position(), message })
    }

    fn open_quotes(&self) -> Error {
        let message = "expected a quote at the end of a cell of this row, but found the end of \
                       the file; look for a quote without its other half"
            .into();
        Error::new(ErrorKind::Syntax { position: self.position(), message })
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    /// Reads the rows, each with its line, and what ended them.
    fn rows(text: &str, block: usize) -> (Vec<(usize, Vec<String>)>, Option<String>) {
        let inner = io::BufReader::with_capacity(block, text.as_bytes());
        let mut rows = Rows::new(inner, Separator::Comma, 4096, 1);
        let mut all = Vec::new();
        loop {
            match rows.read() {
                Ok(true) => {
                    all.push((rows.position().line, rows.cells().map(str::to_owned).collect()))
                }
                Ok(false) => return (all, None),
                Err(error) => return (all, Some(error.to_string())),
            }
        }
    }

    #[test]
    fn rows_in_blocks_of_any_size() {
        for (text, expected) in [
            ("", vec![]),
            ("\n\r\n", vec![]),
            ("a,b", vec![(1, vec!["a", "b"])]),
            ("a,\r\n\r\n\r\n,b\r\n", vec![(1, vec!["a", ""]), (4, vec!["", "b"])]),
            ("\"a\r\n\"\"b\"\"\",c\nd\n", vec![(1, vec!["a\r\n\"b\"", "c"]), (3, vec!["d"])]),
            ("a\rb", vec![(1, vec!["a"]), (1, vec!["b"])]),
            ("\"\"", vec![(1, vec![""])]),
            ("如,\"果\n\"\n\u{0},x", vec![(1, vec!["如", "果\n"]), (3, vec!["\0", "x"])]),
        ] {
            for block in 1..12 {
                let (found, error) = rows(text, block);
                let found: Vec<(usize, Vec<&str>)> = found
                    .iter()
                    .map(|(line, cells)| (*line, cells.iter().map(String::as_str).collect()))
                    .collect();
                assert_eq!((found, error), (expected.clone(), None), "{text:?}");
            }
        }
    }

    #[test]
    fn a_file_that_ends_in_quotes_is_broken() {
        for text in ["a\n\"b\nc\nd", "a\n\"", "a\nb,\"c\n"] {
            let (found, error) = rows(text, 3);
            assert_eq!(found.len(), 1);
            let error = error.unwrap();
            assert!(error.starts_with("line 2, column 1: expected a quote at the end"), "{error}");
        }
    }

    #[test]
    fn limits_hold_before_memory_is_taken() {
        let (_, error) = rows(&format!("a\n\"{}", "x".repeat(5000)), 100);
        assert!(
            error.unwrap().starts_with("line 2, column 1: expected a row of at most 4096 bytes")
        );
        let (_, error) = rows(&",".repeat(MOST_CELLS), 100);
        assert!(error.unwrap().contains("at most 16384 cells"));
        let endless = io::BufReader::new(io::repeat(b'"'));
        let mut rows = Rows::new(endless, Separator::Comma, 1 << 20, 1);
        assert!(rows.read().is_err());
        assert!(rows.text.capacity() <= 1 << 20);
    }
}
