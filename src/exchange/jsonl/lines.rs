//! The lines of a file, none longer than a limit.

use std::io::{self, BufRead};

use crate::error::{Error, ErrorKind};
use crate::position::Position;

/// The lines of a file, one after the other.
#[derive(Debug)]
pub(super) struct Lines<R> {
    inner: R,
    line: Vec<u8>,
    /// The number of the line, from 1; 0 before the first.
    number: usize,
    /// The most bytes that a line may have, its end not counted.
    longest: usize,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(inner: R, longest: usize) -> Self {
        Self { inner, line: Vec::new(), number: 0, longest }
    }

    pub(super) fn set_longest(&mut self, longest: usize) {
        self.longest = longest;
    }

    /// The line that was read last, and its end.
    pub(super) fn line(&self) -> &[u8] {
        &self.line
    }

    /// The number of that line, from 1.
    pub(super) fn number(&self) -> usize {
        self.number
    }

    /// Reads the next line; says whether there is one.
    ///
    /// # Errors
    ///
    /// Where reading fails, or the line is longer than the limit: no more of it
    /// is held than that.
    pub(super) fn read(&mut self) -> Result<bool, Error> {
        self.line.clear();
        self.number += 1;
        while !self.line.ends_with(b"\n") {
            let available = match self.inner.fill_buf() {
                Ok(available) => available,
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => continue,
                Err(cause) => return Err(cause.into()),
            };
            let end = memchr::memchr(b'\n', available);
            let taken = end.map_or(available.len(), |end| end + 1);
            if self.line.len() + end.unwrap_or(taken) > self.longest {
                return Err(self.too_long());
            }
            if taken == 0 {
                break;
            }
            self.line.extend_from_slice(&available[..taken]);
            self.inner.consume(taken);
        }
        Ok(!self.line.is_empty())
    }

    fn too_long(&self) -> Error {
        Error::new(ErrorKind::Limit {
            position: Position { line: self.number, column: 1 },
            message: format!(
                "expected a line of at most {} bytes, but found a longer one; \
                 raise the limit, or give a file of JSON Lines",
                self.longest
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, block: usize, longest: usize) -> (Vec<String>, Option<String>) {
        let mut lines = Lines::new(io::BufReader::with_capacity(block, text.as_bytes()), longest);
        let mut all = Vec::new();
        loop {
            match lines.read() {
                Ok(true) => all.push(String::from_utf8(lines.line().to_vec()).unwrap()),
                Ok(false) => return (all, None),
                Err(error) => return (all, Some(error.to_string())),
            }
        }
    }

    #[test]
    fn lines_in_blocks_of_any_size() {
        let text = "ab\n\nc\r\nlast";
        for block in 1..20 {
            let found = lines(text, block, 4);
            assert_eq!(
                found,
                (vec!["ab\n".into(), "\n".into(), "c\r\n".into(), "last".into()], None)
            );
        }
    }

    #[test]
    fn a_longer_line_is_refused_without_being_held() {
        for block in 1..20 {
            let (before, error) = lines("ab\nabc\nab\n", block, 2);
            assert_eq!(before, ["ab\n"]);
            assert!(error.unwrap().starts_with("line 2, column 1: expected a line of at most 2"));
        }
        let mut endless = Lines::new(io::BufReader::new(io::repeat(b'{')), 1 << 20);
        assert!(endless.read().is_err());
        assert!(endless.line.capacity() <= 2 << 20);
    }
}
