//! What of a sentence is translated: the part of it that is its segment, and
//! whether that has text.

use std::ops::Range;

use crate::inline::{Paired, Token, TokenKind, is_include, tag_name};
use crate::text::{ValueKind, values};

/// The part of a sentence that is its segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SentenceCore {
    pub(super) range: Range<usize>,
    /// Whether it is the text of a link.
    pub(super) in_link: bool,
}

/// Finds the part of a sentence that is its segment: without white space, comments
/// and anchors at its edges, and where all of it is one link, the link's text.
/// `tokens` are those of the sentence.
pub(super) fn core(text: &str, tokens: &[Token<'_>], sentence: Range<usize>) -> SentenceCore {
    let mut range = trimmed(text, sentence);
    let mut tokens = tokens;
    while let Some(inner) = without_edge(&mut tokens, &range) {
        range = trimmed(text, inner);
    }
    match link_text(tokens, &range) {
        Some(inner) => SentenceCore { range: trimmed(text, inner), in_link: true },
        None => SentenceCore { range, in_link: false },
    }
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let end = range.start + inner.trim_end().len();
    end - inner.trim().len()..end
}

/// Takes one more thing off that stands at an edge of the range; `tokens` keeps
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

/// Counts the tokens of what stands before a segment.
fn leading(tokens: &[Token<'_>]) -> Option<usize> {
    match tokens {
        [Token { kind: TokenKind::Comment, .. }, ..] => Some(1),
        // The text of another file begins no segment.
        [Token { kind: TokenKind::Directive, text, .. }, ..] if is_include(text) => Some(1),
        // An anchor that has no end, or the end of one that needs none.
        [first, ..] if is_a(first) && first.kind != TokenKind::Open(Paired::Element) => Some(1),
        [open, close, ..] if is_anchor(open, close) => Some(2),
        [open, space, close, ..] if is_anchor(open, close) && is_blank(space) => Some(3),
        _ => None,
    }
}

/// How far back the end of a sentence is looked for in front of an include, in tokens.
const MOST_INCLUDES: usize = 8;

/// Counts the tokens of what stands behind a segment: comments, and an include
/// behind the end of a sentence. An anchor is part of it there.
fn trailing(tokens: &[Token<'_>]) -> Option<usize> {
    let (last, before) = tokens.split_last()?;
    let follows_a_sentence = || {
        let mut texts = before.iter().rev().take(MOST_INCLUDES).filter(|token| !is_blank(token));
        let text = texts.find(|token| token.kind == TokenKind::Text);
        text.is_some_and(|token| token.text.trim_end().ends_with(['.', '!', '?', '。', '！', '？']))
    };
    let is_behind = match last.kind {
        TokenKind::Comment => true,
        TokenKind::Directive => is_include(last.text) && follows_a_sentence(),
        _ => false,
    };
    is_behind.then_some(1)
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

/// Finds the text of the link that takes up the range; an image is no text.
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

/// Whether some token may be text to translate: a quick look before sentences
/// are searched for.
pub(super) fn may_have_text(tokens: &[Token<'_>]) -> bool {
    tokens.iter().any(|token| is_text(token.kind, token.text)) || has_blank_anchor(tokens)
}

/// Whether a segment of these tokens has text to translate: a letter, a number
/// or an entity outside code and outside addresses that stand for themselves.
///
/// The text of an image alone is not translated, unless the image has a title or is that
/// of a link. An anchor with a blank in it is one.
pub(super) fn has_text(text: &str, tokens: &[Token<'_>], range: &Range<usize>) -> bool {
    let inside = |token: &Token<'_>| -> Range<usize> {
        token.range.start.max(range.start)..token.range.end.min(range.end)
    };
    let mut image = 0_usize;
    let mut link = 0_usize;
    let mut code = 0_usize;
    let has_any = tokens.iter().any(|token| {
        match token.kind {
            TokenKind::Open(Paired::Image) => image += 1,
            TokenKind::Close(Paired::Image) => {
                image = image.saturating_sub(1);
                return has_title(token.text);
            }
            TokenKind::Open(Paired::Link) => link += 1,
            TokenKind::Close(Paired::Link) => link = link.saturating_sub(1),
            TokenKind::Open(Paired::Element) if is_code(token) => code += 1,
            TokenKind::Close(Paired::Element) if is_code(token) => code = code.saturating_sub(1),
            _ => {}
        }
        let is_text = is_text(token.kind, &text[inside(token)]);
        (image == 0 || link > 0) && code == 0 && is_text
    });
    (has_any && !is_address(&text[range.clone()], tokens)) || is_blank_anchor(tokens)
}

fn is_text(kind: TokenKind, text: &str) -> bool {
    match kind {
        TokenKind::Text => text.contains(char::is_alphanumeric),
        TokenKind::Entity => text != "&nbsp;",
        _ => false,
    }
}

fn is_code(tag: &Token<'_>) -> bool {
    tag_name(tag.text).eq_ignore_ascii_case("code")
}

/// Whether the closing half of an image, `](a.png "title")`, has a title.
fn has_title(close: &str) -> bool {
    close.ends_with("\")") || close.ends_with("')")
}

/// Whether the text is a URL or an e-mail address and nothing else.
fn is_address(text: &str, tokens: &[Token<'_>]) -> bool {
    let written = |token: &Token<'_>| {
        matches!(
            token.kind,
            TokenKind::Text | TokenKind::Entity | TokenKind::Escape | TokenKind::Placeholder
        )
    };
    tokens.iter().all(written)
        && !text.contains(char::is_whitespace)
        && values(text).next().is_some_and(|value| {
            let is_address = matches!(value.kind, ValueKind::Url | ValueKind::Email);
            let behind = &text[value.range.end..];
            is_address && value.range.start == 0 && !behind.contains(char::is_alphanumeric)
        })
}

/// Whether an anchor with white space in it is among the tokens.
fn has_blank_anchor(tokens: &[Token<'_>]) -> bool {
    tokens.windows(3).any(is_blank_anchor)
}

/// Whether the tokens are an anchor with white space in it. The annotated
/// documents take it for a text.
fn is_blank_anchor(tokens: &[Token<'_>]) -> bool {
    match tokens {
        [open, space, close] => {
            open.kind == TokenKind::Open(Paired::Element)
                && space.kind == TokenKind::Text
                && space.text.trim().is_empty()
                && close.text.eq_ignore_ascii_case("</a>")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inline::{Syntax, tokenize};

    #[test]
    fn texts() {
        for (text, expected) in [
            ("a", true),
            ("4", true),
            ("**a**", true),
            ("&#x2714;", true),
            ("-", false),
            ("&nbsp;", false),
            ("`a`", false),
            ("`a` b", true),
            ("<code>a</code>", false),
            ("<code>a</code> b", true),
            ("![a](b)", false),
            ("![a](b \"c\")", true),
            ("![a](b) c", true),
            ("[![a](b)](c)", true),
            ("https://example.com/a?b=c", false),
            ("<https://example.com>", false),
            ("see https://example.com", true),
            ("a.b@example.com", false),
            ("a@b", true),
            ("@a", true),
            ("<a name=\"b\"></a>", false),
            ("<a name=\"b\"> </a>", true),
            ("<!-- a -->", false),
        ] {
            let tokens: Vec<_> = tokenize(text, Syntax::Markdown).collect();
            assert_eq!(has_text(text, &tokens, &(0..text.len())), expected, "{text}");
        }
    }
}
