//! A diagnostic with all that is needed to show it when its file is gone.

use std::sync::Arc;

use serde::Serialize;

use super::excerpt::Excerpt;
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

    /// A diagnostic about a file that was not read.
    pub(super) fn unread(path: &str, diagnostic: Diagnostic) -> Self {
        let start = Position { line: 1, column: 1 };
        Self { path: path.into(), start, diagnostic, excerpt: None }
    }
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
}
