//! An index as it is kept beside its store.

use super::builder::Base;
use super::entries::Entries;
use super::languages::Languages;
use crate::memory::fuzzy::FuzzyIndex;
use crate::memory::kept::{self, Unusable};
use crate::memory::metric::Metric;
use crate::memory::sections::ensure;
use crate::memory::store::Store;

/// Reads what is kept under a name; nothing where there is nothing.
pub(super) fn read(
    store: &dyn Store,
    name: &str,
    family: &str,
    metric: Metric,
) -> Result<Option<Base>, Unusable> {
    let read = kept::read(store, name, |from| {
        let languages = Languages::read(from, family)?;
        let entries = Entries::read(from)?;
        ensure(entries.has_languages_below(languages.len()))?;
        let fuzzy = FuzzyIndex::read(metric, entries.groups(), from)?;
        Ok((languages, entries, fuzzy))
    })?;
    Ok(read.map(|(revision, (languages, entries, fuzzy))| Base {
        revision,
        languages,
        entries,
        fuzzy,
    }))
}
