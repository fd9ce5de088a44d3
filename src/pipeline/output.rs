//! Output that appears whole or not at all.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

use super::walk::STANDARD_STREAM;
use crate::error::Error;

/// The files that were begun and not finished, for [`Output::remove_unfinished`].
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// A file that is written beside its place and moved there when it is finished,
/// or standard output.
///
/// Dropped unfinished, it leaves nothing behind. What is no regular file, a
/// device or a pipe, is written straight. Writes are buffered.
///
/// # Example
///
/// ```
/// use std::io::Write;
/// use bitext::pipeline::Output;
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("out.txt");
/// let mut output = Output::create(&path)?;
/// output.write_all(b"whole")?;
/// assert!(!path.exists());
/// output.finish()?;
/// assert_eq!(std::fs::read(&path)?, b"whole");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Output {
    writer: Writer,
    /// Where it goes, for messages.
    path: PathBuf,
}

#[derive(Debug)]
enum Writer {
    Standard(BufWriter<io::Stdout>),
    Straight(BufWriter<std::fs::File>),
    Beside(BufWriter<NamedTempFile>),
}

/// Large enough that the number of writes does not count, and small enough that
/// the units of most documents are written straight, without a copy.
const BUFFER: usize = 1 << 15;

impl Output {
    /// Begins the file at `path`; `-` is standard output.
    ///
    /// # Errors
    ///
    /// Where no file can be made in the folder of `path`.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let writer = Self::open(path).map_err(|cause| Error::from(cause).with_path(path))?;
        Ok(Self { writer, path: path.to_path_buf() })
    }

    fn open(path: &Path) -> io::Result<Writer> {
        if path == Path::new(STANDARD_STREAM) {
            return Ok(Writer::Standard(BufWriter::with_capacity(BUFFER, io::stdout())));
        }
        match path.metadata() {
            Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if !found.is_file() => {
                let file = std::fs::OpenOptions::new().write(true).open(path)?;
                Ok(Writer::Straight(BufWriter::with_capacity(BUFFER, file)))
            }
            _ => {
                // Under one lock: a file is never there without being listed.
                let mut unfinished = unfinished();
                let file = beside(&destination(path))?;
                unfinished.insert(file.path().to_path_buf());
                Ok(Writer::Beside(BufWriter::with_capacity(BUFFER, file)))
            }
        }
    }

    /// Writes what is left and moves the file to its place.
    ///
    /// # Errors
    ///
    /// Where writing or moving fails; the place is then as it was before.
    pub fn finish(self) -> Result<(), Error> {
        let path = self.path;
        let finished = match self.writer {
            Writer::Standard(mut writer) => writer.flush(),
            Writer::Straight(mut writer) => writer.flush(),
            Writer::Beside(writer) => move_to_place(writer, &destination(&path)),
        };
        finished.map_err(|cause| Error::from(cause).with_path(path))
    }

    /// Removes the unfinished files of all outputs, for a signal handler that
    /// ends the process: no output can be begun any more.
    pub fn remove_unfinished() {
        let mut unfinished = unfinished();
        for path in std::mem::take(&mut *unfinished) {
            // The process ends; there is nobody left to tell.
            let _ = std::fs::remove_file(path);
        }
        // Other threads still work; the lock keeps them from making new files.
        std::mem::forget(unfinished);
    }
}

/// The file that a path stands for: the end of a chain of links.
fn destination(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".bitext-").suffix(".part");
    // The mode that any new file gets; the user's mask is taken off it.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder.unwrap_or(Path::new(".")))
}

fn move_to_place(writer: BufWriter<NamedTempFile>, path: &Path) -> io::Result<()> {
    let file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
    let part = file.path().to_path_buf();
    let moved = file.persist(path).map(drop).map_err(|failed| failed.error);
    unfinished().remove(&part);
    moved
}

fn unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.writer {
            Writer::Standard(writer) => writer.write(bytes),
            Writer::Straight(writer) => writer.write(bytes),
            Writer::Beside(writer) => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.writer {
            Writer::Standard(writer) => writer.flush(),
            Writer::Straight(writer) => writer.flush(),
            Writer::Beside(writer) => writer.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropped_unfinished_it_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.txt");
        std::fs::write(&path, "before").unwrap();
        let mut output = Output::create(&path).unwrap();
        output.write_all(&[b'x'; BUFFER + 1]).unwrap();
        drop(output);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "before");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        std::fs::write(&file, "before").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let mut output = Output::create(&link).unwrap();
        output.write_all(b"after").unwrap();
        output.finish().unwrap();
        assert!(link.is_symlink());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "after");
    }

    #[test]
    fn a_folder_is_no_output() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Output::create(folder.path()).is_err());
        assert!(Output::create(folder.path().join("no/such/out")).is_err());
    }
}
