//! The folder beside the file, where indexes are kept.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::memory::store::{Cache, Cached};
use crate::unfinished::{self, Pattern};

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

    /// Writes a file under a name that nobody can guess, and renames it. Links are
    /// never written through: where the folder is one it is an error, and one in the
    /// place of the file gives way to it.
    fn replace(
        &self,
        name: &str,
        write: &mut dyn FnMut(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.make()?;
        let start = format!("{name}.");
        let pattern = Pattern { start: &start, end: ".new" };
        if unfinished::clean(&self.path, pattern) {
            // Another process is keeping the same.
            return Ok(());
        }
        let (file, new) = unfinished::create_in(&self.path, pattern)?;
        let mut writer = BufWriter::with_capacity(1 << 17, &file);
        let written = write(&mut writer).and_then(|()| Ok(writer.flush()?));
        drop(writer);
        let kept = written.and_then(|()| Ok(fs::rename(&new, self.path.join(name))?));
        if kept.is_err() {
            // It is of no use; that it can't be removed is not what went wrong.
            let _ = fs::remove_file(&new);
        }
        kept
    }

    /// Makes the folder where it is missing.
    fn make(&self) -> Result<(), Error> {
        match self.path.symlink_metadata() {
            Ok(found) if found.is_dir() => Ok(()),
            Ok(_) => Err(io::Error::other("expected a folder that is no link").into()),
            Err(_) => Ok(fs::create_dir_all(&self.path)?),
        }
    }

    /// Opens a regular file, and nothing else: to open a pipe would wait for somebody
    /// who writes to it.
    fn open_file(&self, name: &str) -> io::Result<Cached> {
        let path = self.path.join(name);
        let is_file = |metadata: &fs::Metadata| match metadata.is_file() {
            true => Ok(()),
            false => Err(io::Error::other("expected a file")),
        };
        is_file(&path.symlink_metadata()?)?;
        let file = File::open(&path)?;
        let metadata = file.metadata()?;
        is_file(&metadata)?;
        Ok(Cached { reader: Box::new(file), length: metadata.len() })
    }
}

impl Cache for Folder {
    fn open(&self, name: &str) -> Result<Option<Cached>, Error> {
        match self.open_file(name) {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::from(error).with_path(self.path.join(name))),
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

    #[test]
    fn what_a_killed_process_left_is_taken_away() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = Folder::beside(&temporary.path().join("a.memory"));
        fs::create_dir(&folder.path).unwrap();
        for name in ["en.words.00112233aabbccdd.new", "de.words.00112233aabbccdd.new"] {
            fs::write(folder.path.join(name), "half").unwrap();
        }
        folder.keep("en.words", &mut |to| Ok(to.write_all(b"whole")?)).unwrap();
        let mut names: Vec<_> =
            fs::read_dir(&folder.path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["de.words.00112233aabbccdd.new", "en.words"]);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        use std::os::unix::fs::symlink;

        let temporary = tempfile::tempdir().unwrap();
        let folder = Folder::beside(&temporary.path().join("a.memory"));
        let victim = temporary.path().join("victim");
        fs::write(&victim, "mine").unwrap();
        fs::create_dir(&folder.path).unwrap();
        for name in ["en.words", "en.words.new"] {
            symlink("../victim", folder.path.join(name)).unwrap();
        }
        assert!(folder.open("en.words").is_err());
        folder.keep("en.words", &mut |to| Ok(to.write_all(b"index")?)).unwrap();
        assert_eq!(content(&folder, "en.words").as_deref(), Some("index"));
        assert_eq!(fs::read_to_string(&victim).unwrap(), "mine");
        fs::remove_dir_all(&folder.path).unwrap();
        fs::create_dir(temporary.path().join("theirs")).unwrap();
        symlink("theirs", &folder.path).unwrap();
        assert!(folder.keep("en.words", &mut |to| Ok(to.write_all(b"index")?)).is_err());
    }

    /// Opening a pipe waits until somebody writes to it: this ends all the same.
    #[cfg(unix)]
    #[test]
    fn a_pipe_is_not_opened() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = Folder::beside(&temporary.path().join("a.memory"));
        fs::create_dir(&folder.path).unwrap();
        let made = std::process::Command::new("mkfifo").arg(folder.path.join("en.words")).status();
        if made.is_ok_and(|status| status.success()) {
            assert!(folder.open("en.words").is_err());
        }
    }
}
