//! Placeholders as text, and as codes.
//!
//! A text of a document has codes for its placeholders. Other texts mostly do not: those
//! of tables, of message catalogues, of memories that were made of them. So a memory
//! takes all of them for text, by which the two find each other, and what comes of it
//! gets its codes again.

use std::borrow::Cow;

use super::code::{Code, CodeKind, CodeRole};
use super::coded_text::{CodedText, Piece};
use super::grammar::placeholder;

impl CodedText {
    /// Returns the text with its placeholders as text.
    pub(crate) fn placeholders_as_text(&self) -> Cow<'_, Self> {
        if !self.codes().any(|code| is_placeholder(&code)) {
            return Cow::Borrowed(self);
        }
        let mut text = Self::default();
        for piece in self.pieces() {
            match piece {
                Piece::Code(code) if is_placeholder(&code) => text.push_text(code.native),
                other => text.push(other),
            }
        }
        Cow::Owned(text)
    }

    /// Returns the text with codes for the placeholders in it.
    pub(crate) fn with_placeholders(&self) -> Self {
        let mut coded = Self::default();
        for piece in self.pieces() {
            match piece {
                Piece::Text(text) => push_with_placeholders(&mut coded, text),
                other => coded.push(other),
            }
        }
        coded
    }
}

fn push_with_placeholders(coded: &mut CodedText, text: &str) {
    let mut at = 0;
    for range in placeholder::all(text) {
        let native = &text[range.clone()];
        coded.push_text(&text[at..range.start]);
        let code = Code::new(CodeKind::Placeholder, CodeRole::Standalone, native);
        coded.push_code(Code { equivalent: Some(native), ..code });
        at = range.end;
    }
    coded.push_text(&text[at..]);
}

/// Whether a code is a placeholder with its native form.
fn is_placeholder(code: &Code<'_>) -> bool {
    code.kind == CodeKind::Placeholder
        && code.role == CodeRole::Standalone
        && !code.native.is_empty()
        && code.subflows.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inline::Syntax;

    #[test]
    fn there_and_back() {
        for markup in ["Show **{0}** of `{1}` &amp; %s.", "{{ a }}{{ b }}", "plain", ""] {
            let coded = CodedText::parse(markup, Syntax::Markdown);
            let text = coded.placeholders_as_text();
            assert!(text.codes().all(|code| code.kind != CodeKind::Placeholder));
            assert_eq!(text.markup(), markup);
            assert_eq!(text.plain(), coded.plain());
            assert_eq!(text.with_placeholders(), coded, "{markup}");
        }
    }
}
