//! Text and attribute values as written, to what they mean.

use super::defect::Defect;
use super::name::name_length;
use crate::exchange::xml::{has_last_block, is_allowed, is_plain};

/// Where characters stand, which decides what they mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Between tags.
    Text,
    /// In a CDATA section.
    Cdata,
    /// In an attribute value.
    Attribute,
}

/// The longest reference that is looked for, in bytes.
const LONGEST_REFERENCE: usize = 64;

impl Content {
    /// Whether characters mean themselves, all of them: nearly all text is like
    /// that. False tells nothing.
    pub(super) fn is_plain(self, written: &str) -> bool {
        match self {
            Self::Text | Self::Cdata => is_plain(written.as_bytes()),
            Self::Attribute => is_plain_value(written.as_bytes()),
        }
    }

    /// How much of a text can be read without what follows it: all but the start
    /// of what its end may be the start of.
    pub(super) fn complete(self, text: &str) -> usize {
        let bytes = text.as_bytes();
        let tail = bytes.len().saturating_sub(LONGEST_REFERENCE);
        match memchr::memrchr2(b'&', b';', &bytes[tail..]) {
            Some(index) if self != Self::Cdata && bytes[tail + index] == b'&' => tail + index,
            _ if bytes.ends_with(b"\r") => bytes.len() - 1,
            _ if bytes.ends_with(b"]]") => bytes.len() - 2,
            _ if bytes.ends_with(b"]") => bytes.len() - 1,
            _ => bytes.len(),
        }
    }

    /// Whether a byte may begin what does not mean itself.
    const fn is_special(self, byte: u8) -> bool {
        match byte {
            b'\n' | b'\t' => matches!(self, Self::Attribute),
            b'&' => !matches!(self, Self::Cdata),
            b']' => matches!(self, Self::Text),
            _ => byte < b' ' || byte == 0xEF,
        }
    }

    /// The same for every byte: to look it up is faster than to ask.
    const fn specials(self) -> [bool; 256] {
        let mut specials = [false; 256];
        let mut byte = 0;
        while byte < specials.len() {
            specials[byte] = self.is_special(byte as u8);
            byte += 1;
        }
        specials
    }

    fn table(self) -> &'static [bool; 256] {
        static TEXT: [bool; 256] = Content::Text.specials();
        static CDATA: [bool; 256] = Content::Cdata.specials();
        static ATTRIBUTE: [bool; 256] = Content::Attribute.specials();
        match self {
            Self::Text => &TEXT,
            Self::Cdata => &CDATA,
            Self::Attribute => &ATTRIBUTE,
        }
    }
}

/// Without an early end, so that the compiler can test many bytes at once.
fn is_plain_value(bytes: &[u8]) -> bool {
    let (marked, wide) = bytes.iter().fold((false, false), |(marked, wide), &byte| {
        (marked | (byte < b' ') | (byte == b'&'), wide | (byte == 0xEF))
    });
    !(marked || wide && has_last_block(bytes))
}

/// A part of what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// What means itself.
    Plain(&'a str),
    /// A character that was written otherwise.
    Character(char),
    Defect(Defect<'a>),
}

/// The parts of what was written, one after the other, in linear time.
#[derive(Clone, Debug)]
pub(super) struct Parts<'a> {
    written: &'a str,
    content: Content,
    at: usize,
}

impl<'a> Parts<'a> {
    /// The parts from the byte `at` on.
    pub(super) fn new(written: &'a str, content: Content, at: usize) -> Self {
        Self { written, content, at }
    }

    /// How many bytes the parts so far took.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What begins at the rest, if it does not mean itself, and its length.
    fn special(&self, rest: &'a str) -> Option<(Part<'a>, usize)> {
        let first = rest.chars().next()?;
        let in_value = self.content == Content::Attribute;
        match first {
            '&' => Some(reference(rest)),
            ']' => rest.starts_with("]]>").then_some((Part::Defect(Defect::CdataEnd), 3)),
            // Line ends become `\n` (XML 1.0, section 2.11), and white space in
            // attributes a space each (section 3.3.3).
            '\r' => {
                let end = if in_value { ' ' } else { '\n' };
                Some((Part::Character(end), if rest.starts_with("\r\n") { 2 } else { 1 }))
            }
            '\n' | '\t' => Some((Part::Character(' '), 1)),
            other if is_allowed(other) => None,
            other => Some((Part::Defect(Defect::Character(other)), other.len_utf8())),
        }
    }

    /// The next byte that may be special from an index on, or the end.
    fn next_special(&self, from: usize) -> usize {
        let (bytes, table) = (&self.written.as_bytes()[from..], self.content.table());
        let found = bytes.iter().position(|&byte| table[usize::from(byte)]);
        found.map_or(self.written.len(), |index| from + index)
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        let start = self.at;
        let mut end = self.next_special(start);
        while end < self.written.len() {
            match self.special(&self.written[end..]) {
                Some((part, length)) if end == start => {
                    self.at += length;
                    return Some(part);
                }
                Some(_) => break,
                // What may be special is one byte or begins with EF, which
                // begins three.
                None => end = self.next_special(end + 1),
            }
        }
        self.at = end;
        (start < end).then(|| Part::Plain(&self.written[start..end]))
    }
}

/// What the `&` at the start stands for, and how long the reference is.
fn reference(rest: &str) -> (Part<'_>, usize) {
    let resolved = reference_length(rest).map(|length| (&rest[..length], length));
    match resolved {
        None => (Part::Defect(Defect::Reference("&")), 1),
        Some((written, length)) => match resolve(&written[1..length - 1]) {
            None => (Part::Defect(Defect::Reference(written)), length),
            Some(found) if is_allowed(found) => (Part::Character(found), length),
            Some(found) => (Part::Defect(Defect::Character(found)), length),
        },
    }
}

/// The length from `&` to `;`, where that is written like a reference
/// (XML 1.0, productions 66 and 68).
fn reference_length(rest: &str) -> Option<usize> {
    let after = &rest[1..];
    let inside = match after.strip_prefix('#') {
        Some(digits) => 1 + digits.bytes().take_while(u8::is_ascii_alphanumeric).count(),
        None => name_length(after),
    };
    let is_closed = inside > 0 && after[inside..].starts_with(';');
    (is_closed && inside + 2 <= LONGEST_REFERENCE).then_some(inside + 2)
}

/// The character that a reference stands for, without `&` and `;`.
fn resolve(inside: &str) -> Option<char> {
    match inside {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => char::from_u32(number(inside.strip_prefix('#')?)?),
    }
}

fn number(digits: &str) -> Option<u32> {
    match digits.strip_prefix('x') {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
        None => digits.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What is meant, with each defect in angle brackets.
    fn meant(written: &str, content: Content) -> String {
        let mut text = String::new();
        for part in Parts::new(written, content, 0) {
            match part {
                Part::Plain(plain) => text.push_str(plain),
                Part::Character(character) => text.push(character),
                Part::Defect(defect) => text.push_str(&format!("<{defect:?}>")),
            }
        }
        text
    }

    #[test]
    fn references() {
        for (written, expected) in [
            ("", ""),
            ("plain", "plain"),
            ("&amp;&lt;&gt;&quot;&apos;", "&<>\"'"),
            ("a &amp;amp; b", "a &amp; b"),
            ("&#65;&#x41;&#x1F600;&#xa;", "AA😀\n"),
            ("&#00000000000000000065;", "A"),
            ("&#8;", "<Character('\\u{8}')>"),
            ("&#xFFFE;", "<Character('\\u{fffe}')>"),
            ("&#xD800;", "<Reference(\"&#xD800;\")>"),
            ("&#x110000;", "<Reference(\"&#x110000;\")>"),
            ("&#99999999999;", "<Reference(\"&#99999999999;\")>"),
            ("&#X41;", "<Reference(\"&#X41;\")>"),
            ("&#xG;", "<Reference(\"&#xG;\")>"),
            ("&#+5;", "<Reference(\"&\")>#+5;"),
            ("&#;", "<Reference(\"&#;\")>"),
            ("&nbsp;", "<Reference(\"&nbsp;\")>"),
            ("&名;", "<Reference(\"&名;\")>"),
            ("AT&T", "AT<Reference(\"&\")>T"),
            ("&;", "<Reference(\"&\")>;"),
            ("&&amp;", "<Reference(\"&\")>&"),
            ("&amp", "<Reference(\"&\")>amp"),
        ] {
            assert_eq!(meant(written, Content::Text), expected, "{written}");
        }
        let long = format!("&{};", "a".repeat(LONGEST_REFERENCE));
        assert!(meant(&long, Content::Text).starts_with("<Reference(\"&\")>aaa"));
    }

    #[test]
    fn white_space_and_special_characters() {
        use Content::{Attribute, Cdata, Text};
        for (written, content, expected) in [
            ("a\r\nb\rc\n\td", Text, "a\nb\nc\n\td"),
            ("a\r\nb\rc\n\td", Cdata, "a\nb\nc\n\td"),
            ("a\r\nb\rc\n\td\r\r\n", Attribute, "a b c  d  "),
            ("&#10;&#13;&#9;", Attribute, "\n\r\t"),
            ("&#13;", Text, "\r"),
            ("a]]>b", Text, "a<CdataEnd>b"),
            ("a]]>b", Attribute, "a]]>b"),
            ("a]]]>b]]", Text, "a]<CdataEnd>b]]"),
            ("&amp;]]", Cdata, "&amp;]]"),
            ("\u{1}a\u{FFFF}", Text, "<Character('\\u{1}')>a<Character('\\u{ffff}')>"),
            ("\u{1}", Cdata, "<Character('\\u{1}')>"),
            ("\0", Attribute, "<Character('\\0')>"),
            ("！\u{FFFD}\u{85}\u{2028}\u{7F}", Text, "！\u{FFFD}\u{85}\u{2028}\u{7F}"),
        ] {
            assert_eq!(meant(written, content), expected, "{written:?}");
        }
    }

    #[test]
    fn what_may_go_on_waits() {
        for (text, length) in [
            ("", 0),
            ("abc", 3),
            ("abc&", 3),
            ("abc&am", 3),
            ("abc&amp;", 8),
            ("abc\r", 3),
            ("abc]", 3),
            ("abc]]", 3),
            ("abc]]]", 4),
            ("&;&", 2),
        ] {
            assert_eq!(Content::Text.complete(text), length, "{text:?}");
        }
        let long = format!("&{}", "a".repeat(LONGEST_REFERENCE));
        assert_eq!(Content::Cdata.complete("a&"), 2);
        assert_eq!(Content::Text.complete(&long), long.len(), "too long to be one");
    }

    proptest! {
        #[test]
        fn what_is_plain_means_itself(written in "[a-z&;#<>\\]\r\n\t\u{1}！\u{FFFE}é]{0,12}") {
            for content in [Content::Text, Content::Cdata, Content::Attribute] {
                if content.is_plain(&written) {
                    prop_assert_eq!(&meant(&written, content), &written);
                }
            }
        }

        #[test]
        fn cutting_changes_nothing(written in "[a-c&;#x1<>\\]\r\n]{0,16}", at in 0..16_usize) {
            // As the reader cuts: what is not complete is read with what follows.
            let Some(first) = written.get(..at) else { return Ok(()) };
            let (first, second) = written.split_at(Content::Text.complete(first));
            let joined = meant(first, Content::Text) + &meant(second, Content::Text);
            prop_assert_eq!(joined, meant(&written, Content::Text));
        }
    }
}
