//! How a query is answered with each pair of texts once, and where a pair stands.

use std::cmp::Reverse;

use rustc_hash::FxHashSet;

use super::{Lookup, repeat};
use crate::error::Error;
use crate::memory::index::{Candidate, Collect, Distinct};
use crate::memory::matches::{BEST_FUZZY, Match, Repetitions};
use crate::memory::units::UnitKey;

impl Lookup<'_> {
    /// Finds the best matches, each pair of source and target once: by the unit that
    /// scores best, and of those by the newest.
    pub(super) fn run_for_pairs(&self) -> Result<Vec<Match>, Error> {
        repeat(self.store, self.index, |is_last| {
            match self.chosen(Distinct::Pairs, choose, is_last)? {
                Some(chosen) => self.check_each(&chosen, is_last),
                None => Ok(None),
            }
        })
    }

    /// Counts the units that have a pair of texts, which is the source of this look-up
    /// and a target, and lists their documents, the newest first.
    pub(crate) fn repetitions(&self, target_identity: u64) -> Result<Repetitions, Error> {
        repeat(self.store, self.index, |is_last| {
            let mut units = self.search(Identical { target_identity, found: Vec::new() });
            units.sort_unstable_by_key(newest);
            let mut keys = FxHashSet::default();
            units.retain(|candidate| keys.insert(candidate.key));
            let count = units.len();
            let mut documents = FxHashSet::default();
            units.retain(|candidate| documents.insert(candidate.evidence.document));
            // One of them may name none.
            units.truncate(Repetitions::MOST_DOCUMENTS + 1);
            let found = self.units(&units)?;
            if !is_last && found.iter().any(Option::is_none) {
                return Ok(None);
            }
            let found: Vec<_> = found.into_iter().flatten().collect();
            let documents = Repetitions::of_units(found.iter().map(|unit| &**unit)).documents;
            Ok(Some(Repetitions { count, documents }))
        })
    }
}

/// Chooses the candidates to take, in the order of rank: so many at most, each of
/// another pair, and each target of a unit once.
fn choose(mut candidates: Vec<Candidate>, limit: usize) -> Vec<Candidate> {
    candidates.sort_unstable_by_key(|candidate| (Reverse(candidate.score), newest(candidate)));
    let (mut pairs, mut results) = (FxHashSet::default(), FxHashSet::default());
    candidates.retain(|candidate| pairs.insert(Distinct::Pairs.key(candidate)));
    candidates.sort_unstable_by_key(|candidate| (candidate.rank(), candidate.source));
    candidates.retain(|candidate| results.insert((candidate.key, candidate.target)));
    candidates.truncate(limit);
    candidates
}

/// Returns the order of candidates that have one pair of texts: the least is taken.
fn newest(candidate: &Candidate) -> (Reverse<i64>, UnitKey, u32, u32) {
    let Candidate { key, target, source, evidence, .. } = candidate;
    (Reverse(evidence.date), *key, *target, *source)
}

/// The units whose source is identical to what is searched for, and that have a target.
struct Identical {
    target_identity: u64,
    found: Vec<Candidate>,
}

impl Collect for Identical {
    fn floor(&self) -> u8 {
        BEST_FUZZY + 1
    }

    fn offer(&mut self, candidate: Candidate, _is_single: bool) {
        if candidate.target_identity == self.target_identity {
            self.found.push(candidate);
        }
    }

    fn finish(self) -> Vec<Candidate> {
        self.found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::memory::{Match, Memory, Query, UnitKey};
    use crate::unit::{TranslationUnit, Variant};

    fn unit(source: &str, target: &str, document: &str, day: i64) -> TranslationUnit {
        let variant = |tag: &str, text: &str| Variant::new(tag.parse().ok(), text.into());
        let mut unit = TranslationUnit::bilingual(variant("en", source), variant("de", target));
        unit.origin.path = Some(document.into());
        unit.context.document = Some(document.into());
        unit.origin.date = crate::unit::Date::from_unix_seconds(day * 86_400);
        unit
    }

    fn texts(matches: &[Match]) -> Vec<(u8, &str, &str)> {
        matches
            .iter()
            .map(|found| (found.score(), found.source().text.text(), found.target().text.text()))
            .collect()
    }

    #[test]
    fn each_pair_once_by_its_newest_unit_and_with_its_documents() {
        let memory = Memory::new();
        for (document, day) in [("a.md", 1), ("b.md", 9), ("c.md", 5), ("d.md", 2), ("e.md", 3)] {
            memory.add(unit("Next steps", "Nächste Schritte", document, day)).unwrap();
        }
        memory.add(unit("Next steps", "Weiter", "f.md", 0)).unwrap();
        memory.add(unit("Next step", "Nächster Schritt", "g.md", 0)).unwrap();
        let query = Query::new("Next steps").with_min_score(40).with_limit(3);
        let found = memory.lookup(&query).unwrap();
        let expected = [
            (99, "Next steps", "Nächste Schritte"),
            (99, "Next steps", "Weiter"),
            (50, "Next step", "Nächster Schritt"),
        ];
        assert_eq!(texts(&found), expected);
        assert_eq!(found[0].unit().origin.path.as_deref(), Some("b.md"));
        let repetitions = memory.repetitions(&query, &found[0]).unwrap();
        assert_eq!(repetitions.count, 5);
        let documents: Vec<&str> = repetitions.documents.iter().map(|path| &**path).collect();
        assert_eq!(documents, ["b.md", "c.md", "e.md", "d.md", "a.md"]);
        assert_eq!(memory.repetitions(&query, &found[2]).unwrap().count, 1);
        assert_eq!(memory.lookup(&query.with_each_unit(true).with_limit(9)).unwrap().len(), 7);
    }

    #[test]
    fn the_nearer_of_equal_scores_goes_first() {
        let memory = Memory::new();
        // 80.9 and 80.95 of 100 are both 80.
        let words = |count: usize| (0..count).map(|word| format!("w{word} ")).collect::<String>();
        let far = words(17) + "x x x x";
        let near = words(21).replace("w0 ", "y ").replace("w1 ", "y ").replace("w2 ", "y ");
        memory.add(unit(&far, "far", "a.md", 0)).unwrap();
        memory.add(unit(&near, "near", "b.md", 0)).unwrap();
        let found = memory.lookup(&Query::new(words(21)).with_min_score(50)).unwrap();
        let order: Vec<&str> = found.iter().map(|found| found.target().text.text()).collect();
        assert_eq!(order, ["near", "far"]);
    }

    proptest! {
        /// Holds the matches of pairs against those of all units.
        #[test]
        fn as_each_unit_grouped(
            units in prop::collection::vec((0..6_u8, 0..3_u8, 0..3_i64), 0..40),
            limit in prop::option::of(1..6_usize),
            penalty in prop::option::of(0..30_u8),
        ) {
            let memory = Memory::new();
            for (number, (words, target, day)) in units.iter().enumerate() {
                let source = format!("one two three four w{}", words);
                let document = format!("{number}.md");
                memory.add(unit(&source, &format!("Ziel {target}"), &document, *day)).unwrap();
            }
            let mut query = Query::new("one two three four w0").with_min_score(50).with_limit(None);
            if let Some(points) = penalty {
                let own = move |unit: &TranslationUnit| {
                    if unit.origin.path.as_deref() < Some("3") { points } else { 0 }
                };
                query = query.with_penalties(crate::memory::Penalties::none().with_own("own", own));
            }
            let all = memory.lookup(&query.clone().with_each_unit(true)).unwrap();
            let best = |found: &Match| all.iter().filter(|other| {
                other.source().text == found.source().text
                    && other.target().text == found.target().text
            }).map(|other| (other.score(), other.unit().origin.date, std::cmp::Reverse(other.key())))
                .max();
            let chosen: Vec<UnitKey> = all.iter().filter(|found| {
                let own = (found.score(), found.unit().origin.date, std::cmp::Reverse(found.key()));
                best(found) == Some(own)
            }).map(Match::key).take(limit.unwrap_or(usize::MAX)).collect();
            let found = memory.lookup(&query.with_limit(limit)).unwrap();
            prop_assert_eq!(found.iter().map(Match::key).collect::<Vec<_>>(), chosen);
        }
    }
}
