//! Settings for opening a file.

use std::path::Path;
use std::time::Duration;

use super::connections::{Access, Mode};
use super::failure::Failure;
use super::{SqliteStore, open};
use crate::error::Error;

/// Settings for opening the file of a [`SqliteStore`].
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use bitext::{SqliteStore, Store};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("manuals.memory");
/// let store = SqliteStore::builder().wait(Duration::from_secs(60)).open_or_create(&path)?;
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

    /// How long to wait while another thread or program writes; ten seconds by
    /// default. What wants to write gets an error after that.
    #[must_use]
    pub fn wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// Whether a transaction is over only when the disk has it, which it is by
    /// default and takes some milliseconds. Without, a loss of power may undo the
    /// last transactions, each of them whole; the end of the program does not.
    #[must_use]
    pub fn durable(mut self, durable: bool) -> Self {
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
            open::create(&access)?;
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
