//! Where the front matter of a Markdown file stands.

use std::ops::Range;

use memchr::memchr;

use crate::document::encoding::BOM;

/// What a file begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Beginning {
    /// A block between `---` lines.
    Block {
        /// All of it, from the first `---` to the line end of the last.
        range: Range<usize>,
        /// The lines between.
        content: Range<usize>,
    },
    /// An opening line that no line closes, before what could be front matter.
    Unclosed(Range<usize>),
    /// Anything else.
    Other,
}

/// Looks at the beginning of a file. The first line, behind an optional byte
/// order mark, must be `---`; the block ends at the next line that is `---` or
/// `...`. White space may follow on both.
pub(super) fn find(bytes: &[u8]) -> Beginning {
    let start = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
    // Most files of other kinds go no further than here.
    if !bytes[start..].starts_with(b"---") {
        return Beginning::Other;
    }
    let content = line_end(bytes, start);
    if !is_marker(&bytes[start..content], b"---") {
        return Beginning::Other;
    }
    let mut at = content;
    while at < bytes.len() {
        let end = line_end(bytes, at);
        let line = &bytes[at..end];
        if is_marker(line, b"---") || is_marker(line, b"...") {
            return Beginning::Block { range: start..end, content: content..at };
        }
        at = end;
    }
    if looks_like_front_matter(&bytes[content..]) {
        return Beginning::Unclosed(start..content);
    }
    Beginning::Other
}

/// The offset behind the line feed that ends the line at `at`.
fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length + 1)
}

fn is_marker(line: &[u8], marker: &[u8]) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.trim_ascii().is_empty())
}

/// Whether the first line that is neither empty nor a comment begins with a
/// name and a colon, as no Markdown behind a thematic break does by chance.
pub(super) fn looks_like_front_matter(content: &[u8]) -> bool {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.-".contains(byte);
    let mut lines = content.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with(b"#"));
    first.is_some_and(|line| {
        let name = line.iter().take_while(|byte| is_name(byte)).count();
        name > 0 && matches!(line[name..], [b':'] | [b':', b' ' | b'\t', ..])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings() {
        let block = |range, content| Beginning::Block { range, content };
        for (text, expected) in [
            ("---\na: b\n---\n", block(0..13, 4..9)),
            ("---\na: b\n...\nText", block(0..13, 4..9)),
            ("\u{feff}---  \r\na: b\r\n--- \r\nText", block(3..22, 10..16)),
            ("---\n---", block(0..7, 4..4)),
            ("---\na: b\n ---\n--- c\n---\n", block(0..24, 4..20)),
            ("---\nms.date: 1\n\n# Text", Beginning::Unclosed(0..4)),
            ("---\n# c\n\ntitle:\n", Beginning::Unclosed(0..4)),
            ("---\n\nText: all of it\n", Beginning::Unclosed(0..4)),
            ("---\n\nA text: all of it\n", Beginning::Other),
            ("---\n", Beginning::Other),
            ("----\na: b\n---\n", Beginning::Other),
            ("\n---\na: b\n---\n", Beginning::Other),
            (" ---\na: b\n---\n", Beginning::Other),
            ("# Text", Beginning::Other),
            ("", Beginning::Other),
        ] {
            assert_eq!(find(text.as_bytes()), expected, "{text:?}");
        }
    }
}
