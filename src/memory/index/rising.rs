//! A floor that rises with what is found.

use super::candidate::Candidate;
use crate::memory::score::BEST;

/// Candidates at a floor or above, where the floor is the score of the last of
/// the best once there are as many as a limit.
///
/// It is that score itself and not the one above, since what scores the same may
/// still go before. Whoever fills it says which candidates count: several may
/// stand for the same result.
#[derive(Debug)]
pub(super) struct Rising {
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

impl Rising {
    /// Nothing yet: a floor to begin with, and how many results raise it, at
    /// least one.
    pub(super) fn new(limit: usize, floor: u8) -> Self {
        Self {
            limit: limit.max(1),
            floor,
            counts: [0; BEST as usize + 1],
            above: 0,
            found: Vec::new(),
            room: ROOM,
        }
    }

    /// The score below which nothing is wanted.
    pub(super) fn floor(&self) -> u8 {
        self.floor
    }

    /// How many results raise the floor.
    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// Keeps a candidate and says so, if it is good enough.
    pub(super) fn keep(&mut self, candidate: Candidate) -> bool {
        if candidate.score < self.floor {
            return false;
        }
        self.make_room();
        self.found.push(candidate);
        true
    }

    /// Counts a result of this score, no less than the floor.
    pub(super) fn count(&mut self, score: u8) {
        self.counts[usize::from(score)] += 1;
        self.above += usize::from(score > self.floor);
        while self.above >= self.limit {
            self.floor += 1;
            self.above -= self.counts[usize::from(self.floor)];
        }
    }

    /// Takes back that a result of this score was counted.
    pub(super) fn uncount(&mut self, score: u8) {
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

    /// What is at the floor or above, in the order in which it was kept.
    pub(super) fn finish(mut self) -> Vec<Candidate> {
        self.throw_out();
        self.found
    }
}
