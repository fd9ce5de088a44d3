//! The best of what a search finds, and whether a source has several targets.

use rustc_hash::{FxHashMap, FxHashSet};

use super::search::Candidate;
use crate::memory::matches::BEST;

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

/// What makes two candidates different results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Distinct {
    /// Their targets.
    Targets,
    /// Their sources or their targets.
    Pairs,
}

impl Distinct {
    /// Returns what the candidates of one result have in common.
    pub(crate) fn key(self, candidate: &Candidate) -> (u64, u64) {
        match self {
            Self::Targets => (0, candidate.target_identity),
            Self::Pairs => (candidate.source_identity, candidate.target_identity),
        }
    }

    /// Counts the different ones.
    pub(crate) fn count(self, candidates: &[Candidate]) -> usize {
        let keys = candidates.iter().map(|candidate| self.key(candidate));
        keys.collect::<FxHashSet<_>>().len()
    }
}

/// All candidates that score no less than the worst of the best results, of
/// which there are not more than a limit.
///
/// A source of many units has few different targets, and whoever chooses among
/// these wants to know all units that have them. So different ones are counted here,
/// by their hashes and the best score of each, and nothing is cut off behind the
/// last of them: candidates that score the same are all there.
#[derive(Debug)]
pub(crate) struct BestDistinct {
    shortlist: Shortlist,
    distinct: Distinct,
    /// The best score of each result.
    scores: FxHashMap<(u64, u64), u8>,
}

impl BestDistinct {
    /// Begins with nothing: for so many results, at least one, that score the floor or
    /// more.
    pub(crate) fn new(distinct: Distinct, limit: usize, floor: u8) -> Self {
        Self { shortlist: Shortlist::new(limit, floor), distinct, scores: FxHashMap::default() }
    }
}

impl Collect for BestDistinct {
    fn floor(&self) -> u8 {
        self.shortlist.floor()
    }

    /// Takes a candidate, if it is good enough. Where pairs count, what may be the same
    /// unit and target by another source does not raise the floor.
    fn offer(&mut self, candidate: Candidate, is_single: bool) {
        if !self.shortlist.keep(candidate) || (self.distinct == Distinct::Pairs && !is_single) {
            return;
        }
        let score = candidate.score.min(BEST);
        let best = self.scores.entry(self.distinct.key(&candidate)).or_default();
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

/// A source with one of its targets, among others with the identical source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// How much of the query's context it has: 0, 1 or 2.
    pub(super) context: u8,
    /// Whether the source and the target are other varieties than those wanted.
    pub(super) other_source: bool,
    pub(super) other_target: bool,
}

/// The targets of the units whose source is identical.
///
/// A target has a rival where there is a different one that has no less of the
/// query's context and whose languages are no further from those wanted: it may
/// as well be the right one. Filling this in and asking it takes constant time
/// each, so that a source of many thousand units is no trouble.
#[derive(Clone, Debug, Default)]
pub(super) struct Rivals {
    cells: [Cell; 12],
}

/// The targets of one standing.
#[derive(Clone, Copy, Debug, Default)]
enum Cell {
    #[default]
    None,
    /// All have this hash.
    One(u64),
    Several,
}

impl Rivals {
    /// Counts a target.
    pub(super) fn add(&mut self, standing: Standing, target: u64) {
        let cell = &mut self.cells[standing.cell()];
        *cell = match *cell {
            Cell::None => Cell::One(target),
            Cell::One(other) if other == target => Cell::One(other),
            Cell::One(_) | Cell::Several => Cell::Several,
        };
    }

    /// Returns whether a target has a rival.
    pub(super) fn has(&self, standing: Standing, target: u64) -> bool {
        let better = Standing::all().filter(|other| other.is_no_worse_than(standing));
        better.map(|other| self.cells[other.cell()]).any(|cell| match cell {
            Cell::None => false,
            Cell::One(other) => other != target,
            Cell::Several => true,
        })
    }
}

impl Standing {
    fn cell(self) -> usize {
        usize::from(self.context.min(2)) * 4
            + usize::from(self.other_source) * 2
            + usize::from(self.other_target)
    }

    fn all() -> impl Iterator<Item = Self> {
        (0..12_u8).map(|cell| Self {
            context: cell / 4,
            other_source: cell & 2 != 0,
            other_target: cell & 1 != 0,
        })
    }

    fn is_no_worse_than(self, other: Self) -> bool {
        self.context >= other.context
            && self.other_source <= other.other_source
            && self.other_target <= other.other_target
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::memory::index::search::Evidence;
    use crate::memory::index::search::Nearness;
    use crate::memory::matches::Sameness;
    use crate::memory::matches::ScoreBasis;
    use crate::memory::units::UnitKey;
    use proptest::prelude::*;

    fn candidate(score: u8, key: u64, source: u32) -> Candidate {
        let sameness = Sameness::Near { other_codes: false };
        let basis = ScoreBasis {
            sameness,
            similarity: score,
            flow: false,
            document: false,
            machine: false,
            aligned: false,
            unreviewed: false,
            several_targets: false,
            other_variety: false,
        };
        Candidate {
            score,
            key: UnitKey::new(key),
            target: 0,
            source,
            source_identity: 0,
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
            let mut best = BestDistinct::new(Distinct::Targets, limit, threshold);
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

    proptest! {
        #[test]
        fn as_comparing_each_with_each(
            targets in prop::collection::vec((0..3_u8, any::<[bool; 2]>(), 0..3_u64), 0..8)
        ) {
            let targets: Vec<(Standing, u64)> = targets
                .into_iter()
                .map(|(context, [other_source, other_target], target)| {
                    (Standing { context, other_source, other_target }, target)
                })
                .collect();
            let mut rivals = Rivals::default();
            targets.iter().for_each(|&(standing, target)| rivals.add(standing, target));
            for &(standing, target) in &targets {
                let expected = targets.iter().any(|(other, other_target)| {
                    *other_target != target
                        && other.context >= standing.context
                        && other.other_source <= standing.other_source
                        && other.other_target <= standing.other_target
                });
                prop_assert_eq!(rivals.has(standing, target), expected);
            }
        }
    }
}
