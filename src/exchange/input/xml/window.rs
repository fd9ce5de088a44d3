//! The part of the text that is being read, and where it stands in the whole.

use std::cell::Cell;
use std::io::Read;

use super::declaration;
use crate::error::{Error, ErrorKind};
use crate::exchange::input::decoder::{DecodeError, Decoder};
use crate::position::Position;

/// A block of text: its start is read, its rest is not yet.
///
/// Indices into the text hold until it is filled.
#[derive(Debug)]
pub(super) struct Window<R> {
    decoder: Decoder<R>,
    text: String,
    /// Where the rest begins.
    at: usize,
    /// Whether nothing follows the text.
    is_last: bool,
    /// How many bytes stood before the text.
    dropped: u64,
    /// An index into the text and its place. Lines are counted from here, only
    /// when asked for, so that each byte is counted once.
    counted: Cell<(usize, Position)>,
}

impl<R: Read> Window<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            decoder: Decoder::with_declaration(inner, declaration::encoding),
            text: String::new(),
            at: 0,
            is_last: false,
            dropped: 0,
            counted: Cell::new((0, Position::START)),
        }
    }

    pub(super) fn decoder(&self) -> &Decoder<R> {
        &self.decoder
    }

    /// The whole text, for indices.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What is not read yet.
    pub(super) fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// Where the rest begins in the text.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Whether nothing follows the rest.
    pub(super) fn is_last(&self) -> bool {
        self.is_last
    }

    /// Reads so many bytes of the rest.
    pub(super) fn consume(&mut self, count: usize) {
        self.at += count;
    }

    /// Bytes of text before an index, from 0.
    pub(super) fn offset(&self, index: usize) -> u64 {
        self.dropped + index as u64
    }

    /// The place of an index; indices that ascend cost linear time in all.
    pub(super) fn position(&self, index: usize) -> Position {
        let (counted, place) = self.counted.get();
        let Some(between) = self.text.get(counted..index) else { return place };
        let position = place.after(between);
        self.counted.set((index, position));
        position
    }

    /// Forgets what is read and adds more to the rest; false where nothing follows.
    ///
    /// Adds at least as much as the rest has, where there is so much: whoever
    /// looks at a rest again and again from its start takes linear time.
    pub(super) fn fill(&mut self) -> Result<bool, Error> {
        self.forget();
        let wanted = self.text.len() * 2;
        let before = self.text.len();
        while !self.is_last && self.text.len() <= wanted {
            match self.decoder.read_into(&mut self.text) {
                Ok(more) => self.is_last = !more,
                Err(DecodeError::Io(cause)) => return Err(cause.into()),
                Err(DecodeError::Malformed(message)) => {
                    let position = self.position(self.text.len());
                    return Err(Error::new(ErrorKind::Syntax { position, message }));
                }
            }
        }
        Ok(self.text.len() > before)
    }

    fn forget(&mut self) {
        let place = self.position(self.at);
        self.counted.set((0, place));
        self.dropped += self.at as u64;
        self.text.drain(..self.at);
        self.at = 0;
    }
}
