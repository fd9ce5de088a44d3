//! The text of a file for parsers that read bytes.

use std::io::{self, BufRead, Read};

use super::decoder::{DecodeError, Decoder};
use crate::error::{Error, ErrorKind};
use crate::position::Position;

/// A [`Decoder`] as [`BufRead`]: UTF-8 bytes, each read cut between characters.
///
/// Where the bytes of the file are not of its encoding, the [`io::Error`] holds
/// an [`Error`] with the place; `Error::from` takes it out again.
#[derive(Debug)]
pub(crate) struct TextReader<R> {
    decoder: Decoder<R>,
    text: String,
    /// How much of the text is consumed.
    at: usize,
    /// The place of the first character of the text.
    position: Position,
}

impl<R: Read> TextReader<R> {
    pub(crate) fn new(inner: R) -> Self {
        Self { decoder: Decoder::new(inner), text: String::new(), at: 0, position: Position::START }
    }

    /// Replaces the text, which is consumed, by more.
    fn fill(&mut self) -> io::Result<()> {
        self.position = self.position.after(&self.text);
        self.text.clear();
        self.at = 0;
        match self.decoder.read_into(&mut self.text) {
            Ok(_) => Ok(()),
            Err(DecodeError::Io(cause)) => Err(cause),
            Err(DecodeError::Malformed(message)) => {
                let kind = ErrorKind::Syntax { position: self.position, message };
                Err(io::Error::new(io::ErrorKind::InvalidData, Error::new(kind)))
            }
        }
    }
}

impl<R: Read> BufRead for TextReader<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.text.len() {
            self.fill()?;
        }
        Ok(&self.text.as_bytes()[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.at = (self.at + amount).min(self.text.len());
    }
}

impl<R: Read> Read for TextReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_file_in_any_encoding() {
        for bytes in [&b"a\nb"[..], b"\xFF\xFEa\0\n\0b\0", b"\xEF\xBB\xBFa\nb"] {
            let lines: io::Result<Vec<String>> = TextReader::new(bytes).lines().collect();
            assert_eq!(lines.unwrap(), ["a", "b"]);
        }
    }

    #[test]
    fn wrong_bytes_are_reported_with_their_place() {
        let mut text = String::new();
        let cause = TextReader::new(&b"ok\n\xC3\xBC\xFF"[..]).read_to_string(&mut text);
        let error = Error::from(cause.unwrap_err());
        assert_eq!(error.position(), Some(Position { line: 2, column: 2 }));
    }
}
