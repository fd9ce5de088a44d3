//! References: where in the source a text comes from, `#: path:line`.
//!
//! A path with white space in it stands between U+2068 and U+2069, as gettext
//! writes it.

use std::borrow::Cow;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

const OPEN: char = '\u{2068}';
const CLOSE: char = '\u{2069}';

/// Adds the references of a comment, each as `path` or `path:line`.
pub(super) fn split(comment: &str, references: &mut Vec<String>) {
    let mut rest = comment.trim_ascii_start();
    while !rest.is_empty() {
        let isolated = rest.strip_prefix(OPEN).and_then(|rest| rest.split_once(CLOSE));
        let (path, behind) = isolated.unwrap_or(("", rest));
        let end = behind.find([' ', '\t']).unwrap_or(behind.len());
        references.push(format!("{path}{}", &behind[..end]));
        rest = behind[end..].trim_ascii_start();
    }
}

/// Splits the line number off a reference.
pub(super) fn path_and_line(reference: &str) -> (&str, Option<&str>) {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match reference.rsplit_once(':') {
        Some((path, line)) if !path.is_empty() && is_number(line) => (path, Some(line)),
        _ => (reference, None),
    }
}

/// Adds ` path` or ` path:line`. Characters that would end the line or the path
/// are percent-encoded.
pub(super) fn write(path: &str, line: Option<&str>, out: &mut Vec<u8>) {
    let path = encoded(path);
    out.push(b' ');
    if path.contains(char::is_whitespace) {
        out.extend_from_slice(format!("{OPEN}{path}{CLOSE}").as_bytes());
    } else {
        out.extend_from_slice(path.as_bytes());
    }
    if let Some(line) = line {
        out.push(b':');
        out.extend_from_slice(line.as_bytes());
    }
}

/// A path without the characters that a reference cannot hold: a colon before
/// digits at its end is one, and a backslash there.
pub(super) fn encoded(path: &str) -> Cow<'_, str> {
    if let (path, Some(digits)) = path_and_line(path) {
        return Cow::Owned(format!("{}%3A{digits}", without_refused(path)));
    }
    // At the end of a line it would join the next line to it.
    if let Some(path) = path.strip_suffix('\\') {
        return Cow::Owned(format!("{}%5C", without_refused(path)));
    }
    without_refused(path)
}

fn without_refused(path: &str) -> Cow<'_, str> {
    let is_refused = |character: char| character.is_control() || [OPEN, CLOSE].contains(&character);
    if !path.contains(is_refused) {
        return Cow::Borrowed(path);
    }
    let encode = |character: char| {
        let text = character.to_string();
        match is_refused(character) {
            true => utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string(),
            false => text,
        }
    };
    Cow::Owned(path.chars().map(encode).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_of_a_comment() {
        for (comment, expected) in [
            ("", &[][..]),
            ("a.c:12  b.c", &["a.c:12", "b.c"]),
            ("\u{2068}a b.md\u{2069}:14 c.md:3", &["a b.md:14", "c.md:3"]),
            ("\u{2068}a b.md", &["\u{2068}a", "b.md"]),
        ] {
            let mut references = Vec::new();
            split(comment, &mut references);
            assert_eq!(references, expected, "{comment}");
        }
    }

    #[test]
    fn paths_and_lines() {
        for (reference, expected) in [
            ("a.c:12", ("a.c", Some("12"))),
            ("a.c", ("a.c", None)),
            ("C:\\a.c", ("C:\\a.c", None)),
            ("a:", ("a:", None)),
            (":12", (":12", None)),
        ] {
            assert_eq!(path_and_line(reference), expected);
        }
    }

    #[test]
    fn written_references_are_read() {
        for (path, line) in [("a.md", None), ("a b.md", Some("3")), ("ü\u{3000}x", Some("1"))] {
            let mut out = Vec::new();
            write(path, line, &mut out);
            let mut references = Vec::new();
            split(std::str::from_utf8(&out).unwrap(), &mut references);
            assert_eq!(references.len(), 1);
            assert_eq!(path_and_line(&references[0]), (path, line));
        }
        assert_eq!(encoded("a\n\u{2068}%"), "a%0A%E2%81%A8%");
        assert_eq!(encoded("a:1:2"), "a:1%3A2");
        assert_eq!(encoded("a\\b\\"), "a\\b%5C");
    }
}
