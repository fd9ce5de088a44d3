//! A unit on its way into a store.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Deref;
use std::sync::Arc;

use crate::error::{Error, ErrorKind};
use crate::memory::origin::document_of;
use crate::memory::slot::Slot;
use crate::unit::TranslationUnit;

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
pub(super) struct OrderKey {
    pub(super) document: Option<String>,
    pub(super) ordinal: Option<i64>,
    pub(super) record: String,
}

impl OrderKey {
    /// Returns what orders a unit.
    pub(super) fn of(unit: &TranslationUnit) -> Result<Self, Error> {
        Ok(Self {
            document: document_of(unit).map(Into::into),
            ordinal: ordinal(unit),
            record: encode(unit)?,
        })
    }
}

/// Returns the number of the unit in its document, from 0.
pub(super) fn ordinal(unit: &TranslationUnit) -> Option<i64> {
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
