//! Text and attribute values as written, to what they mean.

use super::defect::{Defect, Meant};
use super::escape::{is_allowed, is_plain};
use super::name::name_length;
use crate::inline::named_reference;

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
    /// Returns whether characters mean themselves, all of them, as in nearly all
    /// text. Where it returns false they still may.
    pub(super) fn is_plain(self, written: &str) -> bool {
        match self {
            Self::Text | Self::Cdata => is_plain(written.as_bytes()),
            // Most values are too short for more than this.
            Self::Attribute => self.next_special(written.as_bytes()).is_none(),
        }
    }

    /// Returns whether a byte may begin what does not mean itself, or may not
    /// stand there.
    const fn is_special(self, byte: u8) -> bool {
        match byte {
            b'\n' | b'\t' => matches!(self, Self::Attribute),
            b'&' => !matches!(self, Self::Cdata),
            b'<' => matches!(self, Self::Attribute),
            b']' => matches!(self, Self::Text),
            _ => byte < b' ' || byte == 0xEF,
        }
    }

    /// Answers the same for every byte: to look it up is faster.
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

    /// Returns the index of the first byte that may be special.
    fn next_special(self, bytes: &[u8]) -> Option<usize> {
        let table = self.table();
        bytes.iter().position(|&byte| table[usize::from(byte)])
    }
}

/// A run of characters of what was written, or one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Run<'a> {
    /// What means itself.
    Plain(&'a str),
    /// A character that was written otherwise.
    Character(char),
    Defect(Defect<'a>),
}

/// The runs of what was written, one after the other, in linear time.
#[derive(Clone, Debug)]
pub(super) struct Runs<'a> {
    written: &'a str,
    content: Content,
    at: usize,
}

impl<'a> Runs<'a> {
    /// Begins at the byte `at`.
    pub(super) fn new(written: &'a str, content: Content, at: usize) -> Self {
        Self { written, content, at }
    }

    /// Returns how many bytes the runs so far took.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Returns what begins at the rest, if it does not mean itself, and its length.
    fn special(&self, rest: &'a str) -> Option<(Run<'a>, usize)> {
        let first = rest.chars().next()?;
        let in_value = self.content == Content::Attribute;
        match first {
            '&' => Some(reference(rest)),
            ']' => rest.starts_with("]]>").then_some((Run::Defect(Defect::CdataEnd), 3)),
            // Line ends become `\n` (XML 1.0, section 2.11), and white space in
            // attributes a space each (section 3.3.3).
            '\r' => {
                let end = if in_value { ' ' } else { '\n' };
                Some((Run::Character(end), if rest.starts_with("\r\n") { 2 } else { 1 }))
            }
            '\n' | '\t' => Some((Run::Character(' '), 1)),
            other if is_allowed(other) => None,
            other => Some((Run::Defect(Defect::Character(other)), other.len_utf8())),
        }
    }

    /// Returns the index of the next byte that may be special, or the end.
    fn next_special(&self, from: usize) -> usize {
        let found = self.content.next_special(&self.written.as_bytes()[from..]);
        found.map_or(self.written.len(), |index| from + index)
    }
}

impl<'a> Iterator for Runs<'a> {
    type Item = Run<'a>;

    fn next(&mut self) -> Option<Run<'a>> {
        let start = self.at;
        let mut end = self.next_special(start);
        while end < self.written.len() {
            match self.special(&self.written[end..]) {
                Some((run, length)) if end == start => {
                    self.at += length;
                    return Some(run);
                }
                Some(_) => break,
                // What may be special is one byte or begins with EF, which
                // begins three.
                None => end = self.next_special(end + 1),
            }
        }
        self.at = end;
        (start < end).then(|| Run::Plain(&self.written[start..end]))
    }
}

/// Resolves the `&` at the start; returns how long the reference is as well.
fn reference(rest: &str) -> (Run<'_>, usize) {
    let Some(length) = reference_length(rest) else {
        return (Run::Defect(Defect::Reference("&")), 1);
    };
    let written = &rest[..length];
    match resolve(&written[1..length - 1]) {
        Some(found) if is_allowed(found) => (Run::Character(found), length),
        Some(found) => (Run::Defect(Defect::Character(found)), length),
        None => foreign(rest, length),
    }
}

/// Reads the reference of this length, which XML does not have, as others do.
fn foreign(rest: &str, length: usize) -> (Run<'_>, usize) {
    let written = &rest[..length];
    let unit = surrogate(written);
    if let Some((character, length)) = unit.and_then(|high| pair(high, rest, length)) {
        let defect = Defect::Foreign(&rest[..length], Meant(character, None));
        return (Run::Defect(defect), length);
    }
    let defect = match (named_reference(written), unit) {
        (Some((first, second)), _) => Defect::Foreign(written, Meant(first, second)),
        (None, Some(_)) => Defect::Surrogate(written),
        (None, None) => Defect::Reference(written),
    };
    (Run::Defect(defect), length)
}

/// Returns the code unit of a reference to half of a surrogate pair.
fn surrogate(written: &str) -> Option<u16> {
    let digits = written.strip_prefix("&#")?.strip_suffix(';')?;
    let unit = u16::try_from(number(digits)?).ok()?;
    (0xD800..=0xDFFF).contains(&unit).then_some(unit)
}

/// Returns the character of which the first half was read, where the other
/// follows, and the length of both references.
fn pair(high: u16, rest: &str, length: usize) -> Option<(char, usize)> {
    let after = &rest[length..];
    let low_length = after.starts_with("&#").then(|| reference_length(after))??;
    let low = surrogate(&after[..low_length])?;
    let character = char::decode_utf16([high, low]).next()?.ok()?;
    Some((character, length + low_length))
}

/// Returns the length from `&` to `;`, where that is written like a reference
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

/// Returns the character that a reference names, given without `&` and `;`.
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

    /// Writes what is meant, with each defect in angle brackets.
    fn meant(written: &str, content: Content) -> String {
        let mut text = String::new();
        for run in Runs::new(written, content, 0) {
            match run {
                Run::Plain(plain) => text.push_str(plain),
                Run::Character(character) => text.push(character),
                Run::Defect(defect) => text.push_str(&format!("<{defect:?}>")),
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
            ("&#xD800;", "<Surrogate(\"&#xD800;\")>"),
            ("&#xD83D;!&#56838;", "<Surrogate(\"&#xD83D;\")>!<Surrogate(\"&#56838;\")>"),
            ("&#56838;&#xD83D;", "<Surrogate(\"&#56838;\")><Surrogate(\"&#xD83D;\")>"),
            (
                "&#xD83D;&#xD83D;&#xDE06;&",
                "<Surrogate(\"&#xD83D;\")><Foreign(\"&#xD83D;&#xDE06;\", \
                 Meant('😆', None))><Reference(\"&\")>",
            ),
            ("&#xD83D;&amp;", "<Surrogate(\"&#xD83D;\")>&"),
            ("&#x110000;", "<Reference(\"&#x110000;\")>"),
            ("&#99999999999;", "<Reference(\"&#99999999999;\")>"),
            ("&#X41;", "<Reference(\"&#X41;\")>"),
            ("&#xG;", "<Reference(\"&#xG;\")>"),
            ("&#+5;", "<Reference(\"&\")>#+5;"),
            ("&#;", "<Reference(\"&#;\")>"),
            ("&nbsp;", "<Foreign(\"&nbsp;\", Meant('\\u{a0}', None))>"),
            ("&ngE;", "<Foreign(\"&ngE;\", Meant('≧', Some('\\u{338}')))>"),
            ("&copy", "<Reference(\"&\")>copy"),
            ("&x;", "<Reference(\"&x;\")>"),
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

    proptest! {
        #[test]
        fn what_is_plain_means_itself(written in "[a-z&;#<>\\]\r\n\t\u{1}！\u{FFFE}é]{0,12}") {
            for content in [Content::Text, Content::Cdata, Content::Attribute] {
                if content.is_plain(&written) {
                    prop_assert_eq!(&meant(&written, content), &written);
                }
            }
        }
    }
}
