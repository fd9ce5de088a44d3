//! Markdown: its blocks, by pulldown-cmark.

mod leaf;
mod table;

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use self::leaf::FoundLeaf;
use super::block::{Block, BlockText};
use super::cutter::Cutter;
use super::fill::normal;
use super::found::Leaf;
use crate::document::{begins_as_note, last_end_tag};
use crate::unit::BlockKind;

/// Cuts the blocks of a document from `start` on.
pub(super) fn read(start: usize, cutter: &mut Cutter<'_, '_>) {
    let mut reader = Reader {
        text: cutter.document,
        cutter,
        around: Vec::new(),
        quotes: 0,
        leaf: None,
        skips_text: false,
        last_end_tag: None,
    };
    let parser = Parser::new_ext(&reader.text[start..], options());
    let labels = parser.reference_definitions().iter().map(|(label, _)| normal(label).into());
    reader.cutter.define(labels);
    for (event, range) in parser.into_offset_iter() {
        reader.event(&event, range.start + start..range.end + start);
    }
    reader.end_leaf();
}

/// CommonMark, and what GitHub and docfx add to its blocks.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
}

struct Reader<'c, 'd, 'r> {
    text: &'d str,
    cutter: &'c mut Cutter<'d, 'r>,
    /// The blocks around, the outermost first.
    around: Vec<Around>,
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
enum Around {
    Quote(BlockKind),
    Item,
    /// A heading, and whether it begins with `#`.
    Heading(bool),
    Cell,
}

impl Around {
    fn kind(self) -> BlockKind {
        match self {
            Around::Quote(kind) => kind,
            Around::Item => BlockKind::ListItem,
            Around::Heading(_) => BlockKind::Heading,
            Around::Cell => BlockKind::TableCell,
        }
    }
}

impl<'d> Reader<'_, 'd, '_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) if leaf::is_inline(&tag.to_end()) => {
                // The parser leaves the `[]` of a collapsed reference out.
                let is_cut = self.text[range.end..].starts_with("[]")
                    && matches!(tag, Tag::Link { link_type: LinkType::Collapsed, .. });
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
                self.around.push(Around::Heading(is_atx));
            }
            Tag::BlockQuote(_) => {
                // The mark of a quote inside is not looked past: that one is nearer.
                let inside = self.text[range.clone()].trim_start_matches([' ', '\t']);
                let inside = inside.strip_prefix('>').unwrap_or(inside);
                let is_note = begins_as_note(inside.trim_ascii_start().as_bytes());
                self.quotes += 1;
                let kind = if is_note { BlockKind::Note } else { BlockKind::Quote };
                self.around.push(Around::Quote(kind));
            }
            Tag::Item => self.around.push(Around::Item),
            Tag::TableCell => self.around.push(Around::Cell),
            Tag::CodeBlock(_) | Tag::HtmlBlock => self.skips_text = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: &TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::TableCell => {
                let ended = self.around.pop();
                self.quotes -= usize::from(matches!(ended, Some(Around::Quote(_))));
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
        let Some(found) = self.leaf.take() else { return };
        let Some(found) = found.readable(self.text) else { return };
        let block = self.block(&found);
        if block.leaf == Leaf::Lines && table::is_table(block.text.as_str()) {
            return table::cut(self.cutter, &block);
        }
        self.cutter.cut(&block);
    }

    fn block(&self, found: &FoundLeaf) -> Block<'d> {
        let text = found.text(self.text, self.quotes);
        let around = self.around.last().copied();
        let leaf = match around {
            _ if found.is_html => Leaf::Html,
            Some(Around::Cell) => Leaf::Cell,
            Some(Around::Heading(true)) => Leaf::Heading,
            Some(Around::Heading(false)) => Leaf::Underlined,
            _ if text.has_lines() => Leaf::Lines,
            _ => Leaf::Line,
        };
        let kind = around.map_or(BlockKind::Paragraph, Around::kind);
        Block { text, leaf, kind, depth: self.around.len() }
    }
}
