//! Codes in the text of OmegaT's own files.
//!
//! OmegaT keeps its segments as it shows them: a code is a tag of letters and a
//! number, `<f0>`, `</f0>` or `<br1/>`, written as text. A file is known by the
//! tool that its header names.

use memchr::memchr;

use super::openings::{Opening, Openings};
use crate::inline::{Code, CodeKind, CodeRole, CodedText};

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'a> {
    Text(&'a str),
    Tag(Tag<'a>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tag<'a> {
    written: &'a str,
    /// Letters and number, by which the halves of a pair find each other.
    name: &'a str,
    half: Half,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
    Alone,
    Open,
    Close,
}

/// Adds a text, and the codes that stand in it, to one of so many codes, whose pairs
/// have numbers up to `numbers`.
pub(super) fn push(
    tagged: &str,
    codes: &mut usize,
    numbers: &mut u32,
    openings: &mut Openings,
    text: &mut CodedText,
) {
    for part in parts(tagged) {
        match part {
            Part::Text(plain) => text.push_text(plain),
            Part::Tag(tag) => {
                let role = role(&tag, *codes, numbers, openings);
                text.push_code(Code::new(CodeKind::Other, role, tag.written));
                *codes += 1;
            }
        }
    }
}

/// Finds the other half of a tag. Halves may be alone: OmegaT cuts paragraphs into
/// sentences.
fn role(tag: &Tag<'_>, index: usize, numbers: &mut u32, openings: &mut Openings) -> CodeRole {
    match tag.half {
        Half::Alone => CodeRole::Standalone,
        Half::Open => {
            *numbers += 1;
            openings.open(Some(tag.name), Opening::quiet(index, *numbers));
            CodeRole::Open(*numbers)
        }
        Half::Close => match openings.close(tag.name) {
            Some(opening) => CodeRole::Close(opening.number),
            None => CodeRole::IsolatedClose,
        },
    }
}

/// Returns the parts of a text in order, in linear time.
fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
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
