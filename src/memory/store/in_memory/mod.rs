//! A store that is gone with the program: what was committed, and what finds it.

mod transaction;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use super::log::{MOST_CHANGES, Span, Touched, new_stamp, union};
use super::{Change, Changes, NewUnit, OrderKey, Store, Transaction};
use crate::error::Error;
use crate::memory::origin::document_of;
use crate::memory::slot::Slot;
use crate::memory::units::{Revision, UnitKey};
use crate::unit::TranslationUnit;
use transaction::{Changed, InMemoryTransaction};

/// A [`Store`] in the memory of the program, for tests and for what is made
/// anew each time.
///
/// Units are read while a transaction goes on, as they were before it.
///
/// # Example
///
/// ```
/// use bitext::memory::{InMemory, Store};
/// use bitext::{CodedText, Language, TranslationUnit, Variant};
///
/// let store = InMemory::new();
/// let unit = TranslationUnit::bilingual(
///     Variant::new(Some(Language::en_us()), CodedText::from_plain("Next steps")),
///     Variant::new("de-DE".parse().ok(), CodedText::from_plain("Nächste Schritte")),
/// );
/// store.write(&mut |transaction| transaction.add(unit.clone().into()).map(drop))?;
/// assert_eq!(store.count()?, 1);
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct InMemory {
    committed: RwLock<Committed>,
    /// Held by the one who writes.
    writing: Mutex<()>,
}

impl InMemory {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads what was committed. A panic elsewhere cannot have left it half changed:
    /// it is changed in one go, by code that does not fail.
    fn committed(&self) -> RwLockReadGuard<'_, Committed> {
        self.committed.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn commit(&self, changes: transaction::Changed, touched: Touched) -> Revision {
        let mut committed = self.committed.write().unwrap_or_else(PoisonError::into_inner);
        committed.apply(changes, touched)
    }
}

impl Store for InMemory {
    fn revision(&self) -> Result<Revision, Error> {
        Ok(self.committed().revision())
    }

    fn stamp(&self, revision: Revision) -> Result<Option<u64>, Error> {
        Ok(self.committed().stamp(revision))
    }

    fn count(&self) -> Result<u64, Error> {
        Ok(self.committed().units.len() as u64)
    }

    fn unit(&self, key: UnitKey) -> Result<Option<Arc<TranslationUnit>>, Error> {
        Ok(self.committed().units.get(&key).cloned())
    }

    fn units(&self, keys: &[UnitKey]) -> Result<Vec<Option<Arc<TranslationUnit>>>, Error> {
        let committed = self.committed();
        Ok(keys.iter().map(|key| committed.units.get(key).cloned()).collect())
    }

    fn has_document(&self, path: &str) -> Result<bool, Error> {
        Ok(self.committed().finder.document(path, UnitKey::START).next().is_some())
    }

    fn units_after(
        &self,
        key: UnitKey,
        limit: usize,
    ) -> Result<Vec<(UnitKey, Arc<TranslationUnit>)>, Error> {
        let committed = self.committed();
        let units = committed.units.range(key.next()..).take(limit);
        Ok(units.map(|(key, unit)| (*key, unit.clone())).collect())
    }

    fn changes_since(&self, revision: Revision) -> Result<Option<Changes>, Error> {
        Ok(self.committed().changes_since(revision))
    }

    fn visit_in_order(
        &self,
        visit: &mut dyn FnMut(UnitKey, &TranslationUnit) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let units: Vec<_> = self.committed().units.clone().into_iter().collect();
        let ordered = units.into_iter().map(|(key, unit)| Ok((OrderKey::of(&unit)?, key, unit)));
        let mut ordered = ordered.collect::<Result<Vec<_>, Error>>()?;
        ordered.sort_unstable_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        ordered.iter().try_for_each(|(_, key, unit)| visit(*key, unit))
    }

    fn write(
        &self,
        work: &mut dyn FnMut(&mut dyn Transaction) -> Result<(), Error>,
    ) -> Result<Revision, Error> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut transaction = InMemoryTransaction::new(&self.committed);
        work(&mut transaction)?;
        let (changes, touched) = transaction.finish();
        match touched.is_empty() {
            true => self.revision(),
            false => Ok(self.commit(changes, touched)),
        }
    }
}

/// The units after the last transaction, and what the last ones touched.
#[derive(Debug)]
struct Committed {
    units: BTreeMap<UnitKey, Arc<TranslationUnit>>,
    finder: Finder,
    next_key: UnitKey,
    /// The revisions that are still known, one after the other, the last of all
    /// included; with their stamps and what they touched.
    log: VecDeque<(Revision, u64, Vec<Span>)>,
    /// How many stretches the log has.
    spans: u64,
}

impl Default for Committed {
    fn default() -> Self {
        Self {
            units: BTreeMap::new(),
            finder: Finder::default(),
            next_key: UnitKey::START.next(),
            log: VecDeque::from([(Revision::default(), new_stamp(), Vec::new())]),
            spans: 0,
        }
    }
}

impl Committed {
    /// Returns the last revision.
    fn revision(&self) -> Revision {
        self.log.back().map_or(Revision::default(), |(revision, ..)| *revision)
    }

    /// Returns the stamp of a revision that is still known.
    fn stamp(&self, revision: Revision) -> Option<u64> {
        self.log.get(self.position(revision)?).map(|(_, stamp, _)| *stamp)
    }

    /// Returns the number of a revision in the log.
    fn position(&self, revision: Revision) -> Option<usize> {
        let (first, ..) = self.log.front()?;
        let position = revision.get().checked_sub(first.get())?;
        usize::try_from(position).ok().filter(|position| *position < self.log.len())
    }

    /// Lists what happened after a revision, where that is still known.
    fn changes_since(&self, revision: Revision) -> Option<Changes> {
        let after = self.position(revision)? + 1;
        let spans = self.log.range(after..).flat_map(|(_, _, spans)| spans).copied().collect();
        let keys = union(spans)?;
        let keys = keys.iter().flat_map(|span| span.first.get()..=span.last.get());
        let changes = keys.map(UnitKey::new).map(|key| {
            let unit = self.units.get(&key).cloned();
            Change { key, unit }
        });
        Some(Changes { revision: self.revision(), changes: changes.collect() })
    }

    /// Makes changes, and gives the revision they lead to.
    fn apply(&mut self, changed: Changed, touched: Touched) -> Revision {
        let Changed { units, finder, next_key } = changed;
        self.next_key = next_key;
        for (key, unit) in units {
            let before = self.units.remove(&key);
            before.iter().for_each(|before| self.finder.remove(key, before));
            self.units.extend(unit.map(|unit| (key, unit)));
        }
        self.finder.extend(finder);
        self.note(touched)
    }

    fn note(&mut self, touched: Touched) -> Revision {
        let revision = self.revision().next();
        let spans = touched.into_spans();
        if spans.is_none() {
            self.log.clear();
            self.spans = 0;
        }
        let spans = spans.unwrap_or_default();
        self.spans += spans.len() as u64;
        self.log.push_back((revision, new_stamp(), spans));
        while self.spans > MOST_CHANGES && self.log.len() > 1 {
            let forgotten = self.log.pop_front();
            self.spans -= forgotten.map_or(0, |(_, _, spans)| spans.len() as u64);
        }
        revision
    }
}

/// Finds units by what transactions ask for.
#[derive(Debug, Default)]
struct Finder {
    slots: BTreeSet<(u64, UnitKey)>,
    documents: BTreeSet<(Arc<str>, UnitKey)>,
    /// With the hash of the standard library, which nobody can make collide.
    contents: HashMap<Arc<TranslationUnit>, BTreeSet<UnitKey>>,
}

impl Finder {
    /// Notes a unit.
    fn insert(&mut self, key: UnitKey, unit: &NewUnit) {
        self.slots.insert((unit.slot_number(), key));
        self.documents.extend(unit.document().map(|path| (path.into(), key)));
        self.contents.entry(unit.unit().clone()).or_default().insert(key);
    }

    /// Notes all that another finds.
    #[expect(clippy::iter_over_hash_type, reason = "sets are the same, whatever comes first")]
    fn extend(&mut self, mut other: Self) {
        self.slots.append(&mut other.slots);
        self.documents.append(&mut other.documents);
        for (unit, mut keys) in other.contents {
            self.contents.entry(unit).or_default().append(&mut keys);
        }
    }

    /// Forgets a unit.
    fn remove(&mut self, key: UnitKey, unit: &Arc<TranslationUnit>) {
        self.slots.remove(&(Slot::of(unit).number(), key));
        if let Some(path) = document_of(unit) {
            self.documents.remove(&(path.into(), key));
        }
        if let Some(keys) = self.contents.get_mut(unit) {
            keys.remove(&key);
            if keys.is_empty() {
                self.contents.remove(unit);
            }
        }
    }

    /// Lists the keys of the units that may be in a slot.
    fn slot(&self, slot: u64) -> impl Iterator<Item = UnitKey> {
        let range = (slot, UnitKey::START)..=(slot, UnitKey::new(u64::MAX));
        self.slots.range(range).map(|(_, key)| *key)
    }

    /// Lists the keys after this one whose units belong to the document.
    fn document(&self, path: &str, after: UnitKey) -> impl Iterator<Item = UnitKey> {
        let path: Arc<str> = path.into();
        let range = (path.clone(), after.next())..=(path, UnitKey::new(u64::MAX));
        self.documents.range(range).map(|(_, key)| *key)
    }

    /// Lists the keys of the units that are equal to this one.
    fn identical(&self, unit: &TranslationUnit) -> impl Iterator<Item = UnitKey> {
        self.contents.get(unit).into_iter().flatten().copied()
    }
}
