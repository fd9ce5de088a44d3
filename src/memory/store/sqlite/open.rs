//! How a file is opened, with which settings, and how a new one appears.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

use super::connections::{Access, Mode};
use super::failure::{DAMAGED, Failure, memory_error};
use super::{SqliteStore, schema};
use crate::error::Error;
use crate::memory::store::log::new_stamp;

/// Settings for opening the file of a [`SqliteStore`].
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use bitext::memory::Store;
/// use bitext::SqliteStore;
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("manuals.memory");
/// let store = SqliteStore::builder().with_wait(Duration::from_secs(60)).open_or_create(&path)?;
/// assert_eq!(store.count()?, 0);
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct SqliteBuilder {
    wait: Duration,
    durable: bool,
}

impl Default for SqliteBuilder {
    fn default() -> Self {
        Self { wait: Duration::from_secs(10), durable: true }
    }
}

impl SqliteBuilder {
    /// The settings that [`SqliteStore::open`] uses.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with another time to wait while another thread or program writes; ten seconds by
    /// default. What wants to write gets an error after that.
    #[must_use]
    pub fn with_wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// The same with or without transactions that are over only when the disk has
    /// them, as they are by default, which takes some milliseconds. Without, a loss of power may undo the
    /// last transactions, each of them whole; the end of the program does not.
    #[must_use]
    pub fn with_durable(mut self, durable: bool) -> Self {
        self.durable = durable;
        self
    }

    /// Opens as [`SqliteStore::open`] does.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn open(&self, path: impl AsRef<Path>) -> Result<SqliteStore, Error> {
        self.with(path.as_ref(), Mode::Write, SqliteStore::to_write)
    }

    /// Makes a file as [`SqliteStore::create`] does.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn create(&self, path: impl AsRef<Path>) -> Result<SqliteStore, Error> {
        self.with(path.as_ref(), Mode::Write, |access| {
            create(&access)?;
            SqliteStore::to_write(access)
        })
    }

    /// Opens or makes a file as [`SqliteStore::open_or_create`] does.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn open_or_create(&self, path: impl AsRef<Path>) -> Result<SqliteStore, Error> {
        let path = path.as_ref();
        let made = match path.symlink_metadata() {
            Ok(_) => return self.open(path),
            Err(_) => self.create(path),
        };
        // Another program may have made it just now.
        made.or_else(|error| if path.is_file() { self.open(path) } else { Err(error) })
    }

    /// Opens as [`SqliteStore::open_read_only`] does.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn open_read_only(&self, path: impl AsRef<Path>) -> Result<SqliteStore, Error> {
        self.with(path.as_ref(), Mode::Read, SqliteStore::to_read)
    }

    fn with(
        &self,
        path: &Path,
        mode: Mode,
        open: impl FnOnce(Access) -> Result<SqliteStore, Failure>,
    ) -> Result<SqliteStore, Error> {
        let opened = std::path::absolute(path).map_err(|error| Error::from(error).into());
        opened
            .and_then(|path| open(Access { path, wait: self.wait, mode, durable: self.durable }))
            .map_err(|failure: Failure| failure.into_error().with_path(path))
    }
}

/// What every file of SQLite begins with (SQLite file format, section 1.3.1).
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Looks at a file without SQLite, which might change one that is not ours.
///
/// Only for a file that this process does not have [in use](super::in_use).
///
/// # Errors
///
/// Where the file cannot be read or is no memory.
pub(super) fn expect_memory(path: &Path) -> Result<(), Error> {
    let found = match fs::metadata(path)? {
        metadata if metadata.is_dir() => "a folder",
        metadata if !metadata.is_file() => "something that is no file",
        _ => {
            expect_files_beside(path)?;
            return expect_header(path);
        }
    };
    Err(memory_error(format!("expected the file of a memory, but found {found}")))
}

/// Looks at what SQLite would open beside a file: a pipe there would make it wait
/// for ever.
fn expect_files_beside(path: &Path) -> Result<(), Error> {
    let path = fs::canonicalize(path)?;
    for suffix in ["-journal", "-wal", "-shm"] {
        let other = beside(&path, suffix);
        if other.symlink_metadata().is_ok_and(|found| !found.is_file()) {
            let message = "expected a file of SQLite beside the memory, or none, but found \
                           something else; take it away";
            return Err(memory_error(message).with_path(other));
        }
    }
    Ok(())
}

fn expect_header(path: &Path) -> Result<(), Error> {
    let mut header = Vec::with_capacity(HEADER);
    File::open(path)?.take(HEADER as u64).read_to_end(&mut header)?;
    let found = match header.as_slice() {
        [] => "an empty file",
        header if !header.starts_with(MAGIC) => "a file of another kind",
        header if header.len() < HEADER => "a file that is cut off",
        header if header[68..72] != schema::APPLICATION_ID.to_be_bytes() => {
            "a database of another program"
        }
        _ => return Ok(()),
    };
    Err(memory_error(format!("expected the file of a memory, but found {found}; it is untouched")))
}

/// How long the header is.
const HEADER: usize = 100;

/// Connects for writing to a file that is there, and brings it up to date.
pub(super) fn write(access: &Access) -> Result<Connection, Failure> {
    let mut connection = access.connect()?;
    schema::migrate(&mut connection, schema::MIGRATIONS)?;
    use_log(&connection)?;
    Ok(connection)
}

/// Has changes written to a log beside the file first, so that others can read
/// meanwhile. The file remembers it.
fn use_log(connection: &Connection) -> Result<(), Failure> {
    let mode = |row: &rusqlite::Row<'_>| row.get::<_, String>(0);
    if connection.pragma_query_value(None, "journal_mode", mode)? != "wal" {
        let found = connection.pragma_update_and_check(None, "journal_mode", "WAL", mode)?;
        if found != "wal" {
            let message =
                format!("expected to use a write-ahead log, but only `{found}` works here");
            return Err(memory_error(message + "; put the memory on a local disk").into());
        }
    }
    Ok(())
}

/// Finds how a file that is there can be read: as one that others write, or, where
/// nothing beside it can be written and nobody left a log, as it is.
pub(super) fn read(mut access: Access) -> Result<Access, Failure> {
    let current = is_current(&access).or_else(|failure| match failure {
        Failure::Sqlite(error) if needs_log(&error) && !has_log(&access.path) => {
            access.mode = Mode::Frozen;
            is_current(&access)
        }
        other => Err(other),
    })?;
    if current {
        return Ok(access);
    }
    Err(memory_error(
        "expected a memory with the tables of this version, but found older ones; open it for \
         writing once, which brings it up to date",
    )
    .into())
}

fn is_current(access: &Access) -> Result<bool, Failure> {
    schema::is_current(&access.connect()?, schema::MIGRATIONS)
}

/// Returns whether SQLite failed because it could not make the files beside the file.
fn needs_log(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(code, Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly))
}

fn has_log(path: &Path) -> bool {
    fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(suffix);
    path.into()
}

/// Makes a file under another name and gives it its own once it is whole.
///
/// # Errors
///
/// Where there is a file already, or it cannot be made.
pub(super) fn appear(
    path: &Path,
    make: impl FnOnce(&Path) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if path.symlink_metadata().is_ok() {
        return Err(exists().into());
    }
    let unfinished = Unfinished(beside(path, &format!(".{:016x}.new", new_stamp())));
    make(&unfinished.0)?;
    give_name(&unfinished.0, path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => exists(),
        _ => error.into(),
    })?;
    Ok(())
}

fn exists() -> Error {
    memory_error(
        "expected a name that is free for a new memory, but found a file; choose another name, or \
         move the file away",
    )
}

/// Gives a file its name, unless another has it: by a second name for it, which
/// fails then. File systems without those get the name taken first.
fn give_name(unfinished: &Path, path: &Path) -> io::Result<()> {
    if let Err(error) = fs::hard_link(unfinished, path) {
        if error.kind() == io::ErrorKind::AlreadyExists {
            return Err(error);
        }
        File::create_new(path)?;
        fs::rename(unfinished, path)?;
    }
    let folder = path.parent().filter(|_| cfg!(unix));
    folder.map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// A file that is taken away when this is dropped, with what SQLite puts beside.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            // Nothing is there where all went well.
            let _ = fs::remove_file(beside(&self.0, suffix));
        }
    }
}

/// Makes a memory without units.
pub(super) fn create(access: &Access) -> Result<(), Failure> {
    appear(&access.path, |path| {
        let access = Access { path: path.to_path_buf(), mode: Mode::Create, ..access.clone() };
        // An absolute path: `:memory:` alone would be no file to SQLite.
        let mut connection = access.connect()?;
        connection.pragma_update(None, "page_size", PAGE)?;
        schema::create(&mut connection)?;
        use_log(&connection)?;
        close(connection)
    })
}

/// Bytes of a page of the file: units are some hundred bytes, so that many share
/// a page and few go over two.
const PAGE: i64 = 16384;

/// Closes a connection, which copies the log into the file.
pub(super) fn close(connection: Connection) -> Result<(), Failure> {
    connection.close().map_err(|(_, error)| error.into())
}

/// Makes the message where the file lacks what every memory has.
pub(super) fn damaged(found: &str) -> Error {
    memory_error(format!("expected a whole memory, but found {found}: {DAMAGED}"))
}
