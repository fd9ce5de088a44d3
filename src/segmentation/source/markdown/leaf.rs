//! A block of text, in which lines begin with marks of the blocks around it.

use std::ops::Range;

use memchr::memchr2;
use pulldown_cmark::TagEnd;

use super::super::attributes::attribute_list;
use super::BlockText;
use crate::inline::{comment_length, is_phrasing, is_tag_known, tag_length};

/// A block whose text is being read.
#[derive(Clone, Debug)]
pub(super) struct FoundLeaf {
    /// From the first byte of its text to the last.
    pub(super) range: Range<usize>,
    /// Whether it is a block of HTML.
    pub(super) is_html: bool,
}

impl FoundLeaf {
    /// Lets a leaf reach over what stands at `range`; begins one where there is none
    /// yet.
    pub(super) fn add(leaf: &mut Option<Self>, range: Range<usize>, is_html: bool) {
        let leaf = leaf.get_or_insert_with(|| Self { range: range.clone(), is_html });
        leaf.range.end = leaf.range.end.max(range.end);
    }

    /// Leaves out the attributes at the end of a heading.
    pub(super) fn without_attributes(&mut self, document: &str) {
        if let Some(length) = attribute_list(&document[self.range.clone()]) {
            self.range.end = self.range.start + length;
        }
    }

    /// Returns the part of it that can be read: nothing of a formula, and nothing of HTML
    /// whose first tag or comment has no end, or is not read as one.
    pub(super) fn readable(self, document: &str) -> Option<Self> {
        if self.is_math(document) {
            return None;
        }
        let text = &document[self.range.clone()];
        let html = text.trim_start();
        if !self.is_html || !html.starts_with('<') {
            return Some(self);
        }
        // A tag alone on its line makes a block whatever it is (4.6, condition
        // 7), and so is no part of a text.
        let length = match tag_length(html) {
            Some(length) if is_phrasing(html) || !is_tag_known(html) => length,
            Some(_) => 0,
            None => comment_length(html)?,
        };
        let start = self.range.end - html.len() + length;
        let end =
            if length == 0 { self.range.end } else { start + before_end_tag(&html[length..]) };
        Some(Self { range: start..end, ..self })
    }

    /// Whether it is nothing but a formula between `$$`.
    fn is_math(&self, document: &str) -> bool {
        let text = document[self.range.clone()].trim();
        text.len() > 4 && text.starts_with("$$") && text.ends_with("$$")
    }

    /// Returns its text, which stands in so many quotes.
    pub(super) fn text<'d>(&self, document: &'d str, quotes: usize) -> BlockText<'d> {
        if memchr2(b'\n', b'\r', document[self.range.clone()].as_bytes()).is_none() {
            return BlockText::verbatim(document, self.range.clone());
        }
        BlockText::joined(
            document,
            LeafLines { leaf: self, bytes: document.as_bytes(), quotes, at: 0 },
        )
    }
}

/// Finds where the end tag begins that ends a text, or its end.
fn before_end_tag(text: &str) -> usize {
    let trimmed = text.trim_end();
    let last =
        trimmed.rfind("</").filter(|&at| tag_length(&trimmed[at..]) == Some(trimmed.len() - at));
    last.filter(|&at| is_phrasing(&text[at..]) || !is_tag_known(&text[at..])).unwrap_or(text.len())
}

/// The lines of a leaf, each without what stands before its text: the marks of
/// the quotes, as far as it has them (CommonMark 0.31.2, 5.1, "laziness"), and
/// white space, which is no part of a paragraph (4.8) but of HTML.
struct LeafLines<'l> {
    leaf: &'l FoundLeaf,
    bytes: &'l [u8],
    quotes: usize,
    /// Where the next line begins, behind those marks; 0 before the first.
    at: usize,
}

impl Iterator for LeafLines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let Range { start, end } = self.leaf.range;
        let start = if self.at == 0 { start } else { self.text_start() };
        if start >= end {
            return None;
        }
        let line_end = memchr2(b'\n', b'\r', &self.bytes[start..end]).map_or(end, |length| {
            let at = start + length;
            at + if self.bytes[at..end].starts_with(b"\r\n") { 2 } else { 1 }
        });
        self.at = line_end;
        Some(start..line_end)
    }
}

impl LeafLines<'_> {
    /// Finds where the text of the next line begins.
    fn text_start(&self) -> usize {
        let (mut at, mut marks) = (self.at, self.quotes);
        let mut marks_end = at;
        while at < self.leaf.range.end {
            match self.bytes[at] {
                b' ' | b'\t' => at += 1,
                b'>' if marks > 0 => {
                    marks -= 1;
                    at += 1;
                    marks_end = at;
                }
                _ => break,
            }
        }
        if self.leaf.is_html { marks_end } else { at }
    }
}

/// Whether a tag is one that stands in the text of a block.
pub(super) fn is_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}
