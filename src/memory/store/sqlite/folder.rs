//! The folder beside the file, where indexes are kept.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::memory::store::{Cache, Cached};

/// The folder with the name of the file and `-index` behind it.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(super) fn beside(file: &Path) -> Self {
        let mut path = OsString::from(file);
        path.push("-index");
        Self { path: path.into() }
    }

    /// Writes a file beside the one of this name, and renames it.
    fn replace(
        &self,
        name: &str,
        write: &mut dyn FnMut(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<(), Error> {
        fs::create_dir_all(&self.path)?;
        let new = self.path.join(format!("{name}.new"));
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&new)?;
        match file.try_lock() {
            // Another process is keeping the same.
            Err(TryLockError::WouldBlock) => return Ok(()),
            // Not all file systems lock; the checksum shows what was mixed up.
            Err(TryLockError::Error(_)) | Ok(()) => file.set_len(0)?,
        }
        let mut writer = BufWriter::with_capacity(1 << 17, &file);
        let written = write(&mut writer).and_then(|()| Ok(writer.flush()?));
        drop(writer);
        match written {
            Ok(()) => Ok(fs::rename(&new, self.path.join(name))?),
            Err(error) => {
                // It is of no use; that it can't be removed is not what went wrong.
                let _ = fs::remove_file(&new);
                Err(error)
            }
        }
    }
}

impl Cache for Folder {
    fn open(&self, name: &str) -> Result<Option<Cached>, Error> {
        let path = self.path.join(name);
        let open = || {
            let file = File::open(&path)?;
            let metadata = file.metadata()?;
            match metadata.is_file() {
                true => Ok(Cached { reader: Box::new(file), length: metadata.len() }),
                false => Err(io::Error::other("expected a file")),
            }
        };
        match open() {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::from(error).with_path(path)),
        }
    }

    fn keep(
        &self,
        name: &str,
        write: &mut dyn FnMut(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.replace(name, write).map_err(|error| error.with_path(self.path.join(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(folder: &Folder, name: &str) -> Option<String> {
        let Cached { mut reader, length } = folder.open(name).unwrap()?;
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(text.len() as u64, length);
        Some(text)
    }

    #[test]
    fn keeps_the_whole_or_what_was_there() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = Folder::beside(&temporary.path().join("a.memory"));
        assert_eq!(content(&folder, "en.words"), None);
        for text in ["long text", "text"] {
            folder.keep("en.words", &mut |to| Ok(to.write_all(text.as_bytes())?)).unwrap();
            assert_eq!(content(&folder, "en.words").as_deref(), Some(text));
        }
        let failed = folder.keep("en.words", &mut |to| {
            to.write_all(b"half")?;
            Err(Error::argument("no more"))
        });
        assert!(failed.unwrap_err().to_string().ends_with("en.words: no more"));
        assert_eq!(content(&folder, "en.words").as_deref(), Some("text"));
        let names = fs::read_dir(temporary.path().join("a.memory-index")).unwrap();
        assert_eq!(names.count(), 1);
    }

    #[test]
    fn what_cannot_be_kept_is_an_error() {
        let temporary = tempfile::tempdir().unwrap();
        fs::write(temporary.path().join("a.memory-index"), "in the way").unwrap();
        let folder = Folder::beside(&temporary.path().join("a.memory"));
        assert!(folder.keep("en.words", &mut |_| Ok(())).is_err());
        assert!(folder.open("en.words").is_err());
    }

    #[test]
    fn a_process_that_keeps_the_same_is_let_alone() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = Folder::beside(&temporary.path().join("a.memory"));
        folder
            .keep("en.words", &mut |to| {
                folder.keep("en.words", &mut |_| panic!("the other one is at it"))?;
                Ok(to.write_all(b"first")?)
            })
            .unwrap();
        assert_eq!(content(&folder, "en.words").as_deref(), Some("first"));
    }
}
