//! Whether a text with codes, once written, is read as the same again.

use crate::inline::{CodedText, Syntax};

/// Whether a text put together of others is read as what it is, in the syntax in
/// which the query is.
///
/// A target may be none that is read so from the beginning, as in files of
/// tools that know neither syntax; then nothing can be said, and it passes.
pub(crate) fn reads_as(built: &CodedText, target: &CodedText, query: &CodedText) -> bool {
    let mut syntaxes = Syntax::ALL
        .iter()
        .filter(|syntax| is_read_again(query, **syntax) && is_read_again(target, **syntax))
        .peekable();
    syntaxes.peek().is_none() || syntaxes.any(|syntax| is_read_again(built, *syntax))
}

fn is_read_again(text: &CodedText, syntax: Syntax) -> bool {
    let again = CodedText::parse(&text.markup(), syntax);
    let same_text = again.text() == text.text();
    let natives = |text: &CodedText| -> Vec<(usize, String)> {
        text.placed_codes().map(|(at, code)| (at, code.native.to_owned())).collect()
    };
    same_text && natives(&again) == natives(text)
}
