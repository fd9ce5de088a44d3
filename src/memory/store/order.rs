//! The order in which a store gives all its units: by content alone.

use crate::error::{Error, ErrorKind};
use crate::memory::origin::document_of;
use crate::unit::TranslationUnit;

/// What orders a unit among others: what is missing comes first, texts go by
/// their bytes. Equal units have equal places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) document: Option<String>,
    pub(super) ordinal: Option<i64>,
    pub(super) record: String,
}

impl Place {
    /// The place of a unit.
    pub(super) fn of(unit: &TranslationUnit) -> Result<Self, Error> {
        Ok(Self {
            document: document_of(unit).map(Into::into),
            ordinal: ordinal(unit),
            record: encode(unit)?,
        })
    }
}

/// The number of the unit in its document, from 0.
pub(super) fn ordinal(unit: &TranslationUnit) -> Option<i64> {
    let ordinal = unit.placement.as_ref()?.ordinal;
    Some(i64::try_from(ordinal).unwrap_or(i64::MAX))
}

/// The unit as JSON: equal units, and only they, have the same.
pub(super) fn encode(unit: &TranslationUnit) -> Result<String, Error> {
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
