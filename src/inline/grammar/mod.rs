//! The constructs of Markdown and HTML text, each in its own file: functions
//! from the text that begins with a construct to where it ends and what it says.
//!
//! Nothing here knows what stands before a construct; the scanners in `tokens`
//! do, and the accessors of [`Code`](super::Code) read native forms again.

pub(super) mod autolink;
pub(super) mod character;
pub(super) mod code_span;
pub(super) mod comment;
mod cursor;
pub(super) mod docfx;
pub(super) mod element;
pub(super) mod entity;
pub(super) mod link;
pub(super) mod tag;

/// Whether a tag is that of an element that stands inside a line of text.
pub(crate) fn is_phrasing(tag: &str) -> bool {
    element::is_phrasing(tag_name(tag))
}

/// The name of the element whose tag this is, as written; empty for other text.
pub(crate) fn tag_name(tag: &str) -> &str {
    tag::Tag::scan(tag).map_or("", |tag| tag.name)
}

/// The length of the tag that a text begins with, whatever its name is.
pub(crate) fn tag_length(text: &str) -> Option<usize> {
    tag::Tag::scan(text).map(|tag| tag.length)
}

/// Whether a text begins with a tag whose element HTML knows.
pub(crate) fn is_tag_known(text: &str) -> bool {
    element::is_known(tag_name(text))
}

/// The length of the comment, declaration or instruction that a text begins with.
pub(crate) fn comment_length(text: &str) -> Option<usize> {
    comment::Comments::default().scan(text)
}
