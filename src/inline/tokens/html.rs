//! The markup of HTML text: tags, comments, character references.

use super::{Mark, Marks, Paired, TokenKind};
use crate::inline::{
    Syntax,
    grammar::{comment::Comments, element, entity::Entity, tag},
};

/// The markup of an HTML text, in order. A tag counts whatever its name is.
pub(super) fn marks(text: &str) -> Marks {
    let mut marks = Marks::new();
    let mut comments = Comments::default();
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b'<', b'&', &text.as_bytes()[at..]) {
        let start = at + found;
        let markup = construct(&text[start..], &mut comments);
        at = start + markup.map_or(1, |(_, length)| length);
        marks.extend(markup.map(|(kind, _)| Mark { start, end: at, kind }));
    }
    marks
}

/// What begins here, and its length.
fn construct(rest: &str, comments: &mut Comments) -> Option<(TokenKind, usize)> {
    if let Some(entity) = Entity::scan(rest, Syntax::Html) {
        return Some((TokenKind::Entity, entity.length));
    }
    match tag::Tag::scan(rest) {
        Some(tag) => Some((tag_kind(&tag), tag.length)),
        None => comments.scan(rest).map(|length| (TokenKind::Comment, length)),
    }
}

/// What a tag is as a token, in Markdown as well.
pub(super) fn tag_kind(tag: &tag::Tag<'_>) -> TokenKind {
    match tag.form {
        _ if tag.name.eq_ignore_ascii_case("br") => TokenKind::LineBreak,
        tag::Form::Close => TokenKind::Close(Paired::Element),
        tag::Form::SelfClosing => TokenKind::Element,
        tag::Form::Open if element::is_void(tag.name) => TokenKind::Element,
        tag::Form::Open => TokenKind::Open(Paired::Element),
    }
}
