//! The elements of a JSON array, one at a time.
//!
//! An array of any length is read in constant memory: its elements are cut out
//! by counting brackets outside strings (RFC 8259, sections 5 and 7), in one
//! pass, and only then parsed.

use std::io::{BufRead, Read};

use crate::error::{Error, ErrorKind};
use crate::exchange::input::text_reader::TextReader;
use crate::exchange::lines::{PieceEnd, read_piece, too_long};
use crate::position::Position;

/// Cuts an array into its elements.
#[derive(Debug)]
pub(super) struct Elements<R> {
    inner: TextReader<R>,
    /// The place of the next byte.
    position: Position,
    /// Where the element begins.
    start: Position,
    element: Vec<u8>,
    state: ArrayState,
    /// How many bytes an element may have.
    longest: usize,
}

/// How far an array is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ArrayState {
    /// Before the `[`.
    Before,
    /// Behind a comma.
    Inside,
    /// Behind the `]`.
    Behind,
    /// At the end, or behind an error.
    Done,
}

/// How deep in an element the next byte is.
#[derive(Default)]
struct Nesting {
    /// How many brackets are open.
    depth: usize,
    in_string: bool,
    /// Whether the byte before is a backslash that escapes this one.
    is_escaped: bool,
}

impl Nesting {
    /// Goes on by a byte; returns true where it is none of the element, but ends
    /// it.
    fn ends_at(&mut self, byte: u8) -> bool {
        if self.in_string {
            let is_escaped = std::mem::take(&mut self.is_escaped);
            match byte {
                b'\\' => self.is_escaped = !is_escaped,
                b'"' if !is_escaped => self.in_string = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b',' | b']' if self.depth == 0 => return true,
            b'"' => self.in_string = true,
            b'[' | b'{' => self.depth += 1,
            b']' | b'}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        false
    }
}

impl<R: Read> Elements<R> {
    pub(super) fn new(inner: R, longest: usize) -> Self {
        Self {
            inner: TextReader::new(inner),
            position: Position::START,
            start: Position::START,
            element: Vec::new(),
            state: ArrayState::Before,
            longest,
        }
    }

    pub(super) fn set_longest(&mut self, longest: usize) {
        self.longest = longest;
    }

    /// Goes to the next element; returns false where there is none.
    ///
    /// # Errors
    ///
    /// Where the file is no array, or ends inside one.
    pub(super) fn advance(&mut self) -> Result<bool, Error> {
        let state = std::mem::replace(&mut self.state, ArrayState::Done);
        match state {
            ArrayState::Before => self.open()?,
            ArrayState::Inside => {}
            ArrayState::Behind => return self.close().map(|()| false),
            ArrayState::Done => return Ok(false),
        }
        self.skip_white_space()?;
        self.start = self.position;
        self.element.clear();
        let end = self.cut()?;
        if state == ArrayState::Before && end == b']' && self.element.is_empty() {
            return self.close().map(|()| false);
        }
        self.state = if end == b']' { ArrayState::Behind } else { ArrayState::Inside };
        Ok(true)
    }

    /// Returns the bytes of the element.
    pub(super) fn element(&self) -> &[u8] {
        &self.element
    }

    /// Returns where the element begins.
    pub(super) fn start(&self) -> Position {
        self.start
    }

    /// Reads the `[`.
    fn open(&mut self) -> Result<(), Error> {
        match self.skip_white_space()? {
            Some(b'[') => {
                self.take(1);
                Ok(())
            }
            Some(_) => Err(self.syntax("expected a JSON array of entries, which begins with `[`")),
            None => Err(self.syntax("expected a JSON array of entries, but the file is empty")),
        }
    }

    /// Reads what follows the `]`.
    fn close(&mut self) -> Result<(), Error> {
        match self.skip_white_space()? {
            None => Ok(()),
            Some(_) => Err(self.syntax("expected nothing behind the array, which ends with `]`")),
        }
    }

    /// Reads an element and the byte that ends it; returns that byte.
    fn cut(&mut self) -> Result<u8, Error> {
        let mut nesting = Nesting::default();
        let find_end = |block: &[u8]| block.iter().position(|&byte| nesting.ends_at(byte));
        let end = read_piece(&mut self.inner, self.longest, &mut self.element, find_end)?;
        self.position = after(self.position, &self.element);
        match end {
            PieceEnd::Byte(byte) => {
                self.position.column += 1;
                Ok(byte)
            }
            PieceEnd::File => {
                Err(self.syntax("expected `]` at the end of the array, but the file ends"))
            }
            PieceEnd::TooLong => Err(too_long("an entry", self.longest, "units", self.start)),
        }
    }

    /// Returns the next byte that is no white space, without reading it.
    fn skip_white_space(&mut self) -> Result<Option<u8>, Error> {
        loop {
            let block = self.inner.fill_buf()?;
            let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
            let length = block.iter().take_while(|byte| is_space(byte)).count();
            let next = block.get(length).copied();
            let is_over = block.is_empty();
            self.take(length);
            if next.is_some() || is_over {
                return Ok(next);
            }
        }
    }

    /// Goes on by bytes of the block.
    fn take(&mut self, length: usize) {
        if let Ok(block) = self.inner.fill_buf() {
            self.position = after(self.position, &block[..length.min(block.len())]);
        }
        self.inner.consume(length);
    }

    fn syntax(&self, message: &str) -> Error {
        let message = message.to_owned();
        Error::new(ErrorKind::Syntax { position: self.position, message })
    }
}

/// Returns the position behind `bytes`, which may begin and end inside a character.
fn after(position: Position, bytes: &[u8]) -> Position {
    let lines = memchr::memchr_iter(b'\n', bytes).count();
    let line_start = memchr::memrchr(b'\n', bytes).map_or(0, |newline| newline + 1);
    // A character has one byte that is no continuation (RFC 3629 section 3).
    let last_line = bytes[line_start..].iter();
    let characters = last_line.filter(|&&byte| byte & 0xC0 != 0x80).count();
    let before = if lines == 0 { position.column } else { 1 };
    Position { line: position.line + lines, column: before + characters }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the elements with their places, and the message of the error at the end.
    fn elements(text: &str) -> (Vec<(String, String)>, Option<String>) {
        let mut elements = Elements::new(text.as_bytes(), 100);
        let mut found = Vec::new();
        loop {
            match elements.advance() {
                Ok(true) => found.push((
                    String::from_utf8(elements.element().to_vec()).unwrap(),
                    elements.start().to_string(),
                )),
                Ok(false) => return (found, None),
                Err(error) => return (found, Some(error.to_string())),
            }
        }
    }

    #[test]
    fn whole_arrays() {
        for (text, expected) in [
            ("[]", &[][..]),
            (" [ \n ] \n", &[]),
            (
                "[1, [2, 3],{\"a\":[4]}]",
                &[("1", "1:2"), ("[2, 3]", "1:5"), ("{\"a\":[4]}", "1:12")],
            ),
            (r#"["a,]\"]\\", 2]"#, &[(r#""a,]\"]\\""#, "1:2"), ("2", "1:14")]),
            ("[\n\"ü\", 1\n]", &[("\"ü\"", "2:1"), ("1\n", "2:6")]),
            ("[1,,2,]", &[("1", "1:2"), ("", "1:4"), ("2", "1:5"), ("", "1:7")]),
        ] {
            let (found, error) = elements(text);
            let found: Vec<_> = found.iter().map(|(text, at)| (&**text, &**at)).collect();
            assert_eq!((found.as_slice(), error), (expected, None), "{text}");
        }
    }

    #[test]
    fn broken_files() {
        for (text, count, message) in [
            ("", 0, "line 1, column 1: expected a JSON array of entries, but the file is empty"),
            ("{}", 0, "line 1, column 1: expected a JSON array of entries, which begins with `[`"),
            ("[1, 2", 1, "line 1, column 6: expected `]` at the end"),
            ("[1, \"2]", 1, "line 1, column 8: expected `]` at the end"),
            ("[1] 2", 1, "line 1, column 5: expected nothing behind the array"),
        ] {
            let (found, error) = elements(text);
            assert_eq!(found.len(), count, "{text}");
            let error = error.unwrap();
            assert!(error.starts_with(message), "{text}: {error}");
        }
        let long = format!("[1, \"{}\"]", "a".repeat(100));
        assert!(elements(&long).1.unwrap().contains("expected an entry of at most 100 bytes"));
    }
}
