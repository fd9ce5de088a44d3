//! The best of what a search finds.

use rustc_hash::{FxHashMap, FxHashSet};

use super::search::Candidate;
use crate::memory::score::BEST;

/// Keeps the best of the candidates that a search visits.
pub(crate) trait Collect {
    /// Returns the score below which nothing is wanted; it may only rise.
    fn floor(&self) -> u8;

    /// Takes a candidate, if it is good enough.
    ///
    /// `is_single` says that no other candidate stands for the same unit and
    /// target.
    fn offer(&mut self, candidate: Candidate, is_single: bool);

    /// Ends the search, and returns what was kept.
    fn finish(self) -> Vec<Candidate>;
}

/// Candidates at a floor or above, where the floor is the score of the last of
/// the best once there are as many as a limit.
///
/// It is that score itself and not the one above, since what scores the same may
/// still go before. Whoever fills it decides which candidates count: several may
/// stand for the same result.
#[derive(Debug)]
struct Shortlist {
    limit: usize,
    floor: u8,
    /// How many different results have each score.
    counts: [usize; BEST as usize + 1],
    /// How many of those have a greater score than the floor.
    above: usize,
    found: Vec<Candidate>,
    /// How many may be found until those under the floor are thrown out.
    room: usize,
}

/// How many candidates are always kept.
const ROOM: usize = 64;

impl Shortlist {
    /// Begins with nothing: a floor to begin with, and how many results raise it, at
    /// least one.
    fn new(limit: usize, floor: u8) -> Self {
        Self {
            limit: limit.max(1),
            floor,
            counts: [0; BEST as usize + 1],
            above: 0,
            found: Vec::new(),
            room: ROOM,
        }
    }

    /// Returns the score below which nothing is wanted.
    fn floor(&self) -> u8 {
        self.floor
    }

    /// Returns how many results raise the floor.
    fn limit(&self) -> usize {
        self.limit
    }

    /// Keeps a candidate if it is good enough, and returns whether it did.
    fn keep(&mut self, candidate: Candidate) -> bool {
        if candidate.score < self.floor {
            return false;
        }
        self.make_room();
        self.found.push(candidate);
        true
    }

    /// Counts a result of this score, no less than the floor.
    fn count(&mut self, score: u8) {
        self.counts[usize::from(score)] += 1;
        self.above += usize::from(score > self.floor);
        while self.above >= self.limit {
            self.floor += 1;
            self.above -= self.counts[usize::from(self.floor)];
        }
    }

    /// Takes back that a result of this score was counted.
    fn uncount(&mut self, score: u8) {
        if score >= self.floor {
            self.counts[usize::from(score)] -= 1;
            self.above -= usize::from(score > self.floor);
        }
    }

    /// Throws out what fell under the floor, seldom enough to cost nothing.
    fn make_room(&mut self) {
        if self.found.len() >= self.room {
            self.throw_out();
            self.room = (2 * self.found.len()).max(ROOM);
        }
    }

    fn throw_out(&mut self) {
        let floor = self.floor;
        self.found.retain(|candidate| candidate.score >= floor);
    }

    /// Returns what is at the floor or above, in the order in which it was kept.
    fn finish(mut self) -> Vec<Candidate> {
        self.throw_out();
        self.found
    }
}

/// The best candidates so far, not more than a limit of them.
#[derive(Debug)]
pub(crate) struct Best {
    shortlist: Shortlist,
    /// Whether some may stand for the same result.
    has_doubles: bool,
}

impl Best {
    /// Begins with nothing.
    pub(crate) fn new(limit: Option<usize>, floor: u8) -> Self {
        Self { shortlist: Shortlist::new(limit.unwrap_or(usize::MAX), floor), has_doubles: false }
    }
}

impl Collect for Best {
    fn floor(&self) -> u8 {
        self.shortlist.floor()
    }

    /// Takes a candidate, if it is good enough.
    ///
    /// `is_single` says that no other candidate stands for the same unit and
    /// target; others do not raise the floor, as they might be the same result.
    fn offer(&mut self, candidate: Candidate, is_single: bool) {
        if !self.shortlist.keep(candidate) {
            return;
        }
        if is_single {
            self.shortlist.count(candidate.score.min(BEST));
        } else {
            self.has_doubles = true;
        }
    }

    /// Returns the best, the best first, each target of a unit once.
    fn finish(self) -> Vec<Candidate> {
        let limit = self.shortlist.limit();
        let mut found = self.shortlist.finish();
        found.sort_unstable_by_key(|candidate| (candidate.rank(), candidate.source));
        if self.has_doubles {
            let mut results = FxHashSet::default();
            found.retain(|candidate| results.insert((candidate.key, candidate.target)));
        }
        found.truncate(limit);
        found
    }
}

/// All candidates that score no less than the worst of the best targets, of
/// which there are not more than a limit.
///
/// A source of many units has few different targets, and whoever chooses among
/// these wants to know all units that have them. So targets are counted here,
/// by their hash and the best score of each, and nothing is cut off behind the
/// last of them: candidates that score the same are all there.
#[derive(Debug)]
pub(crate) struct BestTargets {
    shortlist: Shortlist,
    /// The best score of each target.
    scores: FxHashMap<u64, u8>,
}

impl BestTargets {
    /// Begins with nothing: for so many targets, at least one, that score the floor or
    /// more.
    pub(crate) fn new(limit: usize, floor: u8) -> Self {
        Self { shortlist: Shortlist::new(limit, floor), scores: FxHashMap::default() }
    }
}

impl Collect for BestTargets {
    fn floor(&self) -> u8 {
        self.shortlist.floor()
    }

    fn offer(&mut self, candidate: Candidate, _is_single: bool) {
        if !self.shortlist.keep(candidate) {
            return;
        }
        let score = candidate.score.min(BEST);
        let best = self.scores.entry(candidate.target_identity).or_default();
        if score > *best {
            let before = std::mem::replace(best, score);
            if before > 0 {
                self.shortlist.uncount(before);
            }
            self.shortlist.count(score);
        }
    }

    /// Returns them in no order that means anything, but in the same one every time.
    fn finish(self) -> Vec<Candidate> {
        self.shortlist.finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::memory::index::search::{Evidence, Nearness};
    use crate::memory::score::{Sameness, ScoreBasis};
    use crate::memory::units::UnitKey;

    fn candidate(score: u8, key: u64, source: u32) -> Candidate {
        let sameness = Sameness::Near { other_codes: false };
        let basis = ScoreBasis {
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
            basis,
            distance: 0,
            length: 0,
            evidence: Evidence {
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
