//! What a page may cost the tree builder and the tokenizer.
//!
//! For each tag a tree builder may walk the open elements, and it opens
//! formatting that was never closed again in every block that follows. A small
//! page can so ask for time and memory in the square of its size. The pass over
//! the tags knows all of this before a tree is built; a page over a limit is
//! read without a tree.
//!
//! html5gum 0.9 goes one call deeper for each attribute of a tag whose value is
//! quoted, so a tag of some ten thousand would overflow the stack. Pages that may
//! have one are found before it reads them: what is counted from `<` and a letter
//! to the next `>` outside quotes is never less than the quoted values of the tag
//! that begins there.

use std::ops::Range;

use memchr::memchr_iter;

use super::open_elements::OpenElements;
use super::tags::Tag;
use crate::diagnostic::{Diagnostic, DiagnosticCode};

/// Open elements, the depth at which Blink stops nesting as well
/// (`kMaximumHTMLParserDOMTreeDepth`).
const DEPTH: usize = 512;
/// Attributes of one tag, which tree builders compare with each other.
const ATTRIBUTES: usize = 1_024;
/// Elements in all; each takes some hundred bytes in a tree.
const ELEMENTS: usize = 1_000_000;
/// Elements that come from opening formatting again, besides one for every
/// four bytes of the page.
const REOPENED: usize = 100_000;

/// Adds up what a page costs.
pub(super) struct PageCost {
    elements: usize,
    reopened: usize,
    reopened_limit: usize,
}

impl PageCost {
    /// Makes the account of a page of so many bytes.
    pub(super) fn new(page: usize) -> Self {
        Self { elements: 0, reopened: 0, reopened_limit: REOPENED + page / 4 }
    }

    /// Counts a tag and says which limit it passes, if any.
    pub(super) fn count(&mut self, tag: &Tag, open: &OpenElements) -> Option<String> {
        self.elements += usize::from(!tag.is_end);
        self.reopened += open.unclosed_formatting();
        let limits = [
            (open.depth(), DEPTH, "open elements at a time"),
            (tag.attributes, ATTRIBUTES, "attributes of one tag"),
            (self.elements, ELEMENTS, "elements"),
            (self.reopened, self.reopened_limit, "repetitions of formatting that is never closed"),
        ];
        let (_, limit, what) = limits.into_iter().find(|(count, limit, _)| count > limit)?;
        Some(format!("expected at most {limit} {what}, but found more"))
    }
}

/// Quoted values of one tag. On a thread of 2 MiB, five thousand are read.
const QUOTED_VALUES: usize = 4_096;

/// Reports a page that may have a tag of too many attributes.
pub(crate) fn too_many_attributes(bytes: &[u8]) -> Option<Diagnostic> {
    let tag = tag_of_many_values(bytes)?;
    let message =
        format!("expected at most {QUOTED_VALUES} quoted attributes of one tag, but found more");
    let help = "nothing of the page is read; take attributes off the tag";
    Some(Diagnostic::new(DiagnosticCode::LimitReached, tag, message).with_help(help))
}

/// Finds the beginning of the first such tag.
fn tag_of_many_values(bytes: &[u8]) -> Option<Range<usize>> {
    let mut read_to = 0;
    for start in memchr_iter(b'<', bytes) {
        let name = bytes[start + 1..].strip_prefix(b"/").unwrap_or(&bytes[start + 1..]);
        // Inside a tag that was counted, as in a quoted value, none begins.
        if start < read_to || !name.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let (values, end) = quoted_values(bytes, start + 1);
        if values > QUOTED_VALUES {
            return Some(start..start + 1);
        }
        read_to = end;
    }
    None
}

/// Counts the quoted values in a tag, at least, and returns where it ends.
/// Stops where they are too many.
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
        if count > QUOTED_VALUES {
            break;
        }
        at += 1;
    }
    (count, at)
}

/// Returns whether a quote behind this begins a value.
fn is_value(before: &[u8]) -> bool {
    before.trim_ascii_end().ends_with(b"=")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much() {
        let words = |count: usize, word: &str| word.repeat(count);
        for (page, is_too_much) in [
            (format!("<p {}>", words(QUOTED_VALUES, "a=\"b\" ")), false),
            (format!("<p {}>", words(QUOTED_VALUES + 1, "a=\"b\" ")), true),
            (format!("<p {}>", words(QUOTED_VALUES + 1, "a=\"b\"")), true),
            (format!("</p {}", words(QUOTED_VALUES + 1, "a='<p>' ")), true),
            (format!("<p {}>", words(QUOTED_VALUES + 1, "a = '\"' ")), true),
            (format!("<p {}>", words(QUOTED_VALUES + 1, "a ")), false),
            (format!("<p a=\"{}\">", words(QUOTED_VALUES + 1, "a='b' ")), false),
            (format!("a < b {}", words(QUOTED_VALUES + 1, "a='b' ")), false),
            (format!("<p>{}", words(QUOTED_VALUES + 1, "<b c='d'> a ")), false),
            (format!("<p a \"{}>", words(QUOTED_VALUES + 1, "a='b' ")), true),
        ] {
            let found = too_many_attributes(page.as_bytes());
            assert_eq!(found.is_some(), is_too_much, "{}", &page[..20]);
        }
    }
}
