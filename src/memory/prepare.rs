//! Making the pairs and the indexes ready, in one pass over the units.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::followed::{Build, Followed};
use super::index::TextIndex;
use super::memory::Memory;
use super::query::Metric;
use super::units::{MemoryUnits, Revision, UnitKey};
use crate::error::Error;
use crate::language::Language;
use crate::unit::TranslationUnit;

impl Memory {
    /// Makes the indexes by a metric ready for the sources of all pairs, so that
    /// the first look-up need not: they are read where they are kept beside the
    /// store, or else built and kept.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn prepare(&self, metric: Metric) -> Result<(), Error> {
        let store = self.store();
        let revision = store.revision()?;
        if let Some(mut pairs) = self.known_pairs().build_unless_exact(store, revision)? {
            let mut indexes =
                SourceIndexes { memory: self, metric, revision, builds: BTreeMap::new() };
            for unit in MemoryUnits::new(store) {
                let (key, unit) = unit?;
                pairs.add(key, &unit);
                indexes.add(key, &unit)?;
            }
            self.known_pairs().finish(store, revision, pairs)?;
            indexes.finish(&self.source_families()?)?;
        }
        for family in self.source_families()? {
            self.index(&family, metric).catch_up(store)?;
        }
        Ok(())
    }

    fn source_families(&self) -> Result<BTreeSet<String>, Error> {
        let pairs = self.pairs()?;
        Ok(pairs.iter().map(|pair| pair.source.family().to_owned()).collect())
    }
}

/// The indexes of the languages that are sources, built while units are counted.
struct SourceIndexes<'m> {
    memory: &'m Memory,
    metric: Metric,
    revision: Revision,
    /// By the family of languages; `None` for one whose index needs no build, or
    /// of which texts were passed over before it came as a source.
    builds: BTreeMap<String, Option<IndexBuild>>,
}

type IndexBuild = (Arc<Followed<TextIndex>>, Build<TextIndex>);

impl SourceIndexes<'_> {
    fn add(&mut self, key: UnitKey, unit: &TranslationUnit) -> Result<(), Error> {
        let source = unit.source_index();
        for (number, variant) in unit.variants.iter().enumerate() {
            let Some(family) = variant.language.as_ref().map(Language::family) else { continue };
            if !self.builds.contains_key(family) {
                let build = if source == Some(number) { self.begin(family)? } else { None };
                self.builds.insert(family.to_owned(), build);
            }
        }
        self.builds.values_mut().flatten().for_each(|(_, build)| build.add(key, unit));
        Ok(())
    }

    /// Begins the build of an index, where it needs one.
    fn begin(&self, family: &str) -> Result<Option<IndexBuild>, Error> {
        let index = self.memory.index(family, self.metric);
        let build = index.build_if_needed(self.memory.store(), self.revision)?;
        Ok(build.map(|build| (index, build)))
    }

    /// Uses the indexes of these languages.
    fn finish(self, families: &BTreeSet<String>) -> Result<(), Error> {
        let builds = self.builds.into_iter().filter(|(family, _)| families.contains(family));
        for (index, build) in builds.filter_map(|(_, build)| build) {
            index.finish(self.memory.store(), self.revision, build)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Query;
    use crate::memory::store::CountingStore;
    use crate::unit::Variant;

    fn unit(source: &str, target: &str) -> TranslationUnit {
        let variant = |tag: &str| Variant::new(tag.parse().ok(), format!("in {tag}").into());
        TranslationUnit::bilingual(variant(source), variant(target))
    }

    fn matches(memory: &Memory, source: &str, target: &str) -> usize {
        let query = Query::new(format!("in {source}"));
        let query = query.with_languages(source.parse().unwrap(), target.parse().unwrap());
        memory.lookup(&query.with_each_unit(true)).unwrap().len()
    }

    #[test]
    fn units_are_read_once_where_they_are_translated_one_way() {
        let store = Arc::new(CountingStore::default());
        let memory = Memory::with_shared_store(store.clone());
        let units = ["de", "fr", "de-AT"].map(|target| unit("en", target));
        memory.import(units).unwrap();
        memory.prepare(Metric::Words).unwrap();
        assert_eq!(matches(&memory, "en", "de"), 2);
        assert_eq!(store.units_walked(), 3);
        assert_eq!(memory.pairs().unwrap().len(), 3);
        memory.prepare(Metric::Words).unwrap();
        assert_eq!(store.units_walked(), 3, "nothing changed");
    }

    /// The index of a language is whole although its first texts were targets.
    #[test]
    fn a_language_that_is_a_target_first() {
        let store = Arc::new(CountingStore::default());
        let memory = Memory::with_shared_store(store.clone());
        for (source, target) in [("en", "de"), ("de", "en"), ("de", "fr")] {
            memory.add(unit(source, target)).unwrap();
        }
        memory.prepare(Metric::Words).unwrap();
        assert_eq!(store.units_walked(), 6, "one pass more for `de`");
        assert_eq!([matches(&memory, "de", "en"), matches(&memory, "en", "de")], [2, 2]);
        assert_eq!(memory.index_sizes().len(), 2);
        assert_eq!(store.units_walked(), 6);
    }
}
