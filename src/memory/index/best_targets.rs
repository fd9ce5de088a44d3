//! The best targets that a search finds, each with all that speaks for it.

use rustc_hash::FxHashMap;

use super::Collect;
use super::candidate::Candidate;
use super::rising::Rising;
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
    rising: Rising,
    /// The best score of each target.
    scores: FxHashMap<u64, u8>,
}

impl BestTargets {
    /// Nothing yet: for so many targets, at least one, that score the floor or
    /// more.
    pub(crate) fn new(limit: usize, floor: u8) -> Self {
        Self { rising: Rising::new(limit, floor), scores: FxHashMap::default() }
    }
}

impl Collect for BestTargets {
    fn floor(&self) -> u8 {
        self.rising.floor()
    }

    fn offer(&mut self, candidate: Candidate, _is_single: bool) {
        if !self.rising.keep(candidate) {
            return;
        }
        let score = candidate.score.min(BEST);
        let best = self.scores.entry(candidate.target_identity).or_default();
        if score > *best {
            let before = std::mem::replace(best, score);
            if before > 0 {
                self.rising.uncount(before);
            }
            self.rising.count(score);
        }
    }

    /// In no order that means anything, but in the same one every time.
    fn finish(self) -> Vec<Candidate> {
        self.rising.finish()
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
