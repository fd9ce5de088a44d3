//! A store that is gone with the program.

mod committed;
mod transaction;

use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use super::log::Touched;
use super::new_unit::OrderKey;
use super::{Changes, Revision, Store, Transaction, UnitKey};
use crate::error::Error;
use crate::unit::TranslationUnit;
use committed::Committed;
use transaction::InMemoryTransaction;

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
