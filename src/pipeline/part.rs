//! The unfinished file beside the place of an output.

use std::collections::BTreeSet;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{NamedTempFile, TempPath};

use super::output::folder;

/// The files that were begun and not finished.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// A file that becomes the one at its place, or is removed when it is dropped.
///
/// It is written to as a plain file: the wrapper of `tempfile` would name the
/// part file, which no user asked for, in its errors.
#[derive(Debug)]
pub(super) struct Part {
    file: File,
    /// Nothing once the file is at its place.
    path: Option<TempPath>,
    place: PathBuf,
}

impl Part {
    /// Begins the file for a place, with the permissions of what is there.
    pub(super) fn create(place: PathBuf, there: Option<&Metadata>) -> io::Result<Self> {
        // Under one lock: a file is never there without being listed.
        let mut unfinished = unfinished();
        let file = begin(folder(&place), there)?;
        unfinished.insert(file.path().to_path_buf());
        let (file, path) = file.into_parts();
        let part = Self { file, path: Some(path), place };
        drop(unfinished);
        if let Some(there) = there {
            // The user's mask took from them when the file was made.
            part.file.set_permissions(there.permissions())?;
        }
        Ok(part)
    }

    /// Moves the file to its place.
    pub(super) fn finish(mut self) -> io::Result<()> {
        let Some(path) = self.path.take() else { return Ok(()) };
        let part = path.to_path_buf();
        let moved = path.persist(&self.place).map_err(|failed| failed.error);
        unfinished().remove(&part);
        moved
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if let Some(path) = self.path.take() {
            let part = path.to_path_buf();
            drop(path);
            unfinished().remove(&part);
        }
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Removes all unfinished files; none can be begun any more.
pub(super) fn remove_parts() {
    let mut unfinished = unfinished();
    for path in std::mem::take(&mut *unfinished) {
        // The process ends; there is nobody left to tell.
        let _ = std::fs::remove_file(path);
    }
    // Other threads still work; the lock keeps them from making new files.
    std::mem::forget(unfinished);
}

fn begin(folder: &Path, there: Option<&Metadata>) -> io::Result<NamedTempFile> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // The mode that any new file gets, the user's mask taken off it; never
    // more, not even for a moment, than the file has that is there.
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        options.mode(there.map_or(0o666, |there| there.permissions().mode() & 0o777));
    }
    #[cfg(not(unix))]
    let _ = there;
    tempfile::Builder::new()
        .prefix(".bitext-")
        .suffix(".part")
        .make_in(folder, |path| options.open(path))
}

fn unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}
