//! The one row that says where a memory stands.

use rusqlite::{Connection, OptionalExtension, params};

use super::failure::Failure;
use super::open::damaged;
use super::record;
use crate::memory::units::{Revision, UnitKey};

/// Where a memory stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) revision: Revision,
    pub(super) next_key: UnitKey,
    pub(super) units: u64,
    /// The last revision whose changes are forgotten.
    pub(super) forgotten: Revision,
    /// How many stretches of keys the log of changes has.
    pub(super) stretches: u64,
}

impl State {
    /// What the file says.
    pub(super) fn read(connection: &Connection) -> Result<Self, Failure> {
        let query = "SELECT revision, next_key, units, forgotten, stretches FROM state";
        let state = connection.prepare_cached(query)?.query_row([], |row| {
            Ok(Self {
                revision: self::revision(row.get(0)?),
                next_key: record::key(row.get(1)?),
                units: row.get::<_, i64>(2)?.cast_unsigned(),
                forgotten: self::revision(row.get(3)?),
                stretches: row.get::<_, i64>(4)?.cast_unsigned(),
            })
        });
        state.optional()?.ok_or_else(|| damaged("none that says where it stands").into())
    }

    /// Says it in the file.
    pub(super) fn write(&self, connection: &Connection) -> Result<(), Failure> {
        let update = "UPDATE state SET revision = ?, next_key = ?, units = ?, forgotten = ?, \
                      stretches = ?";
        connection.prepare_cached(update)?.execute(params![
            number(self.revision),
            record::number(self.next_key),
            self.units.cast_signed(),
            number(self.forgotten),
            self.stretches.cast_signed()
        ])?;
        Ok(())
    }
}

/// The revision alone, as every look-up asks it.
pub(super) fn current(connection: &Connection) -> Result<Revision, Failure> {
    let found = connection
        .prepare_cached("SELECT revision FROM state")?
        .query_row([], |row| Ok(revision(row.get(0)?)))
        .optional()?;
    found.ok_or_else(|| damaged("none that says where it stands").into())
}

/// The revision that a column holds.
pub(super) fn revision(number: i64) -> Revision {
    Revision::new(number.cast_unsigned())
}

/// A revision as a column holds it.
pub(super) fn number(revision: Revision) -> i64 {
    i64::try_from(revision.get()).unwrap_or(i64::MAX)
}
