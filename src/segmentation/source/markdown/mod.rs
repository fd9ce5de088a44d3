//! Markdown: its blocks, by pulldown-cmark.

mod excess;
mod foreign;
mod leaf;
mod tags;

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use self::leaf::FoundLeaf;
use super::block::{Block, BlockText};
use super::cutter::Cutter;
use super::fill::normal_label;
use super::segment::LeafKind;
use crate::document::{begins_as_note, delimiter_cells, last_end_tag};
use crate::steps::step;
use crate::unit::BlockKind;

/// Cuts the blocks of a document from `start` on.
pub(super) fn read(start: usize, cutter: &mut Cutter<'_, '_>) {
    let mut reader = MarkdownReader {
        text: cutter.document,
        cutter,
        outer: Vec::new(),
        quotes: 0,
        leaf: None,
        skips_text: false,
        last_end_tag: None,
    };
    let markdown = foreign::without_foreign_lines(reader.text, start);
    let (markdown, found) = excess::without_excess(markdown, start);
    reader.cutter.found.diagnostics.extend(found);
    let parser = Parser::new_ext(&markdown[start..], options());
    let labels = parser.reference_definitions().iter().map(|(label, _)| normal_label(label).into());
    reader.cutter.found.labels.extend(labels);
    for (event, range) in parser.into_offset_iter() {
        reader.event(&event, range.start + start..range.end + start);
    }
    reader.end_leaf();
}

/// Returns the options for CommonMark and what GitHub and docfx add to its blocks.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
}

struct MarkdownReader<'c, 'd, 'r> {
    text: &'d str,
    cutter: &'c mut Cutter<'d, 'r>,
    /// The blocks around, the outermost first.
    outer: Vec<OuterBlock>,
    /// How many of them are quotes.
    quotes: usize,
    /// The block whose text is being read.
    leaf: Option<FoundLeaf>,
    /// Whether text is that of code, or of HTML, which is reported in another way.
    skips_text: bool,
    /// Where the last tag stands that ends an element, once it was looked for.
    last_end_tag: Option<usize>,
}

/// A block of Markdown that gives a kind to what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OuterBlock {
    Quote(BlockKind),
    Item,
    /// A heading, and whether it begins with `#`.
    Heading(bool),
    Cell,
}

impl OuterBlock {
    fn kind(self) -> BlockKind {
        match self {
            OuterBlock::Quote(kind) => kind,
            OuterBlock::Item => BlockKind::ListItem,
            OuterBlock::Heading(_) => BlockKind::Heading,
            OuterBlock::Cell => BlockKind::TableCell,
        }
    }
}

impl<'d> MarkdownReader<'_, 'd, '_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        // The parser asked each block around the line of the event.
        step(1 + self.outer.len());
        match event {
            Event::Start(tag) if leaf::is_inline(&tag.to_end()) => {
                // The parser leaves the `[]` of a collapsed reference out.
                let is_cut = self.text[range.end..].starts_with("[]") && is_collapsed(tag);
                self.text(range.start..range.end + if is_cut { 2 } else { 0 });
            }
            Event::End(tag) if leaf::is_inline(tag) => {}
            Event::Start(tag) => {
                self.end_leaf();
                self.start(tag, &range);
            }
            Event::End(tag) => {
                self.end_leaf();
                self.end(tag);
            }
            Event::Rule | Event::TaskListMarker(_) => self.end_leaf(),
            Event::Html(_) => FoundLeaf::add(&mut self.leaf, range, true),
            _ => self.text(range),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Heading { .. } => {
                let find = || last_end_tag(self.text.as_bytes()).unwrap_or(0);
                let last = &mut self.last_end_tag;
                self.cutter.pass_heading(range.start, || *last.get_or_insert_with(find));
                let is_atx = self.text[range.clone()].starts_with('#');
                self.outer.push(OuterBlock::Heading(is_atx));
            }
            Tag::BlockQuote(_) => {
                // The mark of a quote inside is not looked past: that one is nearer.
                let inside = self.text[range.clone()].trim_start_matches([' ', '\t']);
                let inside = inside.strip_prefix('>').unwrap_or(inside);
                let is_note = begins_as_note(inside.trim_ascii_start().as_bytes());
                self.quotes += 1;
                let kind = if is_note { BlockKind::Note } else { BlockKind::Quote };
                self.outer.push(OuterBlock::Quote(kind));
            }
            Tag::Item => self.outer.push(OuterBlock::Item),
            Tag::TableCell => self.outer.push(OuterBlock::Cell),
            Tag::CodeBlock(_) | Tag::HtmlBlock => self.skips_text = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: &TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::TableCell => {
                let ended = self.outer.pop();
                self.quotes -= usize::from(matches!(ended, Some(OuterBlock::Quote(_))));
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.skips_text = false,
            _ => {}
        }
    }

    /// Takes note of text, or of what stands in it.
    fn text(&mut self, range: Range<usize>) {
        if self.skips_text {
            return;
        }
        // The range of an escaped character begins behind the backslash.
        let is_escaped = self.leaf.is_none() && self.text[..range.start].ends_with('\\');
        FoundLeaf::add(&mut self.leaf, range.start - usize::from(is_escaped)..range.end, false);
    }

    fn end_leaf(&mut self) {
        let Some(mut found) = self.leaf.take() else { return };
        if let Some(OuterBlock::Heading(_)) = self.outer.last() {
            found.without_attributes(self.text);
        }
        let Some(found) = found.readable(self.text) else { return };
        let block = self.block(&found);
        if block.leaf == LeafKind::Lines && is_table(block.text.as_str()) {
            return cut_table(self.cutter, &block);
        }
        self.cutter.cut(&block);
    }

    fn block(&self, found: &FoundLeaf) -> Block<'d> {
        let text = found.text(self.text, self.quotes);
        let outer = self.outer.last().copied();
        let leaf = match outer {
            _ if found.is_html => LeafKind::Html,
            Some(OuterBlock::Cell) => LeafKind::Cell,
            Some(OuterBlock::Heading(true)) => LeafKind::Heading,
            Some(OuterBlock::Heading(false)) => LeafKind::Underlined,
            _ if text.has_lines() => LeafKind::Lines,
            _ => LeafKind::Line,
        };
        let kind = outer.map_or(BlockKind::Paragraph, OuterBlock::kind);
        Block { text, leaf, kind, depth: self.outer.len() }
    }
}

/// Whether a link or an image finds its definition by its own text: `[text][]`.
fn is_collapsed(tag: &Tag<'_>) -> bool {
    let (Tag::Link { link_type, .. } | Tag::Image { link_type, .. }) = tag else { return false };
    *link_type == LinkType::Collapsed
}

/// Whether the second line of a text is a delimiter row under a row of cells:
/// a table that CommonMark reads as a paragraph.
///
/// docfx takes a table whose delimiter row has another number of cells than its
/// head (Markdig's pipe tables), GitHub does not (GFM 0.29, 4.10). Its cells are
/// texts of their own all the same.
fn is_table(text: &str) -> bool {
    let mut lines = lines(text);
    let head = lines.next().map_or("", |line| &text[line]);
    let delimiters = lines.next().map_or("", |line| &text[line]);
    let is_row = head.contains('|') && delimiters.contains('|');
    is_row && delimiter_cells(delimiters).is_some_and(|cells| cells > 1)
}

/// Cuts each cell of a table by itself.
fn cut_table(cutter: &mut Cutter<'_, '_>, table: &Block<'_>) {
    let text = table.text.as_str();
    for line in lines(text) {
        for cell in cells(text, line) {
            let text = table.text.slice(cell);
            let kind = BlockKind::TableCell;
            cutter.cut(&Block { text, kind, leaf: LeafKind::Cell, depth: table.depth + 1 });
        }
    }
}

fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split_inclusive(['\n', '\r']).map(move |line| {
        at += line.len();
        at - line.len()..at
    })
}

/// Finds the texts of a line between pipes that no backslash escapes, but for the
/// empty ones.
fn cells(text: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let mut start = line.start;
    let mut is_escaped = false;
    for (at, byte) in text[line.clone()].bytes().enumerate() {
        if byte == b'|' && !is_escaped {
            cells.push(start..line.start + at);
            start = line.start + at + 1;
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    cells.push(start..line.end);
    cells.retain(|cell| !cell.is_empty());
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables() {
        for (text, expected) in [
            ("a | b\n---|---|---\nc | d", true),
            ("| a |\n|---|---|\n", true),
            ("a\n---|---", false),
            ("a | b\nc | d", false),
            ("a | b\n---", false),
            ("a | b", false),
        ] {
            assert_eq!(is_table(text), expected, "{text}");
        }
    }

    #[test]
    fn pipes_part_cells() {
        let text = "| a | b\\|c |d";
        let found: Vec<_> =
            cells(text, 0..text.len()).into_iter().map(|cell| &text[cell]).collect();
        assert_eq!(found, [" a ", " b\\|c ", "d"]);
    }
}
