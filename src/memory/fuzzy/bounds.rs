//! What a text near enough must share with the query.

use std::ops::Range;

use super::sequences::{Group, Sequences};

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
    /// How many symbols the longer of the query and a text of a group has.
    pub(super) fn longer(&self, group: &Group) -> u32 {
        self.query.max(group.length)
    }

    /// How many features a text of a group has to share with the query.
    pub(super) fn needed(&self, group: &Group) -> u32 {
        needed(self.longer(group), self.floor)
    }

    /// How many of the known features a text may lack.
    pub(super) fn slack(&self) -> Option<u32> {
        self.known.checked_sub(needed(self.query, self.floor))
    }

    /// The groups whose texts are neither too short nor too long.
    pub(super) fn groups(&self, sequences: &Sequences) -> Range<usize> {
        let groups = sequences.groups();
        let least = needed(self.query, self.floor);
        let start = groups.partition_point(|group| group.length < least);
        let end = groups.partition_point(|group| self.needed(group) <= self.known);
        start..end.max(start)
    }

    /// The greatest similarity of a text that shares no more features than this.
    pub(super) fn similarity(&self, shared: u32, group: &Group) -> u8 {
        let bound = 100 * u64::from(shared) / u64::from(self.longer(group));
        bound.min(100) as u8
    }
}

/// How many of `length` symbols are to stay for a similarity of `floor`:
/// `⌈floor·length/100⌉`.
pub(super) fn needed(length: u32, floor: u8) -> u32 {
    (u64::from(length) * u64::from(floor)).div_ceil(100) as u32
}
