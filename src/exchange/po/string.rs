//! Texts as the strings of PO files: in quotes, with the escapes of C.
//!
//! ```text
//! string = { '"' { character | escape } '"' }
//! escape = "\" ( "n" | "t" | "b" | "r" | "f" | "v" | "a" | "\" | '"'
//!              | octal [octal [octal]] | "x" hex { hex } )
//! ```
//!
//! The authority is gettext's own lexer (`po-lex.c`, `control_sequence`). Of the
//! two texts of an entry, gettext asks that their line ends agree: [`Edges`].

use std::borrow::Cow;

/// Adds a keyword and a string: on one line, or, where the text has line ends, a
/// line for each.
///
/// Only the escapes that all readers know are used; other control characters
/// stay as they are. Returns how many characters were removed: gettext cannot
/// hold U+0000, which ends its strings, and U+0004, which ends a context.
pub(super) fn write(keyword: &str, text: &str, out: &mut Vec<u8>) -> usize {
    out.extend_from_slice(keyword.as_bytes());
    out.extend_from_slice(b" \"");
    let mut lines = text.split_inclusive('\n').peekable();
    let mut removed = 0;
    let is_long = text.trim_end_matches('\n').contains('\n') || text.starts_with(KDE_COMMENT);
    if is_long {
        out.extend_from_slice(b"\"\n\"");
    }
    while let Some(line) = lines.next() {
        removed += write_line(line, out);
        if lines.peek().is_some() {
            out.extend_from_slice(b"\"\n\"");
        }
    }
    out.extend_from_slice(b"\"\n");
    removed
}

/// A line of a `msgid` that begins so is a comment to translate-toolkit, as it
/// was in files of KDE 3.
const KDE_COMMENT: &str = "_:";

fn write_line(line: &str, out: &mut Vec<u8>) -> usize {
    let mut removed = 0;
    let rest = match line.strip_prefix('_') {
        Some(rest) if line.starts_with(KDE_COMMENT) => {
            out.extend_from_slice(b"_\"\n\"");
            rest
        }
        _ => line,
    };
    for &byte in rest.as_bytes() {
        match byte {
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            0 | 4 => removed += 1,
            _ => out.push(byte),
        }
    }
    removed
}

/// Returns whether a PO file can hold a character.
pub(super) fn is_allowed(character: char) -> bool {
    !matches!(character, '\0' | '\u{4}')
}

/// Returns a text without the characters that a PO file cannot hold, and how many
/// these are.
pub(super) fn allowed(text: Cow<'_, str>) -> (Cow<'_, str>, usize) {
    match text.chars().filter(|character| !is_allowed(*character)).count() {
        0 => (text, 0),
        removed => (text.chars().filter(|character| is_allowed(*character)).collect(), removed),
    }
}

/// Adds the bytes that the strings of a line mean.
///
/// # Errors
///
/// What was expected, where the line is something else.
pub(super) fn read(line: &str, out: &mut Vec<u8>) -> Result<(), String> {
    let mut rest = line.trim_ascii();
    if rest.is_empty() {
        return Err("expected a string in quotes".to_owned());
    }
    while !rest.is_empty() {
        let Some(inner) = rest.strip_prefix('"') else {
            return Err(format!("expected a string in quotes, but found `{}`", start_of(rest)));
        };
        rest = read_one(inner, out)?.trim_ascii_start();
    }
    Ok(())
}

/// Reads up to the closing quote; returns what follows it.
fn read_one<'t>(text: &'t str, out: &mut Vec<u8>) -> Result<&'t str, String> {
    let mut rest = text;
    loop {
        let Some(end) = memchr::memchr2(b'"', b'\\', rest.as_bytes()) else {
            return Err("expected a quote at the end of the string".to_owned());
        };
        out.extend_from_slice(&rest.as_bytes()[..end]);
        let (found, behind) = rest[end..].split_at(1);
        if found == "\"" {
            return Ok(behind);
        }
        rest = read_escape(behind, out)?;
    }
}

/// Reads what follows a backslash; returns what follows the escape.
fn read_escape<'t>(text: &'t str, out: &mut Vec<u8>) -> Result<&'t str, String> {
    let bytes = text.as_bytes();
    let simple = match bytes.first() {
        Some(b'n') => b'\n',
        Some(b't') => b'\t',
        Some(b'b') => 8,
        Some(b'r') => b'\r',
        Some(b'f') => 0xC,
        Some(b'v') => 0xB,
        Some(b'a') => 7,
        Some(&byte @ (b'\\' | b'"')) => byte,
        Some(b'0'..=b'7') => return Ok(read_number(text, 8, 3, out)),
        Some(b'x') if bytes.get(1).is_some_and(u8::is_ascii_hexdigit) => {
            return Ok(read_number(&text[1..], 16, usize::MAX, out));
        }
        _ => {
            let found = start_of(text);
            return Err(format!(
                "expected an escape such as `\\n` or `\\\\`, but found `\\{found}`"
            ));
        }
    };
    out.push(simple);
    Ok(&text[1..])
}

/// Reads a byte in digits of a base; returns what follows them. A number larger
/// than a byte loses its upper bits, as in C.
fn read_number<'t>(text: &'t str, base: u32, most: usize, out: &mut Vec<u8>) -> &'t str {
    let digits = text.chars().take(most).map_while(|digit| digit.to_digit(base));
    let (mut value, mut count) = (0_u8, 0);
    for digit in digits {
        value = value.wrapping_mul(base as u8).wrapping_add(digit as u8);
        count += 1;
    }
    out.push(value);
    &text[count..]
}

/// Returns the first characters, for a message.
pub(super) fn start_of(text: &str) -> String {
    text.chars().take(20).collect()
}

/// What a comment with edges begins with.
const EDGES: &str = "target-line-ends: ";

/// How many line ends at an edge a comment may give, so that a short comment does
/// not make a long text.
const MOST: usize = 1000;

/// How many line ends a text begins and ends with.
///
/// `msgfmt -c` wants both texts of an entry to begin with a line end or neither,
/// and to end with one or neither. Where a pair differs, the translation is
/// written with the edges of its source, and a comment gives its own, so that
/// they come back:
///
/// ```text
/// #. target-line-ends: 0 1
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Edges {
    before: usize,
    behind: usize,
}

impl Edges {
    /// Counts the edges of a text; one of line ends only has them all before it.
    fn of(text: &str) -> Self {
        let before = text.len() - text.trim_start_matches('\n').len();
        let rest = &text[before..];
        let behind = rest.len() - rest.trim_end_matches('\n').len();
        Self { before: before.min(MOST), behind: behind.min(MOST) }
    }

    /// Returns the translation with the edges of its source, where they differ, and
    /// its own edges then.
    pub(super) fn adapt<'t>(source: &str, target: &'t str) -> (Cow<'t, str>, Option<Self>) {
        let agree = source.starts_with('\n') == target.starts_with('\n')
            && source.ends_with('\n') == target.ends_with('\n');
        if target.is_empty() || agree {
            return (Cow::Borrowed(target), None);
        }
        if target.trim_matches('\n').is_empty() {
            // No number of line ends begins with one and does not end with one.
            return (Cow::Borrowed(""), Some(Self::of(target)));
        }
        let wanted = Self {
            before: usize::from(source.starts_with('\n')),
            behind: usize::from(source.ends_with('\n')),
        };
        (Cow::Owned(wanted.around(target)), Some(Self::of(target)))
    }

    /// Returns the text with these edges in place of its own.
    pub(super) fn around(self, text: &str) -> String {
        let (before, behind) = ("\n".repeat(self.before), "\n".repeat(self.behind));
        format!("{before}{}{behind}", text.trim_matches('\n'))
    }

    /// Returns the comment that gives them.
    pub(super) fn comment(self) -> String {
        format!("{EDGES}{} {}", self.before, self.behind)
    }

    /// Reads the edges that a comment gives.
    pub(super) fn from_comment(line: &str) -> Option<Self> {
        let (before, behind) = line.strip_prefix(EDGES)?.split_once(' ')?;
        let edges = Self { before: before.parse().ok()?, behind: behind.parse().ok()? };
        (edges.before <= MOST && edges.behind <= MOST).then_some(edges)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_translation_gets_the_edges_of_its_source() {
        for (source, target, adapted) in [
            ("a", "b", None),
            ("\na\n", "\n\nb\n", None),
            ("a", "", None),
            ("a\n", "b", Some("b\n")),
            ("a", "\n\nb\n", Some("b")),
            ("\na", "b\n", Some("\nb")),
            ("\n", "b", Some("\nb\n")),
            ("a", "\n\n", Some("")),
            ("\na", "\n", Some("")),
        ] {
            let (found, own) = Edges::adapt(source, target);
            assert_eq!(found, adapted.unwrap_or(target), "{source:?} {target:?}");
            assert_eq!(own.is_some(), adapted.is_some());
            if let Some(own) = own {
                let read = Edges::from_comment(&own.comment()).unwrap();
                assert_eq!(read.around(&found), target);
            }
        }
    }

    #[test]
    fn comments_of_another_form_are_no_edges() {
        for line in
            ["target-line-ends: 1", "target-line-ends: a 1", "x", "target-line-ends: 1 1001"]
        {
            assert_eq!(Edges::from_comment(line), None, "{line}");
        }
    }

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        write("msgid", text, &mut out);
        String::from_utf8(out).unwrap()
    }

    fn read_back(line: &str) -> Result<String, String> {
        let mut out = Vec::new();
        read(line, &mut out).map(|()| String::from_utf8_lossy(&out).into_owned())
    }

    #[test]
    fn writes_lines_as_gettext_does() {
        for (text, file) in [
            ("", "msgid \"\"\n"),
            ("a \"b\"\\\t\r", "msgid \"a \\\"b\\\"\\\\\\t\\r\"\n"),
            ("a\n", "msgid \"a\\n\"\n"),
            ("a\nb", "msgid \"\"\n\"a\\n\"\n\"b\"\n"),
            ("\na", "msgid \"\"\n\"\\n\"\n\"a\"\n"),
            ("\n", "msgid \"\\n\"\n"),
            ("_: a\n_: b", "msgid \"\"\n\"_\"\n\": a\\n\"\n\"_\"\n\": b\"\n"),
            ("a\0\u{4}b", "msgid \"ab\"\n"),
        ] {
            assert_eq!(written(text), file, "{text:?}");
        }
    }

    #[test]
    fn reads_all_escapes() {
        for (line, text) in [
            (r#""""#, ""),
            (r#" "a" "b"	"c" "#, "abc"),
            (r#""\n\t\b\r\f\v\a\\\"""#, "\n\t\u{8}\r\u{c}\u{b}\u{7}\\\""),
            (r#""\101\60\0601""#, "A001"),
            (r#""\x41\xC3\xBCx""#, "Aüx"),
            (r#""\303\274""#, "ü"),
        ] {
            assert_eq!(read_back(line).unwrap(), text, "{line}");
        }
        for (line, message) in [
            ("", "expected a string in quotes"),
            ("abc", "found `abc`"),
            ("\"a", "a quote at the end"),
            ("\"a\\\"", "a quote at the end"),
            ("\"a\\", "found `\\`"),
            ("\"a\" b", "found `b`"),
            ("\"\\q\"", "found `\\q\"`"),
            ("\"\\xg\"", "found `\\xg\"`"),
        ] {
            let error = read_back(line).unwrap_err();
            assert!(error.contains(message), "{line}: {error}");
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "(?s)([_:\"\\\\\n\ta-c0-7x]|.){0,20}") {
            let file = written(&text);
            let mut out = Vec::new();
            for line in file.strip_prefix("msgid").unwrap().lines() {
                read(line, &mut out).unwrap();
            }
            let expected: String = text.chars().filter(|c| is_allowed(*c)).collect();
            prop_assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }
}
