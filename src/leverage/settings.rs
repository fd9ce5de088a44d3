//! What is wanted of a memory for a document.

use super::find::Wanted;
use crate::inline::CodedText;
use crate::language::Language;
use crate::memory::{Metric, Penalties, Query};

/// The lowest score of what may be repaired, and of what an analysis counts.
pub(super) const LOWEST_SCORE: u8 = 50;

/// How many matches of a segment are tried for a repair.
const REPAIRED_MATCHES: usize = 4;

/// The settings of a [`Leverage`](super::Leverage).
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) source: Option<Language>,
    pub(super) target: Option<Language>,
    /// The lowest score of what fills a segment.
    pub(super) min_score: u8,
    /// How many matches stand beside the one that fills a segment.
    pub(super) alternatives: usize,
    pub(super) metric: Metric,
    pub(super) penalties: Penalties,
    pub(super) repair: bool,
    pub(super) assembly: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            source: None,
            target: None,
            min_score: 75,
            alternatives: 3,
            metric: Metric::default(),
            penalties: Penalties::none().with_different_codes(1),
            repair: true,
            assembly: true,
        }
    }
}

impl Settings {
    /// Returns what is looked for to fill a segment. A match below the score may
    /// come above it when it is repaired.
    pub(super) fn candidates(&self) -> Wanted {
        let targets = self.alternatives.saturating_add(1);
        match self.repair && self.min_score < 100 {
            true => Wanted {
                min_score: self.min_score.min(LOWEST_SCORE),
                targets: targets.max(REPAIRED_MATCHES),
            },
            false => Wanted { min_score: self.min_score, targets },
        }
    }

    /// Returns how many matches of a segment are tried for a repair.
    pub(super) fn repaired_matches(&self) -> usize {
        if self.repair { REPAIRED_MATCHES } else { 0 }
    }

    /// Makes a query in the languages, by the metric and with the penalties of these
    /// settings.
    pub(super) fn query(&self, text: CodedText) -> Query {
        let mut query =
            Query::new(text).with_metric(self.metric).with_penalties(self.penalties.clone());
        if let Some(source) = &self.source {
            query = query.with_source_language(source.clone());
        }
        if let Some(target) = &self.target {
            query = query.with_target_language(target.clone());
        }
        query
    }
}
