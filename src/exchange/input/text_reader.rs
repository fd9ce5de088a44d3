//! The text of a file for parsers that read bytes.

use std::io::{self, BufRead, Read};

use super::decoder::{DecodeError, Decoder};
use super::encoding::{Declaration, Encoding};
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

/// The byte order mark.
const MARK: &str = "\u{feff}";

impl<R: Read> TextReader<R> {
    pub(crate) fn new(inner: R) -> Self {
        Self::of(Decoder::new(inner))
    }

    /// Reads a file that may name its encoding, where `declaration` finds it.
    pub(crate) fn with_declaration(inner: R, declaration: Declaration) -> Self {
        Self::of(Decoder::with_declaration(inner, declaration))
    }

    /// Reads a file in an encoding, as UTF-8 with a byte order mark, so that whoever
    /// reads on looks for no other encoding.
    pub(crate) fn marked(inner: R, encoding: &'static encoding_rs::Encoding) -> Self {
        let decoder = Decoder::with_encoding(inner, encoding);
        Self { text: MARK.to_owned(), ..Self::of(decoder) }
    }

    fn of(decoder: Decoder<R>) -> Self {
        Self { decoder, text: String::new(), at: 0, position: Position::START }
    }

    /// Returns the encoding, which is known once something was read.
    pub(crate) fn encoding(&self) -> Option<&Encoding> {
        self.decoder.encoding()
    }

    /// Replaces the text, which is consumed, by more.
    fn fill(&mut self) -> io::Result<()> {
        // The mark that `marked` begins with is no character of the file.
        let text = if self.text == MARK { "" } else { &self.text };
        self.position = self.position.after(text);
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
    fn a_named_encoding_is_read_as_it_is_named() {
        for (bytes, encoding, text) in [
            (&b"Gr\xFC\xDFe"[..], encoding_rs::WINDOWS_1252, "Grüße"),
            (b"\xCF\xF0", encoding_rs::WINDOWS_1251, "Пр"),
            (b"a\0b\0", encoding_rs::UTF_16LE, "ab"),
            // A mark decides.
            (b"\xEF\xBB\xBF\xC3\xBC", encoding_rs::WINDOWS_1252, "ü"),
            (b"\xFE\xFF\0a", encoding_rs::UTF_16LE, "a"),
        ] {
            let mut read = String::new();
            TextReader::marked(bytes, encoding).read_to_string(&mut read).unwrap();
            assert_eq!(read, format!("\u{feff}{text}"));
            // What it gives is read as UTF-8, whatever it looks like.
            let mut again = String::new();
            let marked = TextReader::marked(bytes, encoding);
            TextReader::new(marked).read_to_string(&mut again).unwrap();
            assert_eq!(again, text);
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
