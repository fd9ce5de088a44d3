//! The connections to a file: several that read, one that writes.

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use percent_encoding::{AsciiSet, CONTROLS, percent_encode};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::failure::{BUSY, Failure, memory_error};
use crate::error::Error;

/// How a file is opened.
#[derive(Clone, Debug)]
pub(super) struct Access {
    pub(super) path: PathBuf,
    /// How long another writer is waited for.
    pub(super) wait: Duration,
    pub(super) mode: Mode,
    /// Whether what is committed is on the disk.
    pub(super) durable: bool,
}

/// What connections may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// All; the file may be made.
    Create,
    /// All, with a file that is there.
    Write,
    /// Read what others may be writing.
    Read,
    /// Read a file that nobody can write, on a medium that cannot be written.
    Frozen,
}

impl Access {
    /// Opens a new connection.
    pub(super) fn connect(&self) -> Result<Connection, Failure> {
        let writes = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reads = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = match self.mode {
            Mode::Create => {
                Connection::open_with_flags(&self.path, writes | OpenFlags::SQLITE_OPEN_CREATE)
            }
            Mode::Write => Connection::open_with_flags(&self.path, writes),
            Mode::Read => Connection::open_with_flags(&self.path, reads),
            Mode::Frozen => Connection::open_with_flags(
                frozen_uri(&self.path),
                reads | OpenFlags::SQLITE_OPEN_URI,
            ),
        }?;
        self.configure(&connection)?;
        Ok(connection)
    }

    /// Settings that are not in the file. Those of trust are for files that come
    /// from elsewhere: nothing that a file brings along is executed.
    fn configure(&self, connection: &Connection) -> Result<(), Failure> {
        connection.busy_timeout(self.wait)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        // Else a statement is compiled again for each value that it is given.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        if matches!(self.mode, Mode::Create | Mode::Write) {
            let synchronous = if self.durable { "FULL" } else { "NORMAL" };
            connection.pragma_update(None, "synchronous", synchronous)?;
            connection.pragma_update(None, "cache_size", -WRITER_CACHE)?;
            connection.pragma_update(None, "journal_size_limit", LARGEST_LOG)?;
        }
        Ok(())
    }
}

/// More statements than there are.
const STATEMENTS: usize = 32;

/// Kibibytes of pages that the writer keeps: the indexes of a few million units.
const WRITER_CACHE: i64 = 128 * 1024;

/// Bytes of the write-ahead log that stay once they were copied into the file.
const LARGEST_LOG: i64 = 16 << 20;

/// Names the file as one that never changes (SQLite, "URI filenames", `immutable`).
fn frozen_uri(path: &Path) -> String {
    const SPECIAL: &AsciiSet = &CONTROLS.add(b'%').add(b'?').add(b'#');
    let path = percent_encode(path.as_os_str().as_encoded_bytes(), SPECIAL);
    format!("file:{path}?immutable=1")
}

/// Connections that read, as many as threads read at once.
pub(super) struct Readers {
    access: Access,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    /// Begins without a connection.
    pub(super) fn new(access: Access) -> Self {
        Self { access, idle: Mutex::default() }
    }

    /// Takes a connection that nobody else uses until it is dropped.
    pub(super) fn take(&self) -> Result<Reader<'_>, Failure> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.connect()?,
        };
        Ok(Reader { readers: self, connection: Some(connection) })
    }

    fn connect(&self) -> Result<Connection, Failure> {
        let connection = self.access.connect()?;
        connection.pragma_update(None, "query_only", true)?;
        Ok(connection)
    }
}

/// A connection that goes back to the others when it is dropped.
pub(super) struct Reader<'r> {
    readers: &'r Readers,
    connection: Option<Connection>,
}

impl Deref for Reader<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection.as_ref().expect("taken when it is dropped")
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let mut idle = self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.extend(self.connection.take());
    }
}

/// The connection that writes, for one thread at a time.
pub(super) struct Writer {
    wait: Duration,
    idle: Mutex<Option<Connection>>,
    returned: Condvar,
}

impl Writer {
    /// Takes over the one connection.
    pub(super) fn new(connection: Connection, wait: Duration) -> Self {
        Self { wait, idle: Mutex::new(Some(connection)), returned: Condvar::new() }
    }

    /// Takes the connection, once no other thread has it.
    ///
    /// # Errors
    ///
    /// Where another thread has it for longer than was waited.
    pub(super) fn take(&self) -> Result<Writing<'_>, Error> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.returned.wait_timeout_while(idle, self.wait, |idle| idle.is_none());
        let (mut idle, _) = waited.unwrap_or_else(PoisonError::into_inner);
        match idle.take() {
            Some(connection) => Ok(Writing { writer: self, connection: Some(connection) }),
            None => Err(memory_error(BUSY)),
        }
    }
}

/// The connection that writes, which goes back when this is dropped.
pub(super) struct Writing<'w> {
    writer: &'w Writer,
    connection: Option<Connection>,
}

impl Deref for Writing<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection.as_ref().expect("taken when it is dropped")
    }
}

impl DerefMut for Writing<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        self.connection.as_mut().expect("taken when it is dropped")
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        *self.writer.idle.lock().unwrap_or_else(PoisonError::into_inner) = self.connection.take();
        self.writer.returned.notify_one();
    }
}
