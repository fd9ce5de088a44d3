//! A diagnostic with all that is needed to show it when its file is gone: its
//! place, and the part of the line around it.

use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::position::{LineIndex, Position, PositionCursor};

/// A diagnostic with its file, its place and the line that it speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Located {
    /// The file, as a person would name it.
    pub path: Arc<str>,
    /// Where the range of the diagnostic begins.
    pub start: Position,
    /// What was found.
    #[serde(flatten)]
    pub diagnostic: Diagnostic,
    /// The line on which the range begins, for the first
    /// [`Located::EXCERPTS`] of a file that speak of any bytes.
    #[serde(skip)]
    pub excerpt: Option<Box<Excerpt>>,
}

impl Located {
    /// How many diagnostics of a file have their line with them. A file may
    /// have hundreds of thousands; nobody reads as many lines.
    pub const EXCERPTS: usize = 100;

    /// Takes from a document what it needs to show diagnostics about it.
    pub fn all(
        path: &str,
        document: &Document<'_>,
        diagnostics: impl IntoIterator<Item = Diagnostic>,
    ) -> Vec<Self> {
        Self::in_text(path, document.bytes(), document.lines(), diagnostics)
    }

    /// Takes from a text what it needs to show diagnostics about it.
    pub(super) fn in_text(
        path: &str,
        bytes: &[u8],
        lines: &LineIndex,
        diagnostics: impl IntoIterator<Item = Diagnostic>,
    ) -> Vec<Self> {
        let path: Arc<str> = path.into();
        let mut positions = PositionCursor::new(lines, bytes);
        let mut left = Self::EXCERPTS;
        let located = diagnostics.into_iter().map(|diagnostic| {
            let start = positions.position(diagnostic.range.start);
            let excerpt = (left > 0 && !diagnostic.range.is_empty()).then(|| {
                left -= 1;
                let line = lines.line_range(bytes, start.line).unwrap_or_default();
                Box::new(Excerpt::new(bytes, line, &diagnostic.range))
            });
            Self { path: path.clone(), start, diagnostic, excerpt }
        });
        located.collect()
    }

    /// Makes a diagnostic about a file that was not read.
    pub(super) fn unread(path: &str, diagnostic: Diagnostic) -> Self {
        let start = Position::START;
        Self { path: path.into(), start, diagnostic, excerpt: None }
    }
}

/// The part of a line around what a diagnostic speaks of, at most
/// [`LONGEST`](Self::LONGEST) bytes of the document; `…` marks where the line
/// goes on. Bytes that are not text are shown as replacement characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Excerpt {
    /// The text.
    pub text: String,
    /// The bytes of `text` that the diagnostic speaks of, from 0.
    pub marked: Range<usize>,
    /// Whether the line begins in front of the text.
    pub is_cut: bool,
}

/// The most bytes in front of the marked part.
const BEFORE: usize = 200;

impl Excerpt {
    /// The most bytes of a line that are shown.
    pub const LONGEST: usize = 1000;

    /// Cuts out the part of the line at `line` in `bytes` around `marked`, which
    /// begins on it; the work does not depend on the length of either.
    pub(super) fn new(bytes: &[u8], line: Range<usize>, marked: &Range<usize>) -> Self {
        let start = marked.start.clamp(line.start, line.end);
        let shown = if line.len() <= Self::LONGEST {
            line.clone()
        } else {
            let from = boundary(bytes, start.saturating_sub(BEFORE)).max(line.start);
            from..boundary(bytes, from + Self::LONGEST).min(line.end)
        };
        let end = marked.end.clamp(start, shown.end);
        let mut text = String::new();
        let cut = |is_cut| if is_cut { "…" } else { "" };
        let is_cut = shown.start > line.start;
        text.push_str(cut(is_cut));
        text.push_str(&lossy(bytes, shown.start..start));
        let from = text.len();
        text.push_str(&lossy(bytes, start..end));
        let marked = from..text.len();
        text.push_str(&lossy(bytes, end..shown.end));
        text.push_str(cut(shown.end < line.end));
        Self { text, marked, is_cut }
    }
}

fn lossy(bytes: &[u8], range: Range<usize>) -> String {
    String::from_utf8_lossy(&bytes[range]).into_owned()
}

/// Finds the beginning of the character at or after an offset.
fn boundary(bytes: &[u8], offset: usize) -> usize {
    let is_inside = |byte: &&u8| **byte & 0b1100_0000 == 0b1000_0000;
    // A character has at most three bytes behind its first.
    let rest = bytes.get(offset..).unwrap_or_default();
    offset.min(bytes.len()) + rest.iter().take(3).take_while(is_inside).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::DiagnosticCode;

    #[test]
    fn the_place_and_the_line() {
        let document = Document::parse("ab\r\nüber cd\nef".as_bytes());
        let found = Diagnostic::new(DiagnosticCode::OrphanTarget, 6..20, "x");
        let located = Located::all("a.md", &document, [found]).remove(0);
        assert_eq!(located.start.to_string(), "2:2");
        assert_eq!(located.excerpt.unwrap().text, "über cd");
    }

    #[test]
    fn only_the_first_have_their_line() {
        let document = Document::parse(b"text");
        let found = |range| Diagnostic::new(DiagnosticCode::OrphanTarget, range, "x");
        let many = std::iter::once(found(0..0)).chain(std::iter::repeat_n(found(0..4), 200));
        let located = Located::all("a.md", &document, many);
        let with: Vec<_> = located.iter().map(|located| located.excerpt.is_some()).collect();
        assert_eq!(with[..2], [false, true]);
        assert_eq!(with.iter().filter(|with| **with).count(), Located::EXCERPTS);
        assert_eq!(with.len(), 201);
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        let text = "ab\nüber cd\nef";
        let excerpt = Excerpt::new(text.as_bytes(), 3..11, &(5..20));
        assert_eq!(excerpt.text, "über cd");
        assert_eq!(&excerpt.text[excerpt.marked], "ber cd");
    }

    #[test]
    fn a_long_line_is_cut_between_characters() {
        let text = "ü".repeat(5000);
        for start in [0, 2, 198, 200, 202, 4000, 9998, 10_000] {
            let Excerpt { text: shown, marked, is_cut } =
                Excerpt::new(text.as_bytes(), 0..10_000, &(start..start + 2));
            assert!(shown.len() <= Excerpt::LONGEST + 2 * "…".len() + 2, "{start}");
            assert!(shown.trim_matches('…').chars().all(|character| character == 'ü'));
            assert_eq!(is_cut, start > BEFORE, "{start}");
            assert_eq!(shown.starts_with('…'), is_cut, "{start}");
            assert_eq!(&shown[marked], if start < 10_000 { "ü" } else { "" });
        }
    }

    #[test]
    fn bytes_that_are_no_text() {
        let excerpt = Excerpt::new(b"\xff\xffab", 0..4, &(1..3));
        assert_eq!(&excerpt.text[excerpt.marked], "\u{fffd}a");
    }
}
