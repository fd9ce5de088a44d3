//! The attributes of a start tag, as ranges of the bytes as written.
//!
//! The states of the HTML Living Standard, 13.2.5.32 to 13.2.5.39, over a tag
//! whose end is known. The tokenizer gives decoded values only, which do not
//! say where an attribute ends.

use std::ops::Range;

/// One attribute of a start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) name: Range<usize>,
    /// The value without its quotes; empty, at the end of the name, where it is missing.
    pub(super) value: Range<usize>,
    /// The whole attribute, closing quote included.
    pub(super) range: Range<usize>,
}

/// Returns whether a byte separates the parts of a tag (13.2.5: tab, line feed,
/// form feed, space, and carriage return, which the standard turns into a line
/// feed).
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0C' | b'\r' | b' ')
}

/// Returns the name of the tag at `tag`, which begins with `<` or `</`.
pub(super) fn tag_name(bytes: &[u8], tag: &Range<usize>) -> Range<usize> {
    let slash = bytes.get(tag.start + 1) == Some(&b'/');
    let start = tag.start + 1 + usize::from(slash);
    let end = find(bytes, start..tag.end, |byte| is_space(byte) || matches!(byte, b'/' | b'>'));
    start..end
}

/// Returns the attributes of the start tag at `tag`, `<` and `>` included.
pub(super) fn attributes<'a>(
    bytes: &'a [u8],
    tag: &Range<usize>,
) -> impl Iterator<Item = Attribute> + 'a {
    let end = tag.end.saturating_sub(1);
    let mut at = tag_name(bytes, tag).end;
    std::iter::from_fn(move || {
        at = find(bytes, at..end, |byte| !is_space(byte) && byte != b'/');
        if at >= end {
            return None;
        }
        let attribute = attribute(bytes, at..end);
        at = attribute.range.end;
        Some(attribute)
    })
}

/// Returns whether white space or `/` is between the attributes of a tag
/// and no quote or `<` in their names. Otherwise pieces of two tags may have
/// been run together (13.2.2, "missing-whitespace-between-attributes" and
/// "unexpected-character-in-attribute-name").
#[cfg(feature = "html")]
pub(super) fn are_apart(bytes: &[u8], tag: &Range<usize>) -> bool {
    let mut last = None;
    attributes(bytes, tag).all(|attribute| {
        let touches = last.replace(attribute.range.end) == Some(attribute.range.start);
        !touches && !bytes[attribute.name].iter().any(|byte| b"\"'<".contains(byte))
    })
}

/// Returns the attribute that begins where `rest`, the rest of the tag, does.
fn attribute(bytes: &[u8], rest: Range<usize>) -> Attribute {
    let ends_name = |byte| is_space(byte) || matches!(byte, b'/' | b'=');
    // An `=` at the very start belongs to the name.
    let name = rest.start..find(bytes, rest.start + 1..rest.end, ends_name);
    let equals = find(bytes, name.end..rest.end, |byte| !is_space(byte));
    if equals >= rest.end || bytes[equals] != b'=' {
        return Attribute { value: name.end..name.end, range: name.clone(), name };
    }
    let start = find(bytes, equals + 1..rest.end, |byte| !is_space(byte));
    let (value, end) = match bytes[..rest.end].get(start) {
        Some(&quote @ (b'"' | b'\'')) => {
            let end = find(bytes, start + 1..rest.end, |byte| byte == quote);
            (start + 1..end, (end + 1).min(rest.end))
        }
        _ => {
            let end = find(bytes, start..rest.end, is_space);
            (start..end, end)
        }
    };
    Attribute { range: name.start..end, name, value }
}

/// Returns the first place in `range` whose byte is `wanted`, or the end of the
/// range.
fn find(bytes: &[u8], range: Range<usize>, wanted: impl Fn(u8) -> bool) -> usize {
    let found = bytes[range.clone()].iter().position(|&byte| wanted(byte));
    found.map_or(range.end, |at| range.start + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns name, value and whole of each attribute.
    fn read(tag: &str) -> Vec<[&str; 3]> {
        attributes(tag.as_bytes(), &(0..tag.len()))
            .map(|one| [&tag[one.name], &tag[one.value], &tag[one.range]])
            .collect()
    }

    #[test]
    fn attributes_as_browsers_read_them() {
        let cases: &[(&str, &[[&str; 3]])] = &[
            ("<p>", &[]),
            ("<p/>", &[]),
            ("<p a=\"1\">", &[["a", "1", "a=\"1\""]]),
            ("<p a='1'b=2>", &[["a", "1", "a='1'"], ["b", "2", "b=2"]]),
            ("<p/a=1/>", &[["a", "1/", "a=1/"]]),
            ("<p a  =\r\n 1 b>", &[["a", "1", "a  =\r\n 1"], ["b", "", "b"]]),
            ("<p a=\"x>y\" b>", &[["a", "x>y", "a=\"x>y\""], ["b", "", "b"]]),
            ("<p a= >", &[["a", "", "a= "]]),
            ("<p =a=1>", &[["=a", "1", "=a=1"]]),
            ("<p a=\"\">", &[["a", "", "a=\"\""]]),
            ("<p a\"=1>", &[["a\"", "1", "a\"=1"]]),
        ];
        for (tag, expected) in cases {
            assert_eq!(read(tag), *expected, "{tag}");
        }
    }

    #[cfg(feature = "html")]
    #[test]
    fn attributes_that_run_together_are_told() {
        for tag in ["<p>", "<p a>", "<p a='1' b>", "<p a=1/b>", "<p a='1'/b=2\r\nc>"] {
            assert!(are_apart(tag.as_bytes(), &(0..tag.len())), "{tag}");
        }
        for tag in ["<p a='1'b=2>", "<p a=\"1\"\">", "<p a' b>", "<p <b>"] {
            assert!(!are_apart(tag.as_bytes(), &(0..tag.len())), "{tag}");
        }
    }

    #[test]
    fn names_of_tags() {
        for (tag, name) in [("<p>", "p"), ("</DIV >", "DIV"), ("<x/y>", "x"), ("<a\nb>", "a")] {
            assert_eq!(&tag[tag_name(tag.as_bytes(), &(0..tag.len()))], name);
        }
    }
}
