//! The work of an import, unit by unit.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use super::counts::{ImportCounts, Imported};
use super::seen::Seen;
use super::{Import, OnConflict, SkipReason};
use crate::error::Error;
use crate::language::Language;
use crate::memory::origin::date_of;
use crate::memory::origin::document_of;
use crate::memory::slot::Slot;
use crate::memory::store::Transaction;
use crate::memory::units::UnitKey;
use crate::unit::{Date, TranslationUnit};

/// An import that goes on: see [`Import`].
pub struct Importer<'t> {
    settings: Import,
    transaction: &'t mut dyn Transaction,
    /// The first key that this import may give; what is below was there before.
    first_new: UnitKey,
    /// Units that were there before and that this import stands by.
    seen: Seen,
    /// The documents of this import, where others of their units are removed, with
    /// the languages that its units have.
    documents: BTreeMap<Arc<str>, BTreeSet<Languages>>,
    /// The document of the last unit, and whether the memory had it before.
    last: Option<(Arc<str>, bool)>,
    /// What is kept in slots with very many units: the first that was there before.
    kept: BTreeMap<u128, Option<UnitKey>>,
    /// Slots with very many units, of which none is open to be overwritten.
    settled: BTreeSet<u128>,
    /// The newest of slots with very many units.
    newest: BTreeMap<u128, (Option<Date>, UnitKey)>,
    counts: ImportCounts,
}

/// The languages of the variants of a unit, in alphabetical order.
type Languages = Vec<Option<Language>>;

fn languages_of(unit: &TranslationUnit) -> Languages {
    let mut languages: Languages =
        unit.variants.iter().map(|variant| variant.language.clone()).collect();
    languages.sort_unstable();
    languages
}

/// Whether two units differ in their place alone.
fn is_moved(old: &TranslationUnit, new: &TranslationUnit) -> bool {
    let placed = TranslationUnit { placement: new.placement.clone(), ..old.clone() };
    old.id == new.id && placed == *new
}

/// From how many units on it is noted what was found in a slot, so that the time
/// for many units in one slot does not grow with their square.
const CROWD: usize = 16;

/// How many units are asked of the store at once.
const PAGE: usize = 64;

impl<'t> Importer<'t> {
    pub(super) fn new(settings: Import, transaction: &'t mut dyn Transaction) -> Self {
        Self {
            first_new: transaction.next_key(),
            settings,
            transaction,
            seen: Seen::default(),
            documents: BTreeMap::new(),
            last: None,
            kept: BTreeMap::new(),
            settled: BTreeSet::new(),
            newest: BTreeMap::new(),
            counts: ImportCounts::default(),
        }
    }

    /// Puts a unit into the memory, and says what became of it.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read or written.
    pub fn add(&mut self, unit: impl Into<Arc<TranslationUnit>>) -> Result<Imported, Error> {
        let unit = unit.into();
        if let Some(path) = document_of(&unit) {
            self.note_document(&path);
            if let Some(languages) = self.documents.get_mut(&*path) {
                languages.insert(languages_of(&unit));
            }
        }
        let imported = match SkipReason::of(&unit, self.settings.symbols) {
            Some(reason) => Imported::Skipped(reason),
            None => match self.moved(&unit)? {
                Some(key) => {
                    self.transaction.update(key, unit)?;
                    Imported::Updated(key)
                }
                None => self.put(unit)?,
            },
        };
        if let Imported::Updated(key) | Imported::Unchanged(key) = imported {
            self.seen.insert(key);
        }
        self.counts.note(imported);
        Ok(imported)
    }

    /// Says that a document was read, which may hold no unit any more. Matters
    /// only where [`Import::replace`] is asked for.
    pub fn note_document(&mut self, path: &str) {
        if self.settings.replace && !self.documents.contains_key(path) {
            self.documents.insert(path.into(), BTreeSet::new());
        }
    }

    /// The counts so far.
    pub fn counts(&self) -> &ImportCounts {
        &self.counts
    }

    /// Removes what the documents no longer hold, where that is asked for, and
    /// gives the counts. Without this, an import removes nothing.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read or written.
    pub fn finish(mut self) -> Result<ImportCounts, Error> {
        for (path, languages) in std::mem::take(&mut self.documents) {
            self.remove_rest_of(&path, &languages)?;
        }
        Ok(self.counts)
    }

    /// Removes what the memory holds of a document, in the languages that were
    /// imported: the same path may be that of its translations into others.
    fn remove_rest_of(&mut self, path: &str, of: &BTreeSet<Languages>) -> Result<(), Error> {
        let mut last = UnitKey::START;
        loop {
            let keys = self.transaction.of_document(path, last, PAGE)?;
            let old = keys.iter().copied().take_while(|key| *key < self.first_new);
            let old: Vec<UnitKey> = old.collect();
            for key in old.iter().copied().filter(|key| !self.seen.contains(*key)) {
                let unit = self.transaction.unit(key)?;
                // A document without units names no languages: it has lost all.
                if !of.is_empty() && !unit.is_some_and(|unit| of.contains(&languages_of(&unit))) {
                    continue;
                }
                self.counts.removed += u64::from(self.transaction.remove(key)?);
            }
            match old.last() {
                Some(key) if old.len() == PAGE => last = *key,
                _ => return Ok(()),
            }
        }
    }

    /// The unit that this one is, but for its place in the document, where the
    /// memory had the document before: what stands above it may have changed.
    fn moved(&mut self, unit: &TranslationUnit) -> Result<Option<UnitKey>, Error> {
        if unit.placement.is_none() || !self.is_known_document(unit)? {
            return Ok(None);
        }
        let (mut moved, mut left) = (None, CROWD);
        let (seen, first_new) = (&self.seen, self.first_new);
        self.transaction.visit_slot_of(unit, &mut |key, other| {
            left -= 1;
            let is_open = key < first_new && !seen.contains(key);
            if is_open && is_moved(other, unit) && moved.is_none() {
                moved = Some(key);
            }
            if is_open && other == unit {
                // It did not move at all.
                moved = None;
                return ControlFlow::Break(());
            }
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(moved)
    }

    fn is_known_document(&mut self, unit: &TranslationUnit) -> Result<bool, Error> {
        let Some(path) = document_of(unit) else { return Ok(false) };
        if let Some((_, is_known)) = self.last.as_ref().filter(|(last, _)| **last == *path) {
            return Ok(*is_known);
        }
        let keys = self.transaction.of_document(&path, UnitKey::START, 1)?;
        let is_known = keys.first().is_some_and(|key| *key < self.first_new);
        self.last = Some((path.as_ref().into(), is_known));
        Ok(is_known)
    }

    fn put(&mut self, unit: Arc<TranslationUnit>) -> Result<Imported, Error> {
        if self.settings.on_conflict == OnConflict::Add {
            let (key, is_new) = self.transaction.add_new(unit)?;
            return Ok(if is_new { Imported::Added(key) } else { Imported::Unchanged(key) });
        }
        if self.is_free(&unit)? {
            return self.add_beside(unit);
        }
        if let Some(key) = self.transaction.identical(&unit)? {
            return Ok(Imported::Unchanged(key));
        }
        match self.settings.on_conflict {
            OnConflict::Add => self.add_beside(unit),
            OnConflict::Overwrite => self.overwrite(unit),
            OnConflict::Newest => self.overwrite_older(unit),
            OnConflict::Keep => self.keep(unit),
        }
    }

    fn is_free(&mut self, unit: &TranslationUnit) -> Result<bool, Error> {
        let mut is_free = true;
        self.transaction.visit_slot_of(unit, &mut |_, _| {
            is_free = false;
            ControlFlow::Break(())
        })?;
        Ok(is_free)
    }

    fn add_beside(&mut self, unit: Arc<TranslationUnit>) -> Result<Imported, Error> {
        Ok(Imported::Added(self.transaction.add(unit)?))
    }

    /// Leaves a unit out for another, which is not to be removed either.
    fn skip(&mut self, reason: SkipReason, for_the_sake_of: UnitKey) -> Imported {
        self.seen.insert(for_the_sake_of);
        Imported::Skipped(reason)
    }

    fn keep(&mut self, unit: Arc<TranslationUnit>) -> Result<Imported, Error> {
        let slot = Slot::of(&unit).fingerprint();
        let kept = match self.kept.get(&slot) {
            Some(known) => *known,
            None => {
                let rivals = Rivals::of(self.transaction, &unit)?;
                let first = rivals.keys.first().copied().filter(|key| *key < self.first_new);
                if rivals.keys.len() > CROWD {
                    self.kept.insert(slot, first);
                }
                first
            }
        };
        match kept {
            Some(key) => Ok(self.skip(SkipReason::Kept, key)),
            None => self.add_beside(unit),
        }
    }

    fn overwrite(&mut self, unit: Arc<TranslationUnit>) -> Result<Imported, Error> {
        let slot = Slot::of(&unit).fingerprint();
        if self.settled.contains(&slot) {
            return self.add_beside(unit);
        }
        let rivals = Rivals::of(self.transaction, &unit)?;
        if rivals.keys.len() > CROWD {
            self.settled.insert(slot);
        }
        let is_open = |key: &UnitKey| *key < self.first_new && !self.seen.contains(*key);
        let open = rivals.keys.into_iter().filter(is_open).collect();
        self.take_place_of(open, unit)
    }

    fn overwrite_older(&mut self, unit: Arc<TranslationUnit>) -> Result<Imported, Error> {
        let (slot, date) = (Slot::of(&unit).fingerprint(), date_of(&unit));
        if let Some((_, key)) = self.newest.get(&slot).filter(|(newest, _)| date <= *newest) {
            let key = *key;
            return Ok(self.skip(SkipReason::NotNewer, key));
        }
        let rivals = Rivals::of(self.transaction, &unit)?;
        match rivals.newest {
            Some(newest) if date <= newest.0 => {
                if rivals.keys.len() > CROWD {
                    self.newest.insert(slot, newest);
                }
                Ok(self.skip(SkipReason::NotNewer, newest.1))
            }
            _ => self.take_place_of(rivals.keys, unit),
        }
    }

    /// Puts a unit in the place of others; it gets the key of the first.
    fn take_place_of(
        &mut self,
        others: Vec<UnitKey>,
        unit: Arc<TranslationUnit>,
    ) -> Result<Imported, Error> {
        let Some((first, rest)) = others.split_first() else { return self.add_beside(unit) };
        self.transaction.update(*first, unit)?;
        for key in rest {
            self.counts.removed += u64::from(self.transaction.remove(*key)?);
        }
        Ok(Imported::Updated(*first))
    }
}

/// The units in the slot of another.
#[derive(Default)]
struct Rivals {
    /// Their keys, in ascending order.
    keys: Vec<UnitKey>,
    newest: Option<(Option<Date>, UnitKey)>,
}

impl Rivals {
    fn of(transaction: &mut dyn Transaction, unit: &TranslationUnit) -> Result<Self, Error> {
        let mut rivals = Self::default();
        transaction.visit_slot_of(unit, &mut |key, rival| {
            rivals.newest = rivals.newest.max(Some((date_of(rival), key)));
            rivals.keys.push(key);
            ControlFlow::Continue(())
        })?;
        rivals.keys.sort_unstable();
        Ok(rivals)
    }
}
