//! From the units of a store to an index.

use std::ops::Range;

use super::entries::Entries;
use super::languages::Languages;
use super::record::{Record, records};
use crate::error::Error;
use crate::memory::fuzzy::FuzzyIndex;
use crate::memory::key::Revision;
use crate::memory::metric::Metric;
use crate::memory::store::Store;
use crate::memory::units::MemoryUnits;

/// What an index holds of a store at a revision.
pub(super) struct Base {
    pub(super) revision: Revision,
    pub(super) languages: Languages,
    pub(super) entries: Entries,
    pub(super) fuzzy: FuzzyIndex,
}

impl Base {
    /// Reads a store from the first unit to the last.
    ///
    /// The revision is read before the units. So whatever changes meanwhile is
    /// among the changes after it, seen here or not, and is put right by them.
    pub(super) fn build(store: &dyn Store, family: &str, metric: Metric) -> Result<Self, Error> {
        let revision = store.revision()?;
        let mut collected = Collected::default();
        let mut languages = Languages::default();
        for unit in MemoryUnits::new(store) {
            let (key, unit) = unit?;
            records(key, &unit, family, &mut languages, |record| collected.push(record));
        }
        let (entries, texts) = collected.sort()?;
        let fuzzy = FuzzyIndex::build(metric, texts.iter());
        Ok(Self { revision, languages, entries, fuzzy })
    }
}

/// Records in the order of the store, with their texts.
#[derive(Default)]
struct Collected {
    records: Vec<(Record<'static>, Range<usize>)>,
    texts: String,
}

/// The texts of the groups, in their order.
struct Texts {
    all: String,
    ranges: Vec<Range<usize>>,
}

impl Texts {
    fn iter(&self) -> impl Iterator<Item = &str> {
        self.ranges.iter().map(|range| &self.all[range.clone()])
    }
}

impl Collected {
    fn push(&mut self, record: Record<'_>) {
        let start = self.texts.len();
        self.texts.push_str(record.text);
        let Record { entry, identity, others, text: _ } = record;
        let record = Record { entry, identity, others, text: "" };
        self.records.push((record, start..self.texts.len()));
    }

    fn sort(mut self) -> Result<(Entries, Texts), Error> {
        self.records.sort_unstable_by_key(|(record, _)| {
            (record.identity, record.entry.key, record.entry.variant)
        });
        let mut entries = Entries::default();
        let mut ranges = Vec::new();
        let mut last = None;
        for (record, range) in self.records {
            entries.push(&record)?;
            if last.replace(record.identity) != Some(record.identity) {
                ranges.push(range);
            }
        }
        Ok((entries, Texts { all: self.texts, ranges }))
    }
}
