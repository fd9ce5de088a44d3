//! A unit as a row.

use std::borrow::Cow;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Row, types::ValueRef};
use xxhash_rust::xxh3::xxh3_64;

use super::failure::{DAMAGED, Failure, memory_error};
use crate::error::Error;
use crate::memory::origin::document_of;
use crate::memory::slot::Slot;
use crate::memory::store::order::{encode, ordinal};
use crate::memory::units::UnitKey;
use crate::unit::TranslationUnit;

/// What the row of a unit holds besides its key.
pub(super) struct Record<'u> {
    pub(super) slot: i64,
    pub(super) content: i64,
    pub(super) document: Option<Cow<'u, str>>,
    pub(super) ordinal: Option<i64>,
    pub(super) text: String,
}

impl<'u> Record<'u> {
    /// The row of a unit.
    pub(super) fn of(unit: &'u TranslationUnit) -> Result<Self, Error> {
        let text = encode(unit)?;
        Ok(Self {
            slot: Slot::of(unit).number().cast_signed(),
            content: content_number(text.as_bytes()),
            document: document_of(unit),
            ordinal: ordinal(unit),
            text,
        })
    }
}

/// The number of a record.
pub(super) fn content_number(record: &[u8]) -> i64 {
    xxh3_64(record).cast_signed()
}

/// What is read to get a unit, in the order that [`unit`] expects.
macro_rules! columns {
    () => {
        "key, content, record"
    };
}
pub(super) use columns;

/// The unit of a row with the [`columns`].
///
/// # Errors
///
/// Where the record is not the one that was written.
pub(super) fn unit(row: &Row<'_>) -> Result<(UnitKey, Arc<TranslationUnit>), Failure> {
    let key = key(row.get(0)?);
    let record = match row.get_ref(2)? {
        ValueRef::Text(record) => record,
        _ => return Err(damaged(key, "no text").into()),
    };
    if content_number(record) != row.get::<_, i64>(1)? {
        return Err(damaged(key, "a record that is not the one that was written").into());
    }
    let unit = serde_json::from_slice(record).map_err(|cause| damaged(key, &cause.to_string()))?;
    Ok((key, Arc::new(unit)))
}

/// The unit of a key, where there is one.
pub(super) fn read(
    connection: &Connection,
    key: UnitKey,
) -> Result<Option<Arc<TranslationUnit>>, Failure> {
    let query = concat!("SELECT ", columns!(), " FROM unit WHERE key = ?");
    let mut statement = connection.prepare_cached(query)?;
    let found = statement.query_row([number(key)], |row| Ok(unit(row)));
    Ok(found.optional()?.transpose()?.map(|(_, unit)| unit))
}

fn damaged(key: UnitKey, found: &str) -> Error {
    memory_error(format!("expected the record of unit {key}, but found {found}: {DAMAGED}"))
}

/// The key that a column holds.
pub(super) fn key(number: i64) -> UnitKey {
    UnitKey::new(number.cast_unsigned())
}

/// A key as a column holds it. Numbers beyond it are those of no unit.
pub(super) fn number(key: UnitKey) -> i64 {
    i64::try_from(key.get()).unwrap_or(i64::MAX)
}

/// A limit as SQLite reads it.
pub(super) fn limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
