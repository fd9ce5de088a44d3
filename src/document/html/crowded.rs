//! Tags with more attributes than the tokenizer takes.
//!
//! html5gum 0.9 goes one call deeper for each attribute of a tag whose value is
//! quoted, so a tag of some ten thousand would overflow the stack. Pages that may
//! have one are found before it reads them: what is counted from `<` and a letter
//! to the next `>` outside quotes is never less than the quoted values of the tag
//! that begins there.

use std::ops::Range;

use memchr::memchr_iter;

use crate::diagnostic::{Diagnostic, DiagnosticCode};

/// The most quoted values of a tag. On a thread of 2 MiB, five thousand are read.
const MOST: usize = 4_096;

/// Says that a page may have a tag of too many attributes.
pub(crate) fn crowded(bytes: &[u8]) -> Option<Diagnostic> {
    let tag = crowded_tag(bytes)?;
    let message = format!("expected at most {MOST} quoted attributes of one tag, but found more");
    let help = "nothing of the page is read; take attributes off the tag";
    Some(Diagnostic::new(DiagnosticCode::LimitReached, tag, message).with_help(help))
}

/// The beginning of the first such tag.
fn crowded_tag(bytes: &[u8]) -> Option<Range<usize>> {
    let mut read_to = 0;
    for start in memchr_iter(b'<', bytes) {
        let name = bytes[start + 1..].strip_prefix(b"/").unwrap_or(&bytes[start + 1..]);
        // Inside a tag that was counted, as in a quoted value, none begins.
        if start < read_to || !name.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let (values, end) = quoted_values(bytes, start + 1);
        if values > MOST {
            return Some(start..start + 1);
        }
        read_to = end;
    }
    None
}

/// How many quoted values there are in a tag, at least, and where it ends.
/// Reading stops where they are too many.
fn quoted_values(bytes: &[u8], start: usize) -> (usize, usize) {
    let (mut count, mut at) = (0, start);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => break,
            b'"' | b'\'' if is_value(&bytes[start..at]) => {
                let value = &bytes[at + 1..];
                at += 1 + memchr::memchr(byte, value).unwrap_or(value.len());
                count += 1;
            }
            _ => {}
        }
        if count > MOST {
            break;
        }
        at += 1;
    }
    (count, at)
}

/// Whether a quote behind this begins a value.
fn is_value(before: &[u8]) -> bool {
    before.trim_ascii_end().ends_with(b"=")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much() {
        let words = |count: usize, word: &str| word.repeat(count);
        for (page, is_crowded) in [
            (format!("<p {}>", words(MOST, "a=\"b\" ")), false),
            (format!("<p {}>", words(MOST + 1, "a=\"b\" ")), true),
            (format!("<p {}>", words(MOST + 1, "a=\"b\"")), true),
            (format!("</p {}", words(MOST + 1, "a='<p>' ")), true),
            (format!("<p {}>", words(MOST + 1, "a = '\"' ")), true),
            (format!("<p {}>", words(MOST + 1, "a ")), false),
            (format!("<p a=\"{}\">", words(MOST + 1, "a='b' ")), false),
            (format!("a < b {}", words(MOST + 1, "a='b' ")), false),
            (format!("<p>{}", words(MOST + 1, "<b c='d'> a ")), false),
            (format!("<p a \"{}>", words(MOST + 1, "a='b' ")), true),
        ] {
            let found = crowded(page.as_bytes());
            assert_eq!(found.is_some(), is_crowded, "{}", &page[..20]);
        }
    }
}
