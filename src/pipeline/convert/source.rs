//! Exchange files, opened by their format.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::Error;
use crate::exchange::{ReadUnits, csv, jsonl, moses, po, tmx, weblate, xliff};
use crate::language::Language;
use crate::pipeline::formats::ExchangeFormat;
use crate::pipeline::input::STANDARD_STREAM;

/// An exchange file that is open for reading.
pub struct Source {
    /// The file; `-` is standard input.
    pub(crate) path: PathBuf,
    pub(crate) reader: Box<dyn ReadUnits + Send>,
    bytes_read: Arc<AtomicU64>,
}

impl Source {
    /// Opens a file; `-` is standard input. Without a format, that of the file
    /// name. Compressed files are recognised by their content, and so is the
    /// version of XLIFF.
    ///
    /// # Errors
    ///
    /// Where it cannot be opened, or its name tells no format, or its format
    /// takes more than one file.
    pub fn open(path: impl AsRef<Path>, format: Option<ExchangeFormat>) -> Result<Self, Error> {
        let path = path.as_ref();
        let format = format.or_else(|| ExchangeFormat::from_path(path)).ok_or_else(|| {
            let message = "expected a file name that tells its format; name the format";
            Error::argument(message).with_path(path)
        })?;
        let bytes_read = Arc::default();
        let counted = open(path, &bytes_read)?;
        let reader = reader(format, counted).map_err(|error| error.with_path(path))?;
        Ok(Self { path: path.to_path_buf(), reader, bytes_read })
    }

    /// Opens the two files of a Moses corpus, source and target, and the file of
    /// ids where there is a third.
    ///
    /// # Errors
    ///
    /// Where a language is not named, or there are not two or three files, or
    /// one cannot be opened.
    pub fn open_moses(
        paths: &[impl AsRef<Path>],
        source: Option<Language>,
        target: Option<Language>,
    ) -> Result<Self, Error> {
        let (Some(source), Some(target)) = (source, target) else {
            return Err(Error::argument(
                "expected the languages of both files of a Moses corpus; name the source and the \
                 target language",
            ));
        };
        let bytes_read = Arc::default();
        let open = |path: &dyn AsRef<Path>| open(path.as_ref(), &bytes_read);
        let (path, reader): (_, Box<dyn ReadUnits + Send>) = match paths {
            [first, second] => {
                let reader = moses::Reader::new(open(first)?, open(second)?);
                (first, Box::new(reader.with_languages(source, target)))
            }
            [first, second, ids] => {
                let reader = moses::Reader::new(open(first)?, open(second)?).with_ids(open(ids)?);
                (first, Box::new(reader.with_languages(source, target)))
            }
            _ => {
                let message = format!(
                    "expected two files of a Moses corpus, source and target, or three with the \
                     ids, but found {}",
                    paths.len()
                );
                return Err(Error::argument(message));
            }
        };
        Ok(Self { path: path.as_ref().to_path_buf(), reader, bytes_read })
    }

    /// How many bytes of it were read so far, as they are on disk.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }
}

/// Opens a file, and counts what is read of it.
pub(super) fn open(path: &Path, bytes: &Arc<AtomicU64>) -> Result<Counted, Error> {
    let inner: Box<dyn Read + Send> = match path == Path::new(STANDARD_STREAM) {
        true => Box::new(io::stdin()),
        false => Box::new(File::open(path).map_err(|cause| Error::from(cause).with_path(path))?),
    };
    Ok(Counted { inner, bytes: bytes.clone() })
}

fn reader(format: ExchangeFormat, input: Counted) -> Result<Box<dyn ReadUnits + Send>, Error> {
    Ok(match format {
        ExchangeFormat::Jsonl => Box::new(jsonl::Reader::new(input)),
        ExchangeFormat::Tmx => Box::new(tmx::Reader::new(input)),
        ExchangeFormat::Xliff | ExchangeFormat::Xliff2 => Box::new(xliff::Reader::new(input)),
        ExchangeFormat::Po => Box::new(po::Reader::new(input)),
        ExchangeFormat::Csv => Box::new(csv::Reader::new(input)),
        ExchangeFormat::Tsv => {
            Box::new(csv::Reader::new(input).with_separator(csv::Separator::Tab))
        }
        ExchangeFormat::Weblate => Box::new(weblate::Reader::new(input)),
        ExchangeFormat::Moses => {
            return Err(Error::argument("expected two files for a Moses corpus, but found one"));
        }
    })
}

/// Counts what is read.
pub(super) struct Counted {
    inner: Box<dyn Read + Send>,
    bytes: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
