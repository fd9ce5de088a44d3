//! Which indexes are kept beside a store.

use std::collections::BTreeSet;

use super::index::{Index, Phrases};
use super::memory::Memory;
use super::metric::Metric;
use super::pairs::LanguagePair;
use crate::error::Error;

impl Memory {
    /// The names of the indexes that are kept beside the store for the languages
    /// of some pairs, in alphabetical order, and how many bytes each takes. Those
    /// are not read: whether they are of use shows when they are.
    ///
    /// # Errors
    ///
    /// Where they cannot be opened.
    pub fn kept_indexes(&self, pairs: &[LanguagePair]) -> Result<Vec<(String, u64)>, Error> {
        let Some(cache) = self.store().cache() else { return Ok(Vec::new()) };
        let languages = pairs.iter().flat_map(|pair| [&pair.source, &pair.target]);
        let families: BTreeSet<&str> = languages.map(|language| language.family()).collect();
        let mut kept = Vec::new();
        for family in families {
            let words = Metric::ALL.map(|metric| Index::name_of(family, metric));
            for name in words.into_iter().chain([Phrases::name_of(family)]) {
                kept.extend(cache.open(&name)?.map(|found| (name, found.length)));
            }
        }
        kept.sort();
        Ok(kept)
    }
}
