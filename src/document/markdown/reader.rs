//! The lines of a document, one after the other.

use std::ops::Range;

use memchr::memchr;

use super::html::RawHtml;
use super::line::{Before, BlockStart, Fence, Leaf, Line, Paragraph, TableHead};
use super::nesting::Nesting;
use super::{html, table};
use crate::document::block_kind::begins_as_note;
use crate::unit::BlockKind;

/// Reads the lines from first to last and gives each annotation its kind.
pub(super) struct BlockReader<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) annotations: &'a [Range<usize>],
    /// The kinds of the annotations passed so far.
    pub(super) kinds: Vec<BlockKind>,
    /// Where the next line begins, or what is left of the current one.
    pub(super) at: usize,
    pub(super) nesting: Nesting,
    pub(super) leaf: Leaf,
    /// By [`RawText`](super::html::RawText): the annotation before which no
    /// closer was found.
    pub(super) unclosed: [Option<usize>; 4],
    /// Up to where nothing opens a code block.
    distrusted: usize,
    /// Where the last end tag of the document is, once it was looked for.
    last_end_tag: Option<usize>,
}

impl<'a> BlockReader<'a> {
    /// Makes a reader of the lines from `at` on.
    pub(super) fn new(bytes: &'a [u8], annotations: &'a [Range<usize>], at: usize) -> Self {
        Self {
            bytes,
            annotations,
            kinds: Vec::with_capacity(annotations.len()),
            at,
            nesting: Nesting::default(),
            leaf: Leaf::None,
            unclosed: [None; 4],
            distrusted: 0,
            last_end_tag: None,
        }
    }

    /// Returns the kind of each annotation.
    pub(super) fn read(mut self) -> Vec<BlockKind> {
        while self.at < self.bytes.len() && !self.is_decided() {
            self.read_line();
        }
        self.kinds.resize(self.annotations.len(), BlockKind::default());
        self.kinds
    }

    /// Returns whether no line that is left can change a kind.
    fn is_decided(&self) -> bool {
        self.kinds.len() == self.annotations.len() && !matches!(self.leaf, Leaf::Paragraph(_))
    }

    /// Returns where the next annotation begins, or the end of the bytes.
    pub(super) fn next_annotation(&self) -> usize {
        let next = self.annotations.get(self.kinds.len());
        next.map_or(self.bytes.len(), |range| range.start.clamp(self.at, self.bytes.len()))
    }

    fn line_end(&self) -> usize {
        let end = memchr(b'\n', &self.bytes[self.at..]);
        end.map_or(self.bytes.len(), |end| self.at + end + 1)
    }

    fn skip_line(&mut self) {
        self.at = self.line_end();
    }

    /// Reads one line: first the containers that go on, then those it opens,
    /// then what is left (CommonMark, appendix "A parsing strategy").
    fn read_line(&mut self) {
        let annotation = self.next_annotation();
        let visible = &self.bytes[..(annotation + 1).min(self.bytes.len())];
        let mut line = Line::new(visible, self.at);
        let matching = self.nesting.matching(&mut line);
        if matching < self.nesting.depth() {
            return self.read_line_outside(line, matching);
        }
        match self.leaf {
            Leaf::Code { fence, .. } => self.read_code(fence, &line, annotation),
            _ if line.is_blank() => self.read_blank(),
            Leaf::Html => self.sweep(line.at()),
            _ => self.read_blocks(line),
        }
    }

    /// Reads a line with which not all open blocks go on.
    fn read_line_outside(&mut self, line: Line<'_>, matching: usize) {
        if let Leaf::Paragraph(paragraph) = self.leaf
            && self.is_text(&line)
        {
            // A lazy continuation line (section 5.1).
            self.leaf = Leaf::Paragraph(Paragraph { head: None, ..paragraph });
            return self.sweep(line.at());
        }
        self.nesting.leave(matching);
        self.leaf = Leaf::None;
        if line.is_blank() { self.read_blank() } else { self.read_blocks(line) }
    }

    fn is_text(&self, line: &Line<'_>) -> bool {
        line.at() == self.next_annotation()
            || !line.is_blank() && BlockStart::read(line, Before::OuterParagraph).is_none()
    }

    fn read_blank(&mut self) {
        if self.leaf == Leaf::EmptyItem {
            // An item begins with at most one blank line (section 5.2, rule 3).
            self.nesting.truncate(self.nesting.depth() - 1);
        }
        self.leaf = Leaf::None;
        self.skip_line();
    }

    /// Opens the containers that begin on the line, then reads what is in them.
    fn read_blocks(&mut self, mut line: Line<'_>) {
        let annotation = self.next_annotation();
        while line.at() < annotation && !line.is_blank() {
            if self.is_delimiter_row(&line) {
                return self.read_delimiter_row();
            }
            match BlockStart::read(&line, self.leaf.before()) {
                Some(BlockStart::Quote) if self.nesting.has_room() => {
                    line.take_quote();
                    self.nesting.open_quote();
                    self.leaf = Leaf::None;
                }
                Some(BlockStart::Item(marker)) if self.nesting.has_room() => {
                    let indent = line.take_marker(marker);
                    self.nesting.open_item(indent);
                    self.leaf = Leaf::EmptyItem;
                }
                Some(start) if self.read_leaf(start, &line) => return,
                _ => break,
            }
        }
        if line.is_blank() { self.skip_line() } else { self.read_text(&line) }
    }

    /// Reads a line that begins a block which is no container, and returns whether
    /// it did: where fences are distrusted or nesting is too deep, it is text.
    fn read_leaf(&mut self, start: BlockStart, line: &Line<'_>) -> bool {
        match start {
            BlockStart::Heading => self.read_heading(line),
            BlockStart::Html(raw) => self.read_html(raw, line),
            BlockStart::Underline => self.read_underline(),
            BlockStart::Rule => {
                self.leaf = Leaf::None;
                self.skip_line();
            }
            BlockStart::Fence(fence) => return self.open_code(fence),
            BlockStart::Quote | BlockStart::Item(_) => return false,
        }
        true
    }

    fn read_heading(&mut self, line: &Line<'_>) {
        self.leaf = Leaf::None;
        if self.nesting.has_elements() && self.at > self.last_end_tag() {
            self.nesting.end_elements();
        }
        self.sweep_as(BlockKind::Heading, line.at());
    }

    /// Finds the last end tag that could still end an open element.
    fn last_end_tag(&mut self) -> usize {
        let find = || html::last_end_tag(self.bytes).unwrap_or(0);
        *self.last_end_tag.get_or_insert_with(find)
    }

    fn read_html(&mut self, raw: RawHtml, line: &Line<'_>) {
        self.leaf = Leaf::Html;
        self.sweep(line.at());
        if raw == RawHtml::Closed {
            self.leaf = Leaf::None;
        }
    }

    fn read_underline(&mut self) {
        if let Leaf::Paragraph(paragraph) = self.leaf {
            self.kinds[paragraph.first..].fill(BlockKind::Heading);
        }
        self.leaf = Leaf::None;
        self.skip_line();
    }

    /// Returns whether the line makes the one before it the head of a table.
    fn is_delimiter_row(&self, line: &Line<'_>) -> bool {
        let Leaf::Paragraph(Paragraph { head: Some(head), .. }) = self.leaf else { return false };
        if !matches!(line.rest(), [b'|' | b'-' | b':', ..]) {
            return false;
        }
        let annotations = &self.annotations[head.first..self.kinds.len()];
        table::delimiter_cells(line.rest()).is_some_and(|cells| {
            cells == table::header_cells(self.bytes, head.at..self.at, annotations)
        })
    }

    fn read_delimiter_row(&mut self) {
        if let Leaf::Paragraph(Paragraph { head: Some(head), .. }) = self.leaf {
            self.kinds[head.first..].fill(BlockKind::TableCell);
        }
        self.leaf = Leaf::Table;
        self.skip_line();
    }

    /// Reads a line that begins nothing: a row, indented code, or text.
    fn read_text(&mut self, line: &Line<'_>) {
        let next = self.kinds.len();
        let head = Some(TableHead { first: next, at: line.at() });
        match &mut self.leaf {
            Leaf::Table => return self.sweep_as(BlockKind::TableCell, line.at()),
            Leaf::Paragraph(paragraph) => paragraph.head = head,
            _ if line.indent() >= 4 => return self.read_indented_code(line),
            leaf => *leaf = Leaf::Paragraph(Paragraph { first: next, head }),
        }
        if self.nesting.in_quote() && self.is_alert(line) {
            self.nesting.mark_note();
        }
        self.sweep(line.at());
    }

    /// Returns whether the line begins with an alert's mark, or its first target
    /// does.
    fn is_alert(&self, line: &Line<'_>) -> bool {
        let is_target = line.at() >= self.next_annotation();
        begins_as_note(if is_target { self.next_target() } else { line.rest() })
    }

    /// Returns the next annotation from its target on.
    pub(super) fn next_target(&self) -> &[u8] {
        let annotation = self.annotations.get(self.kinds.len()).cloned();
        let annotation = annotation.and_then(|range| self.bytes.get(range)).unwrap_or_default();
        memchr(b'>', annotation).map_or(&[], |end| &annotation[end + 1..])
    }

    fn read_indented_code(&mut self, line: &Line<'_>) {
        self.leaf = Leaf::None;
        if self.line_end() <= self.next_annotation() {
            self.skip_line();
        } else {
            self.sweep(line.at());
        }
    }

    fn open_code(&mut self, fence: Fence) -> bool {
        let resume = self.line_end();
        let trusted = self.at >= self.distrusted && resume <= self.next_annotation();
        if trusted {
            self.leaf = Leaf::Code { fence, resume };
            self.at = resume;
        }
        trusted
    }

    fn read_code(&mut self, fence: Fence, line: &Line<'_>, annotation: usize) {
        if self.line_end() > annotation {
            return self.distrust(annotation);
        }
        self.skip_line();
        if fence.is_closed_by(line) {
            self.leaf = Leaf::None;
        } else if line.is_blank() {
            self.leaf = Leaf::Code { fence, resume: self.at };
        }
    }

    /// Takes a fence for text because an annotation follows before its end. The
    /// lines up to the last blank one were code all the same; those after it
    /// are read again, once.
    fn distrust(&mut self, annotation: usize) {
        if let Leaf::Code { resume, .. } = self.leaf {
            self.at = resume;
        }
        self.distrusted = annotation + 1;
        self.leaf = Leaf::None;
    }
}
