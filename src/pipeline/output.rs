//! Output that appears whole or not at all.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::{Compression, GzBuilder, write::GzEncoder};

use super::input::STANDARD_STREAM;
use super::part::{Part, remove_parts};
use crate::error::Error;

/// A file that is written beside its place and moved there when it is finished,
/// or standard output.
///
/// Dropped unfinished, it leaves nothing behind. A file that is there already
/// keeps its permissions; a link stays, and the file that it leads to is
/// written. What is no regular file, a device or a pipe, is written straight.
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
    writer: Encoding,
    /// Where it goes, for messages.
    path: PathBuf,
}

#[derive(Debug)]
enum Encoding {
    Plain(BufWriter<Place>),
    Gzip(GzEncoder<BufWriter<Place>>),
}

#[derive(Debug)]
enum Place {
    Standard(io::Stdout),
    Straight(File),
    Beside(Part),
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
        let place = Place::open(path).map_err(|cause| Error::from(cause).with_path(path))?;
        let place = BufWriter::with_capacity(BUFFER, place);
        let writer = match is_gzip(path) {
            // Without the time of writing: the same bytes every run.
            true => Encoding::Gzip(GzBuilder::new().write(place, Compression::default())),
            false => Encoding::Plain(place),
        };
        Ok(Self { writer, path: path.to_path_buf() })
    }

    /// Writes what is left and moves the file to its place.
    ///
    /// # Errors
    ///
    /// Where writing or moving fails; the place is then as it was before.
    pub fn finish(self) -> Result<(), Error> {
        let finished = self.writer.into_place().and_then(|place| match place {
            Place::Standard(mut stream) => stream.flush(),
            Place::Straight(_) => Ok(()),
            Place::Beside(part) => part.finish(),
        });
        finished.map_err(|cause| Error::from(cause).with_path(self.path))
    }

    /// Removes the unfinished files of all outputs, for a signal handler that
    /// ends the process: no output can be begun any more.
    pub fn remove_unfinished() {
        remove_parts();
    }
}

/// Whether a file is compressed, by its name.
pub(super) fn is_gzip(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gz"))
}

impl Encoding {
    /// Writes what is left.
    fn into_place(self) -> io::Result<Place> {
        let plain = match self {
            Encoding::Plain(plain) => plain,
            Encoding::Gzip(gzip) => gzip.finish()?,
        };
        plain.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

impl Place {
    fn open(path: &Path) -> io::Result<Self> {
        if path == Path::new(STANDARD_STREAM) {
            return Ok(Place::Standard(io::stdout()));
        }
        match path.metadata() {
            Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if !found.is_file() => {
                OpenOptions::new().write(true).open(path).map(Place::Straight)
            }
            Ok(found) => Part::create(destination(path)?, Some(&found)).map(Place::Beside),
            Err(_) => Part::create(destination(path)?, None).map(Place::Beside),
        }
    }
}

/// The file that a path stands for: the end of a chain of links, even where
/// nothing is there yet.
fn destination(path: &Path) -> io::Result<PathBuf> {
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

/// The folder that a file is in.
pub(super) fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

impl Write for Place {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Place::Standard(stream) => stream.write(bytes),
            Place::Straight(file) => file.write(bytes),
            Place::Beside(part) => part.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Place::Standard(stream) => stream.flush(),
            Place::Straight(file) => file.flush(),
            Place::Beside(_) => Ok(()),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.writer {
            Encoding::Plain(writer) => writer.write(bytes),
            Encoding::Gzip(writer) => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.writer {
            Encoding::Plain(writer) => writer.flush(),
            Encoding::Gzip(writer) => writer.flush(),
        }
    }
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
