//! Quotes in TSV that are no quoting.
//!
//! Most programs write TSV without any quoting, so that a text that begins with a
//! quote is just that: `"He" said`. A cell counts as quoted where it is so from
//! end to end, quotes in it doubled; all others are put in quotes here, before the
//! parser, which would take their quotes away.

use std::io::{self, BufRead, Read};

use memchr::memchr;

/// The bytes of a file, in which all cells that begin with a quote are quoted.
#[derive(Debug)]
pub(super) struct Quotes<R> {
    inner: R,
    /// Whether anything is changed.
    is_active: bool,
    /// How many bytes a cell may have to be looked at.
    longest: usize,
    /// What was read; what stands before `at` is consumed, and what stands before
    /// `ready` goes as it is.
    raw: Vec<u8>,
    at: usize,
    ready: usize,
    /// A cell that was put in quotes, and how much of it is consumed.
    quoted: Vec<u8>,
    quoted_at: usize,
    /// Whether a cell begins behind what is ready.
    is_cell_start: bool,
    is_over: bool,
}

/// What a cell that begins with a quote is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    /// Quoted, up to this index.
    Quoted(usize),
    /// A text with quotes in it.
    Literal,
    /// More has to be read to know.
    Cut,
}

impl<R: BufRead> Quotes<R> {
    pub(super) fn new(inner: R, is_active: bool, longest: usize) -> Self {
        Self {
            inner,
            is_active,
            longest,
            raw: Vec::new(),
            at: 0,
            ready: 0,
            quoted: Vec::new(),
            quoted_at: 0,
            is_cell_start: true,
            is_over: false,
        }
    }

    /// Reads another block behind what is not ready; returns whether there is one.
    fn read_more(&mut self) -> io::Result<bool> {
        self.raw.drain(..self.at);
        self.ready -= self.at;
        self.at = 0;
        let block = self.inner.fill_buf()?;
        let length = block.len();
        self.raw.extend_from_slice(block);
        self.inner.consume(length);
        self.is_over = length == 0;
        Ok(length > 0)
    }

    /// Makes more bytes ready; returns whether there are any.
    fn advance(&mut self) -> io::Result<bool> {
        let mut scan = Scan::default();
        loop {
            if self.ready == self.raw.len() && !self.read_more()? {
                return Ok(false);
            }
            let rest = &self.raw[self.ready..];
            if !(self.is_cell_start && rest[0] == b'"') {
                self.pass();
                return Ok(true);
            }
            let may_read = !self.is_over && rest.len() <= self.longest;
            match scan.look_at(rest, self.is_over) {
                Cell::Quoted(end) => self.pass_to(self.ready + end, false),
                Cell::Cut if may_read => {
                    self.read_more()?;
                    continue;
                }
                // Of a quote that nothing closes, too.
                Cell::Literal | Cell::Cut => match scan.end_of_literal(rest) {
                    Some(length) => self.quote(length),
                    None if self.is_over => self.quote(rest.len()),
                    None if may_read => {
                        self.read_more()?;
                        continue;
                    }
                    None => self.pass_to(self.raw.len(), false),
                },
            }
            return Ok(true);
        }
    }

    fn pass_to(&mut self, end: usize, is_cell_start: bool) {
        self.ready = end;
        self.is_cell_start = is_cell_start;
    }

    /// Lets pass what stands before the next cell that begins with a quote.
    fn pass(&mut self) {
        let mut end = self.ready;
        while let Some(found) = memchr(b'"', &self.raw[end..]) {
            let quote = end + found;
            if quote > self.ready && ends_cell(self.raw[quote - 1]) {
                return self.pass_to(quote, true);
            }
            end = quote + 1;
        }
        self.pass_to(self.raw.len(), self.raw.last().copied().is_some_and(ends_cell));
    }

    /// Puts the cell that begins, of so many bytes, in quotes, and doubles its own.
    fn quote(&mut self, length: usize) {
        let rest = &self.raw[self.ready..];
        self.quoted.clear();
        self.quoted_at = 0;
        self.quoted.push(b'"');
        for &byte in &rest[..length] {
            self.quoted.push(byte);
            if byte == b'"' {
                self.quoted.push(b'"');
            }
        }
        self.quoted.push(b'"');
        // What is ready is consumed: else no more would be asked for.
        self.ready += length;
        self.at = self.ready;
        self.is_cell_start = false;
    }
}

/// How far a cell that begins with a quote was looked at.
#[derive(Debug, Default)]
struct Scan {
    at: usize,
    /// How far the end of a text was looked for.
    literal: usize,
}

impl Scan {
    /// Returns how long the cell is, if it is a text.
    fn end_of_literal(&mut self, rest: &[u8]) -> Option<usize> {
        let found = rest[self.literal..].iter().position(|&byte| ends_cell(byte));
        let end = found.map(|found| self.literal + found);
        self.literal = rest.len();
        end
    }

    /// Finds out what the cell is; `rest` begins with it, and grows from one call to
    /// the next.
    fn look_at(&mut self, rest: &[u8], is_over: bool) -> Cell {
        self.at = self.at.max(1);
        loop {
            let Some(found) = memchr(b'"', &rest[self.at..]) else {
                self.at = rest.len();
                return Cell::Cut;
            };
            let quote = self.at + found;
            match rest.get(quote + 1) {
                Some(b'"') => self.at = quote + 2,
                Some(&byte) if ends_cell(byte) => return Cell::Quoted(quote + 1),
                Some(_) => return Cell::Literal,
                None if is_over => return Cell::Quoted(quote + 1),
                None => {
                    self.at = quote;
                    return Cell::Cut;
                }
            }
        }
    }
}

fn ends_cell(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r')
}

impl<R: BufRead> BufRead for Quotes<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if !self.is_active {
            return self.inner.fill_buf();
        }
        if self.quoted_at == self.quoted.len() && self.at == self.ready {
            self.advance()?;
        }
        if self.quoted_at < self.quoted.len() {
            return Ok(&self.quoted[self.quoted_at..]);
        }
        Ok(&self.raw[self.at..self.ready])
    }

    fn consume(&mut self, amount: usize) {
        if !self.is_active {
            self.inner.consume(amount);
        } else if self.quoted_at < self.quoted.len() {
            self.quoted_at = (self.quoted_at + amount).min(self.quoted.len());
        } else {
            self.at = (self.at + amount).min(self.ready);
        }
    }
}

impl<R: BufRead> Read for Quotes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(text: &str, is_active: bool, block: usize) -> String {
        let inner = io::BufReader::with_capacity(block, text.as_bytes());
        let mut read = String::new();
        Quotes::new(inner, is_active, 1 << 20).read_to_string(&mut read).unwrap();
        read
    }

    #[test]
    fn cells_that_are_not_quoted_are_put_in_quotes() {
        for (text, expected) in [
            ("", ""),
            ("a\tb\n", "a\tb\n"),
            ("\"He\" said\tx\n", "\"\"\"He\"\" said\"\tx\n"),
            ("\"a\tb\"\t\"c\nd\"\n", "\"a\tb\"\t\"c\nd\"\n"),
            ("\"a\"\"b\"\r\n\"\"", "\"a\"\"b\"\r\n\"\""),
            ("\"\"a\t\"b\"", "\"\"\"\"\"a\"\t\"b\""),
            ("x \"y\"\t5\"\n", "x \"y\"\t5\"\n"),
            ("\"Hi\" and \"bye\"", "\"\"\"Hi\"\" and \"\"bye\"\"\""),
            // A quote that is not closed before the next line begins.
            ("\"a\tb\n\"c\" d\n", "\"\"\"a\"\tb\n\"\"\"c\"\" d\"\n"),
            ("\"a\tb", "\"\"\"a\"\tb"),
            ("x\t\"a\r\nb\t\"c", "x\t\"\"\"a\"\r\nb\t\"\"\"c\""),
        ] {
            for block in 1..9 {
                assert_eq!(through(text, true, block), expected, "{text:?} by {block}");
                assert_eq!(through(text, false, block), text);
            }
        }
    }

    #[test]
    fn no_more_is_held_than_a_cell_may_have() {
        for endless in [&b"a"[..], b"a\t", b"\""] {
            let inner = io::BufReader::with_capacity(64, Endless(endless));
            let mut quotes = Quotes::new(io::Read::chain(&b"\""[..], inner), true, 1000);
            for _ in 0..100 {
                let length = quotes.fill_buf().unwrap().len();
                assert!(length > 0);
                quotes.consume(length);
                assert!(quotes.raw.len() <= 1000 + 64);
            }
        }
    }

    /// The same bytes again and again.
    struct Endless(&'static [u8]);

    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = buffer.len() / self.0.len();
            buffer.chunks_exact_mut(self.0.len()).for_each(|part| part.copy_from_slice(self.0));
            Ok(count * self.0.len())
        }
    }
}
