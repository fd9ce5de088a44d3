//! Changes to a file that are made together or not at all.

use std::ops::ControlFlow;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params};

use super::failure::Failure;
use super::record::{self, Record, columns};
use super::{log, state};
use crate::error::Error;
use crate::memory::slot::Slot;
use crate::memory::store::Transaction;
use crate::memory::store::log::Touched;
use crate::memory::units::{Revision, UnitKey};
use crate::unit::TranslationUnit;

/// A transaction of SQLite that is open on a connection.
pub(super) struct SqliteTransaction<'c> {
    connection: &'c Connection,
    state: state::State,
    touched: Touched,
    /// The document that was named last, and its number: units of one document
    /// come one after the other.
    document: Option<(String, i64)>,
}

impl<'c> SqliteTransaction<'c> {
    /// Nothing is changed yet.
    pub(super) fn begin(connection: &'c Connection) -> Result<Self, Failure> {
        let state = state::State::read(connection)?;
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

    fn find(&self, record: &Record<'_>) -> Result<Option<UnitKey>, Failure> {
        let query = "SELECT key, record FROM unit WHERE slot = ? AND content = ? ORDER BY key";
        let mut statement = self.connection.prepare_cached(query)?;
        let mut rows = statement.query([record.slot, record.content])?;
        while let Some(row) = rows.next()? {
            if row.get_ref(1)?.as_bytes().is_ok_and(|found| found == record.text.as_bytes()) {
                return Ok(Some(record::key(row.get(0)?)));
            }
        }
        Ok(None)
    }

    fn insert(&mut self, record: &Record<'_>) -> Result<UnitKey, Failure> {
        let key = self.state.next_key;
        let document = self.document(record)?;
        let insert = "INSERT INTO unit (key, slot, content, document, ordinal, record) \
                      VALUES (?, ?, ?, ?, ?, ?)";
        let Record { slot, content, ordinal, text, .. } = record;
        self.connection.prepare_cached(insert)?.execute(params![
            record::number(key),
            slot,
            content,
            document,
            ordinal,
            text
        ])?;
        self.state.next_key = key.next();
        self.state.units = self.state.units.saturating_add(1);
        self.touched.note(key);
        Ok(key)
    }

    /// The number of the record's document, which it gets where it has none.
    fn document(&mut self, record: &Record<'_>) -> Result<Option<i64>, Failure> {
        let Some(path) = record.document.as_deref() else { return Ok(None) };
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

    fn replace(&mut self, key: UnitKey, record: &Record<'_>) -> Result<bool, Failure> {
        let mut find = self.connection.prepare_cached("SELECT record FROM unit WHERE key = ?")?;
        let same = |row: &rusqlite::Row<'_>| {
            Ok(row.get_ref(0)?.as_bytes().is_ok_and(|found| found == record.text.as_bytes()))
        };
        let Some(same) = find.query_row([record::number(key)], same).optional()? else {
            return Ok(false);
        };
        if !same {
            self.overwrite(key, record)?;
        }
        Ok(true)
    }

    fn overwrite(&mut self, key: UnitKey, record: &Record<'_>) -> Result<(), Failure> {
        let document = self.document(record)?;
        let update = "UPDATE unit SET slot = ?, content = ?, document = ?, ordinal = ?, record = ? \
                      WHERE key = ?";
        let Record { slot, content, ordinal, text, .. } = record;
        self.connection.prepare_cached(update)?.execute(params![
            slot,
            content,
            document,
            ordinal,
            text,
            record::number(key)
        ])?;
        self.touched.note(key);
        Ok(())
    }

    fn delete(&mut self, key: UnitKey) -> Result<bool, Failure> {
        let delete = "DELETE FROM unit WHERE key = ?";
        let count = self.connection.prepare_cached(delete)?.execute([record::number(key)])?;
        if count > 0 {
            self.touched.note(key);
            self.state.units = self.state.units.saturating_sub(1);
        }
        Ok(count > 0)
    }

    fn visit_slot(&self, slot: &Slot<'_>, visit: Visit<'_>) -> Result<(), Failure> {
        let query = concat!("SELECT ", columns!(), " FROM unit WHERE slot = ?");
        let mut statement = self.connection.prepare_cached(query)?;
        let mut rows = statement.query([slot.number().cast_signed()])?;
        while let Some(row) = rows.next()? {
            let (key, unit) = record::unit(row)?;
            if Slot::of(&unit) == *slot && visit(key, &unit).is_break() {
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
        let wanted = params![number, record::number(after), record::limit(limit)];
        let keys = statement.query_map(wanted, |row| Ok(record::key(row.get(0)?)))?;
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

    fn identical(&mut self, unit: &TranslationUnit) -> Result<Option<UnitKey>, Error> {
        Ok(self.find(&Record::of(unit)?)?)
    }

    fn visit_slot_of(&mut self, unit: &TranslationUnit, visit: Visit<'_>) -> Result<(), Error> {
        Ok(self.visit_slot(&Slot::of(unit), visit)?)
    }

    fn unit(&mut self, key: UnitKey) -> Result<Option<Arc<TranslationUnit>>, Error> {
        Ok(record::read(self.connection, key)?)
    }

    fn of_document(
        &mut self,
        path: &str,
        after: UnitKey,
        limit: usize,
    ) -> Result<Vec<UnitKey>, Error> {
        Ok(self.keys_of(path, after, limit)?)
    }

    fn add(&mut self, unit: Arc<TranslationUnit>) -> Result<UnitKey, Error> {
        Ok(self.insert(&Record::of(&unit)?)?)
    }

    fn add_new(&mut self, unit: Arc<TranslationUnit>) -> Result<(UnitKey, bool), Error> {
        let record = Record::of(&unit)?;
        Ok(match self.find(&record)? {
            Some(key) => (key, false),
            None => (self.insert(&record)?, true),
        })
    }

    fn update(&mut self, key: UnitKey, unit: Arc<TranslationUnit>) -> Result<bool, Error> {
        Ok(self.replace(key, &Record::of(&unit)?)?)
    }

    fn remove(&mut self, key: UnitKey) -> Result<bool, Error> {
        Ok(self.delete(key)?)
    }
}
