//! Text in XML that reads back the same, without the characters that XML
//! forbids.
//!
//! quick-xml escapes but does not filter: U+0001 or U+FFFE passes its writer,
//! and a conforming reader then refuses the whole file.

use std::borrow::Cow;

use quick_xml::escape::partial_escape;
use quick_xml::events::attributes::Attribute;

/// Whether XML can hold a character, be it as a reference (XML 1.0, fifth
/// edition, section 2.2):
///
/// ```text
/// Char ::= #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF]
/// ```
///
/// Surrogates are no `char`, which leaves control characters and two
/// non-characters.
pub(crate) fn is_allowed(character: char) -> bool {
    !matches!(character,
        '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// The text without the characters that XML forbids, and how many those were.
pub(crate) fn without_forbidden(text: &str) -> (Cow<'_, str>, usize) {
    let forbidden = text.chars().filter(|&character| !is_allowed(character)).count();
    match forbidden {
        0 => (Cow::Borrowed(text), 0),
        _ => (text.chars().filter(|&character| is_allowed(character)).collect(), forbidden),
    }
}

/// Whether the bytes stand in element content as they are: no markup, no
/// carriage return, nothing forbidden.
///
/// Nearly all text is like that. The loops look at every byte, without an early
/// end, which lets the compiler test many bytes at once.
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    let (marked, wide) = bytes.iter().fold((false, false), |(marked, wide), &byte| {
        let control = byte < b' ' && byte != b'\n' && byte != b'\t';
        let mark = (byte == b'<') | (byte == b'>') | (byte == b'&');
        (marked | control | mark, wide | (byte == 0xEF))
    });
    !(marked || wide && has_last_block(bytes))
}

/// Whether characters from U+FFC0 on are among those of the bytes: U+FFFE and
/// U+FFFF are EF BF BE and EF BF BF.
fn has_last_block(bytes: &[u8]) -> bool {
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    pairs.fold(false, |found, (&first, &second)| found | (first == 0xEF) & (second == 0xBF))
}

/// XML being written to a buffer; counts the characters that it leaves out.
#[derive(Debug)]
pub(crate) struct XmlBuffer<'a> {
    out: &'a mut Vec<u8>,
    removed_characters: usize,
}

impl<'a> XmlBuffer<'a> {
    pub(crate) fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out, removed_characters: 0 }
    }

    /// How many forbidden characters were left out so far.
    pub(crate) fn removed_characters(&self) -> usize {
        self.removed_characters
    }

    /// How many bytes there are, what stood in the buffer before included.
    pub(crate) fn len(&self) -> usize {
        self.out.len()
    }

    /// Adds markup as it is.
    pub(crate) fn markup(&mut self, markup: &str) {
        self.out.extend_from_slice(markup.as_bytes());
    }

    /// Adds a number.
    pub(crate) fn number(&mut self, number: u32) {
        let mut digits = [0; 10];
        let mut start = digits.len();
        let mut rest = number;
        loop {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.out.extend_from_slice(&digits[start..]);
    }

    /// Adds element content; it reads back as `text` less what is forbidden.
    pub(crate) fn text(&mut self, text: &str) {
        if is_plain(text.as_bytes()) {
            return self.markup(text);
        }
        let (allowed, removed) = without_forbidden(text);
        self.removed_characters += removed;
        self.markup(&partial_escape(allowed));
    }

    /// Adds an attribute where it has a value.
    pub(crate) fn optional_attribute(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.attribute(name, value);
        }
    }

    /// Adds a space and an attribute; line ends and tabs in it are kept.
    pub(crate) fn attribute(&mut self, name: &str, value: &str) {
        self.markup(" ");
        self.markup(name);
        self.markup("=\"");
        let quoted = |&byte: &u8| matches!(byte, b'"' | b'\'' | b'\n' | b'\t');
        if is_plain(value.as_bytes()) && !value.as_bytes().iter().any(quoted) {
            self.markup(value);
        } else {
            let (allowed, removed) = without_forbidden(value);
            self.removed_characters += removed;
            self.markup(&Attribute::from((name, allowed.as_ref())).value);
        }
        self.markup("\"");
    }
}

#[cfg(test)]
mod tests {
    use quick_xml::events::{BytesText, Event};

    use super::*;

    fn text(text: &str) -> (String, usize) {
        let mut out = Vec::new();
        let mut xml = XmlBuffer::new(&mut out);
        xml.text(text);
        let removed = xml.removed_characters();
        (String::from_utf8(out).unwrap(), removed)
    }

    #[test]
    fn quick_xml_lets_forbidden_characters_pass_and_we_do_not() {
        for forbidden in
            ["\0", "\u{1}", "\u{8}", "\u{B}", "\u{C}", "\u{1F}", "\u{FFFE}", "\u{FFFF}"]
        {
            let written = format!("a{forbidden}b");
            let mut theirs = quick_xml::Writer::new(Vec::new());
            theirs.write_event(Event::Text(BytesText::new(&written))).unwrap();
            assert_eq!(theirs.into_inner(), written.as_bytes(), "quick-xml filters now");
            assert_eq!(text(&written), ("ab".to_owned(), 1), "{written:?}");
        }
    }

    #[test]
    fn every_other_character_passes() {
        let allowed: String =
            ('\0'..=char::MAX).filter(|&character| is_allowed(character)).collect();
        assert_eq!(text(&allowed).1, 0);
        let count = ('\0'..=char::MAX).filter(|&character| !is_allowed(character)).count();
        assert_eq!(count, 31, "32 control characters less three, and two non-characters");
    }

    #[test]
    fn content_is_escaped() {
        for (given, written) in [
            ("", ""),
            ("plain\n\t text", "plain\n\t text"),
            ("a < b & c", "a &lt; b &amp; c"),
            ("]]>", "]]&gt;"),
            ("a\r\nb", "a&#13;\nb"),
            ("\"'", "\"'"),
            ("！，\u{FFFD}", "！，\u{FFFD}"),
            ("\u{FEFF}x", "\u{FEFF}x"),
            ("\u{85}\u{2028}", "\u{85}\u{2028}"),
        ] {
            assert_eq!(text(given), (written.to_owned(), 0), "{given:?}");
        }
    }

    #[test]
    fn attributes_keep_their_white_space() {
        let mut out = Vec::new();
        let mut xml = XmlBuffer::new(&mut out);
        xml.attribute("a", "x y");
        xml.attribute("b", "\"<'>&\n\t\r\u{1}");
        assert_eq!(xml.removed_characters(), 1);
        let written = " a=\"x y\" b=\"&quot;&lt;&apos;&gt;&amp;&#10;&#9;&#13;\"";
        assert_eq!(String::from_utf8(out).unwrap(), written);
    }

    #[test]
    fn numbers() {
        let mut out = Vec::new();
        let mut xml = XmlBuffer::new(&mut out);
        for number in [0, 7, 10, u32::MAX] {
            xml.number(number);
            xml.markup(" ");
        }
        assert_eq!(out, b"0 7 10 4294967295 ");
    }
}
