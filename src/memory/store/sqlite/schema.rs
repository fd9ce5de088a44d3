//! The tables of a memory's file, and how those of older versions are brought up
//! to date.

use rusqlite::Connection;

use super::failure::{Failure, memory_error};
use crate::error::Error;
use crate::memory::store::log::new_stamp;

/// What the header of the file says it is (SQLite file format, section 1.3.17):
/// `btxm`.
pub(super) const APPLICATION_ID: u32 = 0x6274_786d;

/// What leads from each version of the tables to the next; from nothing first.
///
/// A version that was released is never changed, only followed by another.
pub(super) const MIGRATIONS: &[&str] = &[VERSION_1];

/// - `state` has one row: the last revision, the key that the next unit gets, how
///   many units there are, and the revision up to which changes are forgotten.
/// - `unit`: the numbers of slot and content are those of xxh3, as signed
///   numbers; `record` is the unit as JSON, and all else follows from it. The
///   numbers find a unit, the record decides.
/// - `document`: a path once, however many units have it. A path stays when its
///   last unit goes.
/// - `change`: the keys that each revision touched, as spans.
/// - `revision`: the stamp of each revision whose changes are known.
const VERSION_1: &str = "
CREATE TABLE state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    revision INTEGER NOT NULL,
    next_key INTEGER NOT NULL,
    units INTEGER NOT NULL,
    forgotten INTEGER NOT NULL,
    stretches INTEGER NOT NULL
) STRICT;
CREATE TABLE document (number INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE unit (
    key INTEGER PRIMARY KEY,
    slot INTEGER NOT NULL,
    content INTEGER NOT NULL,
    document INTEGER,
    ordinal INTEGER,
    record TEXT NOT NULL
) STRICT;
CREATE INDEX unit_slot ON unit (slot, content);
CREATE INDEX unit_document ON unit (document) WHERE document IS NOT NULL;
CREATE TABLE change (
    revision INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (revision, first)
) STRICT, WITHOUT ROWID;
CREATE TABLE revision (number INTEGER PRIMARY KEY, stamp INTEGER NOT NULL) STRICT;
INSERT INTO state VALUES (1, 0, 1, 0, 0, 0);
";

/// Makes the tables in an empty file.
pub(super) fn create(connection: &mut Connection) -> Result<(), Failure> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    migrate(connection, MIGRATIONS)?;
    let stamp = new_stamp().cast_signed();
    connection.execute("INSERT INTO revision VALUES (0, ?)", [stamp])?;
    Ok(())
}

/// Reads the version of the tables.
pub(super) fn version(connection: &Connection) -> Result<usize, Failure> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(usize::try_from(version).unwrap_or(usize::MAX))
}

/// Brings the tables up to date, all or nothing.
pub(super) fn migrate(connection: &mut Connection, steps: &[&str]) -> Result<(), Failure> {
    if is_current(connection, steps)? {
        return Ok(());
    }
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Asked again, now that no other process can do the same.
    for (number, step) in (1_u32..).zip(steps).skip(version(&transaction)?) {
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", number)?;
    }
    Ok(transaction.commit()?)
}

/// Returns whether the tables need no migration.
///
/// # Errors
///
/// Where they are newer than this program knows.
pub(super) fn is_current(connection: &Connection, steps: &[&str]) -> Result<bool, Failure> {
    let (found, known) = (version(connection)?, steps.len());
    match found <= known {
        true => Ok(found == known),
        false => Err(too_new(found, known).into()),
    }
}

fn too_new(found: usize, known: usize) -> Error {
    memory_error(format!(
        "expected a memory of schema version {known} at most, but found version {found}; \
         open it with a newer version of this program"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEXT: &[&str] = &[
        VERSION_1,
        "ALTER TABLE unit ADD COLUMN note TEXT; UPDATE unit SET note = 'from 1';",
        "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;",
    ];

    fn file_of_version_1() -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, &[VERSION_1]).unwrap();
        connection.execute("INSERT INTO unit VALUES (1, 2, 3, NULL, NULL, '{}')", []).unwrap();
        connection
    }

    #[test]
    fn an_older_file_is_brought_up_to_date_once() {
        let mut connection = file_of_version_1();
        for _ in 0..2 {
            migrate(&mut connection, NEXT).unwrap();
            assert_eq!(version(&connection).unwrap(), 3);
            let row = connection.query_row("SELECT key, note FROM unit", [], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
            });
            assert_eq!(row.unwrap(), (1, "from 1".to_owned()));
        }
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let mut connection = file_of_version_1();
        let steps = [NEXT[0], NEXT[1], "CREATE TABLE unit (id)"];
        migrate(&mut connection, &steps).unwrap_err();
        assert_eq!(version(&connection).unwrap(), 1);
        connection.query_row("SELECT note FROM unit", [], |_| Ok(())).unwrap_err();
    }

    #[test]
    fn a_newer_file_is_refused() {
        let mut connection = file_of_version_1();
        migrate(&mut connection, NEXT).unwrap();
        let error = migrate(&mut connection, MIGRATIONS).unwrap_err().into_error();
        assert_eq!(
            error.to_string(),
            "expected a memory of schema version 1 at most, but found version 3; open it with a \
             newer version of this program"
        );
    }
}
