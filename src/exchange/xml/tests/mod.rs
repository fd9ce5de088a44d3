//! The reader of XML as those who stand on it see it.

mod cursor;
mod files;
mod limits;
mod properties;
mod rules;

use std::io::{self, Read};

use super::*;
use crate::exchange::Limits;

/// Gives so many bytes at a time.
pub(super) struct Trickle<'a>(pub(super) &'a [u8], pub(super) usize);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(self.1);
        self.0.read(&mut buffer[..length])
    }
}

/// Writes what a file holds, a construct a line: `<name a="value">`, `</name>`, text in
/// quotes, defects and the last error with their places.
pub(super) fn read(bytes: impl Read) -> String {
    read_within(bytes, Limits::default())
}

pub(super) fn read_within(bytes: impl Read, limits: Limits) -> String {
    let mut reader = Reader::new(bytes, limits);
    let mut lines: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut open: Vec<String> = Vec::new();
    loop {
        let result = reader.advance();
        if let (Ok(true), Event::Text) = (&result, reader.event()) {
            let piece = reader.text();
            assert!(!piece.is_empty() && reader.depth() > 0);
            text.push_str(piece);
            continue;
        }
        if !text.is_empty() {
            lines.push(format!("{:?}", std::mem::take(&mut text)));
        }
        match result {
            Ok(true) => lines.push(line(&reader, &mut open)),
            Ok(false) => break,
            Err(error) => {
                lines.push(format!("error: {error}"));
                break;
            }
        }
        assert_eq!(open.len(), reader.depth());
    }
    assert!(matches!(reader.event(), Event::Eof));
    assert!(matches!(reader.advance(), Ok(false)), "the end is the end");
    lines.join("\n")
}

/// Writes a construct; `open` are the elements that are.
fn line(reader: &Reader<impl Read>, open: &mut Vec<String>) -> String {
    match reader.event() {
        Event::Start => {
            let tag = reader.tag();
            open.push(tag.name().to_owned());
            let attributes: String =
                tag.attributes().map(|(name, value)| format!(" {name}={value:?}")).collect();
            format!("<{}{attributes}>", tag.name())
        }
        Event::End => format!("</{}>", open.pop().expect("it began")),
        Event::Defect(defect) => format!("{} {defect:?}", reader.position()),
        Event::Text | Event::Eof => unreachable!("shown before"),
    }
}
