//! One search: the query, candidates by what they share with it, then distances,
//! best first.

use std::ops::Range;

use super::bit_planes::{Counters, TILE_SEQUENCES};
use super::dictionary::{Cutter, Dictionary};
use super::distance::Pattern;
use super::postings::{self, Counts, Posting, Postings};
use super::sequences::{Group, Sequences};
use super::{Effort, FuzzyIndex, Near};
use crate::memory::query::Metric;

/// What a posting costs where lists are merged; the costs below are multiples.
const POSTING: u64 = 1;
/// What a tile costs.
const TILE: u64 = 64;
/// What a feature costs in a tile.
const TILE_FEATURE: u64 = 24;

/// So many more lists than completeness asks for are merged: a text has to be
/// on one list more for each, which leaves far fewer.
const EXTRA_LISTS: usize = 1;

/// Under [`Effort::Bounded`], so many candidates are compared at most.
const BOUNDED_CANDIDATES: usize = 128;
/// Under [`Effort::Bounded`], so many features may be lacking as completeness
/// allows; of what it allows beyond, half.
const BOUNDED_SLACK: u32 = 6;

/// What a search works with, kept for the next one.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    pub(super) cutter: Cutter,
    query: Query,
    counts: Counts,
    counters: Counters,
    candidates: Vec<Candidate>,
    pattern: Pattern,
}

/// A sequence that shares enough features with the query.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    /// The similarity can't be greater.
    bound: u8,
    sequence: u32,
}

impl FuzzyIndex {
    pub(super) fn search_with(
        &self,
        scratch: &mut Scratch,
        query: &str,
        (floor, effort): (u8, Effort),
        visit: impl FnMut(Near) -> u8,
    ) {
        let of = (self.metric, query);
        scratch.query.set(&mut scratch.cutter, of, &self.dictionary, &self.postings);
        if scratch.query.symbols.is_empty() {
            return self.visit_empty(visit);
        }
        let bounds = Bounds {
            query: scratch.query.symbols.len() as u32,
            known: scratch.query.features.len() as u32,
            floor: floor.max(1),
        };
        scratch.candidates.clear();
        self.collect(scratch, &bounds, effort);
        // Equal bounds in the order of the sequences: the same work every run.
        scratch.candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.bound));
        if effort == Effort::Bounded {
            scratch.candidates.truncate(BOUNDED_CANDIDATES);
        }
        if !scratch.candidates.is_empty() {
            self.verify(scratch, bounds, visit);
        }
    }

    /// Visits all texts without symbols: a query without symbols is like the texts without, and like no other.
    fn visit_empty(&self, mut visit: impl FnMut(Near) -> u8) {
        if self.sequences.groups().first().is_some_and(|group| group.length == 0) {
            for &text in self.sequences.members(0) {
                visit(Near { text, distance: 0, length: 0 });
            }
        }
    }

    /// Collects all sequences that share enough with the query.
    fn collect(&self, scratch: &mut Scratch, bounds: &Bounds, effort: Effort) {
        let Scratch { query, counts, counters, candidates, .. } = scratch;
        let Some(slack) = bounds.slack() else { return };
        let range = self.sequences.of_groups(bounds.groups(&self.sequences));
        if range.is_empty() {
            return;
        }
        let postings = query.features.iter().map(|feature| self.postings.posting(*feature, &range));
        let mut postings: Vec<Posting<'_>> = postings.collect();
        let mut add = |group: &Group, sequence, shared| {
            let bound = bounds.similarity(shared, group);
            if bound >= bounds.floor {
                candidates.push(Candidate { bound, sequence });
            }
        };
        let slack = match effort {
            Effort::Complete => slack,
            Effort::Bounded => slack.min(BOUNDED_SLACK + slack.saturating_sub(BOUNDED_SLACK) / 2),
        } as usize;
        match plan(&postings, slack, range.len()) {
            Plan::Lists(count) => {
                let least = (count - slack) as u32;
                let (lists, others) = postings.split_at(count);
                counts.on_lists(&range, lists, least, |sequence, on| {
                    let group = self.sequences.group_of(sequence);
                    let enough = bounds.needed(group);
                    add(
                        group,
                        sequence,
                        on + on_others(others, sequence, enough.saturating_sub(on)),
                    );
                });
            }
            Plan::BitPlanes => {
                let group = |sequence| self.sequences.group_of(sequence);
                let needed = |sequence| bounds.needed(group(sequence));
                counters.sharing(&mut postings, &range, needed, |sequence, shared| {
                    add(group(sequence), sequence, shared);
                });
            }
        }
    }

    /// Measures the distances of the candidates, best first.
    fn verify(&self, scratch: &mut Scratch, bounds: Bounds, mut visit: impl FnMut(Near) -> u8) {
        let Scratch { query, candidates, pattern, .. } = scratch;
        pattern.set(&query.symbols, self.dictionary.len());
        let mut floor = bounds.floor;
        for candidate in candidates.iter() {
            if candidate.bound < floor {
                break;
            }
            let group = self.sequences.group_of(candidate.sequence);
            let length = bounds.longer(group);
            let most = length - needed(length, floor);
            let text = self.sequences.symbols(group, candidate.sequence);
            let Some(distance) = pattern.distance(text, most) else { continue };
            for &text in self.sequences.members(candidate.sequence) {
                floor = floor.max(visit(Near { text, distance, length }));
            }
        }
    }
}

/// How shared features are counted.
enum Plan {
    /// By merging so many of the lists, the shortest.
    Lists(usize),
    /// By counting all features of all sequences.
    BitPlanes,
}

/// Chooses the cheaper plan for finding all sequences that lack at most `slack` of the
/// features, in a range of so many.
fn plan(postings: &[Posting<'_>], slack: usize, range: usize) -> Plan {
    // Lists are shorter than bitmaps, so they come first.
    let lists = postings.iter().map_while(|posting| match posting {
        Posting::List(list) => Some(list.len() as u64),
        Posting::Bitmap(_) => None,
    });
    let count = lists.clone().count().min(slack + 1 + EXTRA_LISTS).min(postings::MOST_COUNTED);
    let cost: u64 = lists.take(count).sum::<u64>() * POSTING;
    let tiles = range as u64 / u64::from(TILE_SEQUENCES) + 1;
    match count > slack && cost <= tiles * (TILE + TILE_FEATURE * postings.len() as u64) {
        true => Plan::Lists(count),
        false => Plan::BitPlanes,
    }
}

/// Returns an upper bound of how many of the features that were not merged a sequence
/// holds: 0 where they can't be `enough`.
fn on_others(others: &[Posting<'_>], sequence: u32, enough: u32) -> u32 {
    if (others.len() as u32) < enough {
        return 0;
    }
    let held = others.iter().map(|posting| match posting {
        // Looking for it in the list would take longer than it saves.
        Posting::List(_) => 1,
        Posting::Bitmap(bits) => (bits[sequence as usize / 64] >> (sequence % 64) & 1) as u32,
    });
    held.sum()
}

/// The symbols and the features of a query.
#[derive(Debug, Default)]
struct Query {
    /// Its symbols; nothing for those that no text has.
    symbols: Vec<Option<u32>>,
    /// Its features that any text has, rare ones first.
    features: Vec<u32>,
    sorted: Vec<u32>,
}

impl Query {
    /// Takes another query.
    fn set(
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
struct Bounds {
    /// How many symbols the query has.
    query: u32,
    /// How many features of the query any text has.
    known: u32,
    /// The least similarity that is asked for, from 1.
    floor: u8,
}

impl Bounds {
    /// Counts the symbols of the longer of the query and a text of a group.
    fn longer(&self, group: &Group) -> u32 {
        self.query.max(group.length)
    }

    /// Returns how many features a text of a group has to share with the query.
    fn needed(&self, group: &Group) -> u32 {
        needed(self.longer(group), self.floor)
    }

    /// Returns how many of the known features a text may lack.
    fn slack(&self) -> Option<u32> {
        self.known.checked_sub(needed(self.query, self.floor))
    }

    /// Finds the groups whose texts are neither too short nor too long.
    fn groups(&self, sequences: &Sequences) -> Range<usize> {
        let groups = sequences.groups();
        let least = needed(self.query, self.floor);
        let start = groups.partition_point(|group| group.length < least);
        let end = groups.partition_point(|group| self.needed(group) <= self.known);
        start..end.max(start)
    }

    /// Returns the greatest similarity of a text that shares no more features than this.
    fn similarity(&self, shared: u32, group: &Group) -> u8 {
        let bound = 100 * u64::from(shared) / u64::from(self.longer(group));
        bound.min(100) as u8
    }
}

/// Returns how many of `length` symbols are to stay for a similarity of `floor`:
/// `⌈floor·length/100⌉`.
fn needed(length: u32, floor: u8) -> u32 {
    (u64::from(length) * u64::from(floor)).div_ceil(100) as u32
}
