//! Which `ept` ends which `bpt`: those of one `i`.

use std::collections::BTreeMap;
use std::ops::Range;

use smallvec::SmallVec;

use crate::inline::CodeKind;
use crate::position::Position;

/// An `i` as written; nearly always a digit or two.
type Name = SmallVec<[u8; 16]>;

/// The pairs of one text, open or closed.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs {
    /// The innermost pair of each name that is open, as an index into the openings.
    open: BTreeMap<Name, usize>,
    openings: Vec<Opening>,
    /// What the openings say of themselves, one after the other.
    said: String,
}

/// An opening half.
#[derive(Clone, Debug)]
pub(super) struct Opening {
    /// The index of its mark in the text.
    pub(super) mark: usize,
    /// The number of its pair in the text.
    pub(super) pair: u32,
    pub(super) kind: CodeKind,
    pub(super) position: Position,
    is_closed: bool,
    /// The pair of the same name that was open before.
    around: Option<usize>,
    id: Option<Range<usize>>,
    type_name: Option<Range<usize>>,
}

/// What an opening half says of its pair.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'a> {
    pub(super) number: u32,
    pub(super) kind: CodeKind,
    pub(super) id: Option<&'a str>,
    pub(super) type_name: Option<&'a str>,
}

impl Pairs {
    pub(super) fn clear(&mut self) {
        // An empty map keeps its memory, and a cleared one does not.
        if !self.open.is_empty() {
            self.open.clear();
        }
        self.openings.clear();
        self.said.clear();
    }

    /// Opens a pair, named where it has an `i`; says whether another of the name
    /// is open.
    pub(super) fn open(
        &mut self,
        name: Option<&str>,
        mark: usize,
        pair: Pair<'_>,
        position: Position,
    ) -> bool {
        let index = self.openings.len();
        let around = name.and_then(|name| self.open.insert(name.as_bytes().into(), index));
        let id = pair.id.map(|id| self.say(id));
        let type_name = pair.type_name.map(|word| self.say(word));
        self.openings.push(Opening {
            mark,
            pair: pair.number,
            kind: pair.kind,
            position,
            is_closed: false,
            around,
            id,
            type_name,
        });
        around.is_some()
    }

    fn say(&mut self, text: &str) -> Range<usize> {
        let start = self.said.len();
        self.said.push_str(text);
        start..self.said.len()
    }

    /// Closes the innermost open pair of a name.
    pub(super) fn close(&mut self, name: &str) -> Option<Pair<'_>> {
        let index = *self.open.get(name.as_bytes())?;
        let opening = &mut self.openings[index];
        opening.is_closed = true;
        match opening.around {
            Some(around) => self.open.insert(name.as_bytes().into(), around),
            None => self.open.remove(name.as_bytes()),
        };
        let opening = &self.openings[index];
        let said = |range: &Option<Range<usize>>| range.clone().map(|range| &self.said[range]);
        Some(Pair {
            number: opening.pair,
            kind: opening.kind,
            id: said(&opening.id),
            type_name: said(&opening.type_name),
        })
    }

    /// The openings that nothing closes, in order.
    pub(super) fn unclosed(&self) -> impl Iterator<Item = &Opening> {
        self.openings.iter().filter(|opening| !opening.is_closed)
    }
}
