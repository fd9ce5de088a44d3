//! The units of a memory by their keys: reading and changing them.

use std::sync::Arc;

use super::import::{Import, ImportCounts};
use super::key::UnitKey;
use super::memory::Memory;
use super::store::Transaction;
use super::units::MemoryUnits;
use crate::error::Error;
use crate::unit::TranslationUnit;

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
        self.write(|transaction| transaction.add(unit.clone()))
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
        Import::new().run(self.store(), |importer| {
            units.try_for_each(|unit| importer.add(unit).map(drop))
        })
    }

    /// Puts a unit in the place of the one that has the key; says whether there
    /// was one.
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
        self.write(|transaction| transaction.update(key, unit.clone()))
    }

    /// Takes a unit away; says whether there was one.
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
