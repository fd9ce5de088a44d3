//! Putting many units into a memory at once: conflicts, and counts.

mod counts;
mod importer;
mod same;
#[cfg(test)]
mod tests;

pub use counts::{ImportCounts, Imported, SkipReason};
pub use importer::Importer;

use serde::{Deserialize, Serialize};

use super::store::{Store, Transaction};
use crate::error::{Error, names};
use crate::unit::State;

/// Settings for putting many units into a memory: all of them in one
/// transaction, or none.
///
/// A unit whose languages, texts with codes and context are those of one in the
/// memory is the same, whatever the settings: what is known of either is merged,
/// and importing the same again leaves the memory as it is, in whatever format it
/// comes.
///
/// # Example
///
/// ```
/// use bitext::memory::{InMemory, Store};
/// use bitext::{CodedText, Import, Language, OnConflict, TranslationUnit, Variant};
///
/// let german = |target: &str| {
///     let source = Variant::new(Some(Language::en_us()), CodedText::from_plain("Next steps"));
///     let target = Variant::new("de-DE".parse().ok(), CodedText::from_plain(target));
///     TranslationUnit::bilingual(source, target)
/// };
/// let store = InMemory::new();
/// let import = Import::new().with_on_conflict(OnConflict::Overwrite);
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
#[derive(Clone, Debug)]
pub struct Import {
    on_conflict: OnConflict,
    replace: bool,
    symbols: bool,
    min_state: State,
}

impl Default for Import {
    fn default() -> Self {
        Self {
            on_conflict: OnConflict::default(),
            replace: false,
            symbols: false,
            min_state: State::Translated,
        }
    }
}

impl Import {
    /// Adds beside what is in conflict, removes nothing, and leaves out units
    /// without a letter or digit and those that a person still has to look at.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with what is done where the memory has another unit in the same
    /// [`Slot`](crate::memory::Slot).
    #[must_use]
    pub fn with_on_conflict(mut self, on_conflict: OnConflict) -> Self {
        self.on_conflict = on_conflict;
        self
    }

    /// The same with or without the removal of units of the memory that come from a document of this
    /// import and are not in it again. The document of a unit is the one that
    /// its origin names, or else its context, or else its id.
    #[must_use]
    pub fn with_replace(mut self, replace: bool) -> Self {
        self.replace = replace;
        self
    }

    /// The same with or without units whose source has neither letter nor digit;
    /// without them by default.
    #[must_use]
    pub fn with_symbols(mut self, symbols: bool) -> Self {
        self.symbols = symbols;
        self
    }

    /// The same with the least state of units that are taken;
    /// [`Translated`](State::Translated) without it. A unit that says nothing of its
    /// state is taken in any case.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::memory::{InMemory, SkipReason};
    /// use bitext::unit::State;
    /// use bitext::{Import, TranslationUnit, Variant};
    ///
    /// let mut unit = TranslationUnit::bilingual(
    ///     Variant::new("en".parse().ok(), "Next steps".into()),
    ///     Variant::new("de".parse().ok(), "Nächste Schritte".into()),
    /// );
    /// unit.variants[1].state = Some(State::NeedsReview);
    /// let store = InMemory::new();
    /// let counts = Import::new().run(&store, |import| import.add(unit.clone()).map(drop))?;
    /// assert!(counts.skips().eq([(SkipReason::Unreviewed, 1)]));
    /// let all = Import::new().with_min_state(State::Initial);
    /// let counts = all.run(&store, |import| import.add(unit.clone()).map(drop))?;
    /// assert_eq!(counts.added, 1);
    /// # Ok::<(), bitext::Error>(())
    /// ```
    #[must_use]
    pub fn with_min_state(mut self, min_state: State) -> Self {
        self.min_state = min_state;
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
            counts = self.work_in(transaction, &mut work)?;
            Ok(())
        })?;
        Ok(counts)
    }

    /// Counts what [`run`](Self::run) would do, and changes nothing.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run).
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::memory::{InMemory, Store};
    /// use bitext::{Import, Language, TranslationUnit, Variant};
    ///
    /// let unit = TranslationUnit::bilingual(
    ///     Variant::new(Some(Language::en_us()), "Next steps".into()),
    ///     Variant::new("de-DE".parse().ok(), "Nächste Schritte".into()),
    /// );
    /// let store = InMemory::new();
    /// let counts = Import::new().try_run(&store, |import| import.add(unit.clone()).map(drop))?;
    /// assert_eq!((counts.added, store.count()?), (1, 0));
    /// # Ok::<(), bitext::Error>(())
    /// ```
    pub fn try_run(
        &self,
        store: &dyn Store,
        mut work: impl FnMut(&mut Importer<'_>) -> Result<(), Error>,
    ) -> Result<ImportCounts, Error> {
        let mut counts = None;
        let undone = store.write(&mut |transaction| {
            counts = Some(self.work_in(transaction, &mut work)?);
            // What fails is undone.
            Err(Error::argument("the import was only tried"))
        });
        match (counts, undone) {
            (Some(counts), _) => Ok(counts),
            (None, Err(error)) => Err(error),
            (None, Ok(_)) => Ok(ImportCounts::default()),
        }
    }

    /// Does the work of an import in a transaction.
    fn work_in(
        &self,
        transaction: &mut dyn Transaction,
        work: &mut impl FnMut(&mut Importer<'_>) -> Result<(), Error>,
    ) -> Result<ImportCounts, Error> {
        let mut importer = self.start(transaction);
        work(&mut importer)?;
        importer.finish()
    }

    /// Begins an import in a transaction, which may do other things too.
    pub fn start<'t>(&self, transaction: &'t mut dyn Transaction) -> Importer<'t> {
        Importer::new(self.clone(), transaction)
    }
}

/// What to do with a unit where the memory has another in the same
/// [`Slot`](crate::memory::Slot): the same source, context and languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum OnConflict {
    /// Add it beside the other.
    #[default]
    Add,
    /// Put it in the place of the other. Units of one import do not overwrite
    /// each other: all of them are added.
    Overwrite,
    /// Keep the other and leave this one out. Units of one import do not keep
    /// each other out: all of them are added.
    Keep,
    /// Put it in the place of the other where it is newer, or else leave it out;
    /// this goes for units of one import too, so that the newest is left.
    ///
    /// The date of a unit is the latest at which it or one of its variants was
    /// changed, or else made; without such, the date of its origin. A date is
    /// newer than none, and nothing is newer than what has the same date.
    Newest,
}

names!(OnConflict {
    Add => "add",
    Overwrite => "overwrite",
    Keep => "keep",
    Newest => "newest",
});
