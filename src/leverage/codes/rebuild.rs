//! A target put together with other codes, from pieces of others.

use std::collections::BTreeSet;
use std::ops::Range;

use super::changes::{CodeChange, NewForm};
use super::{CodeMap, PlacedCodes};
use crate::inline::{Code, CodeRole, CodedText, Piece, Syntax};
use crate::leverage::repair::{Repair, RepairKind};
use crate::steps::step;

/// Codes that only the query has and that go around the target, where their
/// place is beyond doubt: their indexes, in order.
#[derive(Debug, Default)]
pub(super) struct EdgeCodes {
    start: Vec<usize>,
    end: Vec<usize>,
}

impl EdgeCodes {
    /// Finds the codes that stand at the beginning and at the end of the query,
    /// outside of all that the match's source has too. A pair needs both halves
    /// there.
    pub(super) fn of(map: &CodeMap<'_>) -> Self {
        let known: BTreeSet<usize> = map.query_of_source.iter().flatten().copied().collect();
        let query = &map.query;
        let is_free =
            |index: &usize, at: usize| !known.contains(index) && query.offset(*index) == at;
        let start = (0..query.len()).take_while(|index| is_free(index, 0)).count();
        let length = query.text.text().len();
        let end = (start..query.len()).rev().take_while(|index| is_free(index, length)).count();
        let (start, first_of_end) = without_halves(query, start, query.len() - end);
        Self { start: (0..start).collect(), end: (first_of_end..query.len()).collect() }
    }

    /// Whether each code of the query has a place: here, or that of one of the
    /// match's source.
    pub(super) fn is_complete(&self, map: &CodeMap<'_>) -> bool {
        let known = map.query_of_source.iter().flatten().count();
        known + self.start.len() + self.end.len() == map.query.len()
    }
}

/// Finds the longest runs at the beginning and at the end that have whole pairs
/// only.
///
/// A code whose other half stands between the runs goes there too, with all that
/// is then between them; so each code is looked at once.
fn without_halves(query: &PlacedCodes<'_>, mut start: usize, mut end: usize) -> (usize, usize) {
    let mut halves = vec![None; query.len()];
    for (open, close) in query.text.pairs() {
        (halves[open], halves[close]) = (Some(close), Some(open));
    }
    let mut between = vec![(start, end)];
    while let Some((from, to)) = between.pop() {
        step(1 + to - from);
        for half in halves[from..to].iter().copied().flatten() {
            if half < start {
                between.push((half, start));
                start = half;
            } else if half >= end {
                between.push((end, half + 1));
                end = half + 1;
            }
        }
    }
    (start, end)
}

/// Puts a target together.
pub(super) struct Rebuilder<'b, 't> {
    map: &'b CodeMap<'t>,
    built: CodedText,
    repairs: Vec<Repair>,
    /// The pairs of which a half is among the repairs: once is enough.
    noted_pairs: BTreeSet<u32>,
    /// The greatest number of a pair of the target: others are numbered after it.
    greatest: u32,
    /// Whether a space that comes next would be one too many.
    skips_space: bool,
}

impl<'b, 't> Rebuilder<'b, 't> {
    pub(super) fn new(map: &'b CodeMap<'t>) -> Self {
        Self {
            map,
            built: CodedText::default(),
            repairs: Vec::new(),
            noted_pairs: BTreeSet::new(),
            greatest: greatest_pair_number(map.target.text),
            skips_space: false,
        }
    }

    /// Builds the target with each code changed, between those at the edges; and
    /// lists what was replaced.
    pub(super) fn rebuild(
        mut self,
        edges: &EdgeCodes,
        changes: &[CodeChange],
    ) -> (CodedText, Vec<Repair>) {
        let mut changes = changes.iter();
        edges.start.iter().for_each(|query| self.add_edge(*query));
        for piece in self.map.target.text.pieces() {
            match piece {
                Piece::Code(code) => self.add_code(code, changes.next()),
                text => self.add_text(text),
            }
        }
        edges.end.iter().for_each(|query| self.add_edge(*query));
        (self.built, self.repairs)
    }

    fn add_text(&mut self, piece: Piece<'_>) {
        let skips_space = std::mem::take(&mut self.skips_space);
        match piece {
            Piece::Text(text) if skips_space => {
                self.built.push_text(text.strip_prefix(' ').unwrap_or(text));
            }
            other => self.built.push(other),
        }
    }

    /// Adds a code of the query that corresponds to no code of the target. Its
    /// pair is numbered after those of the target.
    fn add_edge(&mut self, query: usize) {
        let code = self.map.query.code(query);
        let role = renumbered(code.role, self.greatest);
        self.built.push_code(Code { role, ..code });
        self.note(RepairKind::Code, role, "", code.native);
    }

    fn add_code(&mut self, code: Code<'_>, change: Option<&CodeChange>) {
        match change {
            None | Some(CodeChange::Stay) => self.built.push_code(code),
            Some(CodeChange::Drop) => self.drop_code(&code),
            Some(CodeChange::Become { query, form }) => {
                self.add_changed(&code, &self.map.query.code(*query), form);
            }
        }
    }

    fn drop_code(&mut self, code: &Code<'_>) {
        let is_pair = matches!(code.role, CodeRole::Open(_) | CodeRole::Close(_));
        let text = self.built.text();
        self.skips_space = !is_pair && (text.is_empty() || text.ends_with(char::is_whitespace));
        self.note(RepairKind::Code, code.role, code.native, "");
    }

    fn add_changed(&mut self, code: &Code<'_>, new: &Code<'_>, form: &NewForm) {
        match form {
            NewForm::Own => self.built.push_code(Code { id: new.id, ..*code }),
            NewForm::OtherAddress { native, address } => {
                let old = code.destination().unwrap_or_default();
                // What a reader sees may be the address itself.
                let equivalent =
                    code.equivalent.map(|shown| if shown == old { address } else { shown });
                self.built.push_code(Code { native, equivalent, id: new.id, ..*code });
                self.note(RepairKind::Url, code.role, old, address);
            }
            NewForm::OfQuery(native) => {
                self.built.push_code(Code { native, role: code.role, ..*new });
                self.note(RepairKind::Code, code.role, code.native, native);
            }
        }
    }

    /// Notes what was replaced, of both halves of a pair the first.
    fn note(&mut self, kind: RepairKind, role: CodeRole, from: &str, to: &str) {
        let is_new = match role {
            CodeRole::Open(number) | CodeRole::Close(number) => {
                from != to && self.noted_pairs.insert(number)
            }
            _ => from != to,
        };
        if is_new {
            self.repairs.push(Repair { kind, from: from.to_owned(), to: to.to_owned() });
        }
    }
}

/// Adds a range of the text of a piece: of an escape, all of it or nothing.
///
/// Returns `None` where the range cuts an escape.
pub(crate) fn push_part(
    piece: Piece<'_>,
    range: Range<usize>,
    built: &mut CodedText,
) -> Option<()> {
    match piece {
        _ if range.is_empty() => {}
        Piece::Text(text) => built.push_text(text.get(range)?),
        Piece::Escaped { text, .. } if range.len() < text.len() => return None,
        Piece::Escaped { .. } | Piece::Code(_) => built.push(piece),
    }
    Some(())
}

/// Whether a text put together of others is read back as the same text and codes
/// once it is written, in the syntax of the query.
///
/// Where query and target are not read back themselves, as in files of tools that
/// know neither syntax, nothing can be checked, and the text passes.
pub(crate) fn is_read_back(built: &CodedText, target: &CodedText, query: &CodedText) -> bool {
    let mut syntaxes = Syntax::ALL
        .iter()
        .filter(|syntax| is_read_as_itself(query, **syntax) && is_read_as_itself(target, **syntax))
        .peekable();
    syntaxes.peek().is_none() || syntaxes.any(|syntax| is_read_as_itself(built, *syntax))
}

fn is_read_as_itself(text: &CodedText, syntax: Syntax) -> bool {
    let again = CodedText::parse(&text.markup(), syntax);
    let (again, text) = (again.placeholders_as_text(), text.placeholders_as_text());
    let natives = |text: &CodedText| -> Vec<(usize, String)> {
        text.placed_codes().map(|(at, code)| (at, code.native.to_owned())).collect()
    };
    again.text() == text.text() && natives(&again) == natives(&text)
}

/// Returns the role of a code whose pair gets a number that is greater by `by`.
pub(crate) fn renumbered(role: CodeRole, by: u32) -> CodeRole {
    match role {
        CodeRole::Open(number) => CodeRole::Open(number.saturating_add(by)),
        CodeRole::Close(number) => CodeRole::Close(number.saturating_add(by)),
        other => other,
    }
}

/// Returns the greatest number of a pair; 0 where there is none.
pub(crate) fn greatest_pair_number(text: &CodedText) -> u32 {
    let numbers = text.codes().map(|code| match code.role {
        CodeRole::Open(number) | CodeRole::Close(number) => number,
        _ => 0,
    });
    numbers.max().unwrap_or(0)
}
