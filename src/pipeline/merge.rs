//! A finished translation back into the document that it is of.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use super::destinations;
use super::inputs::{Input, Inputs};
use super::open::ExchangeFile;
use super::output::Output;
use super::parallel::for_each_input;
use super::reading::SourceReading;
use super::report::{FileReport, Summary};
use crate::document::Context;
use crate::error::Error;
use crate::exchange::{Finding, ReadUnits};
use crate::language::Language;
use crate::leverage::{MergeCounts, MergedDocument, merge};
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
        let (mut merged, report) = merge_units(&input, builder, self.path.as_deref(), self.units)?;
        merged.counts.other_documents += self.passed_over;
        writer.write_all(&merged.bytes)?;
        Ok((merged.counts, report))
    }
}

/// Reads a document and merges its units, which have this path for it.
fn merge_units(
    input: &Input,
    builder: &SourceDocumentBuilder,
    path: Option<&str>,
    units: impl IntoIterator<Item = TranslationUnit>,
) -> Result<(MergedDocument, FileReport), Error> {
    let bytes = input.read()?;
    let document = input.parse_source(builder, &bytes);
    let context = path.map_or_else(|| input.context(), Context::new);
    let merged = merge(&document, &context, units).map_err(|error| error.with_path(&input.path))?;
    let counts =
        Summary { written: merged.counts.translated as u64, ..Summary::of_source(&document) };
    let found = document.diagnostics().iter().cloned().chain(merged.diagnostics.iter().cloned());
    let report = FileReport::of_source(&input.path, &document, counts, found);
    Ok((merged, report))
}

/// The units that an exchange file has for the documents of a project, read once.
///
/// The units of a document are found as [`DocumentTranslation`] does: by the longest
/// path that the document's own ends with. A document without units is written as it
/// is, and one that its units do not fit is a finding and is not written.
///
/// # Example
///
/// ```no_run
/// use bitext::pipeline::{ExchangeFile, ProjectTranslation, SourceReading};
///
/// let file = ExchangeFile::open("finished.xlf", None)?;
/// let reading = SourceReading::new();
/// let inputs = reading.inputs(&["docs/en"])?.distinct()?;
/// let merged = ProjectTranslation::read(file)?.merge(&reading, &inputs, "docs/de", |_| {})?;
/// println!("{} documents have no units", merged.without_units);
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ProjectTranslation {
    units: BTreeMap<Arc<str>, Vec<TranslationUnit>>,
    /// The units that name no document.
    nameless: usize,
    findings: Vec<Finding>,
}

/// What became of the documents of a project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct MergeSummary {
    /// The files, with what was found in them.
    #[serde(flatten)]
    pub files: Summary,
    /// What became of the segments.
    pub segments: MergeCounts,
    /// Documents without units, which were written as they are.
    pub without_units: u64,
    /// Paths of units of which no document was there.
    pub without_document: u64,
}

impl ProjectTranslation {
    /// Reads all units of a file.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read to its end.
    pub fn read(mut file: ExchangeFile) -> Result<Self, Error> {
        let mut read = Self::default();
        let mut unit = TranslationUnit::default();
        while file.read(&mut unit)? {
            read.findings.append(file.findings());
            match unit.origin.path.clone() {
                Some(path) => read.units.entry(path).or_default().push(std::mem::take(&mut unit)),
                None => read.nameless += 1,
            }
        }
        read.findings.append(file.findings());
        Ok(read)
    }

    /// The language of the sources, where the units name one.
    pub fn source_language(&self) -> Option<&Language> {
        let mut units = self.units.values().flatten();
        units.find_map(|unit| unit.source()?.language.as_ref())
    }

    /// What was found while the file was read.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Writes each document with its translations below `folder`, which is made where
    /// it is missing, under its relative path.
    ///
    /// # Errors
    ///
    /// Where the file names no document, two inputs would write the same file, or one
    /// over an input: before anything is written. Where a file cannot be written: it is
    /// then as it was before, and those in front of it are done.
    pub fn merge(
        &self,
        reading: &SourceReading,
        inputs: &Inputs,
        folder: impl AsRef<Path>,
        mut observe: impl FnMut(&FileReport),
    ) -> Result<MergeSummary, Error> {
        if self.units.is_empty() && self.nameless > 0 {
            return Err(Error::argument(
                "expected units that name their documents, but found none; merge the documents \
                 one by one",
            ));
        }
        let folder = folder.as_ref();
        destinations::check(inputs, folder, Path::to_path_buf)?;
        let mut summary = MergeSummary::default();
        let mut merged_paths = BTreeSet::new();
        for_each_input(
            reading.jobs(),
            inputs.by_relative_path(),
            |input| match input.and_then(|input| Ok((self.merge_one(reading, &input)?, input))) {
                Ok((merged, input)) => merged.write(&folder.join(&input.relative)),
                Err(error) => Ok(Merged::failed(&error)),
            },
            |Merged { path, counts, report, .. }| {
                summary.files.add(&report.counts);
                summary.segments += counts;
                summary.without_units += u64::from(path.is_none() && report.counts.failed == 0);
                merged_paths.extend(path);
                observe(&report);
                Ok(())
            },
        )?;
        summary.without_document = (self.units.len() - merged_paths.len()) as u64;
        Ok(summary)
    }

    fn merge_one(&self, reading: &SourceReading, input: &Input) -> Result<Merged, Error> {
        let Some((path, units)) = self.units_of(&input.path) else {
            return Merged::as_it_is(input, reading.document());
        };
        let units = units.iter().cloned();
        let (merged, report) = merge_units(input, reading.document(), Some(&path), units)?;
        Ok(Merged { path: Some(path), counts: merged.counts, report, bytes: merged.bytes })
    }

    /// Finds the longest path of units that the document's ends with.
    fn units_of(&self, document: &Path) -> Option<(Arc<str>, &Vec<TranslationUnit>)> {
        let whole = std::path::absolute(document).unwrap_or_else(|_| document.to_path_buf());
        let names: Vec<_> = whole.iter().collect();
        (0..names.len()).find_map(|start| {
            let end: PathBuf = names[start..].iter().collect();
            let end = end.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
            self.units.get_key_value(&*end).map(|(path, units)| (path.clone(), units))
        })
    }
}

/// A document of a project that was merged.
struct Merged {
    /// The path that its units have for it; nothing where there are none.
    path: Option<Arc<str>>,
    counts: MergeCounts,
    report: FileReport,
    bytes: Vec<u8>,
}

impl Merged {
    fn failed(error: &Error) -> Self {
        let report = FileReport::unreadable(error);
        Self { path: None, counts: MergeCounts::default(), report, bytes: Vec::new() }
    }

    /// Takes a document that has no units.
    fn as_it_is(input: &Input, builder: &SourceDocumentBuilder) -> Result<Self, Error> {
        let bytes = input.read()?;
        let document = input.parse_source(builder, &bytes);
        let segments = document.segments().count();
        let counts = MergeCounts { segments, missing: segments, ..MergeCounts::default() };
        let found = document.diagnostics().iter().cloned();
        let summary = Summary::of_source(&document);
        let report = FileReport::of_source(&input.path, &document, summary, found);
        Ok(Self { path: None, counts, report, bytes })
    }

    /// Writes the document to its place.
    fn write(self, place: &Path) -> Result<Self, Error> {
        let mut output = Output::create_below(place)?;
        let written = output.write_all(&self.bytes);
        written.map_err(|cause| Error::from(cause).with_path(place))?;
        output.finish()?;
        Ok(self)
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
