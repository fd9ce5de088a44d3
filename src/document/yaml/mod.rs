//! Annotation in YAML: in files of their own and in front matter.
//!
//! Annotated text is inside scalars, of any style. So the scalars are found
//! first, by a YAML parser ([`scalars`]); each is decoded with a map back to the
//! file ([`decode`]); the decoded text is scanned like any other; and what is
//! found there is mapped back ([`reader`]). What no scalar covers (comments, lines
//! with a syntax error) is searched there for markers too, so that none is passed
//! over. Where cutting the annotation out of the bytes would not leave the same
//! texts in YAML, [`edits`] say what does. [`field`] fills texts of front matter
//! that has no annotation.

mod decode;
mod edits;
mod field;
mod reader;
mod scalars;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr2};

pub(crate) use self::field::{TextField, keyed_fields, quoted_field, text_fields};
pub(super) use self::scalars::{options, syntax_error};
use super::reading::{Reading, Rejected};
use crate::diagnostic;
use crate::scan::AnnotationScheme;

/// Reads the annotation of a YAML file.
pub(crate) fn read(bytes: &[u8], scheme: &AnnotationScheme, rejected: &Rejected) -> Reading {
    let text = readable(bytes);
    let found = scalars::scalars(&text, 0);
    let mut reading = reader::read(bytes, 0..bytes.len(), &found, scheme, rejected);
    reading.diagnostics.extend(found.problems);
    diagnostic::sort(&mut reading.diagnostics);
    reading
}

/// Reads the annotation of the YAML in `range` of a file: of its front matter.
///
/// Edits, where there are some, are those to this range only. What is wrong
/// with the YAML itself is left to
/// [`FrontMatter`](super::front_matter::FrontMatter) to say.
pub(crate) fn read_block(
    bytes: &[u8],
    range: Range<usize>,
    scheme: &AnnotationScheme,
    rejected: &Rejected,
) -> Reading {
    let block = &bytes[range.clone()];
    if !may_hold_annotation(block, scheme) {
        return Reading::default();
    }
    let text = readable(block);
    let found = scalars::scalars(&text, range.start);
    reader::read(bytes, range, &found, scheme, rejected)
}

/// Returns whether the names of the annotation are in a block, or escapes
/// that could spell them. Mostly neither does, and this is cheaper than to
/// parse it.
fn may_hold_annotation(block: &[u8], scheme: &AnnotationScheme) -> bool {
    let names = [scheme.target_attribute(), scheme.source_attribute(), scheme.lookup_class()];
    let holds = |name: &str| {
        block.windows(name.len()).any(|window| window.eq_ignore_ascii_case(name.as_bytes()))
    };
    memchr(b'\\', block).is_some() || (may_hold_marker(block) && names.into_iter().any(holds))
}

/// Returns whether a text holds what every marker and every stray attribute
/// has.
fn may_hold_marker(text: &[u8]) -> bool {
    memchr2(b'<', b'=', text).is_some()
}

/// Returns the text for the YAML parser: each byte that is not UTF-8 gives way
/// to a character that means nothing in YAML, so that all offsets stay.
pub(crate) fn readable(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '$'));
    }
    Cow::Owned(text)
}
