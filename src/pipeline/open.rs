//! Exchange files, known by their names and opened by their formats.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::exchange::ExchangeReading;
use super::inputs::is_standard;
use super::output::is_gzip;
use crate::document::Format;
use crate::error::{Error, names};
use crate::exchange::{Finding, ReadUnits, moses};
use crate::inline::{CodedText, Syntax};
use crate::language::Language;
use crate::unit::{PairSelector, TranslationUnit};

/// An exchange format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ExchangeFormat {
    /// JSON Lines: one object a segment or unit.
    Jsonl,
    /// TMX 1.4b.
    Tmx,
    /// XLIFF 1.2.
    Xliff,
    /// XLIFF 2.1.
    Xliff2,
    /// PO, the format of GNU gettext.
    Po,
    /// Comma-separated values, for spreadsheets.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// Two plain text files with a segment a line, and a file of ids.
    Moses,
    /// The JSON of Weblate's translation memory.
    Weblate,
}

names!(ExchangeFormat {
    Jsonl => "jsonl",
    Tmx => "tmx",
    Xliff => "xliff",
    Xliff2 => "xliff2",
    Po => "po",
    Csv => "csv",
    Tsv => "tsv",
    Moses => "moses",
    Weblate => "weblate",
});

impl ExchangeFormat {
    /// The format by the ending of a file name, in any case; the ending `.gz` of
    /// a compressed file is passed over. Both versions of XLIFF have the
    /// same ending, which is that of 1.2 here.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::pipeline::ExchangeFormat;
    ///
    /// assert_eq!(ExchangeFormat::from_path("a/memory.TMX.gz"), Some(ExchangeFormat::Tmx));
    /// assert_eq!(ExchangeFormat::from_path("a.docx.sdlxliff"), Some(ExchangeFormat::Xliff));
    /// assert_eq!(ExchangeFormat::from_path("memory.sdltm"), None);
    /// ```
    pub fn from_path(path: impl AsRef<Path>) -> Option<Self> {
        let mut path = path.as_ref();
        if is_gzip(path) {
            path = Path::new(path.file_stem()?);
        }
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" => Some(ExchangeFormat::Jsonl),
            "tmx" => Some(ExchangeFormat::Tmx),
            // Those of Trados, Phrase, memoQ and Wordfast are XLIFF 1.2.
            "xlf" | "xliff" | "sdlxliff" | "mxliff" | "mqxliff" | "txlf" => {
                Some(ExchangeFormat::Xliff)
            }
            "po" | "pot" => Some(ExchangeFormat::Po),
            "csv" => Some(ExchangeFormat::Csv),
            "tsv" => Some(ExchangeFormat::Tsv),
            "json" => Some(ExchangeFormat::Weblate),
            _ => None,
        }
    }
}

/// What a file is that a memory is to be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FileKind {
    /// An annotated document, or a folder of documents.
    Document,
    /// An exchange file.
    Exchange(ExchangeFormat),
}

impl FileKind {
    /// The kind of the file at `path`, or `None` where nothing says which: a
    /// folder, or a name that documents have, is a document; all else has the
    /// format that is given, or else that of its name. Standard input, `-`, is a
    /// document unless a format is given.
    ///
    /// # Errors
    ///
    /// Where there is no such file.
    pub fn of(
        path: impl AsRef<Path>,
        format: Option<ExchangeFormat>,
    ) -> Result<Option<Self>, Error> {
        let path = path.as_ref();
        if is_standard(path) {
            return Ok(Some(format.map_or(FileKind::Document, FileKind::Exchange)));
        }
        let found = path.metadata().map_err(|cause| Error::from(cause).with_path(path))?;
        if found.is_dir() || Format::from_path(path).is_some() {
            return Ok(Some(FileKind::Document));
        }
        Ok(format.or_else(|| ExchangeFormat::from_path(path)).map(FileKind::Exchange))
    }
}

/// An exchange file that is open for reading.
///
/// # Example
///
/// ```
/// use bitext::ReadUnits;
/// use bitext::pipeline::ExchangeFile;
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("memory.tsv");
/// std::fs::write(&path, "source\ttarget\nNext\tWeiter\n")?;
/// let units = ExchangeFile::open(&path, None)?.units().collect::<Result<Vec<_>, _>>()?;
/// assert_eq!(units.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ExchangeFile {
    /// The file; `-` is standard input.
    path: PathBuf,
    format: ExchangeFormat,
    reader: Box<dyn ReadUnits + Send>,
    /// The first unit, or why there is none, where it was read ahead.
    first: Option<Result<Option<TranslationUnit>, Error>>,
    /// What the markup in texts is written in that have no codes.
    syntax: Option<Syntax>,
    bytes_read: Arc<AtomicU64>,
}

impl ExchangeFile {
    /// Opens a file; `-` is standard input. Without a format, that of the file
    /// name. Compressed files are recognised by their content, and so is the
    /// version of XLIFF.
    ///
    /// # Errors
    ///
    /// Where it cannot be opened, or its name is that of no format, or its format
    /// takes more than one file.
    pub fn open(path: impl AsRef<Path>, format: Option<ExchangeFormat>) -> Result<Self, Error> {
        ExchangeReading::new().with_format(format).open(path)
    }

    /// Opens a file as the settings say.
    pub(super) fn open_as(path: &Path, reading: &ExchangeReading) -> Result<Self, Error> {
        let format = reading.format.or_else(|| ExchangeFormat::from_path(path));
        let format = format.ok_or_else(|| {
            let message = "expected a file name with the ending of an exchange format, such as \
                           `.tmx`; name the format (`--from`)";
            Error::argument(message).with_path(path)
        })?;
        let bytes_read = Arc::default();
        let counted = open(path, &bytes_read)?;
        let reader = match reading.encoding {
            Some(_) => reading.reader(format, reading.decode(counted)),
            None => reading.reader(format, counted),
        };
        let reader = reader.map_err(|error| error.with_path(path))?;
        Ok(Self { path: path.to_path_buf(), format, reader, first: None, syntax: None, bytes_read })
    }

    /// The same file, of which texts without codes are read as markup: PO files and
    /// spreadsheets hold that of documents as they hold all text.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::exchange::ReadUnits;
    /// use bitext::pipeline::ExchangeFile;
    /// use bitext::{Syntax, TranslationUnit};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let path = folder.path().join("a.csv");
    /// std::fs::write(&path, "source,target\nSave **it**,**Das** sichern\n")?;
    /// let mut file = ExchangeFile::open(&path, None)?.with_syntax(Syntax::Markdown);
    /// let mut unit = TranslationUnit::default();
    /// assert!(file.read(&mut unit)?);
    /// assert_eq!(unit.variants[0].text.text(), "Save it");
    /// # Ok::<(), bitext::Error>(())
    /// ```
    #[must_use]
    pub fn with_syntax(mut self, syntax: impl Into<Option<Syntax>>) -> Self {
        self.syntax = syntax.into();
        self
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
        let reading = ExchangeReading::new().with_source_language(source);
        Self::open_moses_as(paths, &reading.with_target_language(target))
    }

    /// Opens the files of a Moses corpus as the settings say.
    pub(super) fn open_moses_as(
        paths: &[impl AsRef<Path>],
        reading: &ExchangeReading,
    ) -> Result<Self, Error> {
        let languages = (reading.source_language.clone(), reading.target_language.clone());
        let (Some(source), Some(target)) = languages else {
            return Err(Error::argument(
                "expected the languages of both files of a Moses corpus, but found one or none; name \
                 the source and the target language (`--source-language`, `--target-language`)",
            ));
        };
        let bytes_read = Arc::default();
        let open = |path: &dyn AsRef<Path>| -> Result<Box<dyn Read + Send>, Error> {
            Ok(reading.decode(open(path.as_ref(), &bytes_read)?))
        };
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
                     ids, but found {}; name those",
                    paths.len()
                );
                return Err(Error::argument(message));
            }
        };
        let (path, format) = (path.as_ref().to_path_buf(), ExchangeFormat::Moses);
        Ok(Self { path, format, reader, first: None, syntax: None, bytes_read })
    }

    /// The languages of the first unit, which is read ahead: of its source, and of
    /// its target where the format names that for a file; nothing where there is no
    /// unit. Where a target language is given, the source is that of a pair with it.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::pipeline::ExchangeFile;
    ///
    /// let folder = tempfile::tempdir()?;
    /// let path = folder.path().join("a.csv");
    /// std::fs::write(&path, "source,target,source_language,target_language\nNext,Weiter,en,de\n")?;
    /// let [source, target] = ExchangeFile::open(&path, None)?.languages(None);
    /// assert_eq!(source, "en".parse().ok());
    /// assert_eq!(target, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn languages(&mut self, target: Option<&Language>) -> [Option<Language>; 2] {
        if self.first.is_none() {
            let mut unit = TranslationUnit::default();
            let read = self.reader.read(&mut unit);
            self.first = Some(read.map(|is_unit| is_unit.then_some(unit)));
        }
        let Some(Ok(Some(unit))) = &self.first else { return [None, None] };
        let mut pair = unit.clone();
        // One without such a target says its source all the same.
        let _ = PairSelector::new(None, target.cloned()).narrow_or_keep_source(&mut pair);
        let source = pair.source().and_then(|source| source.language.clone());
        let is_of_file = matches!(
            self.format,
            ExchangeFormat::Po | ExchangeFormat::Xliff | ExchangeFormat::Xliff2
        );
        [source, pair.language_of_target().filter(|_| is_of_file).cloned()]
    }

    /// The file; `-` is standard input.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many bytes of it were read so far, as they are on disk.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }
}

/// Its errors name the file.
impl ReadUnits for ExchangeFile {
    fn read(&mut self, unit: &mut TranslationUnit) -> Result<bool, Error> {
        let read = match self.first.take() {
            None => self.reader.read(unit),
            Some(first) => first.map(|first| first.map(|first| *unit = first).is_some()),
        };
        let read = read.map_err(|error| error.with_path(&self.path))?;
        if let Some(syntax) = self.syntax.filter(|_| read) {
            unit.variants.iter_mut().for_each(|variant| read_markup(&mut variant.text, syntax));
        }
        Ok(read)
    }

    fn findings(&mut self) -> &mut Vec<Finding> {
        self.reader.findings()
    }
}

/// Reads the markup in a text without codes.
fn read_markup(text: &mut CodedText, syntax: Syntax) {
    if text.codes().next().is_none() {
        let markup = text.text().to_owned();
        text.read(&markup, syntax);
    }
}

/// Opens a file, and counts what is read of it.
pub(super) fn open(path: &Path, bytes: &Arc<AtomicU64>) -> Result<CountingReader, Error> {
    let inner: Box<dyn Read + Send> = match is_standard(path) {
        true => Box::new(io::stdin()),
        false => Box::new(File::open(path).map_err(|cause| Error::from(cause).with_path(path))?),
    };
    Ok(CountingReader { inner, bytes: bytes.clone() })
}

/// A reader that counts the bytes that it gives.
pub(super) struct CountingReader {
    inner: Box<dyn Read + Send>,
    bytes: Arc<AtomicU64>,
}

impl Read for CountingReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_or_else_the_format_says_what_a_file_is() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.md", "a.tmx", "a.xyz"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let csv = ExchangeFormat::Csv;
        for (name, format, kind) in [
            ("", None, Some(FileKind::Document)),
            ("a.md", Some(csv), Some(FileKind::Document)),
            ("a.tmx", None, Some(FileKind::Exchange(ExchangeFormat::Tmx))),
            ("a.tmx", Some(csv), Some(FileKind::Exchange(csv))),
            ("a.xyz", None, None),
            ("a.xyz", Some(csv), Some(FileKind::Exchange(csv))),
        ] {
            let path = folder.path().join(name);
            assert_eq!(FileKind::of(&path, format).unwrap(), kind, "{name}");
        }
        assert_eq!(FileKind::of("-", None).unwrap(), Some(FileKind::Document));
        assert_eq!(FileKind::of("-", Some(csv)).unwrap(), Some(FileKind::Exchange(csv)));
        assert!(FileKind::of(folder.path().join("no.tmx"), None).is_err());
    }
}
