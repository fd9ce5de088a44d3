//! The constructs of Markdown and HTML text: functions from the text that begins
//! with a construct to where it ends and what it says.
//!
//! Nothing here knows what comes before a construct; the scanners in `tokens`
//! do, and the accessors of [`Code`](super::Code) read native forms again.

pub(super) mod code_span;
pub(super) mod docfx;
pub(super) mod entity;
pub(super) mod link;
pub(super) mod placeholder;
pub(super) mod tag;

/// Returns whether a tag is that of an element that is inside a line of
/// text.
pub(crate) fn is_phrasing(tag: &str) -> bool {
    tag::is_phrasing(tag_name(tag))
}

/// Returns the name of the element whose tag this is, as written; empty for
/// other text.
pub(crate) fn tag_name(tag: &str) -> &str {
    tag::Tag::scan(tag).map_or("", |tag| tag.name)
}

/// Returns the length of the tag that a text begins with, whatever its name is.
pub(crate) fn tag_length(text: &str) -> Option<usize> {
    tag::Tag::scan(text).map(|tag| tag.length)
}

/// Returns whether a text begins with a tag whose element HTML knows.
pub(crate) fn is_tag_known(text: &str) -> bool {
    tag::is_known(tag_name(text))
}

/// Returns the length of the comment, declaration or instruction that a text
/// begins with.
pub(crate) fn comment_length(text: &str) -> Option<usize> {
    tag::Comments::default().scan(text)
}

/// Returns the characters that a reference such as `&nbsp;` stands for, where its
/// name is one of HTML.
pub(crate) fn named_reference(written: &str) -> Option<(char, Option<char>)> {
    entity::Entity::characters_of(written)
}

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

    /// Returns the bytes that come next.
    pub(super) fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.at..]
    }

    /// Returns the text from an earlier place up to here.
    ///
    /// Both must be beside an ASCII byte or an end, as they are in every grammar of
    /// this folder: constructs begin and end with ASCII.
    pub(super) fn since(&self, start: usize) -> &'a str {
        &self.text[start..self.at]
    }

    /// Moves past `byte` where it comes next, and returns whether it did.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let eaten = self.peek() == Some(byte);
        self.at += usize::from(eaten);
        eaten
    }

    /// Moves past `bytes` where they come next, and returns whether they did.
    pub(super) fn eat_all(&mut self, bytes: &str) -> bool {
        let eaten = self.rest().starts_with(bytes.as_bytes());
        self.at += if eaten { bytes.len() } else { 0 };
        eaten
    }

    /// Moves past all bytes that `wanted` holds for and returns their text.
    pub(super) fn take_while(&mut self, wanted: impl Fn(u8) -> bool) -> &'a str {
        let start = self.at;
        let rest = self.rest();
        self.at += rest.iter().position(|&byte| !wanted(byte)).unwrap_or(rest.len());
        self.since(start)
    }

    /// Moves past spaces, tabs and line ends and returns whether there were any.
    pub(super) fn skip_whitespace(&mut self) -> bool {
        !self.take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')).is_empty()
    }

    /// Moves to the next `byte`, returns what came before it and moves past it.
    pub(super) fn take_past(&mut self, byte: u8) -> Option<&'a str> {
        let start = self.at;
        self.at += memchr::memchr(byte, self.rest())?;
        let taken = self.since(start);
        self.at += 1;
        Some(taken)
    }
}
