//! What is wanted of a memory for a document.

use super::find::Wanted;
use super::reuse;
use crate::language::Language;
use crate::memory::{Metric, Penalties, Query};

/// The settings of a [`Leverage`](super::Leverage).
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) source: Option<Language>,
    pub(super) target: Option<Language>,
    /// The lowest score of what fills a segment.
    pub(super) threshold: u8,
    /// How many matches stand beside the one that fills a segment.
    pub(super) alternatives: usize,
    /// The lowest score of what can be repaired, and of the analysis.
    pub(super) lowest: u8,
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
            threshold: 75,
            alternatives: 3,
            lowest: 50,
            metric: Metric::default(),
            penalties: Penalties::none().with_different_codes(1),
            repair: true,
            assembly: true,
        }
    }
}

impl Settings {
    /// What is looked for to fill a segment. A match below the threshold may come
    /// above it when it is repaired.
    pub(super) fn candidates(&self) -> Wanted {
        let targets = self.alternatives.saturating_add(1);
        match self.repair && self.threshold < 100 {
            true => Wanted {
                threshold: self.threshold.min(self.lowest),
                targets: targets.max(reuse::TRIED),
            },
            false => Wanted { threshold: self.threshold, targets },
        }
    }

    /// A query in the languages, by the metric and with the penalties of these
    /// settings.
    pub(super) fn query(&self, text: crate::inline::CodedText) -> Query {
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
