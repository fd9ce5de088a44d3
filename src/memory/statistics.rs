//! What a memory holds, in numbers.

use std::collections::BTreeSet;

use serde::Serialize;

use super::origin::document_of;
use super::pairs::{LanguagePair, PairCounts, count_pairs, listed};
use super::store::Store;
use super::units::{MemoryUnits, Revision};
use crate::error::Error;
use crate::text::words;
use crate::unit::{Date, TranslationUnit};

/// What a memory holds, in numbers.
///
/// # Example
///
/// ```
/// use bitext::memory::{InMemory, Statistics, Store};
/// use bitext::{Language, TranslationUnit, Variant};
///
/// let variant = |tag: &str, text: &str| Variant::new(tag.parse().ok(), text.into());
/// let unit = TranslationUnit::bilingual(
///     variant("en-US", "Next steps"),
///     variant("zh-CN", "后续步骤"),
/// );
/// let store = InMemory::new();
/// store.write(&mut |transaction| transaction.add(unit.clone().into()).map(drop))?;
///
/// let statistics = Statistics::read(&store)?;
/// assert_eq!((statistics.units, statistics.variants), (1, 2));
/// assert_eq!((statistics.words, statistics.characters), (2, 10));
/// assert_eq!(statistics.pairs[0].target.as_str(), "zh-CN");
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Statistics {
    /// The state of the memory that was read.
    pub revision: Revision,
    /// Units.
    pub units: u64,
    /// Variants of all units.
    pub variants: u64,
    /// Documents that units come from, by path.
    pub documents: u64,
    /// The language pairs, each in the direction of its units, by language. A
    /// unit with several targets counts in several pairs.
    pub pairs: Vec<LanguagePair>,
    /// Words of all sources, inline codes aside: runs of letters and digits, and
    /// each single character of a script that is written without spaces.
    pub words: u64,
    /// Code points of all sources, inline codes aside.
    pub characters: u64,
    /// Units that people translated.
    pub human: u64,
    /// Units that a machine translated.
    pub machine: u64,
    /// Units whose pair was found by alignment.
    pub aligned: u64,
    /// Units whose origin names another way, or none.
    pub other: u64,
    /// The earliest date of a unit: when its origin was handed over, or it or a
    /// variant made or changed.
    pub first_date: Option<Date>,
    /// The latest date of a unit.
    pub last_date: Option<Date>,
}

impl Statistics {
    /// Counts all units of a store, all of one revision: where others write
    /// meanwhile, they are counted again.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn read(store: &dyn Store) -> Result<Self, Error> {
        /// How often pages are read, which takes no sorting, before all units are
        /// asked for at once.
        const ATTEMPTS: u32 = 4;
        for _ in 0..ATTEMPTS {
            let mut tally = Tally::default();
            tally.counts.revision = store.revision()?;
            for unit in MemoryUnits::new(store) {
                tally.add(&unit?.1);
            }
            if store.revision()? == tally.counts.revision {
                return Ok(tally.finish());
            }
        }
        let mut tally = Tally::default();
        tally.counts.revision = store.revision()?;
        store.visit_in_order(&mut |_, unit| {
            tally.add(unit);
            Ok(())
        })?;
        Ok(tally.finish())
    }
}

/// Counts that are not done.
#[derive(Default)]
struct Tally {
    counts: Statistics,
    pairs: PairCounts,
    documents: BTreeSet<Box<str>>,
}

impl Tally {
    fn add(&mut self, unit: &TranslationUnit) {
        let counts = &mut self.counts;
        counts.units += 1;
        counts.variants += unit.variants.len() as u64;
        count_pairs(unit, &mut self.pairs);
        if let Some(path) = document_of(unit)
            && !self.documents.contains(&*path)
        {
            self.documents.insert(path.into());
        }
        if let Some(source) = unit.source() {
            counts.words += words(source.text.text());
            counts.characters += source.text.text().chars().count() as u64;
        }
        *match &unit.origin.translation_type {
            Some(kind) if kind.is_human() => &mut counts.human,
            Some(kind) if kind.is_machine() => &mut counts.machine,
            Some(kind) if kind.is_aligned() => &mut counts.aligned,
            _ => &mut counts.other,
        } += 1;
        for date in dates(unit) {
            counts.first_date = Some(counts.first_date.map_or(date, |first| first.min(date)));
            counts.last_date = counts.last_date.max(Some(date));
        }
    }

    fn finish(self) -> Statistics {
        let Self { counts, pairs, documents } = self;
        Statistics { documents: documents.len() as u64, pairs: listed(&pairs), ..counts }
    }
}

fn dates(unit: &TranslationUnit) -> impl Iterator<Item = Date> {
    let histories = unit.variants.iter().map(|variant| &variant.history).chain([&unit.history]);
    let dates = histories.flat_map(|history| [history.created, history.changed]);
    dates.chain([unit.origin.date]).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::store::{CountingStore, InMemory};
    use crate::unit::{TranslationType, Variant};

    fn unit(languages: &[&str], text: &str) -> TranslationUnit {
        let variant = |tag: &&str| Variant::new(tag.parse().ok(), text.into());
        let variants = languages.iter().map(variant).collect();
        TranslationUnit { variants, ..TranslationUnit::default() }
    }

    #[test]
    fn everything_is_counted() {
        let mut human = unit(&["en", "de", "fr"], "Don't stop: 3 words");
        human.origin.translation_type = Some(TranslationType::new("HT"));
        human.origin.path = Some("a.md".into());
        human.origin.date = Date::from_unix_seconds(86_400);
        let mut machine = unit(&["en", "de"], "选择 **b**");
        machine.origin.translation_type = Some(TranslationType::new("MT"));
        machine.id = Some("a.md#1".into());
        machine.variants[1].history.changed = Date::from_unix_seconds(0);
        let store = InMemory::new();
        let write = |units: Vec<TranslationUnit>| {
            let work = &mut |transaction: &mut dyn super::super::store::Transaction| {
                units.iter().try_for_each(|unit| transaction.add(unit.clone().into()).map(drop))
            };
            store.write(work).unwrap();
        };
        write(vec![human, machine, unit(&["en"], "x")]);
        let found = Statistics::read(&store).unwrap();
        assert_eq!((found.units, found.variants, found.documents), (3, 6, 1));
        assert_eq!((found.human, found.machine, found.aligned, found.other), (1, 1, 0, 1));
        assert_eq!((found.words, found.characters), (5 + 3 + 1, 19 + 8 + 1));
        assert_eq!(found.first_date, Date::from_unix_seconds(0));
        assert_eq!(found.last_date, Date::from_unix_seconds(86_400));
        let pairs: Vec<_> = (found.pairs.iter())
            .map(|pair| (pair.source.as_str(), pair.target.as_str(), pair.units))
            .collect();
        assert_eq!(pairs, [("en", "de", 2), ("en", "fr", 1)]);
    }

    /// Others write once, and again and again.
    #[test]
    fn all_units_are_of_one_revision() {
        for writes in [1, 3, 9] {
            let store = CountingStore::default();
            let mut work = |transaction: &mut dyn super::super::store::Transaction| {
                transaction.add(unit(&["en", "de"], "a").into()).map(drop)
            };
            let before = store.write(&mut work).unwrap();
            for text in 0..writes {
                store.add_while_read(unit(&["en", "de"], &text.to_string()));
            }
            let found = Statistics::read(&store).unwrap();
            assert_eq!(found.units, found.revision.get() - before.get() + 1, "{writes}");
        }
    }
}
