//! The best targets that a search finds, each with all that speaks for it.

use rustc_hash::FxHashMap;

use super::Collect;
use super::candidate::Candidate;
use crate::memory::score::BEST;

/// All candidates that score no less than the worst of the best targets, of
/// which there are not more than a limit.
///
/// A source of many units has few different targets, and whoever chooses among
/// these wants to know all units that have them. So targets are counted here,
/// by their hash and the best score of each, and nothing is cut off behind the
/// last of them: candidates that score the same are all there.
#[derive(Debug)]
pub(crate) struct BestTargets {
    limit: usize,
    floor: u8,
    /// The best score of each target.
    scores: FxHashMap<u64, u8>,
    /// How many targets have each best score.
    counts: [usize; BEST as usize + 1],
    /// How many of those have a greater score than the floor.
    above: usize,
    found: Vec<Candidate>,
    /// How many may be found until those under the floor are thrown out.
    room: usize,
}

impl BestTargets {
    /// Nothing yet: for so many targets, at least one, that score the floor or
    /// more.
    pub(crate) fn new(limit: usize, floor: u8) -> Self {
        Self {
            limit: limit.max(1),
            floor,
            scores: FxHashMap::default(),
            counts: [0; BEST as usize + 1],
            above: 0,
            found: Vec::new(),
            room: 64,
        }
    }

    /// Counts a target, or counts it higher than before.
    fn count(&mut self, target: u64, score: u8) {
        let best = self.scores.entry(target).or_default();
        if score <= *best {
            return;
        }
        let before = std::mem::replace(best, score);
        if before >= self.floor && before > 0 {
            self.counts[usize::from(before)] -= 1;
            self.above -= usize::from(before > self.floor);
        }
        self.counts[usize::from(score)] += 1;
        self.above += usize::from(score > self.floor);
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

impl Collect for BestTargets {
    fn floor(&self) -> u8 {
        self.floor
    }

    fn offer(&mut self, candidate: Candidate, _is_single: bool) {
        if candidate.score < self.floor {
            return;
        }
        self.make_room();
        self.found.push(candidate);
        self.count(candidate.target_identity, candidate.score.min(BEST));
        self.raise();
    }

    /// In no order that means anything, but in the same one every time.
    fn finish(mut self) -> Vec<Candidate> {
        let floor = self.floor;
        self.found.retain(|candidate| candidate.score >= floor);
        self.found
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::memory::index::best::tests::candidate;

    proptest! {
        #[test]
        fn as_sorting_all_targets(
            offers in prop::collection::vec((1..=102_u8, 0..30_u64), 0..300),
            limit in 1..6_usize,
            threshold in 1..=102_u8,
        ) {
            let mut best = BestTargets::new(limit, threshold);
            let mut targets = BTreeMap::<u64, u8>::new();
            let mut all = Vec::new();
            for (key, &(score, target)) in (1..).zip(&offers) {
                let candidate = Candidate { target_identity: target, ..candidate(score, key, 0) };
                best.offer(candidate, true);
                all.push(candidate);
                if score >= threshold {
                    let known = targets.entry(target).or_default();
                    *known = score.max(*known);
                }
            }
            let mut scores: Vec<u8> = targets.into_values().collect();
            scores.sort_unstable_by_key(|score| std::cmp::Reverse(*score));
            let floor = scores.get(limit - 1).copied().unwrap_or(threshold);
            prop_assert_eq!(best.floor(), floor);
            all.retain(|candidate| candidate.score >= floor);
            prop_assert_eq!(best.finish(), all);
        }
    }
}
