//! Lines that the parser of Markdown does not see: those that are too long, and those
//! that stand in too many quotes and lists.
//!
//! A parser of Markdown asks each line for each block that is open around it
//! (CommonMark 0.31.2, appendix A, phase 1), so a small document of deep blocks takes
//! time in the square of its size. It also makes a node of many bytes for each mark of a
//! line, all at once. Such lines are blank for it; their texts are left out, and reported.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::segmentation::source::cutter::{LONGEST_BLOCK, too_long};
use crate::steps::step;

/// Blocks around a line, as many as cmark-gfm has lists inside each other.
const DEPTH: usize = 100;

/// What a line has too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Excess {
    Blocks,
    Bytes,
}

/// Returns the document without the lines from `start` on that have too much of
/// something, and the diagnostics about them. All offsets stay.
pub(super) fn without_excess(
    markdown: Cow<'_, str>,
    start: usize,
) -> (Cow<'_, str>, Vec<Diagnostic>) {
    let found = excess(&markdown[start..]);
    if found.is_empty() {
        return (markdown, Vec::new());
    }
    let mut bytes = markdown.into_owned().into_bytes();
    let place = |line: &Range<usize>| line.start + start..line.end + start;
    for byte in found.iter().flat_map(|(lines, _)| place(lines)) {
        // What ends a line stays where it is.
        if !matches!(bytes[byte], b'\n' | b'\r') {
            bytes[byte] = b' ';
        }
    }
    // Whole lines were replaced, so no character was cut.
    let text = String::from_utf8(bytes).unwrap_or_default();
    (text.into(), found.iter().map(|(lines, what)| what.report(place(lines))).collect())
}

impl Excess {
    fn report(self, lines: Range<usize>) -> Diagnostic {
        if self == Excess::Bytes {
            return too_long(lines);
        }
        let message =
            format!("expected at most {DEPTH} quotes and lists inside each other, but found more");
        let help = "these lines are left out; take marks off their beginnings";
        Diagnostic::new(DiagnosticCode::LimitReached, lines, message).with_help(help)
    }
}

/// Finds the lines that have too much of something; those that follow each other are
/// one range.
fn excess(text: &str) -> Vec<(Range<usize>, Excess)> {
    let mut found: Vec<(Range<usize>, Excess)> = Vec::new();
    let mut items = Items::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        let what = match line.len() > LONGEST_BLOCK {
            true => Excess::Bytes,
            false if items.is_deep(line) => Excess::Blocks,
            false => continue,
        };
        match found.last_mut() {
            Some((last, before)) if last.end == range.start && *before == what => {
                last.end = range.end;
            }
            _ => found.push((range, what)),
        }
    }
    found
}

/// The list items that may be open: the column, from 0, at which the content of each
/// begins, in ascending order. No line but the mark of another item ends one here, so
/// that there are never too few.
#[derive(Default)]
struct Items {
    open: Vec<usize>,
}

impl Items {
    /// Returns whether a line stands in too many blocks; takes up the items that it
    /// begins where it does not.
    fn is_deep(&mut self, line: &str) -> bool {
        let marks = Marks::read(line);
        step(1 + marks.quotes + marks.items.len());
        let continued = self.open.partition_point(|&column| column <= marks.column);
        if continued + marks.quotes + marks.items.len() > DEPTH {
            return true;
        }
        if !marks.items.is_empty() {
            self.open.truncate(continued);
            self.open.extend(marks.items);
        }
        false
    }
}

/// What a line begins with.
struct Marks {
    /// The column of the first mark of an item, or else of the text.
    column: usize,
    quotes: usize,
    /// The columns behind the marks of items.
    items: Vec<usize>,
}

impl Marks {
    fn read(line: &str) -> Self {
        let mut marks = Self { column: 0, quotes: 0, items: Vec::new() };
        let bytes = line.as_bytes();
        let breaks_from = thematic_break(bytes);
        let (mut at, mut column) = (0, 0);
        while let Some(&byte) = bytes.get(at) {
            let length = match byte {
                b'\t' => {
                    column += 3 - column % 4;
                    1
                }
                b' ' => 1,
                b'>' => {
                    marks.quotes += 1;
                    1
                }
                _ => match item_mark(&bytes[at..]) {
                    Some(length) if at < breaks_from => {
                        marks.items.push(column + length + 1);
                        length
                    }
                    _ => break,
                },
            };
            at += length;
            column += length;
            if marks.items.is_empty() {
                marks.column = column;
            }
        }
        marks
    }
}

/// Returns the length of the mark of an item that begins a text.
fn item_mark(text: &[u8]) -> Option<usize> {
    /// Digits of a number (5.2).
    const DIGITS: usize = 9;
    let digits = text.iter().take(DIGITS + 1).take_while(|byte| byte.is_ascii_digit()).count();
    let mark = text.get(digits)?;
    let is_mark = match digits {
        0 => matches!(mark, b'-' | b'+' | b'*'),
        _ => digits <= DIGITS && matches!(mark, b'.' | b')'),
    };
    let ends = text.get(digits + 1).is_none_or(u8::is_ascii_whitespace);
    (is_mark && ends).then_some(digits + 1)
}

/// Returns where the end of a line begins that is a thematic break if a block begins
/// there (4.1): what looks like the marks of items in it is none.
fn thematic_break(line: &[u8]) -> usize {
    let line = line.trim_ascii_end();
    let Some(&mark) = line.last().filter(|mark| b"-*_".contains(mark)) else { return line.len() };
    let is_part = |byte: &&u8| **byte == mark || matches!(byte, b' ' | b'\t');
    let from = line.len() - line.iter().rev().take_while(is_part).count();
    let marks = line[from..].iter().filter(|byte| **byte == mark).count();
    if marks >= 3 { from } else { line.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segmentation::{SourceDocument, SourceFormat};
    use crate::steps::assert_linear;

    fn parse(text: &str) -> SourceDocument<'_> {
        SourceDocument::builder().with_format(SourceFormat::Markdown).parse(text.as_bytes())
    }

    #[test]
    fn deep_blocks_are_read_in_linear_time() {
        for mark in [">", "> ", "- ", "1. ", "* > "] {
            assert_linear(mark, |length| {
                let count = length / (2 * mark.len());
                parse(&(mark.repeat(count) + &"a\n".repeat(length / 4)));
            });
        }
    }

    #[test]
    fn only_the_excess_are_left_out() {
        let text = format!("One.\n\n{}Two.\n\n{}Three.\n", "> ".repeat(100), ">".repeat(101));
        let document = parse(&text);
        let sources: Vec<_> = document.segments().map(|one| one.source().to_owned()).collect();
        assert_eq!(sources, ["One.", "Two."]);
        let found = document.diagnostics();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].code, DiagnosticCode::LimitReached);
        assert!(text[found[0].range.clone()].ends_with(">Three.\n"));
        let pieces: Vec<u8> = document.pieces().flat_map(|piece| piece.bytes().to_vec()).collect();
        assert_eq!(pieces, text.as_bytes());
    }

    #[test]
    fn lists_that_are_deep_by_their_indentation() {
        let line = |depth: usize| format!("{}- a b\n", "  ".repeat(depth));
        let text: String = (0..130).map(line).collect();
        let document = parse(&text);
        assert_eq!(document.len(), 100);
        assert_eq!(document.diagnostics().len(), 1);
        assert!(text.ends_with(&text[document.diagnostics()[0].range.clone()]));
    }

    #[test]
    fn a_long_line_is_left_out() {
        let text = format!("One.\n\n{}\n\nTwo.\n", "*a ".repeat(LONGEST_BLOCK / 3 + 1));
        let document = parse(&text);
        assert_eq!(document.len(), 2);
        assert_eq!(document.diagnostics()[0].code, DiagnosticCode::LimitReached);
        for format in [SourceFormat::Text, SourceFormat::Markdown, SourceFormat::Html] {
            let text = "One two.\n".repeat(LONGEST_BLOCK / 9 + 1);
            let document = SourceDocument::builder().with_format(format).parse(text.as_bytes());
            assert_eq!((document.len(), document.diagnostics().len()), (0, 1), "{format:?}");
            assert!(!document.is_read());
        }
    }

    #[test]
    fn what_looks_deep_and_is_not() {
        for text in [
            "- ".repeat(200) + "\n",
            "> ".to_owned() + &"* ".repeat(200) + "\n",
            " ".repeat(400) + "a\n",
            "- a\n".repeat(500),
            (0..60).map(|depth| "  ".repeat(depth) + "- a\n").collect::<String>().repeat(3),
        ] {
            assert!(excess(&text).is_empty(), "{text}");
        }
    }
}
