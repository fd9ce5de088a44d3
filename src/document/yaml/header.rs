//! The headers of block scalars, which the parser's events do not give.

use std::ops::Range;

use super::decode::{after_break, is_break};
use crate::document::encoding::BOM;
use crate::document::stretch::shifted;

/// The form of a literal or folded block scalar (YAML 1.2.2 section 8.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The header without a comment: `|`, `>-`, `|2+`.
    pub(super) header: Range<usize>,
    pub(super) folded: bool,
    pub(super) chomping: Chomping,
    /// Whether the header says how far the lines are indented.
    pub(super) says_indent: bool,
    /// The spaces before each line.
    pub(super) indent: usize,
}

impl Block {
    /// The same, for a text that begins at `base` in the file.
    pub(super) fn shifted(self, base: usize) -> Self {
        Self { header: shifted(&self.header, base), ..self }
    }
}

/// What becomes of the line breaks at the end of a block scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chomping {
    Strip,
    Clip,
    Keep,
}

/// The header of the block scalar whose first line with content begins, behind
/// its indentation, at `content`; and where its lines begin. Between `from`,
/// where the last scalar, alias or document marker ended, and the header stand
/// only indicators, tags, anchors and comments, with white space between them.
pub(super) fn header(text: &[u8], from: usize, content: usize) -> Option<(Block, usize)> {
    let is_space = |byte: u8| byte.is_ascii_whitespace();
    let line_end = |at: usize| find(&text[..content], at, is_break);
    let mut at = from;
    loop {
        at = find(&text[..content], at, |byte| !is_space(byte));
        let end = find(&text[..content], at, is_space);
        match text[..content].get(at)? {
            b'|' | b'>' => {
                let break_start = line_end(end);
                // A document that was skipped after an error may have headers too.
                if text[break_start..content].iter().all(|byte| b" \r\n".contains(byte)) {
                    let block = block(text, at..end, break_start, content)?;
                    return Some((block, after_break(text, break_start)));
                }
                at = break_start;
            }
            b'#' => at = line_end(at),
            _ if text[at..].starts_with(BOM) => at += BOM.len(),
            _ => at = end,
        }
    }
}

/// The offset of the first byte from `at` on that is `wanted`, or the end.
fn find(text: &[u8], at: usize, wanted: impl Fn(u8) -> bool) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().position(|&byte| wanted(byte)).unwrap_or(rest.len())
}

fn block(text: &[u8], header: Range<usize>, break_start: usize, content: usize) -> Option<Block> {
    let indicators = &text[header.clone()];
    let before = &text[break_start..content];
    let indent = before.iter().rev().take_while(|&&byte| byte == b' ').count();
    // At least the line break that ends the header stands before the indentation.
    if indent == before.len() {
        return None;
    }
    let chomping = match indicators {
        _ if indicators.contains(&b'-') => Chomping::Strip,
        _ if indicators.contains(&b'+') => Chomping::Keep,
        _ => Chomping::Clip,
    };
    Some(Block {
        folded: indicators[0] == b'>',
        says_indent: indicators.iter().any(u8::is_ascii_digit),
        header,
        chomping,
        indent,
    })
}
