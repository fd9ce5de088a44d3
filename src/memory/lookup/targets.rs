//! How queries are answered with the best targets, each of them once.
//!
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

use super::{Checked, Lookup, repeat};
use crate::error::Error;
use crate::memory::index::{BestDistinct, Candidate, Distinct, Evidence, Nearness};
use crate::memory::matches::Match;
use crate::memory::units::UnitKey;

impl Lookup<'_> {
    /// Finds the best targets of each look-up, in the order of [`choose`]. The
    /// look-ups share a store and an index.
    ///
    /// All units that score as much as one of the targets are there to choose
    /// from. Those that are chosen are fetched at once, for all look-ups: asking a
    /// store for one unit costs more than reading it.
    pub(crate) fn run_for_targets(lookups: &[Self]) -> Result<Vec<Vec<Match>>, Error> {
        let Some(first) = lookups.first() else { return Ok(Vec::new()) };
        repeat(first.store, first.index, |is_last| {
            let mut chosen = Vec::with_capacity(lookups.len());
            for lookup in lookups {
                let Some(own) = lookup.chosen(Distinct::Targets, choose, is_last)? else {
                    return Ok(None);
                };
                chosen.push(own);
            }
            let mut units = first.units(&chosen.concat())?.into_iter();
            let matches = lookups.iter().zip(&chosen).map(|(lookup, chosen)| {
                lookup.check_units(chosen, units.by_ref().take(chosen.len()), is_last)
            });
            Ok(matches.collect())
        })
    }

    /// Chooses among the best results; `None` where a unit changed.
    ///
    /// No unit is looked at, but where the caller has penalties of his own: then
    /// scores are not known before.
    pub(super) fn chosen(
        &self,
        distinct: Distinct,
        choose: fn(Vec<Candidate>, usize) -> Vec<Candidate>,
        is_last: bool,
    ) -> Result<Option<Vec<Candidate>>, Error> {
        let limit = self.query.limit.unwrap_or(usize::MAX);
        let mut take = limit.saturating_mul(self.spare());
        loop {
            let candidates = self.search(BestDistinct::new(distinct, take, self.min_score()));
            if !self.query.penalties.has_own() {
                return Ok(Some(choose(candidates, limit)));
            }
            let floor = candidates.iter().map(|candidate| candidate.score).min();
            let is_all = distinct.count(&candidates) < take;
            let Some(scored) = self.less_own(candidates, is_last)? else { return Ok(None) };
            let chosen = choose(scored, limit);
            let last = chosen.last().filter(|_| chosen.len() >= limit);
            // What was not found scores less than the floor, even before.
            if is_all || last.is_some_and(|last| Some(last.score) >= floor) {
                return Ok(Some(chosen));
            }
            take = take.saturating_mul(2);
        }
    }

    /// Takes the caller's own penalties off the scores, and leaves out candidates
    /// that come below the least score; `None` where a unit changed.
    fn less_own(
        &self,
        candidates: Vec<Candidate>,
        is_last: bool,
    ) -> Result<Option<Vec<Candidate>>, Error> {
        let mut scored = Vec::with_capacity(candidates.len());
        for (candidate, unit) in candidates.iter().zip(self.units(&candidates)?) {
            match self.check(candidate, unit) {
                Checked::Match(found) => {
                    scored.push(Candidate { score: found.score, ..*candidate });
                }
                Checked::TooLow => {}
                Checked::Changed if is_last => {}
                Checked::Changed => return Ok(None),
            }
        }
        Ok(Some(scored))
    }
}

/// Chooses the candidates to take, the one to take first: so many at most, each
/// of another target.
///
/// Time is linear but for sorting references by context, since a text may have
/// many thousand units.
fn choose(candidates: Vec<Candidate>, limit: usize) -> Vec<Candidate> {
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

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;
    use std::collections::BTreeMap;

    use super::*;
    use crate::memory::Memory;
    use crate::memory::Penalties;
    use crate::memory::Query;
    use crate::memory::identity::Identity;
    use crate::unit::TranslationType;
    use crate::unit::TranslationUnit;
    use crate::unit::Variant;
    use proptest::prelude::*;

    /// The best match of each target, by brute force. The units name no document
    /// and no date: of equal scores, the target of the most units goes first, then
    /// one that people translated, and then it is the hash that decides.
    fn best_of_each_target(all: &[Match], limit: usize) -> Vec<&Match> {
        let mut best: BTreeMap<&str, &Match> = BTreeMap::new();
        let merit = |found: &Match| (Reverse(found.score()), !is_human(found), found.key());
        for found in all {
            let known = best.entry(found.target().text.text()).or_insert(found);
            if merit(found) < merit(known) {
                *known = found;
            }
        }
        let votes = |best: &Match| {
            let same = |other: &&Match| {
                other.score() == best.score() && other.target().text == best.target().text
            };
            all.iter().filter(same).count()
        };
        let mut best: Vec<&Match> = best.into_values().collect();
        best.sort_by_key(|found| {
            let hash = Identity::of(&found.target().text).combined();
            (Reverse((found.score(), votes(found), is_human(found))), hash)
        });
        best.truncate(limit);
        best
    }

    fn is_human(found: &Match) -> bool {
        let kind = found.unit().origin.translation_type.as_ref();
        kind.is_some_and(TranslationType::is_human)
    }

    fn is_machine(number: usize) -> bool {
        number.is_multiple_of(3)
    }

    fn memory(units: &[(Vec<u8>, u8)]) -> Memory {
        let memory = Memory::new();
        for (number, (words, target)) in units.iter().enumerate() {
            let variant = |tag: &str, text: &str| Variant::new(tag.parse().ok(), text.into());
            let mut unit = TranslationUnit::bilingual(
                variant("en", &text(words)),
                variant("de", &format!("Ziel {target}")),
            );
            let kind = if is_machine(number) { "MT" } else { "HT" };
            unit.origin.translation_type = Some(TranslationType::new(kind));
            memory.add(unit).unwrap();
        }
        memory
    }

    fn text(words: &[u8]) -> String {
        words.iter().map(|word| format!("w{word} ")).collect::<String>() + "end"
    }

    /// What is found, without what takes part in no comparison.
    fn summary<'m>(
        matches: impl IntoIterator<Item = &'m Match>,
    ) -> Vec<(u8, crate::memory::UnitKey, &'m str)> {
        let matches = matches.into_iter();
        matches.map(|found| (found.score(), found.key(), found.target().text.text())).collect()
    }

    proptest! {
        #[test]
        fn the_best_of_each_target(
            units in prop::collection::vec((prop::collection::vec(0..4_u8, 0..5), 0..5_u8), 0..40),
            wanted in prop::collection::vec(0..4_u8, 0..5),
            min_score in 1..=100_u8,
            limit in 1..5_usize,
            penalty in 0..30_u8,
        ) {
            let memory = memory(&units);
            let penalties = Penalties::none().with_machine_translation(penalty);
            let query = Query::new(text(&wanted))
                .with_penalties(penalties)
                .with_min_score(min_score)
                .with_limit(limit);
            let each = query.clone().with_each_unit(true).with_limit(None);
            let all = memory.lookup(&each).unwrap();
            let expected = summary(best_of_each_target(&all, limit));
            let found = memory.lookup_targets(std::slice::from_ref(&query)).unwrap();
            prop_assert_eq!(summary(&found[0]), expected.clone());

            // A penalty of the caller's that is the same comes to the same.
            let own = Penalties::none().with_own("machine", move |unit: &TranslationUnit| {
                let kind = unit.origin.translation_type.as_ref();
                if kind.is_some_and(TranslationType::is_machine) { penalty } else { 0 }
            });
            let query = query.with_penalties(own);
            let found = memory.lookup_targets(&[query.clone(), query]).unwrap();
            prop_assert_eq!(summary(&found[0]), expected.clone());
            prop_assert_eq!(summary(&found[1]), expected);
        }
    }
}
