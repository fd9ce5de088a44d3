//! The work of an import, unit by unit.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use super::same::{CrowdedSlot, is_same, merged, texts_hash};
use super::{Import, ImportCounts, Imported, OnConflict, SkipReason};
use crate::error::Error;
use crate::language::Language;
use crate::memory::origin::date_of;
use crate::memory::slot::Slot;
use crate::memory::store::{NewUnit, Transaction};
use crate::memory::units::{KeySet, UnitKey};
use crate::unit::{Date, TranslationUnit};

/// An import that goes on: see [`Import`].
pub struct Importer<'t> {
    settings: Import,
    transaction: &'t mut dyn Transaction,
    /// The first key that this import may give; what is below was there before.
    first_new: UnitKey,
    /// Units that were there before and that are in this import again, or are there
    /// in the place of one that was left out.
    confirmed: KeySet,
    /// The documents of this import, where others of their units are removed, with
    /// the languages that its units have.
    documents: BTreeMap<Arc<str>, BTreeSet<Languages>>,
    /// By the fingerprint of slots with very many units, the one that was found to
    /// decide over further units: the first that was there before, or the newest.
    deciding: BTreeMap<u128, Option<DatedKey>>,
    /// By the same fingerprint, the units of such slots.
    crowded: BTreeMap<u128, CrowdedSlot>,
    counts: ImportCounts,
}

/// A unit with its date.
type DatedKey = (Option<Date>, UnitKey);

/// The languages of the variants of a unit, in alphabetical order.
type Languages = Vec<Option<Language>>;

fn languages_of(unit: &TranslationUnit) -> Languages {
    let mut languages: Languages =
        unit.variants.iter().map(|variant| variant.language.clone()).collect();
    languages.sort_unstable();
    languages
}

/// The key of a unit and what it becomes, where it changes.
type MergedUnit = (UnitKey, Option<TranslationUnit>);

/// Makes one unit of two that are the same; `None` where the new one adds nothing. A
/// document that is read again says anew what describes its units, once in an import.
fn merge(
    own: &TranslationUnit,
    new: &TranslationUnit,
    is_touched: bool,
) -> Option<TranslationUnit> {
    if own == new {
        return None;
    }
    let both = match !is_touched && new.placement.is_some() && own.id == new.id {
        true => merged(&described_as(own, new), new),
        false => merged(own, new),
    };
    (both != *own).then_some(both)
}

/// Describes a unit as the document says that was read again.
fn described_as(own: &TranslationUnit, new: &TranslationUnit) -> TranslationUnit {
    let (origin, placement) = (new.origin.clone(), new.placement.clone());
    TranslationUnit { origin, placement, ..own.clone() }
}

/// From how many units on it is noted what was found in a slot, so that the time
/// for many units in one slot does not grow with their square.
const VERY_MANY: usize = 16;

/// How many units are asked of the store at once.
const PAGE: usize = 64;

impl<'t> Importer<'t> {
    pub(super) fn new(settings: Import, transaction: &'t mut dyn Transaction) -> Self {
        Self {
            first_new: transaction.next_key(),
            settings,
            transaction,
            confirmed: KeySet::default(),
            documents: BTreeMap::new(),
            deciding: BTreeMap::new(),
            crowded: BTreeMap::new(),
            counts: ImportCounts::default(),
        }
    }

    /// Puts a unit into the memory, and returns what became of it.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read or written.
    pub fn add(&mut self, unit: impl Into<Arc<TranslationUnit>>) -> Result<Imported, Error> {
        let unit = NewUnit::of_memory(unit.into());
        if let Some(path) = unit.document() {
            self.note_document(&path);
            if let Some(languages) = self.documents.get_mut(&*path) {
                languages.insert(languages_of(&unit));
            }
        }
        let imported = match self.skip_reason(&unit) {
            Some(reason) => Imported::Skipped(reason),
            None => self.put(unit)?,
        };
        if let Imported::Updated(key) | Imported::Unchanged(key) = imported {
            self.confirmed.insert(key);
        }
        self.counts.note(imported);
        Ok(imported)
    }

    fn skip_reason(&self, unit: &TranslationUnit) -> Option<SkipReason> {
        let is_low = unit.state().is_some_and(|state| state < self.settings.min_state);
        SkipReason::of(unit, self.settings.symbols)
            .or_else(|| is_low.then_some(SkipReason::Unreviewed))
    }

    /// Notes that a document was read, which may hold no unit any more. Matters
    /// only where [`Import::with_replace`] is asked for.
    pub fn note_document(&mut self, path: &str) {
        if self.settings.replace && !self.documents.contains_key(path) {
            self.documents.insert(path.into(), BTreeSet::new());
        }
    }

    /// Whether what the documents no longer hold is removed: see
    /// [`Import::with_replace`].
    pub fn is_replacing(&self) -> bool {
        self.settings.replace
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
            for key in old.iter().copied().filter(|key| !self.confirmed.contains(*key)) {
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

    fn put(&mut self, unit: NewUnit) -> Result<Imported, Error> {
        if self.settings.on_conflict == OnConflict::Newest {
            return self.put_newest(unit);
        }
        if let Some((key, both)) = self.merged_with_same(&unit)? {
            return self.update(key, both);
        }
        if self.settings.on_conflict == OnConflict::Add || self.is_free(&unit)? {
            return self.add_beside(unit);
        }
        match self.settings.on_conflict {
            OnConflict::Overwrite => self.overwrite(unit),
            OnConflict::Keep => self.keep(unit),
            OnConflict::Add | OnConflict::Newest => self.add_beside(unit),
        }
    }

    /// Puts a unit into the memory where it is the newest of its slot: which one
    /// that is decides over the same units too.
    fn put_newest(&mut self, unit: NewUnit) -> Result<Imported, Error> {
        match self.transaction.identical(&unit)? {
            Some(key) => Ok(Imported::Unchanged(key)),
            None if self.is_free(&unit)? => self.add_beside(unit),
            None => self.overwrite_older(unit),
        }
    }

    /// Finds the unit of the memory that is the same, and makes one of the two; it is
    /// `None` where that adds nothing.
    fn merged_with_same(&mut self, unit: &NewUnit) -> Result<Option<MergedUnit>, Error> {
        if !self.crowded.is_empty()
            && let Some(crowded) = self.crowded.get(&Slot::of(unit).fingerprint())
        {
            let key = crowded.get(&texts_hash(unit)).copied();
            return self.merged_with(key, unit);
        }
        let (mut found, mut left) = (None, VERY_MANY);
        let (first_new, confirmed) = (self.first_new, &self.confirmed);
        self.transaction.visit_slot_of(unit, &mut |key, other| {
            left -= 1;
            if is_same(other, unit) {
                let is_touched = key >= first_new || confirmed.contains(key);
                found = Some((key, merge(other, unit, is_touched)));
            }
            match found.is_some() || left == 0 {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        })?;
        if found.is_some() || left > 0 {
            return Ok(found);
        }
        let key = self.crowd(unit)?;
        self.merged_with(key, unit)
    }

    /// Notes all units in the slot of one, which are very many; returns the key of
    /// the one that has its texts.
    fn crowd(&mut self, unit: &NewUnit) -> Result<Option<UnitKey>, Error> {
        let mut crowded = CrowdedSlot::default();
        self.transaction.visit_slot_of(unit, &mut |key, other| {
            crowded.entry(texts_hash(other)).or_insert(key);
            ControlFlow::Continue(())
        })?;
        let key = crowded.get(&texts_hash(unit)).copied();
        self.crowded.insert(Slot::of(unit).fingerprint(), crowded);
        Ok(key)
    }

    /// Makes one unit of the one with a key and a new one, where they are the same.
    fn merged_with(
        &mut self,
        key: Option<UnitKey>,
        unit: &TranslationUnit,
    ) -> Result<Option<MergedUnit>, Error> {
        let Some(key) = key else { return Ok(None) };
        let own = self.transaction.unit(key)?.filter(|own| is_same(own, unit));
        let is_touched = key >= self.first_new || self.confirmed.contains(key);
        Ok(own.map(|own| (key, merge(&own, unit, is_touched))))
    }

    fn update(&mut self, key: UnitKey, unit: Option<TranslationUnit>) -> Result<Imported, Error> {
        let Some(unit) = unit else { return Ok(Imported::Unchanged(key)) };
        self.transaction.update(key, unit.into())?;
        Ok(Imported::Updated(key))
    }

    fn is_free(&mut self, unit: &NewUnit) -> Result<bool, Error> {
        let mut is_free = true;
        self.transaction.visit_slot_of(unit, &mut |_, _| {
            is_free = false;
            ControlFlow::Break(())
        })?;
        Ok(is_free)
    }

    fn add_beside(&mut self, unit: NewUnit) -> Result<Imported, Error> {
        if self.crowded.is_empty() {
            return Ok(Imported::Added(self.transaction.add(unit)?));
        }
        let (slot, texts) = (Slot::of(&unit).fingerprint(), texts_hash(&unit));
        let key = self.transaction.add(unit)?;
        if let Some(crowded) = self.crowded.get_mut(&slot) {
            crowded.insert(texts, key);
        }
        Ok(Imported::Added(key))
    }

    /// Leaves a unit out for another, which is not to be removed either.
    fn skip(&mut self, reason: SkipReason, for_the_sake_of: UnitKey) -> Imported {
        self.confirmed.insert(for_the_sake_of);
        Imported::Skipped(reason)
    }

    fn keep(&mut self, unit: NewUnit) -> Result<Imported, Error> {
        let slot = Slot::of(&unit).fingerprint();
        let first = match self.deciding.get(&slot) {
            Some(known) => *known,
            None => {
                let rivals = Rivals::of(self.transaction, &unit)?;
                let first = rivals.first.filter(|(_, key)| *key < self.first_new);
                self.note_deciding(slot, &rivals, first);
                first
            }
        };
        match first {
            Some((_, key)) => Ok(self.skip(SkipReason::Kept, key)),
            None => self.add_beside(unit),
        }
    }

    fn overwrite(&mut self, unit: NewUnit) -> Result<Imported, Error> {
        let slot = Slot::of(&unit).fingerprint();
        if self.deciding.contains_key(&slot) {
            // What was there before is overwritten by now.
            return self.add_beside(unit);
        }
        let rivals = Rivals::of(self.transaction, &unit)?;
        self.note_deciding(slot, &rivals, None);
        let is_open = |key: &UnitKey| *key < self.first_new && !self.confirmed.contains(*key);
        let open = rivals.keys.into_iter().filter(is_open).collect();
        self.take_place_of(open, unit)
    }

    fn overwrite_older(&mut self, unit: NewUnit) -> Result<Imported, Error> {
        let (slot, date) = (Slot::of(&unit).fingerprint(), date_of(&unit));
        if let Some(&Some((newest, key))) = self.deciding.get(&slot)
            && date <= newest
        {
            return Ok(self.skip(SkipReason::NotNewer, key));
        }
        let rivals = Rivals::of(self.transaction, &unit)?;
        match rivals.newest {
            Some(newest) if date <= newest.0 => {
                self.note_deciding(slot, &rivals, Some(newest));
                Ok(self.skip(SkipReason::NotNewer, newest.1))
            }
            _ => self.take_place_of(rivals.keys, unit),
        }
    }

    /// Notes which unit decides in a slot, where looking at all others again for
    /// each further unit would take too long.
    fn note_deciding(&mut self, slot: u128, rivals: &Rivals, deciding: Option<DatedKey>) {
        if rivals.keys.len() > VERY_MANY {
            self.deciding.insert(slot, deciding);
        }
    }

    /// Puts a unit in the place of others; it gets the key of the first.
    fn take_place_of(&mut self, others: Vec<UnitKey>, unit: NewUnit) -> Result<Imported, Error> {
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
    first: Option<DatedKey>,
    newest: Option<DatedKey>,
}

impl Rivals {
    fn of(transaction: &mut dyn Transaction, unit: &NewUnit) -> Result<Self, Error> {
        let mut rivals = Self::default();
        transaction.visit_slot_of(unit, &mut |key, rival| {
            let dated = (date_of(rival), key);
            rivals.newest = rivals.newest.max(Some(dated));
            if rivals.first.is_none_or(|(_, first)| key < first) {
                rivals.first = Some(dated);
            }
            rivals.keys.push(key);
            ControlFlow::Continue(())
        })?;
        rivals.keys.sort_unstable();
        Ok(rivals)
    }
}
