//! Elements in a line of text that are not to be translated: each is one code, with
//! what it holds.
//!
//! They say so by `translate="no"` (HTML Standard, 3.2.6.3) or by the class
//! `notranslate`, which translation services read. Where something inside is to be
//! translated after all, the element is read as any other.

use memchr::memmem;

use super::{Mark, Marks, Paired, TokenKind};
use crate::inline::grammar::{tag, tag_name};

/// How far the end of such an element is looked for, in marks, so that all attempts
/// together are linear.
const MOST_MARKS: usize = 64;

/// Makes one mark of each element that is kept as it is.
pub(super) fn joined(markup: &str, marks: Marks) -> Marks {
    if memmem::find(markup.as_bytes(), b"translate").is_none() {
        return marks;
    }
    let mut joined = Marks::new();
    let mut at = 0;
    while let Some(mark) = marks.get(at) {
        let end = kept_end(markup, &marks[at..]);
        let last = end.map_or(mark, |end| &marks[at + end]);
        let kind = if end.is_some() { TokenKind::Element } else { mark.kind };
        joined.push(Mark { start: mark.start, end: last.end, kind });
        at += end.unwrap_or(0) + 1;
    }
    joined
}

/// Finds the mark that ends the element that the first begins, where that is kept.
fn kept_end(markup: &str, marks: &[Mark]) -> Option<usize> {
    let text = |mark: &Mark| &markup[mark.start..mark.end];
    let first = marks.first().filter(|mark| mark.kind == TokenKind::Open(Paired::Element))?;
    if translates(text(first)) != Some(false) {
        return None;
    }
    let name = tag_name(text(first));
    let (mut open, mut others) = (0_usize, 0_usize);
    for (at, mark) in marks.iter().enumerate().take(MOST_MARKS) {
        let is_same = || tag_name(text(mark)).eq_ignore_ascii_case(name);
        match mark.kind {
            TokenKind::Open(Paired::Element) if translates(text(mark)) == Some(true) => {
                return None;
            }
            TokenKind::Open(Paired::Element) if is_same() => open += 1,
            TokenKind::Close(Paired::Element) if is_same() => {
                open -= 1;
                if open == 0 {
                    return (others == 0).then_some(at);
                }
            }
            TokenKind::Open(Paired::Element) | TokenKind::Close(Paired::Element) => {}
            TokenKind::Open(_) => others += 1,
            // The other half stands in front of the element.
            TokenKind::Close(_) => others = others.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

/// Whether a tag says that its content is translated, or that it is not.
fn translates(tag: &str) -> Option<bool> {
    memmem::find(tag.as_bytes(), b"translate")?;
    says_translated(tag::attribute_value(tag, "translate"), tag::attribute_value(tag, "class"))
}

/// Whether the values of a tag's attributes `translate` and `class` say that its
/// content is translated, or that it is not.
pub(crate) fn says_translated(translate: Option<&str>, class: Option<&str>) -> Option<bool> {
    match translate {
        Some(value) if value.eq_ignore_ascii_case("no") => Some(false),
        Some(value) if value.eq_ignore_ascii_case("yes") || value.is_empty() => Some(true),
        _ => {
            let mut classes = class?.split_ascii_whitespace();
            classes.any(|class| class == "notranslate").then_some(false)
        }
    }
}

/// Whether an element is one that is kept, with its content: it ends in its end tag.
pub(crate) fn is_kept(element: &str) -> bool {
    content(element).is_some()
}

/// Returns what stands between the tags of an element that is kept.
pub(crate) fn content(element: &str) -> Option<&str> {
    let start = tag::Tag::scan(element).filter(|tag| tag.length < element.len())?.length;
    let end = element.rfind("</").filter(|&end| end >= start)?;
    Some(&element[start..end])
}
