//! What putting a text together from pieces of others asks for.

use std::ops::Range;

use crate::inline::{CodeRole, CodedText, Piece, Syntax};

/// Adds a range of the text of a piece: of an escape, all of it or nothing.
///
/// Returns `None` where the range cuts an escape.
pub(crate) fn push_part(
    piece: Piece<'_>,
    range: Range<usize>,
    built: &mut CodedText,
) -> Option<()> {
    match piece {
        _ if range.is_empty() => {}
        Piece::Text(text) => built.push_text(text.get(range)?),
        Piece::Escaped { text, .. } if range.len() < text.len() => return None,
        Piece::Escaped { .. } | Piece::Code(_) => built.push(piece),
    }
    Some(())
}

/// Whether a text put together of others is read back as the same text and codes
/// once it is written, in the syntax of the query.
///
/// Where query and target are not read back themselves, as in files of tools that
/// know neither syntax, nothing can be checked, and the text passes.
pub(crate) fn is_read_back(built: &CodedText, target: &CodedText, query: &CodedText) -> bool {
    let mut syntaxes = Syntax::ALL
        .iter()
        .filter(|syntax| is_read_as_itself(query, **syntax) && is_read_as_itself(target, **syntax))
        .peekable();
    syntaxes.peek().is_none() || syntaxes.any(|syntax| is_read_as_itself(built, *syntax))
}

fn is_read_as_itself(text: &CodedText, syntax: Syntax) -> bool {
    let again = CodedText::parse(&text.markup(), syntax);
    let natives = |text: &CodedText| -> Vec<(usize, String)> {
        text.placed_codes().map(|(at, code)| (at, code.native.to_owned())).collect()
    };
    again.text() == text.text() && natives(&again) == natives(text)
}

/// Returns the role of a code whose pair gets a number that is greater by `by`.
pub(crate) fn renumbered(role: CodeRole, by: u32) -> CodeRole {
    match role {
        CodeRole::Open(number) => CodeRole::Open(number.saturating_add(by)),
        CodeRole::Close(number) => CodeRole::Close(number.saturating_add(by)),
        other => other,
    }
}

/// Returns the greatest number of a pair; 0 where there is none.
pub(crate) fn greatest_pair_number(text: &CodedText) -> u32 {
    let numbers = text.codes().map(|code| match code.role {
        CodeRole::Open(number) | CodeRole::Close(number) => number,
        _ => 0,
    });
    numbers.max().unwrap_or(0)
}
