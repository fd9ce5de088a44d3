//! What is open around a line: quotes, list items and HTML elements, outermost first.

use super::html::{Element, ElementName, Tag};
use super::line::Line;
use crate::unit::BlockKind;

/// How deep blocks nest before further ones are read as text, so that a line's
/// cost has a bound that does not depend on the lines before it.
const MAX_DEPTH: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OpenBlock {
    Quote {
        note: bool,
    },
    /// A list item, with the indentation that goes on with it.
    Item {
        indent: usize,
    },
    Element(Element),
    /// A heading or a table row, which ends with its line.
    Line(BlockKind),
}

/// The blocks that are open, outermost first.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    open: Vec<OpenBlock>,
}

impl Nesting {
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Returns the kind of the nearest block that has one.
    pub(super) fn kind(&self) -> BlockKind {
        self.nearest().unwrap_or_default()
    }

    /// Returns the same, or `None` where no block has a kind.
    fn nearest(&self) -> Option<BlockKind> {
        self.open.iter().rev().find_map(OpenBlock::kind)
    }

    /// Counts the blocks that go on with this line, and takes their marks off it.
    pub(super) fn matching(&self, line: &mut Line<'_>) -> usize {
        let mut goes_on = |open: &OpenBlock| match open {
            OpenBlock::Quote { .. } => line.take_quote(),
            OpenBlock::Item { indent } => line.take_indent(*indent),
            OpenBlock::Element(_) | OpenBlock::Line(_) => true,
        };
        self.open.iter().position(|open| !goes_on(open)).unwrap_or(self.open.len())
    }

    pub(super) fn has_room(&self) -> bool {
        self.open.len() < MAX_DEPTH
    }

    pub(super) fn open_quote(&mut self) {
        self.open.push(OpenBlock::Quote { note: false });
    }

    pub(super) fn open_item(&mut self, indent: usize) {
        self.open.push(OpenBlock::Item { indent });
    }

    pub(super) fn open_line(&mut self, kind: BlockKind) {
        self.open.push(OpenBlock::Line(kind));
    }

    /// Returns whether the innermost block is a Markdown quote.
    pub(super) fn in_quote(&self) -> bool {
        matches!(self.open.last(), Some(OpenBlock::Quote { .. }))
    }

    /// Makes a note of the innermost block, a quote.
    pub(super) fn mark_note(&mut self) {
        if let Some(OpenBlock::Quote { note }) = self.open.last_mut() {
            *note = true;
        }
    }

    /// Ends every block from `depth` inwards.
    pub(super) fn truncate(&mut self, depth: usize) {
        self.open.truncate(depth);
    }

    /// Ends the Markdown blocks from `depth` inwards. The cells of a table that
    /// began in one of them go on: the end tag of a quote or a list item does
    /// not reach out of a cell (HTML Standard, 13.2.4.2, "in scope").
    pub(super) fn leave(&mut self, depth: usize) {
        let bounds = |open: &OpenBlock| matches!(open, OpenBlock::Element(element) if element.name.bounds_scope());
        match self.open[depth..].iter().position(bounds) {
            None => self.open.truncate(depth),
            Some(cell) => {
                let inner = self.open.split_off(depth);
                self.open.extend(inner.into_iter().skip(cell).filter(OpenBlock::is_element));
            }
        }
    }

    pub(super) fn has_elements(&self) -> bool {
        self.open.iter().any(OpenBlock::is_element)
    }

    pub(super) fn end_elements(&mut self) {
        self.open.retain(|open| !open.is_element());
    }

    /// Follows the start tag of an element.
    pub(super) fn start_element(&mut self, element: Element) {
        if let Some(ended) = element.name.ends_another() {
            self.end_element(ended);
        }
        if element.name.stays_open() && self.has_room() {
            self.open.push(OpenBlock::Element(element));
        }
    }

    /// Follows the end tag of an element: ends the nearest one of the same name
    /// and the elements inside it. Markdown blocks inside it stay open, because
    /// only indentation and quote marks end those.
    pub(super) fn end_element(&mut self, name: ElementName) {
        let Some(at) = self.reachable(name) else { return };
        let inner = self.open.split_off(at);
        self.open.extend(inner.into_iter().filter(|open| !open.is_element()));
    }

    fn reachable(&self, name: ElementName) -> Option<usize> {
        for (at, open) in self.open.iter().enumerate().rev() {
            match open {
                OpenBlock::Element(element) if element.name.is_ended_by(name) => return Some(at),
                OpenBlock::Element(element) if element.name.shields(name) => return None,
                OpenBlock::Line(_) => return None,
                _ => {}
            }
        }
        None
    }
}

impl OpenBlock {
    fn is_element(&self) -> bool {
        matches!(self, OpenBlock::Element(_))
    }

    fn kind(&self) -> Option<BlockKind> {
        match self {
            OpenBlock::Quote { note: true } => Some(BlockKind::Note),
            OpenBlock::Quote { note: false } => Some(BlockKind::Quote),
            OpenBlock::Item { .. } => Some(BlockKind::ListItem),
            OpenBlock::Element(element) => element.kind,
            OpenBlock::Line(kind) => Some(*kind),
        }
    }
}

/// The elements that make blocks and are open at a place of a text, as the
/// tags before it say.
#[derive(Debug, Default)]
pub(crate) struct OpenBlocks {
    nesting: Nesting,
}

impl OpenBlocks {
    /// Follows the tag that `rest`, the rest of the text, begins with. Other
    /// elements than those that make blocks change nothing.
    pub(crate) fn pass(&mut self, rest: &[u8]) {
        match Tag::read(rest, || b"") {
            Some(Tag::Start(element)) => self.nesting.start_element(element),
            Some(Tag::End(name)) => self.nesting.end_element(name),
            Some(Tag::Raw(_)) | None => {}
        }
    }

    /// Returns whether one of them is open.
    pub(crate) fn is_any(&self) -> bool {
        self.nesting.has_elements()
    }

    /// Returns the block that the innermost of them makes, where one makes any.
    pub(crate) fn kind(&self) -> Option<BlockKind> {
        self.nesting.nearest()
    }

    /// Ends all of them.
    pub(crate) fn end_all(&mut self) {
        self.nesting.end_elements();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_say_what_is_open() {
        let mut open = OpenBlocks::default();
        for (rest, kind) in [
            ("<table><tr>", None),
            ("<td class='x'>a</td>", Some(BlockKind::TableCell)),
            ("<ul>", Some(BlockKind::TableCell)),
            ("<LI>one<li>", Some(BlockKind::ListItem)),
            ("<b>", Some(BlockKind::ListItem)),
            ("</ul>", Some(BlockKind::TableCell)),
            ("</td>", None),
            ("<div class=note>", Some(BlockKind::Note)),
        ] {
            open.pass(rest.as_bytes());
            assert_eq!(open.kind(), kind, "{rest}");
        }
        assert!(open.is_any());
        open.end_all();
        assert!(!open.is_any() && open.kind().is_none());
    }
}
