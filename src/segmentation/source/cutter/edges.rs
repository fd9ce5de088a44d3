//! What stands at the edges of a segment without being part of it.

use std::ops::Range;

use crate::inline::{Paired, Token, TokenKind, tag_name};

/// The part of a sentence that is its segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Core {
    pub(super) range: Range<usize>,
    /// Whether it is the text of a link.
    pub(super) in_link: bool,
}

/// The part of a sentence that is its segment: without white space, comments
/// and anchors at its edges, and where all of it is one link, the link's text.
/// `tokens` are those of the sentence.
pub(super) fn core(text: &str, tokens: &[Token<'_>], sentence: Range<usize>) -> Core {
    let mut range = trimmed(text, sentence);
    let mut tokens = tokens;
    while let Some(inner) = without_edge(&mut tokens, &range) {
        range = trimmed(text, inner);
    }
    match link_text(tokens, &range) {
        Some(inner) => Core { range: trimmed(text, inner), in_link: true },
        None => Core { range, in_link: false },
    }
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let end = range.start + inner.trim_end().len();
    end - inner.trim().len()..end
}

/// The range without one more thing that stands at its edge; `tokens` keeps
/// those that are left.
fn without_edge(tokens: &mut &[Token<'_>], range: &Range<usize>) -> Option<Range<usize>> {
    while let [first, rest @ ..] = *tokens
        && first.range.end <= range.start
    {
        *tokens = rest;
    }
    while let [rest @ .., last] = *tokens
        && last.range.start >= range.end
    {
        *tokens = rest;
    }
    // An anchor that is all there is may be a segment.
    let is_alone = |length| length == 3 && tokens.len() == 3;
    if let Some(length) = leading(tokens).filter(|&length| !is_alone(length))
        && tokens[0].range.start == range.start
    {
        return Some(tokens[length - 1].range.end..range.end);
    }
    if let Some(length) = trailing(tokens)
        && tokens[tokens.len() - 1].range.end == range.end
    {
        return Some(range.start..tokens[tokens.len() - length].range.start);
    }
    None
}

/// How many tokens make up what stands before a segment.
fn leading(tokens: &[Token<'_>]) -> Option<usize> {
    match tokens {
        [Token { kind: TokenKind::Comment, .. }, ..] => Some(1),
        // An anchor that has no end, or the end of one that needs none.
        [first, ..] if is_a(first) && first.kind != TokenKind::Open(Paired::Element) => Some(1),
        [open, close, ..] if is_anchor(open, close) => Some(2),
        [open, space, close, ..] if is_anchor(open, close) && is_blank(space) => Some(3),
        _ => None,
    }
}

/// How many tokens make up what stands behind a segment. An anchor is part of
/// it there.
fn trailing(tokens: &[Token<'_>]) -> Option<usize> {
    matches!(tokens.last()?.kind, TokenKind::Comment).then_some(1)
}

/// Whether two tags are those of an anchor with nothing in it.
fn is_anchor(open: &Token<'_>, close: &Token<'_>) -> bool {
    open.kind == TokenKind::Open(Paired::Element)
        && close.kind == TokenKind::Close(Paired::Element)
        && is_a(open)
        && is_a(close)
}

fn is_a(tag: &Token<'_>) -> bool {
    if !matches!(tag.kind, TokenKind::Open(_) | TokenKind::Close(_) | TokenKind::Element) {
        return false;
    }
    tag_name(tag.text).eq_ignore_ascii_case("a")
}

fn is_blank(token: &Token<'_>) -> bool {
    token.kind == TokenKind::Text && token.text.trim().is_empty()
}

/// The text of the link that takes up the range; an image is no text.
fn link_text(tokens: &[Token<'_>], range: &Range<usize>) -> Option<Range<usize>> {
    let [open, inner @ .., close] = tokens else { return None };
    let is_whole = open.range.start == range.start && close.range.end == range.end;
    // A link holds no link, so the first closing half is that of the first.
    let closes = |token: &Token<'_>| token.kind == TokenKind::Close(Paired::Link);
    // Where the text is a label, the definition is found by it.
    let is_link =
        open.kind == TokenKind::Open(Paired::Link) && closes(close) && close.text != "][]";
    let is_image = matches!(inner.first()?.kind, TokenKind::Open(Paired::Image));
    (is_whole && is_link && !is_image && !inner.iter().any(closes))
        .then_some(open.range.end..close.range.start)
}
