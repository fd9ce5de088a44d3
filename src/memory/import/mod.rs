//! Putting many units into a memory at once: conflicts, and counts.

mod conflict;
mod counts;
mod importer;
mod seen;
mod skip;
#[cfg(test)]
mod tests;

pub use conflict::OnConflict;
pub use counts::{ImportCounts, Imported};
pub use importer::Importer;
pub use skip::SkipReason;

use super::store::{Store, Transaction};
use crate::error::Error;

/// Settings for putting many units into a memory: all of them in one
/// transaction, or none.
///
/// A unit that is equal in all it holds to one in the memory changes nothing,
/// whatever the settings: importing the same again leaves the memory as it is.
///
/// # Example
///
/// ```
/// use bitext::{
///     CodedText, Import, InMemory, Language, OnConflict, Store, TranslationUnit, Variant,
/// };
///
/// let german = |target: &str| {
///     let source = Variant::new(Some(Language::en_us()), CodedText::from_plain("Next steps"));
///     let target = Variant::new("de-DE".parse().ok(), CodedText::from_plain(target));
///     TranslationUnit::bilingual(source, target)
/// };
/// let store = InMemory::new();
/// let import = Import::new().on_conflict(OnConflict::Overwrite);
/// let counts = import.run(&store, |importer| {
///     importer.add(german("Nächste Schritte"))?;
///     importer.add(german("Nächste Schritte"))?;
///     Ok(())
/// })?;
/// assert_eq!((counts.added, counts.unchanged), (1, 1));
///
/// let counts = import.run(&store, |importer| importer.add(german("Wie weiter?")).map(drop))?;
/// assert_eq!((counts.updated, store.count()?), (1, 1));
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Import {
    on_conflict: OnConflict,
    replace: bool,
    symbols: bool,
}

impl Import {
    /// Adds beside what is in conflict, removes nothing, and leaves out units
    /// without a letter or digit.
    pub fn new() -> Self {
        Self::default()
    }

    /// What to do where the memory has another unit in the same
    /// [`Slot`](crate::Slot).
    #[must_use]
    pub fn on_conflict(mut self, on_conflict: OnConflict) -> Self {
        self.on_conflict = on_conflict;
        self
    }

    /// Whether units of the memory are removed that come from a document of this
    /// import and are not in it again. The document of a unit is the one that
    /// its origin names, or else its context, or else its id.
    #[must_use]
    pub fn replace(mut self, replace: bool) -> Self {
        self.replace = replace;
        self
    }

    /// Whether units are taken too whose source has neither letter nor digit.
    #[must_use]
    pub fn symbols(mut self, symbols: bool) -> Self {
        self.symbols = symbols;
        self
    }

    /// Imports what `work` hands over, in one transaction; where `work` fails,
    /// nothing is changed.
    ///
    /// # Errors
    ///
    /// The error of `work`, or where the store cannot be written.
    pub fn run(
        &self,
        store: &dyn Store,
        mut work: impl FnMut(&mut Importer<'_>) -> Result<(), Error>,
    ) -> Result<ImportCounts, Error> {
        let mut counts = ImportCounts::default();
        store.write(&mut |transaction| {
            let mut importer = self.start(transaction);
            work(&mut importer)?;
            counts = importer.finish()?;
            Ok(())
        })?;
        Ok(counts)
    }

    /// Begins an import in a transaction, which may do other things too.
    pub fn start<'t>(&self, transaction: &'t mut dyn Transaction) -> Importer<'t> {
        Importer::new(self.clone(), transaction)
    }
}
