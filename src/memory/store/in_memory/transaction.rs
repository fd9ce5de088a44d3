//! Changes that are laid over a store in memory until they are committed.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use super::{Committed, Finder};
use crate::error::Error;
use crate::memory::slot::Slot;
use crate::memory::store::log::Touched;
use crate::memory::store::{NewUnit, Transaction};
use crate::memory::units::UnitKey;
use crate::unit::TranslationUnit;

/// What a transaction changes: units that are added or changed, and nothing in
/// the place of those that are removed.
#[derive(Debug)]
pub(super) struct Changed {
    pub(super) units: BTreeMap<UnitKey, Option<Arc<TranslationUnit>>>,
    /// Finds those that are added or changed.
    pub(super) finder: Finder,
    pub(super) next_key: UnitKey,
}

/// A transaction: what it changes, over what was there.
pub(super) struct InMemoryTransaction<'s> {
    /// Nobody else writes as long as this is there, so that it stays the same.
    committed: &'s RwLock<Committed>,
    changed: Changed,
    touched: Touched,
}

impl<'s> InMemoryTransaction<'s> {
    /// Begins a transaction that changes nothing yet.
    pub(super) fn new(committed: &'s RwLock<Committed>) -> Self {
        let next_key = committed.read().unwrap_or_else(PoisonError::into_inner).next_key;
        let changed = Changed { units: BTreeMap::new(), finder: Finder::default(), next_key };
        Self { committed, changed, touched: Touched::default() }
    }

    /// Ends it, and returns what it changes.
    pub(super) fn finish(self) -> (Changed, Touched) {
        (self.changed, self.touched)
    }

    fn committed(&self) -> RwLockReadGuard<'s, Committed> {
        self.committed.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn unit_in(&self, committed: &Committed, key: UnitKey) -> Option<Arc<TranslationUnit>> {
        let changed = self.changed.units.get(&key);
        changed.cloned().unwrap_or_else(|| committed.units.get(&key).cloned())
    }

    fn set(&mut self, key: UnitKey, unit: Option<NewUnit>) {
        self.touched.note(key);
        let Changed { units, finder, .. } = &mut self.changed;
        let shared = unit.as_ref().map(|unit| unit.unit().clone());
        let before = units.insert(key, shared).flatten();
        before.iter().for_each(|before| finder.remove(key, before));
        unit.iter().for_each(|unit| finder.insert(key, unit));
    }

    /// Returns the first of the keys that are found below or above, in ascending order.
    /// What is found below counts only where it was not changed.
    fn merge(
        &self,
        below: impl Iterator<Item = UnitKey>,
        above: impl Iterator<Item = UnitKey>,
        limit: usize,
    ) -> Vec<UnitKey> {
        let below = below.filter(|key| !self.changed.units.contains_key(key)).take(limit);
        let mut keys: Vec<UnitKey> = below.chain(above.take(limit)).collect();
        keys.sort_unstable();
        keys.truncate(limit);
        keys
    }
}

impl Transaction for InMemoryTransaction<'_> {
    fn next_key(&self) -> UnitKey {
        self.changed.next_key
    }

    fn identical(&mut self, unit: &NewUnit) -> Result<Option<UnitKey>, Error> {
        let committed = self.committed();
        let keys =
            self.merge(committed.finder.identical(unit), self.changed.finder.identical(unit), 1);
        Ok(keys.first().copied())
    }

    fn visit_slot_of(
        &mut self,
        unit: &NewUnit,
        visit: &mut dyn FnMut(UnitKey, &TranslationUnit) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let slot = Slot::of(unit);
        let number = unit.slot_number();
        let committed = self.committed();
        let below =
            committed.finder.slot(number).filter(|key| !self.changed.units.contains_key(key));
        for key in below.chain(self.changed.finder.slot(number)) {
            let found = self.unit_in(&committed, key).filter(|unit| Slot::of(unit) == slot);
            if found.is_some_and(|unit| visit(key, &unit).is_break()) {
                break;
            }
        }
        Ok(())
    }

    fn unit(&mut self, key: UnitKey) -> Result<Option<Arc<TranslationUnit>>, Error> {
        Ok(self.unit_in(&self.committed(), key))
    }

    fn of_document(
        &mut self,
        path: &str,
        after: UnitKey,
        limit: usize,
    ) -> Result<Vec<UnitKey>, Error> {
        let committed = self.committed();
        let (below, above) = (&committed.finder, &self.changed.finder);
        Ok(self.merge(below.document(path, after), above.document(path, after), limit))
    }

    fn add(&mut self, unit: NewUnit) -> Result<UnitKey, Error> {
        let key = self.changed.next_key;
        self.changed.next_key = key.next();
        self.set(key, Some(unit));
        Ok(key)
    }

    fn update(&mut self, key: UnitKey, unit: NewUnit) -> Result<bool, Error> {
        let Some(before) = self.unit_in(&self.committed(), key) else { return Ok(false) };
        if before != *unit.unit() {
            self.set(key, Some(unit));
        }
        Ok(true)
    }

    fn remove(&mut self, key: UnitKey) -> Result<bool, Error> {
        let is_there = self.unit_in(&self.committed(), key).is_some();
        if is_there {
            self.set(key, None);
        }
        Ok(is_there)
    }
}
