//! Which target to take where the memory has several.
//!
//! Candidates are ordered by, each only where all before it are equal:
//!
//! 1. the score, which shows how much of the context is the same;
//! 2. the flow: the sources before and after determine more of a text than the
//!    document does, and of the two matches with 101 the one in the flow goes
//!    first;
//! 3. the document, and after it the folder that the document is in: what is kept
//!    together is of one product and was written and translated by the same people;
//! 4. agreement: in how many documents the very same target is found, of those that
//!    are equal so far. It is documents that are counted and not units, because a
//!    document that repeats a text repeats its translation, and is one opinion;
//! 5. whether people translated;
//! 6. the date, the newest first;
//! 7. the target itself, by its hash, and at last the key: so that it is the same
//!    on every run, and the target the same whatever was imported first.
//!
//! `docs/leverage.md` has the figures from which the order follows.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::memory::index::{Candidate, Evidence, Nearness};
use crate::memory::units::UnitKey;

/// Chooses the candidates to take, the one to take first: so many at most, each
/// of another target.
///
/// Time is linear but for sorting references by context, since a text may have
/// many thousand units.
pub(super) fn choose(candidates: Vec<Candidate>, limit: usize) -> Vec<Candidate> {
    let mut ordered: Vec<&Candidate> = candidates.iter().collect();
    ordered.sort_by_key(|candidate| Reverse(context(candidate)));
    let mut chosen = Vec::with_capacity(limit.min(candidates.len()));
    let mut taken = FxHashSet::default();
    for equals in ordered.chunk_by(|one, other| context(one) == context(other)) {
        if chosen.len() >= limit {
            break;
        }
        let targets = Target::in_order(equals).into_iter().map(|target| *target.best);
        let new = targets.filter(|best| taken.insert(best.target_identity));
        chosen.extend(new.take(limit - chosen.len()));
    }
    chosen
}

/// Returns how much of the context of the query a candidate has.
fn context(candidate: &Candidate) -> (u8, bool, Nearness) {
    (candidate.score, candidate.basis.flow, candidate.evidence.nearness)
}

/// A target, and what speaks for it among candidates that have the same context.
struct Target<'c> {
    /// In how many documents it is found.
    votes: usize,
    /// The candidate to take for it.
    best: &'c Candidate,
}

impl<'c> Target<'c> {
    /// Lists the targets of some candidates, the one to take first.
    fn in_order(candidates: &[&'c Candidate]) -> Vec<Self> {
        let mut targets: Vec<Self> = Vec::new();
        let mut numbers = FxHashMap::default();
        let mut votes = FxHashSet::default();
        for &candidate in candidates {
            let identity = candidate.target_identity;
            let number = *numbers.entry(identity).or_insert_with(|| {
                targets.push(Self { votes: 0, best: candidate });
                targets.len() - 1
            });
            let target = &mut targets[number];
            target.votes += usize::from(votes.insert((identity, voter(candidate))));
            if merit(candidate) < merit(target.best) {
                target.best = candidate;
            }
        }
        targets.sort_by_key(|target| (Reverse(target.votes), merit(target.best)));
        targets
    }
}

/// Returns what speaks for a candidate by itself, the least for the one to take
/// first.
///
/// The key comes last, and never decides between targets: the hash of the target
/// would have to be the same.
fn merit(candidate: &Candidate) -> (Reverse<(bool, i64)>, u64, UnitKey, u32) {
    let Evidence { is_human, date, .. } = candidate.evidence;
    let target = candidate.target_identity;
    (Reverse((is_human, date)), target, candidate.key, candidate.target)
}

/// Returns whose vote a candidate is: that of its document, or else its own.
fn voter(candidate: &Candidate) -> (u64, Option<UnitKey>) {
    match candidate.evidence.document {
        0 => (0, Some(candidate.key)),
        document => (document, None),
    }
}
