//! What a search finds.

use std::cmp::Reverse;

use super::record::{Entry, Flags};
use crate::memory::key::UnitKey;
use crate::memory::score::Facts;

/// A variant that a search found, with one of its targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// By hashes, and without the penalties of the caller's own.
    pub(crate) score: u8,
    pub(crate) key: UnitKey,
    /// The numbers of the variants in their unit.
    pub(crate) target: u32,
    pub(crate) source: u32,
    /// The hashes of the text of the source, and of the target.
    pub(crate) source_text: u64,
    pub(crate) target_identity: u64,
    pub(crate) facts: Facts,
    pub(crate) distance: u32,
    pub(crate) length: u32,
    pub(crate) witness: Witness,
}

/// What speaks for a unit where others score the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Witness {
    /// The hash of its document; 0 where it names none.
    pub(crate) document: u64,
    pub(crate) nearness: Nearness,
    /// Whether the unit says that people translated.
    pub(crate) is_human: bool,
    /// When it was last changed; the least number where it does not say.
    pub(crate) date: i64,
}

/// How near the document of a unit is to that of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Nearness {
    Elsewhere,
    SameFolder,
    SameDocument,
}

/// Hashes of where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Of the sources before and after; nothing for a text outside of any flow.
    pub(crate) flow: Option<u64>,
    /// Of the document, and of the folder that it is in; 0 where it is missing.
    pub(crate) document: u64,
    pub(crate) folder: u64,
}

impl Candidate {
    /// The order of results: the best first, then by key, then by variant.
    pub(crate) fn rank(&self) -> (Reverse<u8>, UnitKey, u32) {
        (Reverse(self.score), self.key, self.target)
    }
}

impl Witness {
    /// What speaks for an entry where a query stands in a place.
    pub(super) fn of(entry: &Entry, place: Option<&Place>) -> Self {
        let nearness = match place {
            Some(place) if place.has(entry.document, place.document) => Nearness::SameDocument,
            Some(place) if place.has(entry.folder, place.folder) => Nearness::SameFolder,
            _ => Nearness::Elsewhere,
        };
        let is_human = entry.flags.has(Flags::HUMAN);
        Self { document: entry.document, nearness, is_human, date: entry.date }
    }
}

impl Place {
    /// What is missing is near nothing.
    fn has(&self, found: u64, wanted: u64) -> bool {
        found == wanted && wanted != 0
    }
}
