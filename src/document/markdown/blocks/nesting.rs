//! What is open around a line: quotes, list items and HTML elements, outermost first.

use super::html::{Element, ElementName};
use super::line::Line;
use crate::unit::BlockKind;

/// How deep blocks nest before further ones are read as text, so that a line's
/// cost has a bound that does not depend on the lines before it.
const MAX_DEPTH: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
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
    open: Vec<Open>,
}

impl Nesting {
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The kind of the nearest block that has one.
    pub(super) fn kind(&self) -> BlockKind {
        self.nearest().unwrap_or_default()
    }

    /// The same, or nothing where none has one.
    pub(super) fn nearest(&self) -> Option<BlockKind> {
        self.open.iter().rev().find_map(Open::kind)
    }

    /// How many of the blocks go on with this line; takes their marks off it.
    pub(super) fn matching(&self, line: &mut Line<'_>) -> usize {
        let mut goes_on = |open: &Open| match open {
            Open::Quote { .. } => line.take_quote(),
            Open::Item { indent } => line.take_indent(*indent),
            Open::Element(_) | Open::Line(_) => true,
        };
        self.open.iter().position(|open| !goes_on(open)).unwrap_or(self.open.len())
    }

    pub(super) fn has_room(&self) -> bool {
        self.open.len() < MAX_DEPTH
    }

    pub(super) fn open_quote(&mut self) {
        self.open.push(Open::Quote { note: false });
    }

    pub(super) fn open_item(&mut self, indent: usize) {
        self.open.push(Open::Item { indent });
    }

    pub(super) fn open_line(&mut self, kind: BlockKind) {
        self.open.push(Open::Line(kind));
    }

    /// Whether the innermost block is a Markdown quote.
    pub(super) fn in_quote(&self) -> bool {
        matches!(self.open.last(), Some(Open::Quote { .. }))
    }

    /// Makes a note of the innermost block, a quote.
    pub(super) fn mark_note(&mut self) {
        if let Some(Open::Quote { note }) = self.open.last_mut() {
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
        let bounds =
            |open: &Open| matches!(open, Open::Element(element) if element.name.bounds_scope());
        match self.open[depth..].iter().position(bounds) {
            None => self.open.truncate(depth),
            Some(cell) => {
                let inner = self.open.split_off(depth);
                self.open.extend(inner.into_iter().skip(cell).filter(Open::is_element));
            }
        }
    }

    pub(super) fn has_elements(&self) -> bool {
        self.open.iter().any(Open::is_element)
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
            self.open.push(Open::Element(element));
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
                Open::Element(element) if element.name.is_ended_by(name) => return Some(at),
                Open::Element(element) if element.name.shields(name) => return None,
                Open::Line(_) => return None,
                _ => {}
            }
        }
        None
    }
}

impl Open {
    fn is_element(&self) -> bool {
        matches!(self, Open::Element(_))
    }

    fn kind(&self) -> Option<BlockKind> {
        match self {
            Open::Quote { note: true } => Some(BlockKind::Note),
            Open::Quote { note: false } => Some(BlockKind::Quote),
            Open::Item { .. } => Some(BlockKind::ListItem),
            Open::Element(element) => element.kind,
            Open::Line(kind) => Some(*kind),
        }
    }
}
