//! Links and images: the bracket stack of the procedure "look for link or
//! image", CommonMark 0.31.2, appendix.

use super::Paired;

/// A bracket that may open something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bracket {
    pub(super) paired: Paired,
    /// Where its opening mark stands, in bytes from 0.
    pub(super) start: usize,
    pub(super) end: usize,
    /// How many delimiter runs came before it.
    pub(super) runs: usize,
    /// Whether another bracket came after it: then its text is no label.
    pub(super) holds_bracket: bool,
}

/// The brackets that are open.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    open: Vec<Bracket>,
    /// How many of them, from the first, can open no link: one was found inside
    /// them, and links hold no links.
    closed_to_links: usize,
}

impl Brackets {
    pub(super) fn push(&mut self, bracket: Bracket) {
        if let Some(outer) = self.open.last_mut() {
            outer.holds_bracket = true;
        }
        self.open.push(bracket);
    }

    /// Takes the last open bracket away; none where it could only open a link
    /// around a link.
    pub(super) fn pop(&mut self) -> Option<Bracket> {
        let bracket = self.open.pop()?;
        let barred = self.open.len() < self.closed_to_links;
        self.closed_to_links = self.closed_to_links.min(self.open.len());
        (!barred || bracket.paired != Paired::Link).then_some(bracket)
    }

    /// Takes note that a link was found inside all open brackets.
    pub(super) fn close_to_links(&mut self) {
        self.closed_to_links = self.open.len();
    }
}
