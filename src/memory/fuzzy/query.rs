//! A query as the index sees it.

use super::dictionary::Dictionary;
use super::postings::Postings;
use super::symbols::Cutter;
use crate::memory::query::Metric;

/// The symbols and the features of a query.
#[derive(Debug, Default)]
pub(super) struct Query {
    /// Its symbols; nothing for those that no text has.
    pub(super) symbols: Vec<Option<u32>>,
    /// Its features that any text has, rare ones first.
    pub(super) features: Vec<u32>,
    sorted: Vec<u32>,
}

impl Query {
    /// Takes another query.
    pub(super) fn set(
        &mut self,
        cutter: &mut Cutter,
        (metric, text): (Metric, &str),
        dictionary: &Dictionary,
        postings: &Postings,
    ) {
        self.symbols.clear();
        cutter.cut(metric, text, |token| self.symbols.push(dictionary.get(token)));
        self.sorted.clear();
        self.sorted.extend(self.symbols.iter().flatten());
        self.sorted.sort_unstable();
        self.features.clear();
        for run in self.sorted.chunk_by(|a, b| a == b) {
            let occurrences = 0..run.len() as u32;
            self.features.extend(occurrences.map_while(|at| postings.feature(run[0], at)));
        }
        self.features.sort_unstable_by_key(|feature| (postings.count_of(*feature), *feature));
    }
}
