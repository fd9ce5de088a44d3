//! Whether there is something to translate.

use std::ops::Range;

use crate::inline::{Paired, Token, TokenKind, tag_name};
use crate::text::{ValueKind, values};

/// Whether some token may be text to translate: a quick look before sentences
/// are searched for.
pub(super) fn may_have_text(tokens: &[Token<'_>]) -> bool {
    tokens.iter().any(|token| is_text(token.kind, token.text)) || has_blank_anchor(tokens)
}

/// Whether a segment of these tokens has text to translate: a letter, a number
/// or an entity outside code and outside addresses that stand for themselves.
///
/// The text of an image alone is none, unless the image has a title or is that
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
        matches!(token.kind, TokenKind::Text | TokenKind::Entity | TokenKind::Escape)
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
