//! Where the units of a memory are kept.
//!
//! Two stores are here: [`InMemory`], which is gone with the program, and with
//! the feature `store` a file of SQLite.

#[cfg(test)]
mod counting;
mod in_memory;
mod log;
#[cfg(feature = "store")]
mod sqlite;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::io::{Read, Write};
use std::ops::{ControlFlow, Deref};
use std::sync::Arc;

use super::origin::document_of;
use super::slot::Slot;
use super::units::{Revision, UnitKey};
use crate::error::{Error, ErrorKind};
use crate::inline::CodedText;
use crate::unit::TranslationUnit;
#[cfg(test)]
pub(crate) use counting::CountingStore;
pub use in_memory::InMemory;
#[cfg(feature = "store")]
pub use sqlite::{SqliteBuilder, SqliteStore};

/// What keeps the units of a memory: in memory, in a file, on a server.
///
/// A store only keeps; finding is the work of the index over it. The index
/// follows the store by its [`revision`](Store::revision): whoever writes,
/// in this process or in another, the next look-up sees it.
pub trait Store: Send + Sync {
    /// The state after the last transaction that was committed by anyone.
    ///
    /// Each look-up asks this, so it has to be fast.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    fn revision(&self) -> Result<Revision, Error>;

    /// A number drawn at random when a revision was made: it distinguishes states
    /// of the same revision that two copies of a memory came to on their own,
    /// and states of two memories. Nothing where the store does not know the
    /// revision, or no longer.
    ///
    /// Whoever keeps what follows from a store notes the revision and this
    /// number, and trusts what was kept only where they are found again.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    fn stamp(&self, revision: Revision) -> Result<Option<u64>, Error>;

    /// How many units there are.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    fn count(&self) -> Result<u64, Error>;

    /// The unit of a key, where there is one.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    fn unit(&self, key: UnitKey) -> Result<Option<Arc<TranslationUnit>>, Error>;

    /// The units of several keys, in the order of the keys; where there is none,
    /// nothing. All of them are of one revision where the store can read so.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    fn units(&self, keys: &[UnitKey]) -> Result<Vec<Option<Arc<TranslationUnit>>>, Error> {
        keys.iter().map(|key| self.unit(*key)).collect()
    }

    /// The units with a greater key than this one, in ascending order, and not
    /// more than the limit.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    fn units_after(
        &self,
        key: UnitKey,
        limit: usize,
    ) -> Result<Vec<(UnitKey, Arc<TranslationUnit>)>, Error>;

    /// Whether a unit is of the document at this path.
    ///
    /// By default all units are read until one is.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    fn has_document(&self, path: &str) -> Result<bool, Error> {
        let mut last = UnitKey::START;
        loop {
            let units = self.units_after(last, 1024)?;
            let Some((key, _)) = units.last() else { return Ok(false) };
            last = *key;
            if units.iter().any(|(_, unit)| document_of(unit).is_some_and(|own| own == path)) {
                return Ok(true);
            }
        }
    }

    /// What was changed after a revision; nothing where the store no longer
    /// knows, or where so much was changed that all units are better read again.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    fn changes_since(&self, revision: Revision) -> Result<Option<Changes>, Error>;

    /// Calls `visit` with every unit of one revision, in an order that depends
    /// on the contents alone: stores with equal units give them in the same
    /// order, whatever their keys and whoever came first.
    ///
    /// The order is that of the document's path, of the ordinal in it, and of
    /// the unit's JSON, which begins with its id; what is missing comes first.
    ///
    /// # Errors
    ///
    /// The error of `visit`, which ends the walk, or where the store cannot be
    /// read.
    fn visit_in_order(
        &self,
        visit: &mut dyn FnMut(UnitKey, &TranslationUnit) -> Result<(), Error>,
    ) -> Result<(), Error>;

    /// The place for what can be made anew from the units, where there is one.
    fn cache(&self) -> Option<&dyn Cache> {
        None
    }

    /// Does all that `work` asks for, or nothing of it.
    ///
    /// Where `work` fails, nothing is changed. Gives the revision afterwards,
    /// which is the one before where `work` changed nothing. One transaction is
    /// made at a time: `work` must not call this itself.
    ///
    /// # Errors
    ///
    /// The error of `work`, or where the store cannot be written.
    fn write(
        &self,
        work: &mut dyn FnMut(&mut dyn Transaction) -> Result<(), Error>,
    ) -> Result<Revision, Error>;
}

/// Changes of a [`Store`] that are made together or not at all.
///
/// What it finds takes in what the transaction did so far.
pub trait Transaction {
    /// The key that the next added unit gets, which is greater than all given.
    fn next_key(&self) -> UnitKey;

    /// The first unit that is equal to this one in all it holds.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    fn identical(&mut self, unit: &NewUnit) -> Result<Option<UnitKey>, Error>;

    /// Calls `visit` with the units in the [`Slot`](crate::memory::Slot) of this one, in
    /// any order, until it breaks off.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    fn visit_slot_of(
        &mut self,
        unit: &NewUnit,
        visit: &mut dyn FnMut(UnitKey, &TranslationUnit) -> ControlFlow<()>,
    ) -> Result<(), Error>;

    /// The unit of a key, where there is one.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    fn unit(&mut self, key: UnitKey) -> Result<Option<Arc<TranslationUnit>>, Error>;

    /// The keys of the units of a document that are greater than the given one,
    /// in ascending order, and not more than the limit. A unit belongs to the
    /// document that its origin names, or else its context, or else its id.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    fn of_document(
        &mut self,
        path: &str,
        after: UnitKey,
        limit: usize,
    ) -> Result<Vec<UnitKey>, Error>;

    /// Adds a unit and gives it a key.
    ///
    /// # Errors
    ///
    /// Where the store cannot be written.
    fn add(&mut self, unit: NewUnit) -> Result<UnitKey, Error>;

    /// Adds a unit where none is [`identical`](Transaction::identical), and says
    /// whether it did; the key is that of the unit in the store.
    ///
    /// # Errors
    ///
    /// Where the store cannot be written.
    fn add_new(&mut self, unit: NewUnit) -> Result<(UnitKey, bool), Error> {
        match self.identical(&unit)? {
            Some(key) => Ok((key, false)),
            None => Ok((self.add(unit)?, true)),
        }
    }

    /// Puts a unit in the place of the one that has the key; returns whether
    /// there was one. An equal unit changes nothing.
    ///
    /// # Errors
    ///
    /// Where the store cannot be written.
    fn update(&mut self, key: UnitKey, unit: NewUnit) -> Result<bool, Error>;

    /// Takes a unit away; returns whether there was one.
    ///
    /// # Errors
    ///
    /// Where the store cannot be written.
    fn remove(&mut self, key: UnitKey) -> Result<bool, Error>;
}

/// What happened to a store after a revision.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Changes {
    /// The revision that these changes lead to.
    pub revision: Revision,
    /// The changed units, by ascending key, each once.
    pub changes: Vec<Change>,
}

/// What became of a unit.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Change {
    /// Its key.
    pub key: UnitKey,
    /// What it is now; nothing where it was removed.
    pub unit: Option<Arc<TranslationUnit>>,
}

/// A place beside a store for what is derived from its units and takes long to make
/// anew, such as an index.
///
/// What is kept there may be lost, old or damaged: it is checked whenever it is
/// read, and never trusted.
pub trait Cache: Send + Sync {
    /// What is kept under a name; nothing where there is nothing.
    ///
    /// # Errors
    ///
    /// Where it cannot be read.
    fn open(&self, name: &str) -> Result<Option<Cached>, Error>;

    /// Keeps what `write` writes under a name, in the place of what was there.
    /// Others see the old or the new, and nothing between.
    ///
    /// # Errors
    ///
    /// Where it cannot be kept, and the error of `write`.
    fn keep(
        &self,
        name: &str,
        write: &mut dyn FnMut(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<(), Error>;
}

/// What a [`Cache`] kept.
pub struct Cached {
    /// Where to read it from.
    pub reader: Box<dyn Read>,
    /// How long it is, in bytes.
    pub length: u64,
}

/// A unit that a [`Transaction`](super::Transaction) is to add or to put in the
/// place of another, with what a store finds it by: each is worked out once, when
/// it is first asked for.
///
/// # Example
///
/// ```
/// use bitext::memory::{NewUnit, Slot};
/// use bitext::TranslationUnit;
///
/// let unit = NewUnit::from(TranslationUnit::default());
/// assert_eq!(unit.slot_number(), Slot::of(&unit).number());
/// assert!(unit.json()?.starts_with('{'));
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct NewUnit {
    unit: Arc<TranslationUnit>,
    slot_number: OnceCell<u64>,
    json: OnceCell<String>,
}

impl NewUnit {
    /// Makes what a memory keeps of a unit: its placeholders are text, as they are in most
    /// formats.
    pub(in crate::memory) fn of_memory(mut unit: Arc<TranslationUnit>) -> Self {
        let has_any = |text: &CodedText| matches!(text.placeholders_as_text(), Cow::Owned(_));
        if unit.variants.iter().any(|variant| has_any(&variant.text)) {
            for variant in &mut Arc::make_mut(&mut unit).variants {
                variant.text = variant.text.placeholders_as_text().into_owned();
            }
        }
        unit.into()
    }
}

impl From<Arc<TranslationUnit>> for NewUnit {
    fn from(unit: Arc<TranslationUnit>) -> Self {
        Self { unit, slot_number: OnceCell::new(), json: OnceCell::new() }
    }
}

impl From<TranslationUnit> for NewUnit {
    fn from(unit: TranslationUnit) -> Self {
        Arc::new(unit).into()
    }
}

impl Deref for NewUnit {
    type Target = TranslationUnit;

    fn deref(&self) -> &TranslationUnit {
        &self.unit
    }
}

impl NewUnit {
    /// The unit, shared.
    pub fn unit(&self) -> &Arc<TranslationUnit> {
        &self.unit
    }

    /// The number of its [`Slot`].
    pub fn slot_number(&self) -> u64 {
        *self.slot_number.get_or_init(|| Slot::of(&self.unit).number())
    }

    /// The path of the document that it comes from: the one that its origin names,
    /// or else its context, or else its id.
    pub fn document(&self) -> Option<Cow<'_, str>> {
        document_of(&self.unit)
    }

    /// The unit as JSON: equal units, and only they, have the same.
    ///
    /// # Errors
    ///
    /// Where it cannot be written as JSON.
    pub fn json(&self) -> Result<&str, Error> {
        if let Some(json) = self.json.get() {
            return Ok(json);
        }
        let json = encode(&self.unit)?;
        Ok(self.json.get_or_init(|| json))
    }
}

/// What orders a unit among others: what is missing comes first, texts go by
/// their bytes. Equal units have equal keys.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct OrderKey {
    document: Option<String>,
    ordinal: Option<i64>,
    record: String,
}

impl OrderKey {
    /// Returns what orders a unit.
    fn of(unit: &TranslationUnit) -> Result<Self, Error> {
        Ok(Self {
            document: document_of(unit).map(Into::into),
            ordinal: ordinal(unit),
            record: encode(unit)?,
        })
    }
}

/// Returns the number of the unit in its document, from 0.
fn ordinal(unit: &TranslationUnit) -> Option<i64> {
    let ordinal = unit.placement.as_ref()?.ordinal;
    Some(i64::try_from(ordinal).unwrap_or(i64::MAX))
}

fn encode(unit: &TranslationUnit) -> Result<String, Error> {
    let mut record = Vec::with_capacity(1024);
    let written = serde_json::to_writer(&mut record, unit).map_err(|cause| cause.to_string());
    let record =
        written.and_then(|()| String::from_utf8(record).map_err(|cause| cause.to_string()));
    record.map_err(|cause| {
        Error::new(ErrorKind::Memory {
            message: format!("expected a unit that can be written as JSON, but found: {cause}"),
        })
    })
}
