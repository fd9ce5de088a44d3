//! JSON strings, escaped many bytes at a time.
//!
//! serde_json looks at one byte after the other, which took a quarter of the
//! time of a whole extraction; texts seldom hold anything to escape.

use std::ops::Range;

use serde::Serialize;

/// Writes an object of one line, field by field. A field is named by all that
/// comes before its value: `,"name":`.
pub(super) struct Object<'o> {
    out: &'o mut Vec<u8>,
    /// Where the object begins.
    start: usize,
}

impl<'o> Object<'o> {
    pub(super) fn new(out: &'o mut Vec<u8>) -> Self {
        let start = out.len();
        Self { out, start }
    }

    /// Adds a field with a text, or with null where there is none.
    pub(super) fn text(&mut self, name: &'static str, text: Option<&str>) {
        self.out.extend_from_slice(name.as_bytes());
        match text {
            Some(text) => write_string(text, self.out),
            None => self.null(),
        }
    }

    fn null(&mut self) {
        self.out.extend_from_slice(b"null");
    }

    /// Adds a field with a text in parts, or with null; returns the range of the
    /// value in the output, quotes and escapes included.
    pub(super) fn parts<'a>(
        &mut self,
        name: &'static str,
        parts: Option<impl IntoIterator<Item = &'a str>>,
    ) -> Range<usize> {
        self.out.extend_from_slice(name.as_bytes());
        let start = self.out.len();
        match parts {
            Some(parts) => {
                self.out.push(b'"');
                parts.into_iter().for_each(|part| write_escaped(part, self.out));
                self.out.push(b'"');
            }
            None => self.null(),
        }
        start..self.out.len()
    }

    /// Adds a field with a text that the output holds in that range.
    pub(super) fn copy(&mut self, name: &'static str, range: Range<usize>) {
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_within(range);
    }

    /// Adds a field with a text that `write` adds, where nothing in it needs
    /// an escape.
    pub(super) fn verbatim(&mut self, name: &'static str, write: impl FnOnce(&mut Vec<u8>)) {
        self.out.extend_from_slice(name.as_bytes());
        self.out.push(b'"');
        write(self.out);
        self.out.push(b'"');
    }

    /// Adds a field with any value, or with null where there is none.
    pub(super) fn value<T: Serialize>(
        &mut self,
        name: &'static str,
        value: Option<T>,
    ) -> Result<(), serde_json::Error> {
        self.out.extend_from_slice(name.as_bytes());
        serde_json::to_writer(&mut *self.out, &value)
    }

    /// Closes the object.
    pub(super) fn finish(self) {
        // The comma before the first field is where the object opens.
        match self.out.get_mut(self.start) {
            Some(comma) => *comma = b'{',
            None => self.out.push(b'{'),
        }
        self.out.push(b'}');
    }
}

/// Returns what serde_json says is wrong, without the place, which counts from
/// where the value begins. It quotes what it found, however long that is, and is
/// cut.
pub(super) fn message_of(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(&*message, |(message, _)| message);
    message.chars().take(200).collect()
}

/// Returns whether a byte of a string needs an escape (RFC 8259, section 7).
fn is_escaped(byte: u8) -> bool {
    (byte < b' ') | (byte == b'"') | (byte == b'\\')
}

/// The compiler tests all bytes of a block at once.
const BLOCK: usize = 16;

fn write_string(text: &str, out: &mut Vec<u8>) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    write_escaped(text, out);
    out.push(b'"');
}

/// Adds some text of a string.
fn write_escaped(text: &str, out: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    if is_clean(rest) {
        return out.extend_from_slice(rest);
    }
    while let Some(clean) = next_escaped(rest) {
        out.extend_from_slice(&rest[..clean]);
        write_escape(rest[clean], out);
        rest = &rest[clean + 1..];
    }
    out.extend_from_slice(rest);
}

/// Returns whether nothing in a text needs an escape.
fn is_clean(bytes: &[u8]) -> bool {
    let any_escaped =
        |bytes: &[u8]| bytes.iter().fold(false, |found, &byte| found | is_escaped(byte));
    let Some(last) = bytes.last_chunk::<BLOCK>() else { return !any_escaped(bytes) };
    // The last block overlaps the one before, so that no odd bytes are left.
    let (blocks, _) = bytes.as_chunks::<BLOCK>();
    !any_escaped(last) && !any_escaped(blocks.as_flattened())
}

fn next_escaped(bytes: &[u8]) -> Option<usize> {
    let blocks = bytes.chunks_exact(BLOCK);
    let clean = blocks.take_while(|block| is_clean(block)).count() * BLOCK;
    let found = bytes[clean..].iter().position(|&byte| is_escaped(byte))?;
    Some(clean + found)
}

fn write_escape(byte: u8, out: &mut Vec<u8>) {
    let short = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        _ => {
            let digit = |value: u8| b"0123456789abcdef"[usize::from(value)];
            out.extend_from_slice(b"\\u00");
            return out.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        write_string(text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_character_below_two_hundred_at_every_place_of_a_block() {
        for character in '\0'..'\u{c8}' {
            for before in 0..BLOCK + 2 {
                let text = format!("{}{character}ü", "a".repeat(before));
                assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
            }
        }
    }

    #[test]
    fn an_object_without_fields() {
        let mut out = Vec::new();
        Object::new(&mut out).finish();
        assert_eq!(out, b"{}");
        out.clear();
        let mut object = Object::new(&mut out);
        object.text(",\"a\":", None);
        object.finish();
        assert_eq!(out, b"{\"a\":null}");
    }

    proptest! {
        #[test]
        fn writes_what_serde_json_writes(text in any::<String>()) {
            prop_assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
        }
    }
}
