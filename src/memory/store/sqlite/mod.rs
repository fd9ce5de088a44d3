//! A store in one file of SQLite.
//!
//! Changes go to a write-ahead log beside the file (`-wal`, and `-shm`, by which
//! processes find their way in it) and are copied into the file now and then, and
//! when the last program closes it. So others read while one writes, each of them
//! a whole revision, and a loss of power leaves the last one committed
//! (SQLite, "Write-Ahead Logging").

mod connections;
mod failure;
mod folder;
mod in_use;
mod log;
mod open;
mod rows;
mod schema;
#[cfg(test)]
mod tests;
mod transaction;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, Row, TransactionBehavior, params};

use super::{Cache, Changes, NewUnit, Revision, Store, Transaction, UnitKey};
use crate::error::Error;
use crate::unit::TranslationUnit;
use connections::{Access, Mode, Readers, Writer};
use failure::{BUSY, Failure, memory_error};
use folder::Folder;
use in_use::InUse;
pub use open::SqliteBuilder;
use open::damaged;
use rows::{MemoryRow, UnitRow, columns};
use transaction::SqliteTransaction;

/// A [`Store`] in one file, for several threads and several processes at once:
/// many read while one writes.
///
/// Indexes are kept in a folder beside the file, which has its name with
/// `-index` behind it and may be deleted at any time.
///
/// # Example
///
/// ```
/// use bitext::memory::{Store, UnitKey};
/// use bitext::{CodedText, Language, SqliteStore, TranslationUnit, Variant};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("manuals.memory");
/// let store = SqliteStore::create(&path)?;
/// let unit = TranslationUnit::bilingual(
///     Variant::new(Some(Language::en_us()), CodedText::from_plain("Next steps")),
///     Variant::new("de-DE".parse().ok(), CodedText::from_plain("Nächste Schritte")),
/// );
/// store.write(&mut |transaction| transaction.add(unit.clone().into()).map(drop))?;
/// drop(store);
///
/// let store = SqliteStore::open(&path)?;
/// assert_eq!(store.unit(UnitKey::new(1))?.as_deref(), Some(&unit));
/// assert!(store.check()?.is_empty());
/// # Ok::<(), bitext::Error>(())
/// ```
pub struct SqliteStore {
    path: PathBuf,
    /// Where indexes are kept.
    folder: Folder,
    readers: Readers,
    /// None where the file is only read.
    writer: Option<Writer>,
    /// Ends after the connections: fields are dropped in the order declared.
    _in_use: InUse,
}

impl SqliteStore {
    /// Settings for opening a file.
    pub fn builder() -> SqliteBuilder {
        SqliteBuilder::new()
    }

    /// Opens the file of a memory; one of an older version is brought up to date.
    ///
    /// # Errors
    ///
    /// Where there is no file, it is no memory or one of a newer version, or it
    /// cannot be read and written. A file that is no memory is not changed.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::builder().open(path)
    }

    /// Makes the file of a memory without units, and opens it.
    ///
    /// # Errors
    ///
    /// Where there is a file, or it cannot be made.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::builder().create(path)
    }

    /// Opens the file of a memory, which is made where there is none.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open) and [`create`](Self::create).
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::builder().open_or_create(path)
    }

    /// Opens the file of a memory that is not to be changed; it may be on a
    /// medium that cannot be written.
    ///
    /// # Errors
    ///
    /// Where there is no file, it is no memory or one of another version, or it
    /// cannot be read.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::builder().open_read_only(path)
    }

    fn to_read(access: Access) -> Result<Self, Failure> {
        let in_use = Self::in_use(&access)?;
        let access = open::read(access)?;
        Ok(Self::new(access, None, in_use))
    }

    fn to_write(access: Access) -> Result<Self, Failure> {
        let in_use = Self::in_use(&access)?;
        let writer = Some(Writer::new(open::write(&access)?, access.wait));
        Ok(Self::new(access, writer, in_use))
    }

    fn in_use(access: &Access) -> Result<InUse, Error> {
        InUse::begin(&access.path, || open::expect_memory(&access.path))
    }

    fn new(access: Access, writer: Option<Writer>, in_use: InUse) -> Self {
        let path = access.path.clone();
        let folder = Folder::beside(&path);
        Self { path, folder, readers: Readers::new(access), writer, _in_use: in_use }
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The version of the tables in the file: those of an older version are
    /// brought up to date when the file is opened for writing.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read.
    pub fn schema_version(&self) -> Result<usize, Error> {
        self.read(schema::version)
    }

    /// What is wrong with the file, a sentence each, and not more than a hundred
    /// or so; nothing where it is whole. Reads all of it.
    ///
    /// # Errors
    ///
    /// Where the file is so damaged that it cannot be read.
    pub fn check(&self) -> Result<Vec<String>, Error> {
        self.read(check)
    }

    /// Copies the last revision to a new file, while others read and write. The
    /// file appears when it is whole.
    ///
    /// # Errors
    ///
    /// Where there is a file already, or it cannot be written.
    pub fn backup(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let path = path.as_ref();
        self.read(|connection| {
            // Named here: otherwise the message would blame this file.
            self.copy(connection, path)
                .map_err(|failure| failure.into_error().with_path(path).into())
        })
    }

    fn copy(&self, connection: &Connection, path: &Path) -> Result<(), Failure> {
        let path = std::path::absolute(path).map_err(Error::from)?;
        open::appear(&path, |path| {
            let wait = Duration::ZERO;
            let mode = Mode::Create;
            let access = Access { path: path.to_path_buf(), wait, mode, durable: true };
            let mut copy = access.connect()?;
            // All pages in one step, which reads one revision; steps would begin
            // again whenever another process writes between them.
            match Backup::new(connection, &mut copy)?.step(-1)? {
                StepResult::Done => {}
                _ => return Err(memory_error(BUSY).into()),
            }
            open::close(copy)
        })
    }

    /// Reads with a connection that nobody else uses.
    fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Failure>) -> Result<T, Error> {
        let done = self.readers.take().and_then(|reader| work(&reader));
        done.map_err(|failure| self.error(failure))
    }

    fn error(&self, failure: Failure) -> Error {
        failure.into_error().with_path(&self.path)
    }

    fn writer(&self) -> Result<&Writer, Error> {
        self.writer.as_ref().ok_or_else(|| {
            memory_error("expected a memory that was opened for writing; this one is only read")
        })
    }

    fn transact(&self, work: Work<'_>) -> Result<Result<Revision, Error>, Failure> {
        let mut writing = self.writer()?.take()?;
        let transaction = writing.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut open = SqliteTransaction::begin(&transaction)?;
        if let Err(error) = work(&mut open) {
            return Ok(Err(error));
        }
        let revision = open.finish()?;
        transaction.commit()?;
        Ok(Ok(revision))
    }
}

/// What is done in a transaction.
type Work<'w> = &'w mut dyn FnMut(&mut dyn Transaction) -> Result<(), Error>;

impl Store for SqliteStore {
    fn revision(&self) -> Result<Revision, Error> {
        self.read(rows::current_revision)
    }

    fn stamp(&self, revision: Revision) -> Result<Option<u64>, Error> {
        self.read(|connection| log::stamp(connection, revision))
    }

    fn count(&self) -> Result<u64, Error> {
        self.read(|connection| Ok(MemoryRow::read(connection)?.units))
    }

    fn unit(&self, key: UnitKey) -> Result<Option<Arc<TranslationUnit>>, Error> {
        self.read(|connection| rows::read(connection, key))
    }

    fn units(&self, keys: &[UnitKey]) -> Result<Vec<Option<Arc<TranslationUnit>>>, Error> {
        self.read(|connection| {
            // The file is locked once for all, and read as it is at one moment.
            let moment = connection.unchecked_transaction()?;
            keys.iter().map(|key| rows::read(&moment, *key)).collect()
        })
    }

    fn has_document(&self, path: &str) -> Result<bool, Error> {
        self.read(|connection| {
            let query = "SELECT EXISTS (SELECT 1 FROM unit WHERE document = \
                         (SELECT number FROM document WHERE path = ?))";
            Ok(connection.prepare_cached(query)?.query_row([path], |row| row.get(0))?)
        })
    }

    fn units_after(
        &self,
        key: UnitKey,
        limit: usize,
    ) -> Result<Vec<(UnitKey, Arc<TranslationUnit>)>, Error> {
        self.read(|connection| {
            let query =
                concat!("SELECT ", columns!(), " FROM unit WHERE key > ? ORDER BY key LIMIT ?");
            let mut statement = connection.prepare_cached(query)?;
            let mut found = statement.query(params![rows::number(key), rows::limit(limit)])?;
            let mut units = Vec::new();
            while let Some(row) = found.next()? {
                units.push(rows::unit(row)?);
            }
            Ok(units)
        })
    }

    fn changes_since(&self, revision: Revision) -> Result<Option<Changes>, Error> {
        self.read(|connection| log::changes_since(connection, revision))
    }

    fn visit_in_order(
        &self,
        visit: &mut dyn FnMut(UnitKey, &TranslationUnit) -> Result<(), Error>,
    ) -> Result<(), Error> {
        // SQLite sorts in files of its own what is too large for memory.
        let query = concat!(
            "SELECT ",
            columns!(),
            " FROM unit LEFT JOIN document ON number = document \
             ORDER BY path, ordinal, record, key"
        );
        // The visitor's error is about its own file.
        let mut visited = Ok(());
        self.read(|connection| {
            let mut statement = connection.prepare_cached(query)?;
            let mut found = statement.query([])?;
            while visited.is_ok()
                && let Some(row) = found.next()?
            {
                let (key, unit) = rows::unit(row)?;
                visited = visit(key, &unit);
            }
            Ok(())
        })?;
        visited
    }

    fn cache(&self) -> Option<&dyn Cache> {
        Some(&self.folder)
    }

    fn write(&self, work: Work<'_>) -> Result<Revision, Error> {
        self.transact(work).map_err(|failure| self.error(failure))?
    }
}

/// How many findings are given at most.
const MOST_FINDINGS: usize = 100;

/// Finds what is wrong with the file, a sentence each: SQLite's own check first, then
/// that every row agrees with the unit in it, and the counts with the rows.
fn check(connection: &Connection) -> Result<Vec<String>, Failure> {
    let moment = connection.unchecked_transaction()?;
    let mut findings = sqlite_findings(&moment)?;
    // Rows cannot be read in order where the pages are wrong.
    if findings.is_empty() {
        row_findings(&moment, &mut findings)?;
    }
    Ok(findings)
}

fn sqlite_findings(connection: &Connection) -> Result<Vec<String>, Failure> {
    let mut findings = Vec::new();
    connection.pragma_query(None, "integrity_check", |row| {
        findings.push(row.get::<_, String>(0)?);
        Ok(())
    })?;
    findings.retain(|finding| finding != "ok");
    Ok(findings)
}

fn row_findings(connection: &Connection, findings: &mut Vec<String>) -> Result<(), Failure> {
    let state = MemoryRow::read(connection)?;
    let query = concat!(
        "SELECT ",
        columns!(),
        ", slot, ordinal, path, document FROM unit LEFT JOIN document ON number = document \
         ORDER BY key"
    );
    let mut statement = connection.prepare(query)?;
    let mut rows = statement.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += 1;
        if findings.len() < MOST_FINDINGS {
            findings.extend(row_finding(row, &state)?);
        }
    }
    if count != state.units {
        findings.push(format!("expected {} units, but found {count}", state.units));
    }
    Ok(())
}

/// Finds what is wrong with the row of a unit.
fn row_finding(row: &Row<'_>, state: &MemoryRow) -> Result<Option<String>, Failure> {
    let (key, unit) = match rows::unit(row) {
        Ok(found) => found,
        Err(failure) => return Ok(Some(failure.into_error().to_string())),
    };
    let unit = NewUnit::from(unit);
    let expected = UnitRow::of(&unit)?;
    let path: Option<String> = row.get(5)?;
    let has_document: bool = row.get::<_, Option<i64>>(6)?.is_some();
    let agrees = expected.slot == row.get::<_, i64>(3)?
        && expected.content == row.get::<_, i64>(1)?
        && expected.ordinal == row.get::<_, Option<i64>>(4)?
        && expected.document.as_deref() == path.as_deref()
        && has_document == path.is_some()
        && key < state.next_key;
    let finding = || damaged(&format!("columns of unit {key} that do not agree with its record"));
    Ok((!agrees).then(|| finding().to_string()))
}
