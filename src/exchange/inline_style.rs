//! What becomes of inline codes in formats that may or may not have a place for
//! them.

use std::borrow::Cow;

use crate::error::names;
use crate::inline::{Attribute, Code, CodeKind, CodeRole, CodedText, Piece};

/// What becomes of the inline codes of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InlineStyle {
    /// They are elements with the native code inside: `<bpt i="1">**</bpt>`.
    #[default]
    Codes,
    /// They are left out; the segment is plain text. For tools and corpora
    /// that stop at the first element of a segment.
    Strip,
    /// They are text, as written in the document: `**`.
    Raw,
}

names!(InlineStyle { Codes => "codes", Strip => "strip", Raw => "raw" });

impl InlineStyle {
    /// Gives the text that a format without inline elements writes: there codes
    /// are text as written, unless they are left out.
    pub(super) fn text_of(self, text: &CodedText) -> Cow<'_, str> {
        match self {
            InlineStyle::Strip => text.plain(),
            InlineStyle::Codes | InlineStyle::Raw => as_text(text),
        }
    }

    /// Counts the codes of a text that such a format cannot show, though they are not
    /// to be left out.
    pub(super) fn lost_codes(self, text: &CodedText) -> usize {
        match self {
            InlineStyle::Strip => 0,
            InlineStyle::Codes | InlineStyle::Raw => lost_codes(text),
        }
    }
}

/// Returns a text with its codes as written; one without a native form, as it has in
/// XLIFF where that is in a skeleton, by what is shown in its place.
pub(super) fn as_text(text: &CodedText) -> Cow<'_, str> {
    if !text.codes().any(|code| code.native.is_empty()) {
        return text.markup();
    }
    let parts = text.pieces().map(|piece| match piece {
        Piece::Text(text) => text,
        Piece::Escaped { native, .. } => native,
        Piece::Code(code) if code.native.is_empty() => substitute(&code).unwrap_or_default(),
        Piece::Code(code) => code.native,
    });
    Cow::Owned(parts.collect())
}

/// Counts the codes of a text that nothing can be shown of; a pair is one.
pub(super) fn lost_codes(text: &CodedText) -> usize {
    let is_lost = |code: &Code<'_>| {
        let is_part = code.kind == CodeKind::Annotation || matches!(code.role, CodeRole::Close(_));
        !is_part && code.native.is_empty() && substitute(code).is_none()
    };
    text.codes().filter(is_lost).count()
}

/// Returns what a reader sees in place of a code, as its file says: `equiv-text` of
/// XLIFF 1.2, `equiv` or else `disp` of 2.x.
fn substitute<'a>(code: &Code<'a>) -> Option<&'a str> {
    if code.kind == CodeKind::Annotation {
        return None;
    }
    let shown = code.equivalent.or_else(|| Attribute::value_of(code.attributes, "disp"));
    shown.filter(|shown| !shown.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_without_native_form() {
        let mut text = CodedText::from_plain("a ");
        let code = |native| Code::new(CodeKind::Other, CodeRole::Standalone, native);
        let disp = [Attribute::new("disp", "{1}")];
        text.push_code(code("").with_equivalent("{0}"));
        text.push_code(Code { attributes: &disp, ..code("") });
        text.push_code(code("<br>"));
        assert_eq!((as_text(&text), lost_codes(&text)), ("a {0}{1}<br>".into(), 0));
        text.push_code(code(""));
        text.push_code(Code::new(CodeKind::Other, CodeRole::Open(1), ""));
        text.push_code(Code::new(CodeKind::Other, CodeRole::Close(1), ""));
        text.push_code(Code::new(CodeKind::Annotation, CodeRole::IsolatedOpen, ""));
        assert_eq!((as_text(&text), lost_codes(&text)), ("a {0}{1}<br>".into(), 2));
        assert_eq!(InlineStyle::Strip.lost_codes(&text), 0);
    }
}
