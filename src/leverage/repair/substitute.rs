//! A target with other values in the place of some.

use std::ops::Range;

use super::plan::Substitution;
use crate::inline::{CodedText, Piece};

/// The target with each substitution made; nothing where a code stands inside a
/// value, or an escape reaches over its end.
pub(super) fn substitute(
    target: &CodedText,
    plan: &[Substitution],
    query: &CodedText,
) -> Option<CodedText> {
    let mut built = CodedText::default();
    let mut plan = plan.iter().peekable();
    for (range, piece) in placed(target) {
        let mut at = range.start;
        let is_within = plan.peek().is_some_and(|next| next.range.start < range.start);
        let Some(text) = text_of(piece) else {
            if is_within {
                return None;
            }
            built.push(piece);
            continue;
        };
        while let Some(next) = plan.peek().filter(|next| next.range.start < range.end) {
            if next.range.start >= range.start {
                push_part(
                    piece,
                    text,
                    at - range.start..next.range.start - range.start,
                    &mut built,
                )?;
                push_new(next, query, &mut built)?;
            }
            at = next.range.end.min(range.end);
            if next.range.end > range.end {
                break;
            }
            plan.next();
        }
        push_part(piece, text, at - range.start..text.len(), &mut built)?;
    }
    Some(built)
}

/// The pieces, each with its bytes in the text.
fn placed(text: &CodedText) -> impl Iterator<Item = (Range<usize>, Piece<'_>)> {
    let mut at = 0;
    text.pieces().map(move |piece| {
        let start = at;
        at += text_of(piece).map_or(0, str::len);
        (start..at, piece)
    })
}

fn text_of(piece: Piece<'_>) -> Option<&str> {
    match piece {
        Piece::Text(text) | Piece::Escaped { text, .. } => Some(text),
        Piece::Code(_) => None,
    }
}

/// Adds a part of a piece: of an escape, all of it or nothing.
fn push_part(
    piece: Piece<'_>,
    text: &str,
    part: Range<usize>,
    built: &mut CodedText,
) -> Option<()> {
    match piece {
        _ if part.is_empty() => {}
        Piece::Escaped { .. } if part.len() < text.len() => return None,
        Piece::Escaped { .. } => built.push(piece),
        _ => built.push_text(text.get(part)?),
    }
    Some(())
}

/// Adds what stands in place of a value: with the escapes that it has in the
/// query, where it stands there.
fn push_new(new: &Substitution, query: &CodedText, built: &mut CodedText) -> Option<()> {
    let Some(origin) = &new.origin else {
        built.push_text(&new.new);
        return Some(());
    };
    for (range, piece) in placed(query) {
        let part = origin.start.max(range.start)..origin.end.min(range.end);
        match text_of(piece) {
            Some(text) if part.start < part.end => {
                push_part(piece, text, part.start - range.start..part.end - range.start, built)?;
            }
            None if origin.start < range.start && range.start < origin.end => return None,
            _ => {}
        }
    }
    Some(())
}
