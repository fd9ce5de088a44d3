//! Output that appears whole or not at all.

use std::collections::BTreeSet;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use flate2::{Compression, GzBuilder, write::GzEncoder};
use tempfile::{NamedTempFile, TempPath};

use super::inputs::STANDARD_STREAM;
use crate::error::Error;
use crate::unfinished::{self, Pattern};

/// A file that is written beside its place and moved there when it is finished,
/// or standard output.
///
/// Dropped unfinished, it leaves nothing behind. A file that is there already
/// keeps its permissions; a link stays, and the file that it leads to is
/// written. What is not a regular file, a device or a pipe, is written straight.
/// Writes are buffered, and compressed where the name ends in `.gz`.
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
    writer: OutputWriter,
    /// Where it goes, for messages.
    path: PathBuf,
}

/// The file as it is, or compressed.
#[derive(Debug)]
enum OutputWriter {
    Plain(BufWriter<Destination>),
    Gzip(GzEncoder<BufWriter<Destination>>),
}

/// Where the bytes of an output go.
#[derive(Debug)]
enum Destination {
    Standard(io::Stdout),
    /// A device or a pipe.
    Straight(File),
    Beside(PartFile),
}

/// Large enough that the number of writes does not count.
const BUFFER: usize = 1 << 16;

impl Output {
    /// Begins the file at `path`; `-` is standard output.
    ///
    /// # Errors
    ///
    /// Where no file can be made in the folder of `path`.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let file = Destination::open(path).map_err(|cause| Error::from(cause).with_path(path))?;
        let file = BufWriter::with_capacity(BUFFER, file);
        let writer = match is_gzip(path) {
            // Without the time of writing: the same bytes every run.
            true => OutputWriter::Gzip(GzBuilder::new().write(file, Compression::default())),
            false => OutputWriter::Plain(file),
        };
        Ok(Self { writer, path: path.to_path_buf() })
    }

    /// Begins the file at `path` in a folder that is made where it is missing.
    pub(super) fn create_below(path: &Path) -> Result<Self, Error> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|cause| Error::from(cause).with_path(folder))?;
        }
        Self::create(path)
    }

    /// Writes what is left and moves the file to its place.
    ///
    /// # Errors
    ///
    /// Where writing or moving fails; the place is then as it was before.
    pub fn finish(self) -> Result<(), Error> {
        let finished = self.writer.into_destination().and_then(|file| match file {
            Destination::Standard(mut stream) => stream.flush(),
            Destination::Straight(_) => Ok(()),
            Destination::Beside(part) => part.finish(),
        });
        finished.map_err(|cause| Error::from(cause).with_path(self.path))
    }

    /// Removes the unfinished files of all outputs, for a signal handler that
    /// ends the process: no output can be begun any more.
    pub fn remove_unfinished() {
        let mut unfinished = unfinished();
        for path in std::mem::take(&mut *unfinished) {
            // The process ends; there is nobody left to know.
            let _ = std::fs::remove_file(path);
        }
        // Other threads still work; the lock keeps them from making new files.
        std::mem::forget(unfinished);
    }
}

/// Returns whether a file is compressed, by its name.
pub(super) fn is_gzip(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gz"))
}

impl OutputWriter {
    /// Writes what is left and takes the file out.
    fn into_destination(self) -> io::Result<Destination> {
        let plain = match self {
            OutputWriter::Plain(plain) => plain,
            OutputWriter::Gzip(gzip) => gzip.finish()?,
        };
        plain.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

impl Destination {
    fn open(path: &Path) -> io::Result<Self> {
        if path == Path::new(STANDARD_STREAM) {
            return Ok(Destination::Standard(io::stdout()));
        }
        match path.metadata() {
            Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if !found.is_file() => {
                OpenOptions::new().write(true).open(path).map(Destination::Straight)
            }
            Ok(found) => {
                PartFile::create(end_of_links(path)?, Some(&found)).map(Destination::Beside)
            }
            Err(_) => PartFile::create(end_of_links(path)?, None).map(Destination::Beside),
        }
    }
}

/// Follows a chain of links to its end, even where nothing is there yet.
fn end_of_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_path_buf();
    while path.is_symlink() {
        match path.canonicalize() {
            Ok(found) => return Ok(found),
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(cause),
            // A chain without an end is another error than one that ends nowhere.
            Err(_) => path = folder(&path).join(path.read_link()?),
        }
    }
    Ok(path)
}

/// Returns the folder that a file is in.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Destination::Standard(stream) => stream.write(bytes),
            Destination::Straight(file) => file.write(bytes),
            Destination::Beside(part) => part.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Destination::Standard(stream) => stream.flush(),
            Destination::Straight(file) => file.flush(),
            Destination::Beside(_) => Ok(()),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.writer {
            OutputWriter::Plain(writer) => writer.write(bytes),
            OutputWriter::Gzip(writer) => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.writer {
            OutputWriter::Plain(writer) => writer.flush(),
            OutputWriter::Gzip(writer) => writer.flush(),
        }
    }
}

/// The files that were begun and not finished.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// The folders in which what killed processes left was taken away.
static CLEANED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// The names of unfinished files.
const PART: Pattern<'_> = Pattern { start: ".bitext-", end: ".part" };

/// The unfinished file beside the place of an output: it becomes the one at its
/// place, or is removed when it is dropped.
///
/// It is written to as a plain file: the wrapper of `tempfile` would name the
/// part file, which no user asked for, in its errors.
#[derive(Debug)]
struct PartFile {
    file: File,
    /// Nothing once the file is at its place.
    path: Option<TempPath>,
    place: PathBuf,
}

impl PartFile {
    /// Begins the file for a place, with the permissions of what exists there.
    fn create(place: PathBuf, existing: Option<&Metadata>) -> io::Result<Self> {
        clean(folder(&place));
        // Under one lock: a file is never there without being listed.
        let mut unfinished = unfinished();
        let file = begin(folder(&place), existing)?;
        unfinished.insert(file.path().to_path_buf());
        let (file, path) = file.into_parts();
        let part = Self { file, path: Some(path), place };
        drop(unfinished);
        if let Some(existing) = existing {
            // The user's mask took from them when the file was made.
            part.file.set_permissions(existing.permissions())?;
        }
        Ok(part)
    }

    /// Moves the file to its place.
    fn finish(mut self) -> io::Result<()> {
        let Some(path) = self.path.take() else { return Ok(()) };
        let part = path.to_path_buf();
        let moved = path.persist(&self.place).map_err(|failed| failed.error);
        unfinished().remove(&part);
        moved
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        if let Some(path) = self.path.take() {
            let part = path.to_path_buf();
            drop(path);
            unfinished().remove(&part);
        }
    }
}

impl Write for PartFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn begin(folder: &Path, existing: Option<&Metadata>) -> io::Result<NamedTempFile> {
    let mut options = OpenOptions::new();
    // The mode that any new file gets, the user's mask taken off it; never
    // more, not even for a moment, than the file has that is there.
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        options.mode(existing.map_or(0o666, |existing| existing.permissions().mode() & 0o777));
    }
    #[cfg(not(unix))]
    let _ = existing;
    tempfile::Builder::new()
        .prefix(PART.start)
        .suffix(PART.end)
        .make_in(folder, |path| unfinished::create(path, &mut options.clone()))
}

/// Takes away what killed processes left in a folder, once for each folder.
fn clean(folder: &Path) {
    let mut cleaned = CLEANED.lock().unwrap_or_else(PoisonError::into_inner);
    if !cleaned.contains(folder) {
        unfinished::clean(folder, PART);
        cleaned.insert(folder.to_path_buf());
    }
}

fn unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, text: &str) {
        let mut output = Output::create(path).unwrap();
        output.write_all(text.as_bytes()).unwrap();
        output.finish().unwrap();
    }

    #[test]
    fn compressed_by_name_and_the_same_every_time() {
        let folder = tempfile::tempdir().unwrap();
        let [first, second] = ["a.tmx.gz", "b.tmx.GZ"].map(|name| {
            let path = folder.path().join(name);
            write(&path, "text");
            std::fs::read(&path).unwrap()
        });
        assert_eq!(first, second);
        let mut text = String::new();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&*first), &mut text)
            .unwrap();
        assert_eq!(text, "text");
    }

    #[test]
    fn what_a_killed_process_left_is_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join(".bitext-a1B2c3.part");
        std::fs::write(&left, "half").unwrap();
        let running = Output::create(folder.path().join("a")).unwrap();
        assert!(!left.exists());
        // Another process: it has cleaned no folder yet.
        CLEANED.lock().unwrap_or_else(PoisonError::into_inner).remove(folder.path());
        write(&folder.path().join("b"), "whole");
        running.finish().unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }

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
        std::os::unix::fs::symlink("file", &link).unwrap();
        std::os::unix::fs::symlink("link", folder.path().join("first")).unwrap();
        for text in ["new", "over what is there"] {
            write(&folder.path().join("first"), text);
            assert!(link.is_symlink());
            assert!(!file.is_symlink());
            assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_circle_lead_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink("link", &link).unwrap();
        assert!(Output::create(&link).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_keeps_its_permissions() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.txt");
        std::fs::write(&path, "before").unwrap();
        for mode in [0o600, 0o666, 0o755, 0o444] {
            std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
            write(&path, "after");
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o7777, mode);
        }
    }

    #[test]
    fn a_folder_is_no_output() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Output::create(folder.path()).is_err());
        let error = Output::create(folder.path().join("no/such/out")).unwrap_err();
        assert!(!error.to_string().contains(".part"), "{error}");
    }
}
