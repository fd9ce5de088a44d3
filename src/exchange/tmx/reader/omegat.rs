//! Codes in the text of OmegaT's own files.
//!
//! OmegaT keeps its segments as it shows them: a code is a tag of letters and a
//! number, `<f0>`, `</f0>` or `<br1/>`, written as text. A file is known by the
//! tool that its header names.

use memchr::memchr;

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    Text(&'a str),
    Tag(Tag<'a>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    pub(super) written: &'a str,
    /// Letters and number, by which the halves of a pair find each other.
    pub(super) name: &'a str,
    pub(super) half: Half,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    Alone,
    Open,
    Close,
}

/// Returns the parts of a text in order, in linear time.
pub(super) fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let part = match tag(rest) {
            Some(tag) => Part::Tag(tag),
            None => Part::Text(&rest[..next_tag(rest)?]),
        };
        rest = &rest[part.length()..];
        Some(part)
    })
}

/// Returns a text without the tags in it.
pub(super) fn without_tags(text: &str) -> String {
    let plain = |part| match part {
        Part::Text(text) => text,
        Part::Tag(_) => "",
    };
    parts(text).map(plain).collect()
}

impl Part<'_> {
    fn length(&self) -> usize {
        match self {
            Part::Text(text) => text.len(),
            Part::Tag(tag) => tag.written.len(),
        }
    }
}

/// Returns the index of the next tag of a text that begins with none, or its end;
/// `None` for no text.
fn next_tag(text: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = memchr(b'<', &text.as_bytes()[at..]) {
        at += found;
        if tag(&text[at..]).is_some() {
            return Some(at);
        }
        at += 1;
    }
    (!text.is_empty()).then_some(text.len())
}

/// The most letters and the most digits of a tag.
const MOST: usize = 16;

/// Returns the tag that a text begins with.
fn tag(text: &str) -> Option<Tag<'_>> {
    let inside = text.strip_prefix('<')?;
    let closes = inside.starts_with('/');
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let letters = inside.bytes().take(MOST).take_while(u8::is_ascii_alphabetic).count();
    let digits = inside[letters..].bytes().take(MOST).take_while(u8::is_ascii_digit).count();
    let (name, after) = inside.split_at(letters + digits);
    let (half, end) = match (closes, after.as_bytes()) {
        (false, [b'>', ..]) => (Half::Open, 1),
        (true, [b'>', ..]) => (Half::Close, 1),
        (false, [b'/', b'>', ..]) => (Half::Alone, 2),
        _ => return None,
    };
    let length = text.len() - after.len() + end;
    (letters > 0 && digits > 0).then_some(Tag { written: &text[..length], name, half })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_text() {
        for (text, expected) in [
            ("", ""),
            ("plain", "plain"),
            ("<f0>a</f0>", "{<f0>}a{</f0>}"),
            ("a<br1/><i12>", "a{<br1/>}{<i12>}"),
            ("a < b <f> <0> <f0 > </f0/> <f0", "a < b <f> <0> <f0 > </f0/> <f0"),
            ("<<f0>é<é0>", "<{<f0>}é<é0>"),
        ] {
            let show = |part| match part {
                Part::Text(text) => text.to_owned(),
                Part::Tag(tag) => format!("{{{}}}", tag.written),
            };
            assert_eq!(parts(text).map(show).collect::<String>(), expected);
        }
    }
}
