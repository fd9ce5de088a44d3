//! Changes to a file that are made together or not at all.

use std::ops::ControlFlow;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params};

use super::failure::Failure;
use super::log;
use super::rows::{self, MemoryRow, UnitRow, columns};
use crate::error::Error;
use crate::memory::slot::Slot;
use crate::memory::store::log::Touched;
use crate::memory::store::{NewUnit, Transaction};
use crate::memory::units::{Revision, UnitKey};
use crate::unit::TranslationUnit;

/// A transaction of SQLite that is open on a connection.
pub(super) struct SqliteTransaction<'c> {
    connection: &'c Connection,
    state: MemoryRow,
    touched: Touched,
    /// The document that was named last, and its number: units of one document
    /// come one after the other.
    document: Option<(String, i64)>,
}

impl<'c> SqliteTransaction<'c> {
    /// Begins a transaction that changes nothing yet.
    pub(super) fn begin(connection: &'c Connection) -> Result<Self, Failure> {
        let state = MemoryRow::read(connection)?;
        Ok(Self { connection, state, touched: Touched::default(), document: None })
    }

    /// Notes what was changed, and gives the revision that it leads to.
    pub(super) fn finish(mut self) -> Result<Revision, Failure> {
        if !self.touched.is_empty() {
            self.state.revision = self.state.revision.next();
            log::append(self.connection, &mut self.state, self.touched)?;
            self.state.write(self.connection)?;
        }
        Ok(self.state.revision)
    }

    fn find(&self, row: &UnitRow<'_>) -> Result<Option<UnitKey>, Failure> {
        let query = "SELECT key, record FROM unit WHERE slot = ? AND content = ? ORDER BY key";
        let mut statement = self.connection.prepare_cached(query)?;
        let mut found = statement.query([row.slot, row.content])?;
        while let Some(found) = found.next()? {
            if found.get_ref(1)?.as_bytes().is_ok_and(|found| found == row.record.as_bytes()) {
                return Ok(Some(rows::key(found.get(0)?)));
            }
        }
        Ok(None)
    }

    fn insert(&mut self, row: &UnitRow<'_>) -> Result<UnitKey, Failure> {
        let key = self.state.next_key;
        let document = self.document(row)?;
        let insert = "INSERT INTO unit (key, slot, content, document, ordinal, record) \
                      VALUES (?, ?, ?, ?, ?, ?)";
        let UnitRow { slot, content, ordinal, record, .. } = row;
        self.connection.prepare_cached(insert)?.execute(params![
            rows::number(key),
            slot,
            content,
            document,
            ordinal,
            record
        ])?;
        self.state.next_key = key.next();
        self.state.units = self.state.units.saturating_add(1);
        self.touched.note(key);
        Ok(key)
    }

    /// Returns the number of the row's document, which it gets where it has none.
    fn document(&mut self, row: &UnitRow<'_>) -> Result<Option<i64>, Failure> {
        let Some(path) = row.document.as_deref() else { return Ok(None) };
        if let Some((_, number)) = self.document.as_ref().filter(|(last, _)| last == path) {
            return Ok(Some(*number));
        }
        let mut find = self.connection.prepare_cached(FIND_DOCUMENT)?;
        let number = match find.query_row([path], |row| row.get(0)).optional()? {
            Some(number) => number,
            None => {
                let insert = "INSERT INTO document (path) VALUES (?)";
                self.connection.prepare_cached(insert)?.insert([path])?
            }
        };
        self.document = Some((path.to_owned(), number));
        Ok(Some(number))
    }

    fn replace(&mut self, key: UnitKey, row: &UnitRow<'_>) -> Result<bool, Failure> {
        let mut find = self.connection.prepare_cached("SELECT record FROM unit WHERE key = ?")?;
        let is_same = |found: &rusqlite::Row<'_>| {
            Ok(found.get_ref(0)?.as_bytes().is_ok_and(|found| found == row.record.as_bytes()))
        };
        let Some(is_same) = find.query_row([rows::number(key)], is_same).optional()? else {
            return Ok(false);
        };
        if !is_same {
            self.overwrite(key, row)?;
        }
        Ok(true)
    }

    fn overwrite(&mut self, key: UnitKey, row: &UnitRow<'_>) -> Result<(), Failure> {
        let document = self.document(row)?;
        let update = "UPDATE unit SET slot = ?, content = ?, document = ?, ordinal = ?, record = ? \
                      WHERE key = ?";
        let UnitRow { slot, content, ordinal, record, .. } = row;
        self.connection.prepare_cached(update)?.execute(params![
            slot,
            content,
            document,
            ordinal,
            record,
            rows::number(key)
        ])?;
        self.touched.note(key);
        Ok(())
    }

    fn delete(&mut self, key: UnitKey) -> Result<bool, Failure> {
        let delete = "DELETE FROM unit WHERE key = ?";
        let count = self.connection.prepare_cached(delete)?.execute([rows::number(key)])?;
        if count > 0 {
            self.touched.note(key);
            self.state.units = self.state.units.saturating_sub(1);
        }
        Ok(count > 0)
    }

    fn visit_slot(&self, unit: &NewUnit, visit: Visit<'_>) -> Result<(), Failure> {
        let query = concat!("SELECT ", columns!(), " FROM unit WHERE slot = ?");
        let mut statement = self.connection.prepare_cached(query)?;
        let mut found = statement.query([unit.slot_number().cast_signed()])?;
        let slot = Slot::of(unit);
        while let Some(row) = found.next()? {
            let (key, unit) = rows::unit(row)?;
            if Slot::of(&unit) == slot && visit(key, &unit).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn keys_of(&self, path: &str, after: UnitKey, limit: usize) -> Result<Vec<UnitKey>, Failure> {
        let mut find = self.connection.prepare_cached(FIND_DOCUMENT)?;
        let number: Option<i64> = find.query_row([path], |row| row.get(0)).optional()?;
        let query = "SELECT key FROM unit WHERE document = ? AND key > ? ORDER BY key LIMIT ?";
        let mut statement = self.connection.prepare_cached(query)?;
        let wanted = params![number, rows::number(after), rows::limit(limit)];
        let keys = statement.query_map(wanted, |row| Ok(rows::key(row.get(0)?)))?;
        Ok(keys.collect::<Result<_, _>>()?)
    }
}

/// What is done with each unit of a slot.
type Visit<'v> = &'v mut dyn FnMut(UnitKey, &TranslationUnit) -> ControlFlow<()>;

const FIND_DOCUMENT: &str = "SELECT number FROM document WHERE path = ?";

impl Transaction for SqliteTransaction<'_> {
    fn next_key(&self) -> UnitKey {
        self.state.next_key
    }

    fn identical(&mut self, unit: &NewUnit) -> Result<Option<UnitKey>, Error> {
        Ok(self.find(&UnitRow::of(unit)?)?)
    }

    fn visit_slot_of(&mut self, unit: &NewUnit, visit: Visit<'_>) -> Result<(), Error> {
        Ok(self.visit_slot(unit, visit)?)
    }

    fn unit(&mut self, key: UnitKey) -> Result<Option<Arc<TranslationUnit>>, Error> {
        Ok(rows::read(self.connection, key)?)
    }

    fn of_document(
        &mut self,
        path: &str,
        after: UnitKey,
        limit: usize,
    ) -> Result<Vec<UnitKey>, Error> {
        Ok(self.keys_of(path, after, limit)?)
    }

    fn add(&mut self, unit: NewUnit) -> Result<UnitKey, Error> {
        Ok(self.insert(&UnitRow::of(&unit)?)?)
    }

    fn add_new(&mut self, unit: NewUnit) -> Result<(UnitKey, bool), Error> {
        let row = UnitRow::of(&unit)?;
        Ok(match self.find(&row)? {
            Some(key) => (key, false),
            None => (self.insert(&row)?, true),
        })
    }

    fn update(&mut self, key: UnitKey, unit: NewUnit) -> Result<bool, Error> {
        Ok(self.replace(key, &UnitRow::of(&unit)?)?)
    }

    fn remove(&mut self, key: UnitKey) -> Result<bool, Error> {
        Ok(self.delete(key)?)
    }
}
