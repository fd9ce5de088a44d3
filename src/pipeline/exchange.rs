//! How the exchange files of a run are read: the settings that all runs over
//! them share.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::open::{ExchangeFile, ExchangeFormat};
use crate::error::Error;
use crate::exchange::{FileEncoding, ReadUnits, csv, jsonl, po, tmx, weblate, xliff};
use crate::language::Language;

/// How exchange files are read: what they do not say themselves.
///
/// # Example
///
/// ```
/// use bitext::ReadUnits;
/// use bitext::exchange::FileEncoding;
/// use bitext::pipeline::ExchangeReading;
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("memory.csv");
/// std::fs::write(&path, b"English;Deutsch\nGreetings;Gr\xFC\xDFe\n")?;
/// let reading = ExchangeReading::new()
///     .with_encoding("windows-1252".parse::<FileEncoding>()?)
///     .with_columns("English".to_owned(), "Deutsch".to_owned());
/// let units = reading.open(&path)?.units().collect::<Result<Vec<_>, _>>()?;
/// assert_eq!(units[0].target().unwrap().text.plain(), "Grüße");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExchangeReading {
    pub(super) format: Option<ExchangeFormat>,
    pub(super) source_language: Option<Language>,
    pub(super) target_language: Option<Language>,
    pub(super) encoding: Option<FileEncoding>,
    source_column: Option<String>,
    target_column: Option<String>,
}

impl ExchangeReading {
    /// Files as they are named, and as they say themselves.
    pub fn new() -> Self {
        Self::default()
    }

    /// The format of all files; without it, that of each file's name.
    #[must_use]
    pub fn with_format(mut self, format: impl Into<Option<ExchangeFormat>>) -> Self {
        self.format = format.into();
        self
    }

    /// The language of the sources of files that name none: Moses, PO, CSV.
    #[must_use]
    pub fn with_source_language(mut self, language: impl Into<Option<Language>>) -> Self {
        self.source_language = language.into();
        self
    }

    /// The language of the targets of files that name none.
    #[must_use]
    pub fn with_target_language(mut self, language: impl Into<Option<Language>>) -> Self {
        self.target_language = language.into();
        self
    }

    /// The encoding of all files, whatever they declare; a byte order mark goes
    /// before it.
    #[must_use]
    pub fn with_encoding(mut self, encoding: impl Into<Option<FileEncoding>>) -> Self {
        self.encoding = encoding.into();
        self
    }

    /// The columns of CSV and TSV that hold the sources and the targets, by their
    /// headers, or by their numbers from 1.
    #[must_use]
    pub fn with_columns(
        mut self,
        source: impl Into<Option<String>>,
        target: impl Into<Option<String>>,
    ) -> Self {
        self.source_column = source.into();
        self.target_column = target.into();
        self
    }

    /// Opens a file; `-` is standard input.
    ///
    /// # Errors
    ///
    /// Where it cannot be opened, or its name is that of no format, or its format
    /// takes more than one file.
    pub fn open(&self, path: impl AsRef<Path>) -> Result<ExchangeFile, Error> {
        ExchangeFile::open_as(path.as_ref(), self)
    }

    /// Opens files one after the other, or those of Moses as one.
    pub fn open_all<'p>(
        &'p self,
        paths: &'p [PathBuf],
    ) -> Box<dyn Iterator<Item = Result<ExchangeFile, Error>> + Send + 'p> {
        match self.format {
            Some(ExchangeFormat::Moses) if paths.is_empty() => Box::new(std::iter::empty()),
            Some(ExchangeFormat::Moses) => {
                Box::new(std::iter::once(ExchangeFile::open_moses_as(paths, self)))
            }
            _ => Box::new(paths.iter().map(move |path| self.open(path))),
        }
    }

    /// Gives the bytes of a file as UTF-8, where their encoding is named.
    pub(super) fn decode<R: Read + Send + 'static>(&self, input: R) -> Box<dyn Read + Send> {
        match self.encoding {
            Some(encoding) => Box::new(encoding.decode(input)),
            None => Box::new(input),
        }
    }

    /// Returns the reader of a format of one file.
    pub(super) fn reader<R: Read + Send + 'static>(
        &self,
        format: ExchangeFormat,
        input: R,
    ) -> Result<Box<dyn ReadUnits + Send>, Error> {
        Ok(match format {
            ExchangeFormat::Jsonl => Box::new(jsonl::Reader::new(input)),
            ExchangeFormat::Tmx => Box::new(tmx::Reader::new(input)),
            ExchangeFormat::Xliff | ExchangeFormat::Xliff2 => Box::new(xliff::Reader::new(input)),
            ExchangeFormat::Po => Box::new(self.po(input)),
            ExchangeFormat::Csv => Box::new(self.csv(input)),
            ExchangeFormat::Tsv => Box::new(self.csv(input).with_separator(csv::Separator::Tab)),
            ExchangeFormat::Weblate => Box::new(weblate::Reader::new(input)),
            ExchangeFormat::Moses => {
                return Err(Error::argument(
                    "expected two files for a Moses corpus, but found one; name both",
                ));
            }
        })
    }

    fn po<R: Read>(&self, input: R) -> po::Reader<R> {
        let mut reader = po::Reader::new(input);
        if let Some(language) = &self.source_language {
            reader = reader.with_source_language(language.clone());
        }
        if let Some(language) = &self.target_language {
            reader = reader.with_target_language(language.clone());
        }
        reader
    }

    fn csv<R: Read>(&self, input: R) -> csv::Reader<R> {
        let mut reader = csv::Reader::new(input);
        if let Some(language) = &self.source_language {
            reader = reader.with_source_language(language.clone());
        }
        if let Some(language) = &self.target_language {
            reader = reader.with_target_language(language.clone());
        }
        if let Some(column) = &self.source_column {
            reader = reader.with_source_column(column);
        }
        if let Some(column) = &self.target_column {
            reader = reader.with_target_column(column);
        }
        reader
    }
}
