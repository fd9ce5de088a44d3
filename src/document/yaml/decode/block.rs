//! Literal and folded block scalars (YAML 1.2.2 section 8.1).

use std::ops::Range;

use super::{Decoded, Output, after_break, break_at, is_blank, is_break};
use crate::document::yaml::header::{Block, Chomping};

/// Decodes the lines under the header. Nothing where none of them has content.
pub(super) fn decode(content: &[u8], block: &Block) -> Option<Decoded> {
    let mut lines = Lines { block, output: Output::new(content), breaks: Vec::new(), last: None };
    let mut at = 0;
    while at < content.len() {
        match lines.line(at) {
            Some(next) => at = next,
            None => break,
        }
    }
    lines.finish()
}

struct Lines<'b> {
    block: &'b Block,
    output: Output<'b>,
    /// The line breaks since the last content, each with the indentation before
    /// it: what becomes of them depends on the next line.
    breaks: Vec<Range<usize>>,
    /// The last line with content, where there was one.
    last: Option<LineKind>,
}

/// What folding asks of a line with content.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineKind {
    Text,
    /// Begins with white space after the indentation; never folded.
    MoreIndented,
}

impl Lines<'_> {
    /// Reads the line that begins at `at`; gives the start of the next one, or
    /// nothing where the scalar has ended.
    fn line(&mut self, at: usize) -> Option<usize> {
        let content = self.output.content;
        let indentation = &content[at..content.len().min(at + self.block.indent)];
        let start = at + indentation.iter().take_while(|&&byte| byte == b' ').count();
        if break_at(content, start) {
            let next = after_break(content, start);
            self.breaks.push(at..next);
            return Some(next);
        }
        if start < at + self.block.indent || start == content.len() {
            return None;
        }
        let rest = &content[start..];
        let end = start + rest.iter().position(|&byte| is_break(byte)).unwrap_or(rest.len());
        self.give_breaks(start);
        self.output.copy(start..end);
        if end == content.len() {
            return None;
        }
        let next = after_break(content, end);
        self.breaks.push(end..next);
        Some(next)
    }

    /// Gives the line breaks before the content at `start`.
    fn give_breaks(&mut self, start: usize) {
        let kind = if is_blank(self.output.content[start]) {
            LineKind::MoreIndented
        } else {
            LineKind::Text
        };
        let previous = self.last.replace(kind);
        let between_text = kind == LineKind::Text && previous == Some(LineKind::Text);
        if let Some(last) = self.breaks.last_mut() {
            last.end = start;
        }
        let mut breaks = std::mem::take(&mut self.breaks).into_iter();
        if self.block.folded
            && between_text
            && let Some(first) = breaks.next()
        {
            match breaks.next() {
                None => self.output.put(first, b" "),
                Some(second) => self.output.put(first.start..second.end, b"\n"),
            }
        }
        for line_break in breaks {
            self.output.put(line_break, b"\n");
        }
    }

    /// Chomps the line breaks at the end (section 8.1.1.2). A last line that
    /// the file does not end counts as ended.
    fn finish(mut self) -> Option<Decoded> {
        self.last?;
        if self.breaks.is_empty() {
            let end = self.output.content.len();
            self.breaks.push(end..end);
        }
        let kept = match self.block.chomping {
            Chomping::Strip => 0,
            Chomping::Clip => 1,
            Chomping::Keep => self.breaks.len(),
        };
        self.breaks.truncate(kept);
        for line_break in std::mem::take(&mut self.breaks) {
            self.output.put(line_break, b"\n");
        }
        Some(self.output.decoded)
    }
}
