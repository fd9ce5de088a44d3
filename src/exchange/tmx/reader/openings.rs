//! The codes of a text that open pairs, until their other halves are found.

use std::collections::BTreeMap;
use std::ops::Range;

use smallvec::SmallVec;

use crate::position::Position;

/// Where the value of an attribute stands among those of the text.
pub(super) type ValueRange = Option<Range<usize>>;

/// The `bpt` of a text.
#[derive(Debug, Default)]
pub(super) struct Openings {
    /// The innermost that is open of each `i`, as an index. An `i` is nearly
    /// always a digit or two.
    open: BTreeMap<SmallVec<[u8; 16]>, usize>,
    pub(super) all: Vec<Opening>,
}

/// A `bpt`, and what its `ept` is said to be as well.
#[derive(Debug)]
pub(super) struct Opening {
    /// The index of its code in the text, and the number of its pair.
    pub(super) index: usize,
    pub(super) number: u32,
    /// None where it is no fault that nothing closes it.
    pub(super) position: Option<Position>,
    pub(super) id: ValueRange,
    pub(super) word: ValueRange,
    pub(super) is_closed: bool,
    /// The one of the same `i` that was open before.
    pub(super) around: Option<usize>,
}

impl Opening {
    /// Makes one that may stay open.
    pub(super) fn quiet(index: usize, number: u32) -> Self {
        Self { index, number, position: None, id: None, word: None, is_closed: false, around: None }
    }
}

impl Openings {
    pub(super) fn clear(&mut self) {
        self.all.clear();
        // A map that is empty already keeps its memory this way.
        if !self.open.is_empty() {
            self.open.clear();
        }
    }

    /// Opens a pair, which nothing can close where it has no name; returns
    /// whether another of the name is open.
    pub(super) fn open(&mut self, name: Option<&str>, mut opening: Opening) -> bool {
        let index = self.all.len();
        opening.around = name.and_then(|name| self.open.insert(name.as_bytes().into(), index));
        let is_repeated = opening.around.is_some();
        self.all.push(opening);
        is_repeated
    }

    /// Closes the innermost open pair of a name.
    pub(super) fn close(&mut self, name: &str) -> Option<&Opening> {
        let index = *self.open.get(name.as_bytes())?;
        let opening = &mut self.all[index];
        opening.is_closed = true;
        match opening.around {
            Some(around) => self.open.insert(name.as_bytes().into(), around),
            None => self.open.remove(name.as_bytes()),
        };
        Some(&self.all[index])
    }
}
