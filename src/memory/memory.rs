//! The memory: a store and the indexes over it.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use super::concordance::{Concordance, ConcordanceHit, Phrases};
use super::followed::{Derived, Followed, FollowedList, IndexNotice, Notices};
use super::identity::Identity;
use super::import::{Import, ImportCounts};
use super::index::{IndexScope, TextIndex};
use super::lookup::Lookup;
use super::matches::{Match, Repetitions};
use super::pairs::{KnownPairs, LanguagePair};
use super::query::{Metric, Query};
use super::store::{InMemory, NewUnit, Store, Transaction};
use super::units::{MemoryUnits, UnitKey};
use crate::error::Error;
use crate::language::Language;
use crate::unit::TranslationUnit;

/// The most bytes that a query may have that is not for identical texts alone:
/// the time for a distance grows with the product of the lengths.
pub(crate) const LONGEST_QUERY: usize = 1 << 16;

/// A translation memory: units that are kept, and found again by their text.
///
/// All methods take `&self`: any number of threads may look up, add and change
/// units at once. A look-up sees all that was written before it began, by this
/// program or another one over the same store.
///
/// The index is made when a language is first asked for, which takes the time to
/// read all units; it follows later changes by itself.
///
/// Variants that name no language are kept but never found.
///
/// A clone is another handle of the same memory: it takes no time, and both share
/// the store and the indexes.
///
/// # Example
///
/// ```
/// use bitext::{Language, Memory, Query, TranslationUnit, Variant};
///
/// let memory = Memory::new();
/// let variant = |tag: &str, text: &str| Variant::new(tag.parse().ok(), text.into());
/// let key = memory.add(TranslationUnit::bilingual(
///     variant("en-US", "Select the Save button."),
///     variant("de-DE", "Wählen Sie die Schaltfläche Speichern."),
/// ))?;
///
/// // The memory has one language pair, so the query need not name it.
/// let matches = memory.lookup(&Query::new("Select the Cancel button."))?;
/// assert_eq!(matches.len(), 1);
/// assert_eq!(matches[0].score(), 80);
/// assert_eq!((matches[0].distance(), matches[0].length()), (1, 5));
/// assert_eq!(matches[0].target().text.plain(), "Wählen Sie die Schaltfläche Speichern.");
///
/// // The other direction, from another variety of German.
/// let query = Query::new("Wählen Sie die Schaltfläche Speichern.")
///     .with_languages("de-AT".parse()?, Language::en_us());
/// let matches = memory.lookup(&query)?;
/// assert_eq!(matches[0].base(), 100);
/// assert_eq!(matches[0].penalties()[0].kind.as_str(), "other-variety");
/// assert_eq!(matches[0].score(), 99);
///
/// // The next look-up sees every change.
/// memory.remove(key)?;
/// assert!(memory.lookup(&query)?.is_empty());
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone)]
pub struct Memory {
    store: Arc<dyn Store>,
    indexes: Arc<Indexes>,
}

/// What finds the units of a memory; its clones share it.
struct Indexes {
    /// One for each language and metric that was asked for.
    texts: FollowedList<TextIndex>,
    /// One for each language that was searched for phrases.
    phrases: FollowedList<Phrases>,
    pairs: Followed<KnownPairs>,
    notices: Arc<Notices>,
}

impl Default for Indexes {
    fn default() -> Self {
        let notices = Arc::<Notices>::default();
        Self {
            texts: FollowedList::default(),
            phrases: FollowedList::default(),
            pairs: Followed::new((), notices.clone()),
            notices,
        }
    }
}

impl Memory {
    /// An empty memory that is gone with the program.
    pub fn new() -> Self {
        Self::with_store(InMemory::default())
    }

    /// The memory in a file, which [`SqliteStore::open`](crate::SqliteStore::open)
    /// opens.
    ///
    /// # Errors
    ///
    /// As there.
    #[cfg(feature = "store")]
    pub fn open(path: impl AsRef<std::path::Path>) -> Result<Self, Error> {
        super::SqliteStore::open(path).map(Self::with_store)
    }

    /// The memory in a file, which is made where there is none.
    ///
    /// # Errors
    ///
    /// As [`SqliteStore::open_or_create`](crate::SqliteStore::open_or_create).
    #[cfg(feature = "store")]
    pub fn open_or_create(path: impl AsRef<std::path::Path>) -> Result<Self, Error> {
        super::SqliteStore::open_or_create(path).map(Self::with_store)
    }

    /// A memory of the units of a store.
    pub fn with_store(store: impl Store + 'static) -> Self {
        Self::with_shared_store(Arc::new(store))
    }

    /// A memory of the units of a store that the caller uses too.
    pub fn with_shared_store(store: Arc<dyn Store>) -> Self {
        Self { store, indexes: Arc::default() }
    }

    /// The store.
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// Finds the units whose text is identical to that of a query, or near it.
    ///
    /// The best come first: by score, then by the exact similarity, then by the key of
    /// the unit, then by the number of the variant. Units with the same source and
    /// the same target are one match ([`Query::with_each_unit`]). A match has a
    /// target in the language asked for;
    /// where a unit has several such targets, those in the nearest language each
    /// make a match. No match that the query asks for is missing; only where
    /// others write all the time may units be left out that changed meanwhile.
    ///
    /// # Errors
    ///
    /// Where the query does not name its languages and the memory has several
    /// pairs, or its text has more than 65,536 bytes and its least score is below 100;
    /// and where the store cannot be read.
    pub fn lookup(&self, query: &Query) -> Result<Vec<Match>, Error> {
        if query.limit == Some(0) {
            return Ok(Vec::new());
        }
        let (source, target) = (query.source.as_ref(), query.target.as_ref());
        let Some((source, target)) = self.languages(source, target)? else { return Ok(Vec::new()) };
        let index = &*self.index(source.family(), query.metric);
        self.begin(query, index, (&source, &target))?.run()
    }

    /// Counts the units that have the source and the target of a match, and names their
    /// documents.
    ///
    /// The query is the one that found the match.
    ///
    /// # Errors
    ///
    /// As [`lookup`](Self::lookup).
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::{Language, Memory, Query, TranslationUnit, Variant};
    ///
    /// let memory = Memory::new();
    /// let variant = |tag: &str, text: &str| Variant::new(tag.parse().ok(), text.into());
    /// for document in ["a.md", "b.md"] {
    ///     let (source, target) = (variant("en", "Next steps"), variant("de", "Weiter"));
    ///     let mut unit = TranslationUnit::bilingual(source, target);
    ///     unit.context.document = Some(document.into());
    ///     memory.add(unit)?;
    /// }
    /// let query = Query::new("Next steps");
    /// let found = memory.lookup(&query)?;
    /// assert_eq!(found.len(), 1);
    /// let repetitions = memory.repetitions(&query, &found[0])?;
    /// assert_eq!(repetitions.count, 2);
    /// assert_eq!(repetitions.documents.len(), 2);
    /// # Ok::<(), bitext::Error>(())
    /// ```
    pub fn repetitions(&self, query: &Query, found: &Match) -> Result<Repetitions, Error> {
        let text = found.source().text.clone();
        let identical = Query { text, min_score: 100, context: None, ..query.clone() };
        let (source, target) = (query.source.as_ref(), query.target.as_ref());
        let Some((source, target)) = self.languages(source, target)? else {
            return Ok(Repetitions::default());
        };
        let index = &*self.index(source.family(), query.metric);
        let lookup = self.begin(&identical, index, (&source, &target))?;
        lookup.repetitions(Identity::of(&found.target().text).combined())
    }

    /// Finds the best targets for each query, not more than its limit, the one that
    /// most speaks for first; of the units that have a target, one is chosen.
    ///
    /// The queries have to be in the languages and by the metric of the first.
    ///
    /// # Errors
    ///
    /// As [`lookup`](Self::lookup).
    pub(crate) fn lookup_targets(&self, queries: &[Query]) -> Result<Vec<Vec<Match>>, Error> {
        let Some(first) = queries.first() else { return Ok(Vec::new()) };
        let (source, target) = (first.source.as_ref(), first.target.as_ref());
        let Some((source, target)) = self.languages(source, target)? else {
            return Ok(vec![Vec::new(); queries.len()]);
        };
        let index = &*self.index(source.family(), first.metric);
        let lookups = queries.iter().map(|query| self.begin(query, index, (&source, &target)));
        Lookup::run_for_targets(&lookups.collect::<Result<Vec<_>, Error>>()?)
    }

    /// Begins a look-up in an index, from one language into another.
    fn begin<'l>(
        &'l self,
        query: &'l Query,
        index: &'l Followed<TextIndex>,
        (source, target): (&'l Language, &'l Language),
    ) -> Result<Lookup<'l>, Error> {
        let length = query.text.text().len();
        if length > LONGEST_QUERY && query.min_score < 100 {
            return Err(Error::argument(format!(
                "expected a query of {LONGEST_QUERY} bytes at most, but found one of {length}; \
                 look its parts up one by one"
            )));
        }
        Ok(Lookup { store: self.store(), index, query, source, target })
    }

    /// Returns the index for queries in a language, by a metric.
    pub(super) fn index(&self, family: &str, metric: Metric) -> Arc<Followed<TextIndex>> {
        let scope = IndexScope { family: family.to_owned(), metric };
        self.indexes.texts.get(scope, &self.indexes.notices)
    }

    /// Returns what is known of the language pairs.
    pub(super) fn known_pairs(&self) -> &Followed<KnownPairs> {
        &self.indexes.pairs
    }

    /// What happened to the indexes since this was asked last and people should
    /// know: that one was damaged, for example, and built anew.
    pub fn take_notices(&self) -> Vec<IndexNotice> {
        self.indexes.notices.take()
    }

    /// The names of the indexes for look-up that are in memory, in the order in
    /// which they were asked for, and how many bytes each takes.
    pub fn index_sizes(&self) -> Vec<(String, u64)> {
        let indexes = self.indexes.texts.all();
        indexes.iter().map(|index| (index.name().to_owned(), index.size())).collect()
    }

    /// The names of the indexes that are kept beside the store for the languages
    /// of some pairs, in alphabetical order, and how many bytes each takes. Those
    /// are not read: whether they are of use shows when they are.
    ///
    /// # Errors
    ///
    /// Where they cannot be opened.
    pub fn cached_indexes(&self, pairs: &[LanguagePair]) -> Result<Vec<(String, u64)>, Error> {
        let Some(cache) = self.store().cache() else { return Ok(Vec::new()) };
        let languages = pairs.iter().flat_map(|pair| [&pair.source, &pair.target]);
        let families: BTreeSet<&str> = languages.map(|language| language.family()).collect();
        let names: BTreeSet<String> = families.into_iter().flat_map(index_names).collect();
        let mut found = Vec::new();
        for name in names {
            found.extend(cache.open(&name)?.map(|cached| (name, cached.length)));
        }
        Ok(found)
    }

    /// Whether a unit is of the document at this path, as units have it.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn has_document(&self, path: &str) -> Result<bool, Error> {
        self.store().has_document(path)
    }

    /// Finds the texts that hold a phrase, of the variants whose language serves
    /// where this one is wanted: sources and targets alike.
    ///
    /// Those that consist of the phrase come first, then shorter texts before
    /// longer ones; of the same length, by the key of the unit, then by the
    /// number of the variant.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::{Concordance, Language, Memory, TranslationUnit, Variant};
    ///
    /// let memory = Memory::new();
    /// let variant = |tag: &str, text: &str| Variant::new(tag.parse().ok(), text.into());
    /// memory.add(TranslationUnit::bilingual(
    ///     variant("en-US", "Save the file."),
    ///     variant("zh-CN", "保存文件。"),
    /// ))?;
    /// let hits = memory.concordance(&Concordance::new("文件")?, &"zh-CN".parse()?)?;
    /// assert_eq!(hits[0].unit().source().unwrap().text.plain(), "Save the file.");
    /// let text = hits[0].variant().text.plain();
    /// assert_eq!(&text[hits[0].ranges()[0].clone()], "文件");
    /// # Ok::<(), bitext::Error>(())
    /// ```
    pub fn concordance(
        &self,
        phrase: &Concordance,
        language: &Language,
    ) -> Result<Vec<ConcordanceHit>, Error> {
        let phrases = self.indexes.phrases.get(language.family().to_owned(), &self.indexes.notices);
        phrases.search(self.store(), phrase, language)
    }

    /// The languages that are meant where not both are named: those of the only
    /// pair that has the ones that are, in either direction, or of the only pair
    /// of all, in the direction of its units. `None` where there is no such pair.
    ///
    /// # Errors
    ///
    /// Where there are several to choose from; and where the store cannot be read.
    pub fn languages(
        &self,
        source: Option<&Language>,
        target: Option<&Language>,
    ) -> Result<Option<(Language, Language)>, Error> {
        match (source, target) {
            (Some(source), Some(target)) => Ok(Some((source.clone(), target.clone()))),
            named => self.indexes.pairs.choose(self.store(), named.into()),
        }
    }

    /// Whether there may be units that have these languages, or languages that serve
    /// for them; where only one is named, in a pair with any other.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn has_pair(
        &self,
        source: Option<&Language>,
        target: Option<&Language>,
    ) -> Result<bool, Error> {
        self.indexes.pairs.has_pair(self.store(), source, target)
    }

    /// The language pairs, each in the direction of its units, by language, with
    /// the number of units that have them.
    ///
    /// The first time, and after changes, this reads all units.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn pairs(&self) -> Result<Vec<LanguagePair>, Error> {
        self.indexes.pairs.list(self.store())
    }
}

impl Memory {
    /// The unit of a key, where there is one.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn unit(&self, key: UnitKey) -> Result<Option<Arc<TranslationUnit>>, Error> {
        self.store().unit(key)
    }

    /// All units, by ascending key.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::{Memory, TranslationUnit};
    ///
    /// let memory = Memory::new();
    /// let key = memory.add(TranslationUnit::default())?;
    /// let units: Vec<_> = memory.units().collect::<Result<_, _>>()?;
    /// assert_eq!(units, [(key, memory.unit(key)?.unwrap())]);
    /// # Ok::<(), bitext::Error>(())
    /// ```
    pub fn units(&self) -> MemoryUnits<'_> {
        MemoryUnits::new(self.store())
    }

    /// Adds a unit. Nothing is compared: a unit that is there already is there
    /// twice then.
    ///
    /// Each call is a transaction of its own; many units are added faster
    /// together, with [`write`](Self::write).
    ///
    /// # Errors
    ///
    /// Where the store cannot be written.
    pub fn add(&self, unit: impl Into<Arc<TranslationUnit>>) -> Result<UnitKey, Error> {
        let unit = unit.into();
        self.write(|transaction| transaction.add(NewUnit::of_memory(unit.clone())))
    }

    /// Imports units with the default settings of [`Import`]: all of them in one
    /// transaction, or none. A unit that the memory has already changes nothing.
    ///
    /// # Errors
    ///
    /// Where the store cannot be written.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::{Memory, Query, TranslationUnit, Variant};
    ///
    /// let memory = Memory::new();
    /// let variant = |tag: &str, text: &str| Variant::new(tag.parse().ok(), text.into());
    /// let unit = TranslationUnit::bilingual(
    ///     variant("en-US", "Next steps"),
    ///     variant("de-DE", "Nächste Schritte"),
    /// );
    /// let counts = memory.import([unit.clone(), unit])?;
    /// assert_eq!((counts.added, counts.unchanged), (1, 1));
    /// assert_eq!(memory.lookup(&Query::new("Next steps"))?[0].score(), 100);
    /// # Ok::<(), bitext::Error>(())
    /// ```
    pub fn import<U: Into<Arc<TranslationUnit>>>(
        &self,
        units: impl IntoIterator<Item = U>,
    ) -> Result<ImportCounts, Error> {
        let mut units = units.into_iter();
        Import::new()
            .run(self.store(), |importer| units.try_for_each(|unit| importer.add(unit).map(drop)))
    }

    /// Puts a unit in the place of the one that has the key; returns whether
    /// there was one.
    ///
    /// # Errors
    ///
    /// Where the store cannot be written.
    pub fn update(
        &self,
        key: UnitKey,
        unit: impl Into<Arc<TranslationUnit>>,
    ) -> Result<bool, Error> {
        let unit = unit.into();
        self.write(|transaction| transaction.update(key, NewUnit::of_memory(unit.clone())))
    }

    /// Takes a unit away; returns whether there was one.
    ///
    /// # Errors
    ///
    /// Where the store cannot be written.
    pub fn remove(&self, key: UnitKey) -> Result<bool, Error> {
        self.write(|transaction| transaction.remove(key))
    }

    /// Does several changes together: all of them, or none where `work` fails.
    ///
    /// # Errors
    ///
    /// The error of `work`, or where the store cannot be written.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::{Error, Memory, TranslationUnit};
    ///
    /// let memory = Memory::new();
    /// let keys = memory.write(|transaction| {
    ///     let units = (0..3).map(|_| TranslationUnit::default().into());
    ///     units.map(|unit| transaction.add(unit)).collect::<Result<Vec<_>, _>>()
    /// })?;
    /// assert_eq!(memory.units().count(), 3);
    ///
    /// let failed: Result<(), Error> = memory.write(|transaction| {
    ///     transaction.remove(keys[0])?;
    ///     Err(Error::argument("changed my mind"))
    /// });
    /// assert!(failed.is_err());
    /// assert_eq!(memory.units().count(), 3);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn write<T>(
        &self,
        mut work: impl FnMut(&mut dyn Transaction) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut done = None;
        self.store().write(&mut |transaction| {
            done = Some(work(transaction)?);
            Ok(())
        })?;
        done.ok_or_else(|| Error::argument("expected a store that does the work, but it did not"))
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}

/// Lists the names of all indexes that there may be for a language.
fn index_names(family: &str) -> Vec<String> {
    let texts = Metric::ALL
        .iter()
        .map(|&metric| TextIndex::name(&IndexScope { family: family.to_owned(), metric }));
    texts.chain([Phrases::name(&family.to_owned())]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::followed::Unusable;
    use crate::unit::Variant;

    fn unit(source: &str, language: &str) -> TranslationUnit {
        let variant = |tag: &str, text: &str| Variant::new(tag.parse().ok(), text.into());
        TranslationUnit::bilingual(variant("en", source), variant(language, "x"))
    }

    /// Languages are known by number, in the order in which they are met.
    #[test]
    fn languages_met_in_another_order_are_told_apart_after_a_rebuild() {
        let memory = Memory::new();
        let keys = ["de", "fr"].map(|language| memory.add(unit(language, language)).unwrap());
        let count = |text: &str| {
            let languages = ["en", "de"].map(|tag| tag.parse::<Language>().unwrap());
            let [source, target] = languages;
            memory.lookup(&Query::new(text).with_languages(source, target)).unwrap().len()
        };
        assert_eq!([count("de"), count("fr")], [1, 0]);
        memory.update(keys[0], unit("fr", "fr")).unwrap();
        memory.update(keys[1], unit("de", "de")).unwrap();
        let index = memory.index("en", Metric::Words);
        index.rebuild_since(memory.store(), index.builds(), Unusable::Damaged).unwrap();
        assert_eq!([count("de"), count("fr")], [1, 0]);
    }

    #[test]
    fn an_index_that_was_replaced_meanwhile_is_not_made_again() {
        let memory = Memory::new();
        memory.add(unit("text", "de")).unwrap();
        memory.prepare(Metric::Words).unwrap();
        let index = memory.index("en", Metric::Words);
        let builds = index.builds();
        index.rebuild_since(memory.store(), builds, Unusable::Damaged).unwrap();
        index.rebuild_since(memory.store(), builds, Unusable::Damaged).unwrap();
        assert_eq!(index.builds(), builds + 1);
    }

    #[test]
    fn a_query_of_any_length_is_no_query() {
        let memory = Memory::new();
        memory.add(unit("text", "de")).unwrap();
        let error = memory.lookup(&Query::new("long ".repeat(20_000))).unwrap_err();
        assert!(error.to_string().starts_with("expected a query of 65536 bytes at most"));
    }
}
