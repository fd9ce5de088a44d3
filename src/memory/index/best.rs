//! The best of what a search finds.

use rustc_hash::FxHashSet;

use super::Collect;
use super::candidate::Candidate;
use super::rising::Rising;
use crate::memory::score::BEST;

/// The best candidates so far, not more than a limit of them.
#[derive(Debug)]
pub(crate) struct Best {
    rising: Rising,
    /// Whether some may stand for the same result.
    has_doubles: bool,
}

impl Best {
    /// Nothing yet.
    pub(crate) fn new(limit: Option<usize>, floor: u8) -> Self {
        Self { rising: Rising::new(limit.unwrap_or(usize::MAX), floor), has_doubles: false }
    }
}

impl Collect for Best {
    fn floor(&self) -> u8 {
        self.rising.floor()
    }

    /// Takes a candidate, if it is good enough.
    ///
    /// `is_single` says that no other candidate stands for the same unit and
    /// target; others do not raise the floor, as they might be the same result.
    fn offer(&mut self, candidate: Candidate, is_single: bool) {
        if !self.rising.keep(candidate) {
            return;
        }
        if is_single {
            self.rising.count(candidate.score.min(BEST));
        } else {
            self.has_doubles = true;
        }
    }

    /// The best, the best first, each target of a unit once.
    fn finish(self) -> Vec<Candidate> {
        let limit = self.rising.limit();
        let mut found = self.rising.finish();
        found.sort_unstable_by_key(|candidate| (candidate.rank(), candidate.source));
        if self.has_doubles {
            let mut seen = FxHashSet::default();
            found.retain(|candidate| seen.insert((candidate.key, candidate.target)));
        }
        found.truncate(limit);
        found
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::memory::index::candidate::{Nearness, Witness};
    use crate::memory::key::UnitKey;
    use crate::memory::score::{Facts, Sameness};

    pub(crate) fn candidate(score: u8, key: u64, source: u32) -> Candidate {
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
