//! A diagnostic with all that is needed to show it when its file is gone.

use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::position::{Position, PositionCursor};

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
    /// The line on which the range begins, unless it is longer than
    /// [`Located::LONGEST_LINE`].
    #[serde(skip)]
    pub line: Option<Arc<str>>,
    /// The bytes of `line` that the diagnostic speaks of, from 0.
    #[serde(skip)]
    pub marked: Range<usize>,
}

impl Located {
    /// The most bytes of a line that are kept to show it.
    pub const LONGEST_LINE: usize = 1 << 13;

    /// Takes from a document what it needs to show diagnostics about it;
    /// those on one line share its text.
    pub fn all(
        path: &str,
        document: &Document<'_>,
        diagnostics: impl IntoIterator<Item = Diagnostic>,
    ) -> Vec<Self> {
        let path: Arc<str> = path.into();
        let mut positions = PositionCursor::new(document.lines(), document.bytes());
        let mut last: Option<(usize, Option<Arc<str>>)> = None;
        let located = diagnostics.into_iter().map(|diagnostic| {
            let start = positions.position(diagnostic.range.start);
            let range =
                document.lines().line_range(document.bytes(), start.line).unwrap_or_default();
            let line = match &last {
                Some((number, line)) if *number == start.line => line.clone(),
                _ => text(document, range.clone()).map(Arc::from),
            };
            last = Some((start.line, line.clone()));
            let marked = match line {
                Some(_) => marked(document, range, &diagnostic),
                None => 0..0,
            };
            Self { path: path.clone(), start, diagnostic, line, marked }
        });
        located.collect()
    }
}

/// The text of a range that is not too long; bytes that are no text are shown
/// as replacement characters.
fn text(document: &Document<'_>, range: Range<usize>) -> Option<String> {
    let short = range.len() <= Located::LONGEST_LINE;
    short.then(|| String::from_utf8_lossy(&document.bytes()[range]).into_owned())
}

/// The part of the line's text that a diagnostic speaks of.
fn marked(document: &Document<'_>, line: Range<usize>, diagnostic: &Diagnostic) -> Range<usize> {
    let start = diagnostic.range.start.clamp(line.start, line.end);
    let end = diagnostic.range.end.clamp(start, line.end);
    let before = text(document, line.start..start).unwrap_or_default().len();
    before..before + text(document, start..end).unwrap_or_default().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::DiagnosticCode;

    fn located(bytes: &[u8], range: Range<usize>) -> Located {
        let document = Document::parse(bytes);
        let found = Diagnostic::new(DiagnosticCode::OrphanTarget, range, "x");
        Located::all("a.md", &document, [found]).remove(0)
    }

    #[test]
    fn the_line_and_the_part_of_it() {
        let located = located("ab\r\nüber cd\nef".as_bytes(), 6..20);
        assert_eq!(located.start.to_string(), "2:2");
        let line = located.line.unwrap();
        assert_eq!(&*line, "über cd");
        assert_eq!(&line[located.marked], "ber cd");
    }

    #[test]
    fn diagnostics_on_one_line_share_it() {
        let document = Document::parse(b"one\ntwo");
        let found = |range| Diagnostic::new(DiagnosticCode::OrphanTarget, range, "x");
        let located = Located::all("a.md", &document, [found(0..1), found(1..3), found(4..5)]);
        let lines: Vec<_> = located.iter().map(|located| located.line.as_ref().unwrap()).collect();
        assert!(Arc::ptr_eq(lines[0], lines[1]));
        assert_eq!(&**lines[2], "two");
    }

    #[test]
    fn a_line_too_long_to_show() {
        let text = vec![b'a'; Located::LONGEST_LINE + 1];
        assert_eq!(located(&text, 5..9).line, None);
    }

    #[test]
    fn bytes_that_are_no_text() {
        let located = located(b"\xff\xffab", 1..3);
        assert_eq!(&located.line.unwrap()[located.marked], "\u{fffd}a");
    }
}
