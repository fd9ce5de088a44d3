//! The text of a file as quick-xml reads it: decoded, with places, held to a
//! limit.

use std::cell::Cell;
use std::io::{self, BufRead, Read};

use memchr::memmem;

use super::is_space;
use crate::error::{Error, ErrorKind};
use crate::exchange::input::decoder::{DecodeError, Decoder};
use crate::exchange::input::encoding::Encoding;
use crate::position::Position;

/// How many bytes [`Source::ahead`] shows at least, where there are so many: no
/// construct needs more to be told from the others.
const AHEAD: usize = "<!DOCTYPE".len();

/// The text of a file in any encoding, gzip or not.
///
/// quick-xml puts a construct into memory before anyone sees it, and asks for
/// block after block until it has found its end. So whoever reads says where a
/// construct begins and how long it may be; further blocks are refused.
#[derive(Debug)]
pub(super) struct Source<R> {
    decoder: Decoder<R>,
    /// A block of text, of which the bytes up to `at` are read.
    text: String,
    at: usize,
    /// Whether nothing follows the block.
    is_last: bool,
    /// How many bytes were dropped before the block.
    dropped: u64,
    /// An index into the block and its place. Lines are counted on from here,
    /// only when asked for, so that each byte is counted once.
    counted: Cell<(usize, Position)>,
    /// Where the current construct begins, in bytes from the start of the file.
    begin: u64,
    /// The same as a place, once the block that it was in is dropped.
    begin_position: Option<Position>,
    /// How many bytes the current construct may have.
    most: usize,
    /// Why the file cannot be read on after the block.
    failure: Option<Failure>,
}

/// Why a construct cannot be read on.
#[derive(Debug)]
pub(super) enum Failure {
    /// It is longer than it may be.
    TooLong,
    Error(Error),
}

impl<R: Read> Source<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            decoder: Decoder::with_declaration(inner, declared_encoding),
            text: String::new(),
            at: 0,
            is_last: false,
            dropped: 0,
            counted: Cell::new((0, Position::START)),
            begin: 0,
            begin_position: None,
            most: usize::MAX,
            failure: None,
        }
    }

    /// Returns the encoding of the file, once something was read.
    pub(super) fn encoding(&self) -> Option<&Encoding> {
        self.decoder.encoding()
    }

    /// Shows what comes next: some bytes, and none at the end of the file.
    ///
    /// # Errors
    ///
    /// Where reading fails and nothing is left to be read before that.
    pub(super) fn ahead(&mut self) -> Result<&[u8], Error> {
        if self.text.len() - self.at < AHEAD {
            self.look_ahead()?;
        }
        Ok(&self.text.as_bytes()[self.at..])
    }

    #[cold]
    fn look_ahead(&mut self) -> Result<(), Error> {
        while self.text.len() - self.at < AHEAD && !self.is_last && self.failure.is_none() {
            self.failure = self.fill().map_err(Failure::Error).err();
        }
        match self.failure.take_if(|_| self.at == self.text.len()) {
            Some(Failure::Error(error)) => Err(error),
            _ => Ok(()),
        }
    }

    /// Begins a construct, which may have so many bytes.
    pub(super) fn begin(&mut self, most: usize) {
        self.begin = self.dropped + self.at as u64;
        self.begin_position = None;
        self.most = most;
    }

    /// Returns whether no part of the current construct is dropped.
    pub(super) fn is_whole(&self) -> bool {
        self.begin >= self.dropped
    }

    /// Shows what was read of the current construct, where it is whole.
    pub(super) fn construct(&self) -> Option<&str> {
        let begin = self.begin.checked_sub(self.dropped)?;
        self.text.get(begin as usize..self.at)
    }

    /// Returns where the current construct begins, in bytes.
    pub(super) fn offset(&self) -> u64 {
        self.begin
    }

    /// Returns where the current construct begins. Costs linear time over the
    /// whole file, however often it is asked for.
    pub(super) fn position(&self) -> Position {
        self.begin_position.unwrap_or_else(|| self.place((self.begin - self.dropped) as usize))
    }

    /// Returns why reading failed, once.
    pub(super) fn take_failure(&mut self) -> Option<Failure> {
        self.failure.take()
    }

    /// Returns the place of an index into the block.
    fn place(&self, index: usize) -> Position {
        let (counted, place) = self.counted.get();
        let Some(between) = self.text.get(counted..index) else { return place };
        let position = place.after(between);
        self.counted.set((index, position));
        position
    }

    /// Forgets what is read and adds more.
    fn fill(&mut self) -> Result<(), Error> {
        self.begin_position = Some(self.position());
        self.counted.set((0, self.place(self.at)));
        self.dropped += self.at as u64;
        self.text.drain(..self.at);
        self.at = 0;
        match self.decoder.read_into(&mut self.text) {
            Ok(more) => self.is_last = !more,
            Err(DecodeError::Io(cause)) => return Err(cause.into()),
            Err(DecodeError::Malformed(message)) => {
                let (counted, place) = self.counted.get();
                let position = place.after(&self.text[counted..]);
                return Err(Error::new(ErrorKind::Syntax { position, message }));
            }
        }
        Ok(())
    }

    /// Fills the block until something is to be read, or the file is over.
    #[cold]
    fn fill_block(&mut self) -> io::Result<()> {
        while self.at == self.text.len() && !self.is_last {
            if self.failure.is_none() {
                self.failure = self.fill_construct().err();
            }
            if self.failure.is_some() {
                return Err(io::Error::other("the construct cannot be read on"));
            }
        }
        Ok(())
    }

    /// Fills the block where the current construct may have more.
    fn fill_construct(&mut self) -> Result<(), Failure> {
        let length = self.dropped + self.at as u64 - self.begin;
        match length > self.most as u64 {
            true => Err(Failure::TooLong),
            false => self.fill().map_err(Failure::Error),
        }
    }

    /// Returns how much of the file is in memory.
    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.text.len()
    }
}

impl<R: Read> BufRead for Source<R> {
    #[inline]
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.text.len() {
            self.fill_block()?;
        }
        Ok(&self.text.as_bytes()[self.at..])
    }

    #[inline]
    fn consume(&mut self, amount: usize) {
        self.at += amount;
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

/// Finds the encoding that an XML declaration names (XML 1.0, section 4.3.3).
fn declared_encoding(head: &[u8]) -> Option<&str> {
    let inside = head.strip_prefix(b"<?xml").filter(|rest| rest.first().is_some_and(is_space))?;
    let declaration = &inside[..memmem::find(inside, b"?>")?];
    let start = memmem::find(declaration, b"encoding")?;
    let value = declaration[start..].strip_prefix(b"encoding")?.trim_ascii_start();
    let value = value.strip_prefix(b"=")?.trim_ascii_start();
    let (quote, value) = value.split_first().filter(|(quote, _)| b"\"'".contains(quote))?;
    let name = &value[..memchr::memchr(*quote, value)?];
    std::str::from_utf8(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_that_are_declared() {
        for (head, name) in [
            ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><tmx>", Some("UTF-8")),
            ("<?xml version='1.0'\n encoding = 'us-ascii' standalone='no' ?>", Some("us-ascii")),
            ("<?xml version=\"1.0\"?><a encoding=\"x\"/>", None),
            ("<?xml-stylesheet encoding=\"x\"?>", None),
            ("<?xml version=\"1.0\" encoding=UTF-8?>", None),
            ("<?xml version=\"1.0\" encoding=\"UTF-8", None),
            ("<?xml encoding?>", None),
            ("", None),
        ] {
            assert_eq!(declared_encoding(head.as_bytes()), name, "{head}");
        }
    }

    #[test]
    fn a_construct_is_refused_beyond_its_limit() {
        let mut source = Source::new(io::repeat(b'x'));
        source.begin(100_000);
        let mut read = Vec::new();
        assert!(source.read_to_end(&mut read).is_err());
        assert!((100_000..250_000).contains(&read.len()), "{}", read.len());
        assert!(matches!(source.take_failure(), Some(Failure::TooLong)));
    }
}
