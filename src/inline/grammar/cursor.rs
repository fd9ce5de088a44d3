//! A place in a text that moves on byte by byte.

/// A text and how far it was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    /// Byte offset of what comes next, from 0.
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    /// The bytes that come next.
    pub(super) fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.at..]
    }

    /// The text from an earlier place up to here.
    ///
    /// Both must stand beside an ASCII byte or an end, as they do in every
    /// grammar of this folder: constructs begin and end with ASCII.
    pub(super) fn since(&self, start: usize) -> &'a str {
        &self.text[start..self.at]
    }

    /// Moves past `byte` where it comes next, and says whether it did.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let eaten = self.peek() == Some(byte);
        self.at += usize::from(eaten);
        eaten
    }

    /// Moves past `bytes` where they come next, and says whether they did.
    pub(super) fn eat_all(&mut self, bytes: &str) -> bool {
        let eaten = self.rest().starts_with(bytes.as_bytes());
        self.at += if eaten { bytes.len() } else { 0 };
        eaten
    }

    /// Moves past all bytes that `wanted` holds for and gives their text.
    pub(super) fn take_while(&mut self, wanted: impl Fn(u8) -> bool) -> &'a str {
        let start = self.at;
        let rest = self.rest();
        self.at += rest.iter().position(|&byte| !wanted(byte)).unwrap_or(rest.len());
        self.since(start)
    }

    /// Moves past spaces, tabs and line ends and says whether there were any.
    pub(super) fn skip_whitespace(&mut self) -> bool {
        !self.take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')).is_empty()
    }

    /// Moves to the next `byte`, gives what stood before it and moves past it.
    pub(super) fn take_past(&mut self, byte: u8) -> Option<&'a str> {
        let start = self.at;
        self.at += memchr::memchr(byte, self.rest())?;
        let taken = self.since(start);
        self.at += 1;
        Some(taken)
    }
}
