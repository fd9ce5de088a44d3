//! What the tables of a file hold: a row for each unit, and one for the memory.

use std::borrow::Cow;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Row, params, types::ValueRef};
use xxhash_rust::xxh3::xxh3_64;

use super::failure::{DAMAGED, Failure, memory_error};
use super::open::damaged;
use crate::error::Error;
use crate::memory::store::{NewUnit, ordinal};
use crate::memory::units::{Revision, UnitKey};
use crate::unit::TranslationUnit;

/// What the row of a unit holds besides its key.
pub(super) struct UnitRow<'u> {
    pub(super) slot: i64,
    pub(super) content: i64,
    pub(super) document: Option<Cow<'u, str>>,
    pub(super) ordinal: Option<i64>,
    /// The unit as JSON.
    pub(super) record: &'u str,
}

impl<'u> UnitRow<'u> {
    /// Returns the row of a unit.
    pub(super) fn of(unit: &'u NewUnit) -> Result<Self, Error> {
        let record = unit.json()?;
        Ok(Self {
            slot: unit.slot_number().cast_signed(),
            content: content_number(record.as_bytes()),
            document: unit.document(),
            ordinal: ordinal(unit),
            record,
        })
    }
}

/// Returns the number of a record.
fn content_number(record: &[u8]) -> i64 {
    xxh3_64(record).cast_signed()
}

/// Names what is read to get a unit, in the order that [`unit`] expects.
macro_rules! columns {
    () => {
        "key, content, record"
    };
}
pub(super) use columns;

/// Reads the unit of a row with the [`columns`].
///
/// # Errors
///
/// Where the record is not the one that was written.
pub(super) fn unit(row: &Row<'_>) -> Result<(UnitKey, Arc<TranslationUnit>), Failure> {
    let key = key(row.get(0)?);
    let record = match row.get_ref(2)? {
        ValueRef::Text(record) => record,
        _ => return Err(damaged_unit(key, "no text").into()),
    };
    if content_number(record) != row.get::<_, i64>(1)? {
        return Err(damaged_unit(key, "a record that is not the one that was written").into());
    }
    let unit =
        serde_json::from_slice(record).map_err(|cause| damaged_unit(key, &cause.to_string()))?;
    Ok((key, Arc::new(unit)))
}

/// Reads the unit of a key, where there is one.
pub(super) fn read(
    connection: &Connection,
    key: UnitKey,
) -> Result<Option<Arc<TranslationUnit>>, Failure> {
    let query = concat!("SELECT ", columns!(), " FROM unit WHERE key = ?");
    let mut statement = connection.prepare_cached(query)?;
    let found = statement.query_row([number(key)], |row| Ok(unit(row)));
    Ok(found.optional()?.transpose()?.map(|(_, unit)| unit))
}

fn damaged_unit(key: UnitKey, found: &str) -> Error {
    memory_error(format!("expected the record of unit {key}, but found {found}: {DAMAGED}"))
}

/// Returns the key that a column holds.
pub(super) fn key(number: i64) -> UnitKey {
    UnitKey::new(number.cast_unsigned())
}

/// Returns a key as a column holds it. Numbers beyond it are those of no unit.
pub(super) fn number(key: UnitKey) -> i64 {
    i64::try_from(key.get()).unwrap_or(i64::MAX)
}

/// Returns a limit as SQLite reads it.
pub(super) fn limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// The one row of the memory itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MemoryRow {
    pub(super) revision: Revision,
    pub(super) next_key: UnitKey,
    pub(super) units: u64,
    /// The last revision whose changes are forgotten.
    pub(super) forgotten: Revision,
    /// How many spans of keys the log of changes has.
    pub(super) spans: u64,
}

impl MemoryRow {
    /// Reads the row.
    pub(super) fn read(connection: &Connection) -> Result<Self, Failure> {
        let query = "SELECT revision, next_key, units, forgotten, stretches FROM state";
        let state = connection.prepare_cached(query)?.query_row([], |row| {
            Ok(Self {
                revision: revision(row.get(0)?),
                next_key: key(row.get(1)?),
                units: row.get::<_, i64>(2)?.cast_unsigned(),
                forgotten: revision(row.get(3)?),
                spans: row.get::<_, i64>(4)?.cast_unsigned(),
            })
        });
        state.optional()?.ok_or_else(|| damaged("no row in its table `state`").into())
    }

    /// Writes the row.
    pub(super) fn write(&self, connection: &Connection) -> Result<(), Failure> {
        let update = "UPDATE state SET revision = ?, next_key = ?, units = ?, forgotten = ?, \
                      stretches = ?";
        connection.prepare_cached(update)?.execute(params![
            revision_number(self.revision),
            number(self.next_key),
            self.units.cast_signed(),
            revision_number(self.forgotten),
            self.spans.cast_signed()
        ])?;
        Ok(())
    }
}

/// Reads the revision alone, as every look-up does.
pub(super) fn current_revision(connection: &Connection) -> Result<Revision, Failure> {
    let found = connection
        .prepare_cached("SELECT revision FROM state")?
        .query_row([], |row| Ok(revision(row.get(0)?)))
        .optional()?;
    found.ok_or_else(|| damaged("no row in its table `state`").into())
}

/// Returns the revision that a column holds.
pub(super) fn revision(number: i64) -> Revision {
    Revision::new(number.cast_unsigned())
}

/// Returns a revision as a column holds it.
pub(super) fn revision_number(revision: Revision) -> i64 {
    i64::try_from(revision.get()).unwrap_or(i64::MAX)
}
