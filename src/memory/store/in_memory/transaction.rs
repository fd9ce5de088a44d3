//! Changes that are laid over a store in memory until they are committed.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use super::found::Found;
use super::state::State;
use crate::error::Error;
use crate::memory::slot::Slot;
use crate::memory::store::Transaction;
use crate::memory::store::log::Touched;
use crate::memory::units::UnitKey;
use crate::unit::TranslationUnit;

/// What a transaction changes: units that are added or changed, and nothing in
/// the place of those that are removed.
#[derive(Debug)]
pub(super) struct Changed {
    pub(super) units: BTreeMap<UnitKey, Option<Arc<TranslationUnit>>>,
    pub(super) next_key: UnitKey,
}

/// A transaction: what it changes, over what was there.
pub(super) struct InMemoryTransaction<'s> {
    /// Nobody else writes as long as this is there, so that it stays the same.
    state: &'s RwLock<State>,
    changed: Changed,
    /// Where the units of `changed` are.
    found: Found,
    touched: Touched,
}

impl<'s> InMemoryTransaction<'s> {
    /// A transaction that changes nothing yet.
    pub(super) fn new(state: &'s RwLock<State>) -> Self {
        let next_key = state.read().unwrap_or_else(PoisonError::into_inner).next_key;
        let changed = Changed { units: BTreeMap::new(), next_key };
        Self { state, changed, found: Found::default(), touched: Touched::default() }
    }

    /// What it changes.
    pub(super) fn finish(self) -> (Changed, Touched) {
        (self.changed, self.touched)
    }

    fn state(&self) -> RwLockReadGuard<'s, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn unit_in(&self, state: &State, key: UnitKey) -> Option<Arc<TranslationUnit>> {
        let changed = self.changed.units.get(&key);
        changed.cloned().unwrap_or_else(|| state.units.get(&key).cloned())
    }

    fn set(&mut self, key: UnitKey, unit: Option<Arc<TranslationUnit>>) {
        self.touched.note(key);
        let before = self.changed.units.insert(key, unit.clone()).flatten();
        before.iter().for_each(|before| self.found.remove(key, before));
        unit.iter().for_each(|unit| self.found.insert(key, unit));
    }

    /// The first of the keys that are found below or above, in ascending order.
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

    fn identical(&mut self, unit: &TranslationUnit) -> Result<Option<UnitKey>, Error> {
        let state = self.state();
        let keys = self.merge(state.found.identical(unit), self.found.identical(unit), 1);
        Ok(keys.first().copied())
    }

    fn visit_slot_of(
        &mut self,
        unit: &TranslationUnit,
        visit: &mut dyn FnMut(UnitKey, &TranslationUnit) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let slot = Slot::of(unit);
        let number = slot.number();
        let state = self.state();
        let below = state.found.slot(number).filter(|key| !self.changed.units.contains_key(key));
        for key in below.chain(self.found.slot(number)) {
            let found = self.unit_in(&state, key).filter(|unit| Slot::of(unit) == slot);
            if found.is_some_and(|unit| visit(key, &unit).is_break()) {
                break;
            }
        }
        Ok(())
    }

    fn unit(&mut self, key: UnitKey) -> Result<Option<Arc<TranslationUnit>>, Error> {
        Ok(self.unit_in(&self.state(), key))
    }

    fn of_document(
        &mut self,
        path: &str,
        after: UnitKey,
        limit: usize,
    ) -> Result<Vec<UnitKey>, Error> {
        let state = self.state();
        let (below, above) = (&state.found, &self.found);
        Ok(self.merge(below.document(path, after), above.document(path, after), limit))
    }

    fn add(&mut self, unit: Arc<TranslationUnit>) -> Result<UnitKey, Error> {
        let key = self.changed.next_key;
        self.changed.next_key = key.next();
        self.set(key, Some(unit));
        Ok(key)
    }

    fn update(&mut self, key: UnitKey, unit: Arc<TranslationUnit>) -> Result<bool, Error> {
        let Some(before) = self.unit_in(&self.state(), key) else { return Ok(false) };
        if before != unit {
            self.set(key, Some(unit));
        }
        Ok(true)
    }

    fn remove(&mut self, key: UnitKey) -> Result<bool, Error> {
        let is_there = self.unit_in(&self.state(), key).is_some();
        if is_there {
            self.set(key, None);
        }
        Ok(is_there)
    }
}
