//! Files of any size, made while they are read: nothing holds them but the
//! reader.

use super::*;
use crate::error::ErrorKind;

/// A start, then a part again and again, so many times.
struct Endless {
    start: Vec<u8>,
    part: Vec<u8>,
    left: usize,
}

impl Endless {
    fn new(start: &str, part: &str, bytes: usize) -> Self {
        let part = part.repeat(1 + 8192 / part.len());
        Self { left: bytes / part.len(), start: start.into(), part: part.into() }
    }
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.start.is_empty() && self.left > 0 {
            self.left -= 1;
            self.start.clone_from(&self.part);
        }
        let read = (&self.start[..]).read(buffer)?;
        self.start.drain(..read);
        Ok(read)
    }
}

/// How a file ends, and the most text that was in memory at once.
fn end_of(bytes: impl Read, limits: Limits) -> (String, usize) {
    let mut reader = Reader::new(bytes, limits);
    let mut most = 0;
    let end = loop {
        match reader.advance() {
            Ok(true) => most = most.max(reader.held()),
            Ok(false) => break "end".to_owned(),
            Err(error) => break error.to_string(),
        }
    };
    (end, most.max(reader.held()))
}

const MIB: usize = 1 << 20;

#[test]
fn what_is_too_large_is_refused_before_it_is_in_memory() {
    let limits = Limits::default().with_text(2 * MIB).with_unit(4 * MIB);
    for (start, part, message) in [
        ("<a>\n<b c='", "x", "line 2, column 1: expected at most 1048576 bytes in a tag"),
        ("<a>\n<b", " ", "line 2, column 1: expected at most 1048576 bytes in a tag"),
        ("<a>\n<b", "b", "line 2, column 1: expected at most 1048576 bytes in a tag"),
        ("<a>\n</a", " ", "line 2, column 1: expected at most 1048576 bytes in an end tag"),
        (
            "<!DOCTYPE a [",
            "<!ENTITY a 'b'>",
            "line 1, column 1: expected at most 1048576 bytes in a DOCTYPE",
        ),
        ("<?", "x", "line 1, column 1: expected at most 1048576 bytes in a processing instruction"),
        ("<a>\n", "如果 ", "line 1, column 4: expected at most 2097152 bytes of text"),
        ("<a>\n", "x&amp;", "line 1, column 4: expected at most 2097152 bytes of text"),
        ("<a>\n<![CDATA[", "x", "line 1, column 4: expected at most 2097152 bytes of text"),
        ("<a>", "<a>", "line 1, column 769: expected at most 256 elements inside each other"),
        ("<a>", "<b/>", "line 1, column 1: expected at most 4194304 bytes in a unit"),
        ("<a>", "<!---->x", "line 1, column 1: expected at most 4194304 bytes in a unit"),
    ] {
        let (end, most) = end_of(Endless::new(start, part, 20 * MIB), limits.clone());
        assert!(end.starts_with(message), "{start}{part}…: {end}");
        assert!(most <= 3 * MIB, "{start}{part}…: {most} bytes in memory");
    }
}

#[test]
fn what_is_passed_over_may_be_as_long_as_text() {
    for (start, part) in [("<!--", "x - "), ("", " \r\n"), ("<a/><!--", "-x")] {
        let (end, most) = end_of(Endless::new(start, part, 5 * MIB), Limits::default());
        assert!(end.contains("the file ends"), "{start}{part}…: {end}");
        assert!(most <= 6 * MIB, "{start}{part}…: {most} bytes in memory");
    }
    let limits = Limits::default().with_text(2 * MIB);
    for (start, part, message) in [
        ("<!--", "x - ", "line 1, column 1: expected at most 2097152 bytes in a comment"),
        ("", " \r\n", "line 1, column 1: expected at most 2097152 bytes of text"),
        ("<a/><!--", "-x", "line 1, column 5: expected at most 2097152 bytes in a comment"),
        ("<?x ", "? ", "line 1, column 1: expected at most 1048576 bytes in a processing"),
    ] {
        let (end, most) = end_of(Endless::new(start, part, 20 * MIB), limits.clone());
        assert!(end.starts_with(message), "{start}{part}…: {end}");
        assert!(most <= 3 * MIB, "{start}{part}…: {most} bytes in memory");
    }
}

#[test]
fn each_limit_can_be_set() {
    let limits = Limits::default;
    for (limits, file, message) in [
        (limits().with_depth(2), "<a><b></b><b><c/></b></a>", "1:14: 2 elements inside each other"),
        (limits().with_tag(7), "<a b=''/>", "1:1: 7 bytes in a tag"),
        (limits().with_tag(12), "<!DOCTYPE aa><aa/>", "1:1: 12 bytes in a DOCTYPE"),
        (limits().with_attributes(1), "<a b='' c=''/>", "1:1: 1 attributes in a tag"),
        (limits().with_text(3), "<a>xyz<b/>xyz<!---->x</a>", "1:11: 3 bytes of text"),
        (limits().with_unit(9), "<a>\n<b/>\n<c/></a>", "1:1: 9 bytes in a unit"),
    ] {
        let mut reader = Reader::new(file.as_bytes(), limits);
        let error = loop {
            match reader.advance() {
                Ok(more) => assert!(more, "{file} is read to its end"),
                Err(error) => break error,
            }
        };
        let ErrorKind::Limit { position, message: found } = error.kind() else { panic!("{error}") };
        let (place, most) = message.split_once(": ").unwrap();
        assert_eq!(position.to_string(), place, "{file}: {found}");
        assert!(found.starts_with(&format!("expected at most {most}")), "{file}: {found}");
    }
}

#[test]
fn a_unit_begins_where_it_is_said_to() {
    let file = "<a><b>123456789</b><b>123456789</b><b>12345678901234567890</b></a>";
    let mut reader = Reader::new(file.as_bytes(), Limits::default().with_unit(20));
    let error = loop {
        match reader.advance() {
            Ok(_) if matches!(reader.event(), Event::Start) => reader.begin_unit(),
            Ok(more) => assert!(more, "the last is too long"),
            Err(error) => break error,
        }
    };
    assert_eq!(error.position().map(|place| place.column), Some(36), "{error}");
}

/// Quadratic work over these would take hours.
#[test]
fn many_small_things_take_linear_time() {
    for (start, part) in [
        ("<a>", "&"),
        ("<a>", "&#8;"),
        ("<a>", "]]>"),
        ("<a>", "]"),
        ("<a>", "\r"),
        ("<a>", "<![CDATA[]]>"),
        ("<a><!--", "-"),
        ("<a>", "<b c='&'/>"),
        ("<a>", "<?x?>"),
    ] {
        let (end, _) = end_of(Endless::new(start, part, MIB), Limits::default());
        assert!(end.contains("the file ends"), "{start}{part}…: {end}");
    }
}
