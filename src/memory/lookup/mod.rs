//! How a query is answered.

mod pairs;
mod targets;

use std::cmp::Reverse;
use std::sync::Arc;

use super::matches::{Sameness, ScoreBasis};
use crate::error::Error;
use crate::language::{Language, LanguageMatch};
use crate::memory::followed::{Followed, Unusable};
use crate::memory::identity::{
    Identity, context_hash, flow_hash, folder_hash, has_same_codes, is_identical, is_same_flow,
    reads_same,
};
use crate::memory::index::{Best, Candidate, Collect, Exact, QueryPlace, Rank, TextIndex, Wanted};
use crate::memory::matches::Match;
use crate::memory::query::Query;
use crate::memory::store::Store;
use crate::memory::units::UnitKey;
use crate::unit::{FlowContext, TranslationUnit};

/// How often a look-up begins again because the store changed under it. The
/// last time it leaves out the units that changed just then.
const ATTEMPTS: u32 = 8;

/// A query into a pair of languages, over an index and the store of it.
pub(super) struct Lookup<'m> {
    pub(super) store: &'m dyn Store,
    pub(super) index: &'m Followed<TextIndex>,
    pub(super) query: &'m Query,
    pub(super) source: &'m Language,
    pub(super) target: &'m Language,
}

/// A candidate held against its unit.
enum Checked {
    /// A match, with the penalties of the caller's own taken off.
    Match(Match),
    /// The caller's own penalties take it below the least score.
    TooLow,
    /// The unit is not what the index knows.
    Changed,
}

/// The matches, or nothing where units changed since the index was searched.
type Attempt = Option<Vec<Match>>;

/// Makes attempts until no unit changed under one of them.
fn repeat<T>(
    store: &dyn Store,
    index: &Followed<TextIndex>,
    attempt: impl Fn(bool) -> Result<Option<T>, Error>,
) -> Result<T, Error> {
    let mut attempts = ATTEMPTS;
    loop {
        attempts -= 1;
        let revision = index.catch_up(store)?;
        let builds = index.builds();
        if let Some(found) = attempt(attempts == 0)? {
            return Ok(found);
        }
        // If no one wrote, the index is wrong, and is made anew once.
        if store.revision()? == revision {
            index.rebuild_since(store, builds, Unusable::Damaged)?;
            attempts = attempts.min(1);
        }
    }
}

impl Lookup<'_> {
    /// Finds the best matches, in the order of rank.
    pub(super) fn run(&self) -> Result<Vec<Match>, Error> {
        match self.query.each_unit {
            true => repeat(self.store, self.index, |is_last| self.attempt(is_last)),
            false => self.run_for_pairs(),
        }
    }

    /// Searches for more and more candidates, until none that was not found can
    /// be among the best.
    ///
    /// A score by the index is never too low: the caller's penalties
    /// can only lower it, and so can what a hash took for the same. So a
    /// candidate that was not found ranks after the last that was; if the last of
    /// the best still ranks before that one, nothing is missing. Without own
    /// penalties this is so at once.
    fn attempt(&self, is_last: bool) -> Result<Attempt, Error> {
        let query = self.query;
        let mut take = query.limit.map(|limit| limit.saturating_mul(self.spare()));
        loop {
            let candidates = self.search(Best::new(take, self.min_score()));
            let Some(matches) = self.check_all(&candidates, is_last)? else { return Ok(None) };
            let is_all = take.is_none_or(|take| candidates.len() < take);
            if is_all || self.is_complete(&matches, candidates.last()) {
                return Ok(Some(matches));
            }
            take = take.map(|take| take.saturating_mul(2));
        }
    }

    /// Returns how many times as many candidates are searched for as are wanted.
    fn spare(&self) -> usize {
        if self.query.penalties.has_own() { 4 } else { 1 }
    }

    fn min_score(&self) -> u8 {
        self.query.min_score.max(1)
    }

    fn search(&self, best: impl Collect) -> Vec<Candidate> {
        let wanted = self.wanted();
        let search = |index: &TextIndex| index.search(self.source, self.target, &wanted, best);
        self.index.known(search).unwrap_or_default()
    }

    fn wanted(&self) -> Wanted<'_> {
        let query = self.query;
        let place = query.context.as_ref().map(|context| {
            let FlowContext { document, previous_source, next_source } = context;
            let flow = flow_hash(previous_source.as_deref(), next_source.as_deref());
            let document = document.as_deref();
            QueryPlace {
                flow: query.has_flow.then_some(flow),
                document: context_hash(document),
                folder: folder_hash(document),
            }
        });
        Wanted {
            metric: query.metric,
            effort: query.effort,
            text: query.text.text(),
            identity: Identity::of(&query.text),
            place,
            penalties: &query.penalties,
        }
    }

    /// Returns the best matches among the candidates, the best first.
    fn check_all(&self, candidates: &[Candidate], is_last: bool) -> Result<Attempt, Error> {
        let Some(mut matches) = self.check_each(candidates, is_last)? else { return Ok(None) };
        matches.sort_by_key(rank);
        matches.truncate(self.query.limit.unwrap_or(usize::MAX));
        Ok(Some(matches))
    }

    fn units(&self, candidates: &[Candidate]) -> Result<Vec<Option<Arc<TranslationUnit>>>, Error> {
        if candidates.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<UnitKey> = candidates.iter().map(|candidate| candidate.key).collect();
        self.store.units(&keys)
    }

    /// Returns the matches among the candidates, in their order.
    fn check_each(&self, candidates: &[Candidate], is_last: bool) -> Result<Attempt, Error> {
        Ok(self.check_units(candidates, self.units(candidates)?, is_last))
    }

    /// Does the same where their units are fetched.
    fn check_units(
        &self,
        candidates: &[Candidate],
        units: impl IntoIterator<Item = Option<Arc<TranslationUnit>>>,
        is_last: bool,
    ) -> Attempt {
        let mut matches = Vec::with_capacity(candidates.len());
        for (candidate, unit) in candidates.iter().zip(units) {
            match self.check(candidate, unit) {
                Checked::Match(found) => matches.push(found),
                Checked::TooLow => {}
                Checked::Changed if is_last => {}
                Checked::Changed => return None,
            }
        }
        Some(matches)
    }

    /// Returns whether the best are found, if all candidates up to this one were.
    fn is_complete(&self, matches: &[Match], last: Option<&Candidate>) -> bool {
        let is_full = self.query.limit.is_some_and(|limit| matches.len() >= limit);
        let ranks = matches.last().map(rank).zip(last.map(Candidate::rank));
        is_full && ranks.is_some_and(|(found, last)| found <= last)
    }

    fn check(&self, candidate: &Candidate, unit: Option<Arc<TranslationUnit>>) -> Checked {
        let Some(unit) = unit else { return Checked::Changed };
        let Some(basis) = self.basis(candidate, &unit) else { return Checked::Changed };
        self.matched(candidate, basis, unit)
    }

    /// Works out the score from the unit itself, where it still is the one that was
    /// indexed.
    fn basis(&self, candidate: &Candidate, unit: &TranslationUnit) -> Option<ScoreBasis> {
        let (source, target) = places(candidate);
        let (source_variant, target_variant) =
            (unit.variants.get(source)?, unit.variants.get(target)?);
        let is_indexed = Identity::of(&source_variant.text).combined() == candidate.source_identity
            && Identity::of(&target_variant.text).combined() == candidate.target_identity;
        if !is_indexed {
            return None;
        }
        let source_match = self.source.matches(source_variant.language.as_ref()?)?;
        let target_match = self.target.matches(target_variant.language.as_ref()?)?;
        let (text, own) = (&self.query.text, &source_variant.text);
        let sameness = if is_identical(text, own) {
            Sameness::Identical
        } else if reads_same(text, own) {
            Sameness::OtherCodes
        } else {
            Sameness::Near { other_codes: !has_same_codes(text, own) }
        };
        let context = self.query.context.as_ref().filter(|_| sameness == Sameness::Identical);
        let kind = unit.origin.translation_type.as_ref();
        Some(ScoreBasis {
            sameness,
            similarity: candidate.basis.similarity,
            flow: context
                .is_some_and(|context| self.query.has_flow && is_in_flow(context, unit, source)),
            document: context.is_some_and(|context| context.document == unit.context.document),
            machine: kind.is_some_and(|kind| kind.is_machine()),
            aligned: kind.is_some_and(|kind| kind.is_aligned()),
            unreviewed: unit.is_unreviewed(),
            several_targets: candidate.basis.several_targets,
            other_variety: source_match.max(target_match) >= LanguageMatch::Broader,
        })
    }

    fn matched(
        &self,
        candidate: &Candidate,
        basis: ScoreBasis,
        unit: Arc<TranslationUnit>,
    ) -> Checked {
        let query = self.query;
        let mut penalties = basis.penalties(&query.penalties);
        let mut score = basis.score(&query.penalties);
        for own in query.penalties.own(&unit) {
            score = score.saturating_sub(own.points);
            penalties.push(own);
        }
        if score < query.min_score.max(1) {
            return Checked::TooLow;
        }
        let (source, target) = places(candidate);
        Checked::Match(Match {
            key: candidate.key,
            unit,
            source,
            target,
            score,
            base: basis.base(&query.penalties),
            similarity: basis.similarity,
            distance: candidate.distance,
            length: candidate.length,
            flow: basis.flow,
            document: basis.document,
            penalties,
        })
    }
}

/// Returns the numbers of the source and the target among the variants.
fn places(candidate: &Candidate) -> (usize, usize) {
    (candidate.source as usize, candidate.target as usize)
}

/// Returns whether a variant is in the flow that a context describes. The context
/// of a unit says what is around its source, and nothing of other variants.
fn is_in_flow(context: &FlowContext, unit: &TranslationUnit, variant: usize) -> bool {
    unit.source_index() == Some(variant) && is_same_flow(context, &unit.context)
}

/// Returns the order of results, as [`Candidate::rank`] has it.
fn rank(found: &Match) -> Rank {
    let nearness = Exact { distance: found.distance, length: found.length };
    let target = found.target as u32;
    Rank { score: Reverse(found.score), nearness, key: found.key, target }
}
