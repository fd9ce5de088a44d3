//! Which memories this process has open.
//!
//! SQLite locks a file for the whole process (POSIX advisory locks). Whenever the
//! process closes that file, by whatever handle, all of its locks are gone, and
//! another process may take the write-ahead log away ("How To Corrupt An SQLite
//! Database File", section 2.2). So a file that is open as a memory must not be
//! opened in any other way, not even for a look at it; this is kept track of here.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::Error;

/// What distinguishes files, whatever their names.
#[cfg(unix)]
type FileId = (u64, u64);
#[cfg(not(unix))]
type FileId = std::path::PathBuf;

/// How often each file is open as a memory.
static OPEN: Mutex<BTreeMap<FileId, usize>> = Mutex::new(BTreeMap::new());

/// Says, as long as it lives, that a file is open as a memory.
#[derive(Debug)]
pub(super) struct InUse(FileId);

impl InUse {
    /// Looks at a file with `check`, unless it is in use already, which means that
    /// it was looked at. Nobody else looks at a file or begins to use one meanwhile.
    ///
    /// # Errors
    ///
    /// The error of `check`, or where there is no file.
    pub(super) fn begin(
        path: &Path,
        check: impl FnOnce() -> Result<(), Error>,
    ) -> Result<Self, Error> {
        let mut open = open();
        let id = id(path)?;
        if !open.contains_key(&id) {
            check()?;
        }
        *open.entry(FileId::clone(&id)).or_default() += 1;
        Ok(Self(id))
    }
}

impl Drop for InUse {
    fn drop(&mut self) {
        let mut open = open();
        if let Some(count) = open.get_mut(&self.0) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.0);
            }
        }
    }
}

fn open() -> MutexGuard<'static, BTreeMap<FileId, usize>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(unix)]
fn id(path: &Path) -> io::Result<FileId> {
    use std::os::unix::fs::MetadataExt;
    let metadata = fs::metadata(path)?;
    Ok((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn id(path: &Path) -> io::Result<FileId> {
    fs::canonicalize(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_use_is_not_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&path, "").unwrap();
        fs::hard_link(&path, &link).unwrap();
        let no = || Err(Error::argument("not this one"));
        assert!(InUse::begin(&path, no).is_err());
        let first = InUse::begin(&path, || Ok(())).unwrap();
        let second = InUse::begin(&link, || panic!("looked at while in use")).unwrap();
        drop(first);
        let third = InUse::begin(&path, || panic!("looked at while in use")).unwrap();
        drop((second, third));
        assert!(InUse::begin(&path, no).is_err());
        assert!(InUse::begin(&folder.path().join("c"), || Ok(())).is_err());
    }
}
