//! Character references: CommonMark 0.31.2, section 2.5 ("Entity and numeric
//! character references"), and the HTML standard, section 13.2.5.72 on, for
//! the references without a semicolon that HTML alone knows.

use std::ops::ControlFlow;

use crate::inline::Syntax;

/// The names of the HTML standard, one a line, sorted by bytes: the name, the
/// hexadecimal code points it stands for, and `legacy` where HTML also knows it
/// without a semicolon. The standard promises that the list never changes.
const NAMES: &str = include_str!("entities.txt");

/// The longest name, semicolon not counted, so that no search goes on for longer.
const LONGEST_NAME: usize = 31;
const LONGEST_LEGACY_NAME: usize = 6;

/// What HTML reads for the numbers 0x80 to 0x9F: the characters of Windows-1252;
/// U+0000 where it has none.
const WINDOWS_1252: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', //
    '\0', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// A character reference at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entity {
    /// Bytes of the reference as written.
    pub(crate) length: usize,
    /// What it stands for: one or two characters.
    characters: (char, Option<char>),
}

impl Entity {
    /// Returns the reference that the text begins with, if any.
    pub(crate) fn scan(text: &str, syntax: Syntax) -> Option<Self> {
        match text.strip_prefix("&#") {
            Some(number) => numeric(number, syntax),
            None => named(text.strip_prefix('&')?, syntax),
        }
    }

    /// Returns what a whole reference by a name of HTML stands for: one or two
    /// characters.
    pub(crate) fn characters_of(written: &str) -> Option<(char, Option<char>)> {
        let name = written.strip_prefix('&')?.strip_suffix(';')?;
        lookup(name).map(|(characters, _)| characters)
    }

    /// Returns the text that it stands for, written into `buffer`.
    pub(crate) fn encode(self, buffer: &mut [u8; 8]) -> &str {
        let (first, second) = self.characters;
        let mut length = first.encode_utf8(buffer).len();
        if let Some(second) = second {
            length += second.encode_utf8(&mut buffer[length..]).len();
        }
        str::from_utf8(&buffer[..length]).unwrap_or_default()
    }
}

/// Reads a number after `&#`: up to 7 decimal or 6 hexadecimal digits.
fn numeric(number: &str, syntax: Syntax) -> Option<Entity> {
    let hexadecimal = number.starts_with(['x', 'X']);
    let (mark, radix, most) = if hexadecimal { (3, 16, 6) } else { (2, 10, 7) };
    let digits = &number[mark - 2..];
    let leading = digits.bytes().take(most + 1);
    let count = leading.take_while(|&digit| char::from(digit).is_digit(radix)).count();
    if !(1..=most).contains(&count) {
        return None;
    }
    let semicolon = digits[count..].starts_with(';');
    if !semicolon && syntax != Syntax::Html {
        return None;
    }
    let value = u32::from_str_radix(&digits[..count], radix).ok()?;
    let length = mark + count + usize::from(semicolon);
    Some(Entity { length, characters: (character(value, syntax), None) })
}

/// Returns the character of a number, U+FFFD for a number without one.
fn character(value: u32, syntax: Syntax) -> char {
    let remapped = match (syntax, value) {
        (Syntax::Html, 0x80..=0x9f) => WINDOWS_1252[value as usize - 0x80],
        _ => '\0',
    };
    let read = if remapped == '\0' { char::from_u32(value) } else { Some(remapped) };
    read.filter(|&read| read != '\0').unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Reads a name after `&`: with its semicolon, or in HTML the longest legacy
/// name.
fn named(text: &str, syntax: Syntax) -> Option<Entity> {
    let letters = text.bytes().take(LONGEST_NAME + 1).take_while(u8::is_ascii_alphanumeric);
    let length = letters.count();
    if text[length..].starts_with(';')
        && let Some((characters, _)) = lookup(&text[..length])
    {
        return Some(Entity { length: length + 2, characters });
    }
    if syntax != Syntax::Html {
        return None;
    }
    (1..=length.min(LONGEST_LEGACY_NAME)).rev().find_map(|length| match lookup(&text[..length]) {
        Some((characters, true)) => Some(Entity { length: length + 1, characters }),
        _ => None,
    })
}

/// Returns the characters of a name, and whether it is a legacy one; a binary
/// search over the lines.
fn lookup(name: &str) -> Option<((char, Option<char>), bool)> {
    let (mut low, mut high) = (0, NAMES.len());
    while low < high {
        match compare_line(low..high, name) {
            ControlFlow::Break(rest) => return read_line(rest),
            ControlFlow::Continue((next_low, next_high)) => (low, high) = (next_low, next_high),
        }
    }
    None
}

/// Compares `name` to the line in the middle of `range`: what follows the name
/// on the line, or where to search on.
fn compare_line(
    range: std::ops::Range<usize>,
    name: &str,
) -> ControlFlow<&'static str, (usize, usize)> {
    let bytes = NAMES.as_bytes();
    let middle = range.start.midpoint(range.end);
    let start = memchr::memrchr(b'\n', &bytes[range.start..middle])
        .map_or(range.start, |found| range.start + found + 1);
    let end = memchr::memchr(b'\n', &bytes[start..range.end])
        .map_or(range.end, |found| start + found + 1);
    let line = &NAMES[start..end];
    let (listed, rest) = line.split_once(' ').unwrap_or((line, ""));
    match listed.cmp(name) {
        std::cmp::Ordering::Less => ControlFlow::Continue((end, range.end)),
        std::cmp::Ordering::Greater => ControlFlow::Continue((range.start, start)),
        std::cmp::Ordering::Equal => ControlFlow::Break(rest),
    }
}

/// Returns the fields after a name.
fn read_line(rest: &str) -> Option<((char, Option<char>), bool)> {
    let legacy = rest.trim_end().ends_with("legacy");
    let mut characters = rest
        .split_ascii_whitespace()
        .filter_map(|field| u32::from_str_radix(field, 16).ok().and_then(char::from_u32));
    Some(((characters.next()?, characters.next()), legacy))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, syntax: Syntax) -> Option<(String, usize)> {
        let entity = Entity::scan(text, syntax)?;
        Some((entity.encode(&mut [0; 8]).to_owned(), entity.length))
    }

    #[test]
    fn references_of_commonmark() {
        for (text, expected) in [
            ("&nbsp;", Some("\u{a0}")),
            ("&amp;", Some("&")),
            ("&copy;", Some("©")),
            ("&AElig;", Some("Æ")),
            ("&Dcaron;", Some("Ď")),
            ("&frac34;", Some("¾")),
            ("&HilbertSpace;", Some("ℋ")),
            ("&DifferentialD;", Some("ⅆ")),
            ("&ClockwiseContourIntegral;", Some("∲")),
            ("&CounterClockwiseContourIntegral;", Some("∳")),
            ("&ngE;", Some("≧\u{338}")),
            ("&NewLine;", Some("\n")),
            ("&zwnj;", Some("\u{200c}")),
            ("&#35;", Some("#")),
            ("&#1234;", Some("Ӓ")),
            ("&#992;", Some("Ϡ")),
            ("&#0;", Some("\u{fffd}")),
            ("&#xD800;", Some("\u{fffd}")),
            ("&#x110000;", Some("\u{fffd}")),
            ("&#X22;", Some("\"")),
            ("&#XD06;", Some("ആ")),
            ("&#xcab;", Some("ಫ")),
            ("&#150;", Some("\u{96}")),
            ("&nbsp", None),
            ("&x;", None),
            ("&#;", None),
            ("&#x;", None),
            ("&#87654321;", None),
            ("&#abcdef0;", None),
            ("&ThisIsNotDefined;", None),
            ("&hi?;", None),
            ("&copy", None),
            ("&COPYY;", None),
            ("&", None),
            ("&é;", None),
        ] {
            let expected = expected.map(|reads| (reads.to_owned(), text.len()));
            assert_eq!(read(text, Syntax::Markdown), expected, "{text}");
        }
    }

    #[test]
    fn references_of_html_alone() {
        for (text, expected) in [
            ("&nbsp a", Some(("\u{a0}", 5))),
            ("&copyright", Some(("©", 5))),
            ("&notit;", Some(("¬", 4))),
            ("&notin;", Some(("∉", 7))),
            ("&#150;", Some(("–", 6))),
            ("&#129;", Some(("\u{81}", 6))),
            ("&#x41 ", Some(("A", 5))),
            ("&hellip", None),
        ] {
            let expected = expected.map(|(reads, length)| (reads.to_owned(), length));
            assert_eq!(read(text, Syntax::Html), expected, "{text}");
        }
    }

    #[test]
    fn every_listed_name_is_found() {
        let mut count = 0;
        for line in NAMES.lines() {
            let (name, codes) = line.split_once(' ').unwrap();
            let first = codes.split(' ').next().unwrap();
            let (reads, _) = read(&format!("&{name};"), Syntax::Markdown).unwrap();
            let scalar = u32::from(reads.chars().next().unwrap());
            assert_eq!(format!("{scalar:X}"), first, "{name}");
            assert!(name.len() <= LONGEST_NAME, "{name}");
            count += 1;
        }
        assert_eq!(count, 2125);
    }
}
