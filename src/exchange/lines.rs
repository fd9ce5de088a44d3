//! The lines of a text, one at a time in one buffer.

use std::io::{BufRead, Read};

use super::input::text_reader::TextReader;
use crate::error::{Error, ErrorKind};
use crate::position::Position;

/// Reads lines that end in `\n` or `\r\n`; the last may have no end.
#[derive(Debug)]
pub(super) struct Lines<R> {
    inner: TextReader<R>,
    line: String,
    /// The number of the line, from 1; 0 before the first.
    number: usize,
    /// How many bytes a line may have, its end included.
    most: usize,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(inner: R, most: usize) -> Self {
        Self { inner: TextReader::new(inner), line: String::new(), number: 0, most }
    }

    /// Allows longer lines, or only shorter ones.
    pub(super) fn limit(&mut self, most: usize) {
        self.most = most;
    }

    /// Goes to the next line; false where there is none.
    pub(super) fn advance(&mut self) -> Result<bool, Error> {
        let mut bytes = std::mem::take(&mut self.line).into_bytes();
        bytes.clear();
        let most = u64::try_from(self.most).unwrap_or(u64::MAX);
        let read = (&mut self.inner).take(most.saturating_add(1)).read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(false);
        }
        self.number += 1;
        if read > self.most {
            return Err(self.too_long());
        }
        if bytes.pop_if(|last| *last == b'\n').is_some() {
            bytes.pop_if(|last| *last == b'\r');
        }
        self.line = String::from_utf8(bytes).map_err(|_| self.not_text())?;
        Ok(true)
    }

    /// The line, without its end.
    pub(super) fn text(&self) -> &str {
        &self.line
    }

    /// The number of the line, from 1; at the end how many lines there are.
    pub(super) fn number(&self) -> usize {
        self.number
    }

    /// Where the line begins.
    pub(super) fn position(&self) -> Position {
        Position { line: self.number, column: 1 }
    }

    fn too_long(&self) -> Error {
        let message =
            format!("expected lines of at most {} bytes; raise the limit on texts", self.most);
        Error::new(ErrorKind::Limit { position: self.position(), message })
    }

    /// Never, as the bytes of a [`TextReader`] are UTF-8, and lines are whole.
    fn not_text(&self) -> Error {
        let message = "expected text in UTF-8".to_owned();
        Error::new(ErrorKind::Syntax { position: self.position(), message })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_taken_off() {
        let mut lines = Lines::new(&b"\xEF\xBB\xBFa \n\r\nb\rc\r\n\n d"[..], 100);
        let mut found = Vec::new();
        while lines.advance().unwrap() {
            found.push((lines.number(), lines.text().to_owned()));
        }
        let texts = ["a ", "", "b\rc", "", " d"].map(str::to_owned);
        assert!(found.into_iter().eq((1..).zip(texts)));
        assert_eq!(lines.number(), 5);
        assert!(!lines.advance().unwrap());
    }

    #[test]
    fn a_long_line_is_refused_before_it_is_read() {
        let endless = std::io::repeat(b'a');
        let mut lines = Lines::new(b"short\n".chain(endless), 10);
        assert!(lines.advance().unwrap());
        let error = lines.advance().unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Limit { position, .. } if position.line == 2));
    }

    #[test]
    fn a_line_may_be_as_long_as_the_limit() {
        let mut lines = Lines::new(&b"ab\nabc\n"[..], 3);
        assert!(lines.advance().unwrap());
        assert!(lines.advance().is_err());
    }
}
