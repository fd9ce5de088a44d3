//! The best of what a search finds, and the floor that they set.

use rustc_hash::FxHashSet;

use super::Collect;
use super::candidate::Candidate;
use crate::memory::score::BEST;

/// The best candidates so far, not more than a limit of them.
///
/// The floor is the score below which nothing is wanted: the one it began with,
/// or that of the last of the best once there are as many as the limit. It is
/// that score itself and not the one above, since a candidate of the same score
/// with a smaller key goes before.
#[derive(Debug)]
pub(crate) struct Best {
    limit: usize,
    floor: u8,
    /// How many different results have each score.
    counts: [usize; BEST as usize + 1],
    /// How many of those have a greater score than the floor.
    above: usize,
    found: Vec<Candidate>,
    /// How many may be found until those under the floor are thrown out.
    room: usize,
    /// Whether some may stand for the same result.
    has_doubles: bool,
}

impl Best {
    /// Nothing yet.
    pub(crate) fn new(limit: Option<usize>, floor: u8) -> Self {
        Self {
            limit: limit.unwrap_or(usize::MAX).max(1),
            floor,
            counts: [0; BEST as usize + 1],
            above: 0,
            found: Vec::new(),
            room: 64,
            has_doubles: false,
        }
    }

    fn raise(&mut self) {
        while self.above >= self.limit {
            self.floor += 1;
            self.above -= self.counts[usize::from(self.floor)];
        }
    }

    /// Throws out what fell under the floor, seldom enough to cost nothing.
    fn make_room(&mut self) {
        if self.found.len() >= self.room {
            let floor = self.floor;
            self.found.retain(|candidate| candidate.score >= floor);
            self.room = (2 * self.found.len()).max(64);
        }
    }
}

impl Collect for Best {
    /// The score below which nothing is wanted.
    fn floor(&self) -> u8 {
        self.floor
    }

    /// Takes a candidate, if it is good enough.
    ///
    /// `is_single` says that no other candidate stands for the same unit and
    /// target; others do not raise the floor, as they might be the same result.
    fn offer(&mut self, candidate: Candidate, is_single: bool) {
        if candidate.score < self.floor {
            return;
        }
        self.make_room();
        self.found.push(candidate);
        if is_single {
            self.counts[usize::from(candidate.score.min(BEST))] += 1;
            self.above += usize::from(candidate.score > self.floor);
            self.raise();
        } else {
            self.has_doubles = true;
        }
    }

    /// The best, the best first, each target of a unit once.
    fn finish(mut self) -> Vec<Candidate> {
        let floor = self.floor;
        self.found.retain(|candidate| candidate.score >= floor);
        self.found.sort_unstable_by_key(|candidate| (candidate.rank(), candidate.source));
        if self.has_doubles {
            let mut seen = FxHashSet::default();
            self.found.retain(|candidate| seen.insert((candidate.key, candidate.target)));
        }
        self.found.truncate(self.limit);
        self.found
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::memory::index::candidate::{Nearness, Witness};
    use crate::memory::key::UnitKey;
    use crate::memory::score::{Facts, Sameness};

    pub(in crate::memory::index) fn candidate(score: u8, key: u64, source: u32) -> Candidate {
        let sameness = Sameness::Near { other_codes: false };
        let facts = Facts {
            sameness,
            similarity: score,
            flow: false,
            document: false,
            machine: false,
            aligned: false,
            several_targets: false,
            other_variety: false,
        };
        Candidate {
            score,
            key: UnitKey::new(key),
            target: 0,
            source,
            source_text: 0,
            target_identity: 0,
            facts,
            distance: 0,
            length: 0,
            witness: Witness {
                document: 0,
                nearness: Nearness::Elsewhere,
                is_human: false,
                date: i64::MIN,
            },
        }
    }

    proptest! {
        #[test]
        fn as_sorting_all_of_them(
            scores in prop::collection::vec((1..=102_u8, 1..3_u32), 0..300),
            limit in prop::option::of(1..20_usize),
            floor in 1..=102_u8,
        ) {
            let mut best = Best::new(limit, floor);
            let mut all = Vec::new();
            for (key, &(score, sources)) in (1..).zip(&scores) {
                for source in 0..sources {
                    let candidate = candidate(score.saturating_sub(source as u8), key, source);
                    best.offer(candidate, sources == 1);
                    all.extend((source == 0 && score >= floor).then_some(candidate));
                }
            }
            all.sort_by_key(|candidate| (std::cmp::Reverse(candidate.score), candidate.key));
            all.truncate(limit.unwrap_or(usize::MAX));
            prop_assert_eq!(best.finish(), all);
        }

        #[test]
        fn the_floor_is_the_last_of_the_best(scores in prop::collection::vec(1..=102_u8, 5..50)) {
            let mut best = Best::new(Some(5), 1);
            for (key, &score) in (1..).zip(&scores) {
                best.offer(candidate(score, key, 0), true);
            }
            let mut sorted = scores;
            sorted.sort_by_key(|score| std::cmp::Reverse(*score));
            prop_assert_eq!(best.floor(), sorted[4]);
        }
    }
}
