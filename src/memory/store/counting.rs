//! A store for tests that counts what is asked of it.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use super::{Changes, InMemory, NewUnit, Store, Transaction};
use crate::error::Error;
use crate::memory::units::{Revision, UnitKey};
use crate::unit::TranslationUnit;

/// A store in memory that counts the units that it hands over.
#[derive(Default)]
pub(crate) struct CountingStore {
    inner: InMemory,
    units_walked: AtomicU64,
    slot_visits: AtomicU64,
    /// What somebody else adds when units are read the next time.
    added_meanwhile: Mutex<Vec<TranslationUnit>>,
}

impl CountingStore {
    /// Adds a unit as soon as some were read, as another process may.
    pub(crate) fn add_while_read(&self, unit: TranslationUnit) {
        self.added_meanwhile.lock().unwrap().push(unit);
    }

    fn write_meanwhile(&self) -> Result<(), Error> {
        let Some(unit) = self.added_meanwhile.lock().unwrap().pop() else { return Ok(()) };
        let unit = Some(unit);
        let mut work = |transaction: &mut dyn Transaction| {
            unit.iter().try_for_each(|unit| transaction.add(unit.clone().into()).map(drop))
        };
        self.inner.write(&mut work).map(drop)
    }

    /// Counts the units that were read one after the other.
    pub(crate) fn units_walked(&self) -> u64 {
        self.units_walked.load(Ordering::Relaxed)
    }

    /// Counts the visits to units of slots.
    pub(crate) fn slot_visits(&self) -> u64 {
        self.slot_visits.load(Ordering::Relaxed)
    }
}

struct CountingTransaction<'t> {
    inner: &'t mut dyn Transaction,
    visits: &'t AtomicU64,
}

type Units = Vec<(UnitKey, Arc<TranslationUnit>)>;

impl Store for CountingStore {
    fn revision(&self) -> Result<Revision, Error> {
        self.inner.revision()
    }

    fn stamp(&self, revision: Revision) -> Result<Option<u64>, Error> {
        self.inner.stamp(revision)
    }

    fn count(&self) -> Result<u64, Error> {
        self.inner.count()
    }

    fn unit(&self, key: UnitKey) -> Result<Option<Arc<TranslationUnit>>, Error> {
        let unit = self.inner.unit(key)?;
        self.write_meanwhile()?;
        Ok(unit)
    }

    fn has_document(&self, path: &str) -> Result<bool, Error> {
        self.inner.has_document(path)
    }

    fn units_after(&self, key: UnitKey, limit: usize) -> Result<Units, Error> {
        let units = self.inner.units_after(key, limit)?;
        self.units_walked.fetch_add(units.len() as u64, Ordering::Relaxed);
        self.write_meanwhile()?;
        Ok(units)
    }

    fn changes_since(&self, revision: Revision) -> Result<Option<Changes>, Error> {
        self.inner.changes_since(revision)
    }

    fn visit_in_order(
        &self,
        visit: &mut dyn FnMut(UnitKey, &TranslationUnit) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.inner.visit_in_order(visit)
    }

    fn write(
        &self,
        work: &mut dyn FnMut(&mut dyn Transaction) -> Result<(), Error>,
    ) -> Result<Revision, Error> {
        self.inner
            .write(&mut |inner| work(&mut CountingTransaction { inner, visits: &self.slot_visits }))
    }
}

impl Transaction for CountingTransaction<'_> {
    fn next_key(&self) -> UnitKey {
        self.inner.next_key()
    }

    fn identical(&mut self, unit: &NewUnit) -> Result<Option<UnitKey>, Error> {
        self.inner.identical(unit)
    }

    fn visit_slot_of(
        &mut self,
        unit: &NewUnit,
        visit: &mut dyn FnMut(UnitKey, &TranslationUnit) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.inner.visit_slot_of(unit, &mut |key, unit| {
            self.visits.fetch_add(1, Ordering::Relaxed);
            visit(key, unit)
        })
    }

    fn unit(&mut self, key: UnitKey) -> Result<Option<Arc<TranslationUnit>>, Error> {
        self.inner.unit(key)
    }

    fn of_document(
        &mut self,
        path: &str,
        after: UnitKey,
        limit: usize,
    ) -> Result<Vec<UnitKey>, Error> {
        self.inner.of_document(path, after, limit)
    }

    fn add(&mut self, unit: NewUnit) -> Result<UnitKey, Error> {
        self.inner.add(unit)
    }

    fn update(&mut self, key: UnitKey, unit: NewUnit) -> Result<bool, Error> {
        self.inner.update(key, unit)
    }

    fn remove(&mut self, key: UnitKey) -> Result<bool, Error> {
        self.inner.remove(key)
    }
}
