//! A query as the index sees it, and what a text near enough must share with it.

use std::ops::Range;

use super::dictionary::{Cutter, Dictionary};
use super::postings::Postings;
use super::sequences::{Group, Sequences};
use crate::memory::query::Metric;

/// The symbols and the features of a query.
#[derive(Debug, Default)]
pub(super) struct Query {
    /// Its symbols; nothing for those that no text has.
    pub(super) symbols: Vec<Option<u32>>,
    /// Its features that any text has, rare ones first.
    pub(super) features: Vec<u32>,
    sorted: Vec<u32>,
}

impl Query {
    /// Takes another query.
    pub(super) fn set(
        &mut self,
        cutter: &mut Cutter,
        (metric, text): (Metric, &str),
        dictionary: &Dictionary,
        postings: &Postings,
    ) {
        self.symbols.clear();
        cutter.cut(metric, text, |token| self.symbols.push(dictionary.get(token)));
        self.sorted.clear();
        self.sorted.extend(self.symbols.iter().flatten());
        self.sorted.sort_unstable();
        self.features.clear();
        for run in self.sorted.chunk_by(|a, b| a == b) {
            let occurrences = 0..run.len() as u32;
            self.features.extend(occurrences.map_while(|at| postings.feature(run[0], at)));
        }
        self.features.sort_unstable_by_key(|feature| (postings.count_of(*feature), *feature));
    }
}

/// The bounds of a search; the module's documentation proves them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// How many symbols the query has.
    pub(super) query: u32,
    /// How many features of the query any text has.
    pub(super) known: u32,
    /// The least similarity that is asked for, from 1.
    pub(super) floor: u8,
}

impl Bounds {
    /// Counts the symbols of the longer of the query and a text of a group.
    pub(super) fn longer(&self, group: &Group) -> u32 {
        self.query.max(group.length)
    }

    /// Returns how many features a text of a group has to share with the query.
    pub(super) fn needed(&self, group: &Group) -> u32 {
        needed(self.longer(group), self.floor)
    }

    /// Returns how many of the known features a text may lack.
    pub(super) fn slack(&self) -> Option<u32> {
        self.known.checked_sub(needed(self.query, self.floor))
    }

    /// Finds the groups whose texts are neither too short nor too long.
    pub(super) fn groups(&self, sequences: &Sequences) -> Range<usize> {
        let groups = sequences.groups();
        let least = needed(self.query, self.floor);
        let start = groups.partition_point(|group| group.length < least);
        let end = groups.partition_point(|group| self.needed(group) <= self.known);
        start..end.max(start)
    }

    /// Returns the greatest similarity of a text that shares no more features than this.
    pub(super) fn similarity(&self, shared: u32, group: &Group) -> u8 {
        let bound = 100 * u64::from(shared) / u64::from(self.longer(group));
        bound.min(100) as u8
    }
}

/// Returns how many of `length` symbols are to stay for a similarity of `floor`:
/// `⌈floor·length/100⌉`.
pub(super) fn needed(length: u32, floor: u8) -> u32 {
    (u64::from(length) * u64::from(floor)).div_ceil(100) as u32
}
