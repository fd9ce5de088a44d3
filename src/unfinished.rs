//! Files in the making: made new under names that nobody can guess, never through a
//! link, and locked as long as their process works on them.
//!
//! A process that is killed leaves such a file behind, without its lock. The next one
//! that makes files in the same folder takes it away.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

/// The age from which a file is left behind where the file system does not lock.
const STALE: Duration = Duration::from_secs(12 * 60 * 60);

/// What the names of files in the making begin and end with; between is what chance
/// gives.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pattern<'n> {
    pub(crate) start: &'n str,
    pub(crate) end: &'n str,
}

/// Makes a file and locks it. Where another process took it away before it was locked,
/// or holds it, the error is that a file exists: another name is to be tried.
///
/// # Errors
///
/// Where it cannot be made, or anything has that name, be it a link.
pub(crate) fn create(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    let file = options.write(true).create_new(true).open(path)?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(io::ErrorKind::AlreadyExists.into()),
        // Not all file systems lock.
        Ok(()) | Err(TryLockError::Error(_)) if path.symlink_metadata().is_ok() => Ok(file),
        _ => Err(io::ErrorKind::AlreadyExists.into()),
    }
}

/// Makes a file of a name that nobody can guess.
///
/// # Errors
///
/// Where no file can be made in the folder.
#[cfg(feature = "store")]
pub(crate) fn create_in(
    folder: &Path,
    pattern: Pattern<'_>,
) -> io::Result<(File, std::path::PathBuf)> {
    use std::hash::{BuildHasher, RandomState};

    const TRIES: usize = 16;
    let mut failed = io::ErrorKind::AlreadyExists.into();
    for _ in 0..TRIES {
        let chance = RandomState::new().hash_one(());
        let path = folder.join(format!("{}{chance:016x}{}", pattern.start, pattern.end));
        match create(&path, &mut OpenOptions::new()) {
            Ok(file) => return Ok((file, path)),
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

/// Takes away the files of a folder that were left behind, and returns whether
/// another process works on one.
pub(crate) fn clean(folder: &Path, pattern: Pattern<'_>) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    let mut is_busy = false;
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_regular = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_regular && name.to_str().is_some_and(|name| pattern.fits(name)) {
            is_busy |= !remove_if_stale(&entry.path());
        }
    }
    is_busy
}

impl Pattern<'_> {
    fn fits(self, name: &str) -> bool {
        let middle = name.strip_prefix(self.start).and_then(|rest| rest.strip_suffix(self.end));
        middle.is_some_and(|chance| chance.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    }
}

/// Takes a regular file away that nobody works on, and returns whether nobody does.
fn remove_if_stale(path: &Path) -> bool {
    // For writing, as some file systems lock nothing else; what cannot be opened is
    // somebody else's.
    let Ok(file) = OpenOptions::new().write(true).open(path) else { return true };
    let is_stale = match file.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => return false,
        Err(TryLockError::Error(_)) => {
            let changed = file.metadata().and_then(|found| found.modified());
            changed.is_ok_and(|time| time.elapsed().is_ok_and(|age| age > STALE))
        }
    };
    // Under the lock: whoever made it just now and locks it next finds it gone.
    if is_stale {
        let _ = fs::remove_file(path);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATTERN: Pattern<'_> = Pattern { start: ".x-", end: ".part" };

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn only_files_of_the_pattern_that_nobody_works_on_are_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".x-0a.part", ".x-b.c.part", ".x-.par", "x-1.part"] {
            fs::write(folder.path().join(name), "left behind").unwrap();
        }
        fs::create_dir(folder.path().join(".x-folder.part")).unwrap();
        let path = folder.path().join(".x-mine.part");
        let file = create(&path, &mut OpenOptions::new()).unwrap();
        assert!(clean(folder.path(), PATTERN));
        let kept = [".x-.par", ".x-b.c.part", ".x-folder.part", ".x-mine.part", "x-1.part"];
        assert_eq!(names(folder.path()), kept);
        drop(file);
        assert!(!clean(folder.path(), PATTERN));
        assert!(!path.exists());
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let [victim, link] = ["victim", ".x-link.part"].map(|name| folder.path().join(name));
        fs::write(&victim, "whole").unwrap();
        std::os::unix::fs::symlink(&victim, &link).unwrap();
        let failed = create(&link, &mut OpenOptions::new()).unwrap_err();
        assert_eq!(failed.kind(), io::ErrorKind::AlreadyExists);
        assert!(!clean(folder.path(), PATTERN));
        assert_eq!(names(folder.path()), [".x-link.part", "victim"]);
        assert_eq!(fs::read_to_string(&victim).unwrap(), "whole");
    }
}
