//! Lines and other pieces of a text, none longer than a limit.
//!
//! A piece may have as many bytes as its limit; what ends it, such as the line
//! feed behind a line, is not counted. A longer one is refused before more of it
//! is held.

use std::io::{self, BufRead, Read};

use super::input::encoding::{Declaration, Encoding};
use super::input::text_reader::TextReader;
use crate::error::{Error, ErrorKind};
use crate::position::Position;

/// Reads lines that end in `\n` or `\r\n`, one at a time into one buffer; the
/// last may have no end.
#[derive(Debug)]
pub(super) struct Lines<R> {
    inner: TextReader<R>,
    line: String,
    /// The number of the line, from 1; 0 before the first.
    number: usize,
    /// How many bytes a line may have, the `\n` at its end not counted.
    longest: usize,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(inner: R, longest: usize) -> Self {
        Self::of(TextReader::new(inner), longest)
    }

    /// Reads a file that may name its encoding, where `declaration` finds it.
    pub(super) fn with_declaration(inner: R, longest: usize, declaration: Declaration) -> Self {
        Self::of(TextReader::with_declaration(inner, declaration), longest)
    }

    fn of(inner: TextReader<R>, longest: usize) -> Self {
        Self { inner, line: String::new(), number: 0, longest }
    }

    /// Returns the encoding, which is known once a line was read.
    pub(super) fn encoding(&self) -> Option<&Encoding> {
        self.inner.encoding()
    }

    /// Allows longer lines, or only shorter ones.
    pub(super) fn set_longest(&mut self, longest: usize) {
        self.longest = longest;
    }

    /// Goes to the next line; returns false where there is none.
    pub(super) fn advance(&mut self) -> Result<bool, Error> {
        let mut line = std::mem::take(&mut self.line).into_bytes();
        line.clear();
        let find_end = |block: &[u8]| memchr::memchr(b'\n', block);
        let end = read_piece(&mut self.inner, self.longest, &mut line, find_end)?;
        if line.is_empty() && end == PieceEnd::File {
            return Ok(false);
        }
        self.number += 1;
        match end {
            PieceEnd::TooLong => {
                return Err(too_long("a line", self.longest, "texts", self.position()));
            }
            PieceEnd::Byte(_) => drop(line.pop_if(|last| *last == b'\r')),
            PieceEnd::File => {}
        }
        // The bytes are UTF-8, and a line feed is no part of a character.
        self.line = String::from_utf8(line).unwrap_or_default();
        Ok(true)
    }

    /// Returns the line, without its end.
    pub(super) fn text(&self) -> &str {
        &self.line
    }

    /// Returns the number of the line, from 1; at the end how many there are.
    pub(super) fn number(&self) -> usize {
        self.number
    }

    /// Returns where the line begins.
    pub(super) fn position(&self) -> Position {
        Position { line: self.number, column: 1 }
    }
}

/// What a piece ends at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceEnd {
    /// A byte behind it, which is read.
    Byte(u8),
    File,
    /// The limit: the piece goes on.
    TooLong,
}

/// Adds a piece of at most `longest` bytes to `piece`, up to what `find_end`
/// finds in one of the blocks that come, each of which it is asked once.
pub(super) fn read_piece(
    inner: &mut impl BufRead,
    longest: usize,
    piece: &mut Vec<u8>,
    mut find_end: impl FnMut(&[u8]) -> Option<usize>,
) -> io::Result<PieceEnd> {
    loop {
        let block = inner.fill_buf()?;
        if block.is_empty() {
            return Ok(PieceEnd::File);
        }
        let end = find_end(block);
        let length = end.unwrap_or(block.len());
        if piece.len() + length > longest {
            return Ok(PieceEnd::TooLong);
        }
        piece.extend_from_slice(&block[..length]);
        let ended_by = end.map(|end| block[end]);
        inner.consume(length + usize::from(ended_by.is_some()));
        if let Some(byte) = ended_by {
            return Ok(PieceEnd::Byte(byte));
        }
    }
}

/// Makes the error of a piece that is longer than a limit; `limit` names the one
/// of [`Limits`](super::Limits).
pub(super) fn too_long(piece: &str, longest: usize, limit: &str, position: Position) -> Error {
    let message = format!(
        "expected {piece} of at most {longest} bytes, but found a longer one; \
         raise the limit on {limit}, or see whether the file is of this format"
    );
    Error::new(ErrorKind::Limit { position, message })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads all lines, and what ended them where that is an error.
    fn read(file: &[u8], longest: usize) -> (Vec<String>, Option<String>) {
        let mut lines = Lines::new(file, longest);
        let mut texts = Vec::new();
        loop {
            match lines.advance() {
                Ok(true) => texts.push(lines.text().to_owned()),
                Ok(false) => return (texts, None),
                Err(error) => return (texts, Some(error.to_string())),
            }
        }
    }

    #[test]
    fn ends_are_taken_off() {
        let mut lines = Lines::new(&b"\xEF\xBB\xBFa \n\r\nb\rc\r\n\n d\r"[..], 100);
        let mut found = Vec::new();
        while lines.advance().unwrap() {
            found.push((lines.number(), lines.text().to_owned()));
        }
        let texts = ["a ", "", "b\rc", "", " d\r"].map(str::to_owned);
        assert!(found.into_iter().eq((1..).zip(texts)));
        assert_eq!(lines.number(), 5);
        assert!(!lines.advance().unwrap());
    }

    #[test]
    fn a_line_may_be_as_long_as_the_limit() {
        let (texts, error) = read(b"abc\nab\r\nabcd\nab\n", 3);
        assert_eq!(texts, ["abc", "ab"]);
        assert!(error.unwrap().starts_with(
            "line 3, column 1: expected a line of at most 3 bytes, but found a longer one"
        ));
    }

    #[test]
    fn a_long_line_is_refused_before_it_is_read() {
        let endless = io::repeat(b'a');
        let mut lines = Lines::new(b"short\n".chain(endless), 10);
        assert!(lines.advance().unwrap());
        let error = lines.advance().unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Limit { position, .. } if position.line == 2));
    }

    #[test]
    fn pieces_in_blocks_of_any_size() {
        let text = "ab\n\nc\r\nlast";
        let find_end = |block: &[u8]| memchr::memchr(b'\n', block);
        for block in 1..20 {
            let mut inner = io::BufReader::with_capacity(block, text.as_bytes());
            for (expected, end) in [
                ("ab", PieceEnd::Byte(b'\n')),
                ("", PieceEnd::Byte(b'\n')),
                ("c\r", PieceEnd::Byte(b'\n')),
                ("last", PieceEnd::File),
            ] {
                let mut piece = Vec::new();
                assert_eq!(read_piece(&mut inner, 4, &mut piece, find_end).unwrap(), end);
                assert_eq!(piece, expected.as_bytes());
            }
            let mut inner = io::BufReader::with_capacity(block, text.as_bytes());
            let end = read_piece(&mut inner, 1, &mut Vec::new(), find_end).unwrap();
            assert_eq!(end, PieceEnd::TooLong);
        }
        let (mut endless, mut piece) = (io::BufReader::new(io::repeat(b'{')), Vec::new());
        let end = read_piece(&mut endless, 1 << 20, &mut piece, |_| None).unwrap();
        assert_eq!(end, PieceEnd::TooLong);
        assert!(piece.capacity() <= 2 << 20);
    }
}
