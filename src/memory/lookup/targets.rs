//! How queries are answered with targets, by a choice of the caller's.

use rustc_hash::FxHashSet;

use super::{Checked, Lookup, repeat};
use crate::error::Error;
use crate::memory::index::{BestTargets, Candidate};
use crate::memory::matches::Match;

/// Which of some candidates to take, the one to take first: so many at most, each
/// of another target.
pub(crate) type Choose<'c> = &'c dyn Fn(Vec<Candidate>, usize) -> Vec<Candidate>;

impl Lookup<'_> {
    /// The best targets of each look-up, in the order of a choice. The look-ups
    /// share a store and an index.
    ///
    /// All units that score as much as one of the targets were there to choose
    /// from. Those that are chosen are fetched at once, for all look-ups: asking a
    /// store for one unit costs more than reading it.
    pub(crate) fn run_choices(
        lookups: &[Self],
        choose: Choose<'_>,
    ) -> Result<Vec<Vec<Match>>, Error> {
        let Some(first) = lookups.first() else { return Ok(Vec::new()) };
        repeat(first.store, first.index, |is_last| {
            let mut chosen = Vec::with_capacity(lookups.len());
            for lookup in lookups {
                let Some(own) = lookup.chosen(choose, is_last)? else { return Ok(None) };
                chosen.push(own);
            }
            let mut units = first.units(&chosen.concat())?.into_iter();
            let matches = lookups.iter().zip(&chosen).map(|(lookup, chosen)| {
                lookup.check_units(chosen, units.by_ref().take(chosen.len()), is_last)
            });
            Ok(matches.collect())
        })
    }

    /// What is chosen among the best targets; nothing where a unit changed.
    ///
    /// No unit is looked at, but where the caller has penalties of his own: then
    /// scores are not known before.
    fn chosen(&self, choose: Choose<'_>, is_last: bool) -> Result<Option<Vec<Candidate>>, Error> {
        let limit = self.query.limit.unwrap_or(usize::MAX);
        let mut take = limit.saturating_mul(self.spare());
        loop {
            let candidates = self.search(BestTargets::new(take, self.threshold()));
            if !self.query.penalties.has_own() {
                return Ok(Some(choose(candidates, limit)));
            }
            let floor = candidates.iter().map(|candidate| candidate.score).min();
            let is_all = targets(&candidates) < take;
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

    /// The candidates with their scores after the caller's own penalties, but
    /// those that these take below the threshold; nothing where a unit changed.
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

/// How many targets candidates have, by their hashes.
fn targets(candidates: &[Candidate]) -> usize {
    let targets = candidates.iter().map(|candidate| candidate.target_identity);
    targets.collect::<FxHashSet<u64>>().len()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::memory::{Memory, Penalties, Query};
    use crate::unit::{TranslationType, TranslationUnit, Variant};

    /// By score and key, as a look-up has it.
    fn by_rank(mut candidates: Vec<Candidate>, limit: usize) -> Vec<Candidate> {
        candidates.sort_by_key(Candidate::rank);
        let mut seen = BTreeSet::new();
        candidates.retain(|candidate| seen.insert(candidate.target_identity));
        candidates.truncate(limit);
        candidates
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
    fn summary(matches: &[Match]) -> Vec<(u8, crate::memory::UnitKey, &str)> {
        let one = |found: &Match| (found.score(), found.key());
        matches.iter().map(|m| (one(m).0, one(m).1, m.target().text.text())).collect()
    }

    proptest! {
        #[test]
        fn the_best_of_each_target(
            units in prop::collection::vec((prop::collection::vec(0..4_u8, 0..5), 0..5_u8), 0..40),
            wanted in prop::collection::vec(0..4_u8, 0..5),
            threshold in 1..=100_u8,
            limit in 1..5_usize,
            penalty in 0..30_u8,
        ) {
            let memory = memory(&units);
            let penalties = Penalties::none().with_machine_translation(penalty);
            let query = Query::new(text(&wanted))
                .with_penalties(penalties)
                .with_threshold(threshold)
                .with_limit(limit);
            let all = memory.lookup(&query.clone().with_limit(None)).unwrap();
            let mut seen = BTreeSet::new();
            let mut expected = all;
            expected.retain(|found| seen.insert(found.target().text.text().to_owned()));
            expected.truncate(limit);
            let found = memory.lookup_targets(std::slice::from_ref(&query), &by_rank).unwrap();
            prop_assert_eq!(summary(&found[0]), summary(&expected));

            // A penalty of the caller's that says the same comes to the same.
            let own = Penalties::none().with_own("machine", move |unit: &TranslationUnit| {
                let kind = unit.origin.translation_type.as_ref();
                if kind.is_some_and(TranslationType::is_machine) { penalty } else { 0 }
            });
            let query = query.with_penalties(own);
            let found = memory.lookup_targets(&[query.clone(), query], &by_rank).unwrap();
            prop_assert_eq!(summary(&found[0]), summary(&expected));
            prop_assert_eq!(summary(&found[1]), summary(&expected));
        }
    }
}
