//! A finished translation back into the document that it is of.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::inputs::Input;
use super::open::ExchangeFile;
use super::report::{FileReport, Summary};
use crate::document::Context;
use crate::error::Error;
use crate::exchange::{Finding, ReadUnits};
use crate::language::Language;
use crate::leverage::{MergeCounts, merge};
use crate::segmentation::SourceDocumentBuilder;
use crate::unit::TranslationUnit;

/// The units that an exchange file has for one document.
///
/// A file may hold the units of a whole project. Those of the document are the
/// ones whose path is the end of the document's own, as `guides/a.md` is of
/// `docs/en/guides/a.md`; where the file has units of one document only, it is
/// that one whatever its path.
///
/// # Example
///
/// ```no_run
/// use bitext::SourceDocument;
/// use bitext::pipeline::{DocumentTranslation, ExchangeFile, Output};
///
/// let file = ExchangeFile::open("finished.xlf", None)?;
/// let translation = DocumentTranslation::read("docs/en/a.md", file)?;
/// let mut output = Output::create("docs/de/a.md")?;
/// let (counts, _) = translation.merge(&SourceDocument::builder(), &mut output)?;
/// output.finish()?;
/// println!("{} of {} segments are translated", counts.translated, counts.segments);
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct DocumentTranslation {
    document: PathBuf,
    /// The path that the units have for it.
    path: Option<Arc<str>>,
    units: Vec<TranslationUnit>,
    /// The units of other documents that are not among them.
    passed_over: usize,
    findings: Vec<Finding>,
}

/// How many other documents a message may have to name.
const NAMED: usize = 4;

impl DocumentTranslation {
    /// Reads the units of the document at a path; those of other documents take
    /// no memory.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read to its end.
    pub fn read(document: impl AsRef<Path>, mut file: ExchangeFile) -> Result<Self, Error> {
        let document = document.as_ref().to_path_buf();
        // From where the command runs, the path may have lost its beginning.
        let whole = std::path::absolute(&document).unwrap_or_else(|_| document.clone());
        let mut document_units = UnitChoice::default();
        let mut unit = TranslationUnit::default();
        let mut findings = Vec::new();
        while file.read(&mut unit)? {
            findings.append(file.findings());
            document_units.add(std::mem::take(&mut unit), &whole);
        }
        findings.append(file.findings());
        let all = document_units.all;
        let (path, units) = document_units.finish();
        let passed_over = all - units.len();
        Ok(Self { document, path, units, passed_over, findings })
    }

    /// The language of the sources, where the units name one.
    pub fn source_language(&self) -> Option<&Language> {
        self.units.iter().find_map(|unit| unit.source()?.language.as_ref())
    }

    /// What was found while the file was read.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Reads the document and writes it with its translations.
    ///
    /// # Errors
    ///
    /// Where the document cannot be read, the writer fails, or the units are not
    /// those of the document: see [`merge`].
    pub fn merge(
        self,
        builder: &SourceDocumentBuilder,
        mut writer: impl Write,
    ) -> Result<(MergeCounts, FileReport), Error> {
        let name = self.document.file_name().unwrap_or_default().into();
        let input = Input::new(self.document, name);
        let bytes = input.read()?;
        let document = input.parse_source(builder, &bytes);
        let context = match &self.path {
            Some(path) => Context::new(&**path),
            None => input.context(),
        };
        let mut filled =
            merge(&document, &context, self.units).map_err(|error| error.with_path(&input.path))?;
        filled.counts.other_documents += self.passed_over;
        writer.write_all(&filled.bytes)?;
        let counts =
            Summary { written: filled.counts.translated as u64, ..Summary::of_source(&document) };
        let found = document.diagnostics().iter().cloned().chain(filled.diagnostics);
        let report = FileReport::of_source(&input.path, &document, counts, found);
        Ok((filled.counts, report))
    }
}

/// The units of the document, as far as that can be known before all are read.
#[derive(Default)]
struct UnitChoice {
    /// How many units there were.
    all: usize,
    /// The longest path among the units that the document's ends with.
    path: Option<Arc<str>>,
    own: Vec<TranslationUnit>,
    /// The units of the first other document, while there is no second.
    others: Vec<TranslationUnit>,
    other_paths: BTreeSet<Option<Arc<str>>>,
}

impl UnitChoice {
    fn add(&mut self, unit: TranslationUnit, document: &Path) {
        self.all += 1;
        let path = unit.origin.path.clone();
        let is_own = path.as_ref().is_some_and(|path| document.ends_with(&**path));
        let length = |path: &Option<Arc<str>>| path.as_ref().map_or(0, |path| path.len());
        if is_own && length(&path) >= length(&self.path) {
            if path != self.path {
                // A longer path says better which document it is.
                self.own.clear();
                self.path = path;
            }
            return self.own.push(unit);
        }
        if is_own {
            return;
        }
        let is_new = self.other_paths.len() < NAMED && self.other_paths.insert(path);
        match (self.other_paths.len(), is_new) {
            // One unit of each is enough to name them.
            (2.., true) => {
                self.others.dedup_by(|a, b| a.origin.path == b.origin.path);
                self.others.push(unit);
            }
            (1, _) => self.others.push(unit),
            _ => {}
        }
    }

    /// Returns the path of the document and its units.
    fn finish(self) -> (Option<Arc<str>>, Vec<TranslationUnit>) {
        (self.path, if self.own.is_empty() { self.others } else { self.own })
    }
}
