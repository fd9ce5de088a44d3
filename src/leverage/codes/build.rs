//! A target put together with other codes.

use std::collections::BTreeSet;

use super::edges::Edges;
use super::fates::Fate;
use super::native::{Change, equivalent};
use super::{Sides, greatest, renumbered};
use crate::inline::{Code, CodeRole, CodedText, Piece};
use crate::leverage::repair::{Repair, RepairKind};

/// Puts a target together.
pub(super) struct Builder<'b, 't> {
    sides: &'b Sides<'t>,
    target: &'t CodedText,
    built: CodedText,
    changes: Vec<Repair>,
    /// The pairs of which something is among the changes: once is enough.
    noted: BTreeSet<u32>,
    /// The greatest number of a pair of the target: others are numbered after it.
    greatest: u32,
    /// Whether a space that comes next would be one too many.
    eats_space: bool,
}

impl<'b, 't> Builder<'b, 't> {
    pub(super) fn new(sides: &'b Sides<'t>, target: &'t CodedText) -> Self {
        Self {
            sides,
            target,
            built: CodedText::default(),
            changes: Vec::new(),
            noted: BTreeSet::new(),
            greatest: greatest(target),
            eats_space: false,
        }
    }

    /// The target with the fate of each code, between those at the edges; and
    /// what was replaced.
    pub(super) fn build(mut self, edges: &Edges, fates: &[Fate]) -> (CodedText, Vec<Repair>) {
        let mut codes = 0;
        edges.start.iter().for_each(|query| self.add_edge(*query));
        for piece in self.target.pieces() {
            match piece {
                Piece::Code(code) => {
                    self.add_code(code, &fates[codes]);
                    codes += 1;
                }
                text => self.add_text(text),
            }
        }
        edges.end.iter().for_each(|query| self.add_edge(*query));
        (self.built, self.changes)
    }

    fn add_text(&mut self, piece: Piece<'_>) {
        let eats_space = std::mem::take(&mut self.eats_space);
        match piece {
            Piece::Text(text) if eats_space => {
                self.built.push_text(text.strip_prefix(' ').unwrap_or(text));
            }
            other => self.built.push(other),
        }
    }

    /// Adds a code of the query that the target has none for. Its pair is
    /// numbered after those of the target.
    fn add_edge(&mut self, query: usize) {
        let (_, code) = self.sides.query[query];
        let role = renumbered(code.role, self.greatest);
        self.built.push_code(Code { role, ..code });
        self.note(RepairKind::Code, role, "", code.native);
    }

    fn add_code(&mut self, code: Code<'_>, fate: &Fate) {
        match fate {
            Fate::Stay => self.built.push_code(code),
            Fate::Drop => self.drop_code(&code),
            Fate::Become { query, change } => {
                let (_, new) = self.sides.query[*query];
                self.add_changed(&code, &new, change);
            }
        }
    }

    fn drop_code(&mut self, code: &Code<'_>) {
        let is_pair = matches!(code.role, CodeRole::Open(_) | CodeRole::Close(_));
        let text = self.built.text();
        self.eats_space = !is_pair && (text.is_empty() || text.ends_with(char::is_whitespace));
        self.note(RepairKind::Code, code.role, code.native, "");
    }

    fn add_changed(&mut self, code: &Code<'_>, new: &Code<'_>, change: &Change) {
        match change {
            Change::Keep => self.built.push_code(Code { id: new.id, ..*code }),
            Change::Address { native, address } => {
                let equivalent = equivalent(code, address);
                let (equivalent, id) = (equivalent.as_deref(), new.id);
                self.built.push_code(Code { native, equivalent, id, ..*code });
                let old = code.destination().unwrap_or_default();
                self.note(RepairKind::Url, code.role, old, address);
            }
            Change::Whole(native) => {
                self.built.push_code(Code { native, role: code.role, ..*new });
                self.note(RepairKind::Code, code.role, code.native, native);
            }
        }
    }

    fn note(&mut self, kind: RepairKind, role: CodeRole, from: &str, to: &str) {
        let is_new = match role {
            CodeRole::Open(number) | CodeRole::Close(number) => {
                from != to && self.noted.insert(number)
            }
            _ => from != to,
        };
        if is_new {
            self.changes.push(Repair { kind, from: from.to_owned(), to: to.to_owned() });
        }
    }
}
