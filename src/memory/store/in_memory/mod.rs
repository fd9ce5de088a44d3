//! A store that is gone with the program.

mod found;
mod state;
mod transaction;

use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use super::log::Touched;
use super::order::Place;
use super::{Changes, Revision, Store, Transaction, UnitKey};
use crate::error::Error;
use crate::unit::TranslationUnit;
use state::State;
use transaction::InMemoryTransaction;

/// A [`Store`] in the memory of the program, for tests and for what is made
/// anew each time.
///
/// Units are read while a transaction goes on, as they were before it.
///
/// # Example
///
/// ```
/// use bitext::{CodedText, InMemory, Language, Store, TranslationUnit, Variant};
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
    state: RwLock<State>,
    /// Held by the one who writes.
    writing: Mutex<()>,
}

impl InMemory {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// What was committed. A panic elsewhere cannot have left it half changed:
    /// it is changed in one go, by code that does not fail.
    fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn commit(&self, changes: transaction::Changed, touched: Touched) -> Revision {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.apply(changes, touched)
    }
}

impl Store for InMemory {
    fn revision(&self) -> Result<Revision, Error> {
        Ok(self.state().revision())
    }

    fn stamp(&self, revision: Revision) -> Result<Option<u64>, Error> {
        Ok(self.state().stamp(revision))
    }

    fn count(&self) -> Result<u64, Error> {
        Ok(self.state().units.len() as u64)
    }

    fn unit(&self, key: UnitKey) -> Result<Option<Arc<TranslationUnit>>, Error> {
        Ok(self.state().units.get(&key).cloned())
    }

    fn units(&self, keys: &[UnitKey]) -> Result<Vec<Option<Arc<TranslationUnit>>>, Error> {
        let state = self.state();
        Ok(keys.iter().map(|key| state.units.get(key).cloned()).collect())
    }

    fn units_after(
        &self,
        key: UnitKey,
        limit: usize,
    ) -> Result<Vec<(UnitKey, Arc<TranslationUnit>)>, Error> {
        let state = self.state();
        let units = state.units.range(key.next()..).take(limit);
        Ok(units.map(|(key, unit)| (*key, unit.clone())).collect())
    }

    fn changes_since(&self, revision: Revision) -> Result<Option<Changes>, Error> {
        Ok(self.state().changes_since(revision))
    }

    fn visit_in_order(
        &self,
        visit: &mut dyn FnMut(UnitKey, &TranslationUnit) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let units: Vec<_> = self.state().units.clone().into_iter().collect();
        let placed = units.into_iter().map(|(key, unit)| Ok((Place::of(&unit)?, key, unit)));
        let mut placed = placed.collect::<Result<Vec<_>, Error>>()?;
        placed.sort_unstable_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        placed.iter().try_for_each(|(_, key, unit)| visit(*key, unit))
    }

    fn write(
        &self,
        work: &mut dyn FnMut(&mut dyn Transaction) -> Result<(), Error>,
    ) -> Result<Revision, Error> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut transaction = InMemoryTransaction::new(&self.state);
        work(&mut transaction)?;
        let (changes, touched) = transaction.finish();
        match touched.is_empty() {
            true => self.revision(),
            false => Ok(self.commit(changes, touched)),
        }
    }
}
