//! Documents to translate in, pretranslated documents out.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::destinations;
use super::inputs::{Input, Inputs};
use super::open::ExchangeFormat;
use super::output::Output;
use super::parallel::for_each_input;
use super::reading::SourceReading;
use super::report::{FileReport, Summary};
use super::target::{DocumentUnits, ExchangeTarget};
use crate::diagnostic;
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::exchange::{Encode, EncodedUnits, Writer};
use crate::leverage::{Leverage, Pretranslation, ReuseMethod};
use crate::segmentation::SourceDocument;

/// Pretranslates documents from a memory.
///
/// Documents are worked on in parallel and written in order, so that the bytes
/// are the same for any number of jobs.
///
/// # Example
///
/// ```no_run
/// use bitext::{Leverage, Memory};
/// use bitext::pipeline::{Pretranslator, Walk};
///
/// let memory = Memory::open("docs.tm")?;
/// let inputs = Walk::sources().inputs(&["docs"])?;
/// let leverage = Leverage::new(&memory).with_min_score(95);
/// let summary = Pretranslator::new().to_folder(&inputs, &leverage, "docs.zh-CN", |_| {})?;
/// println!("{} segments stay in the source language", summary.unfilled);
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Pretranslator {
    reading: SourceReading,
    form: PretranslationForm,
    has_report: bool,
}

/// What became of one document.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct PretranslatedFile {
    /// The file and what was found in it.
    pub report: FileReport,
    /// Its counts.
    pub counts: PretranslationSummary,
    /// What became of each segment, one JSON object a line, where that is asked
    /// for.
    pub lines: Vec<u8>,
}

/// Counts over the documents of a pretranslation.
///
/// The segments are those that are filled, by how, and those that stay in the
/// source language: `segments = Σ filled + unfilled`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PretranslationSummary {
    /// Files, segments and findings. Written are the segments that are filled, or
    /// all units of an exchange file.
    #[serde(flatten)]
    pub files: Summary,
    /// How many segments were filled in each way; ways that did not occur are
    /// left out.
    pub filled: BTreeMap<ReuseMethod, u64>,
    /// Segments that stay in the source language.
    pub unfilled: u64,
}

impl PretranslationSummary {
    /// Counts the segments of one document, to which those of its file are added.
    fn of(pretranslation: &Pretranslation<'_>, is_document: bool) -> Self {
        let mut counts = Self::default();
        for (_, segment) in pretranslation.segments() {
            match segment.reuse().filter(|_| !is_document || segment.is_filled()) {
                Some(reuse) => *counts.filled.entry(reuse.method()).or_default() += 1,
                None => counts.unfilled += 1,
            }
        }
        counts
    }

    /// Adds the counts of another run or file.
    pub fn add(&mut self, other: &PretranslationSummary) {
        self.files.add(&other.files);
        for (method, count) in &other.filled {
            *self.filled.entry(*method).or_default() += count;
        }
        self.unfilled += other.unfilled;
    }
}

impl Pretranslator {
    /// English documents into documents of the target language, on one core.
    pub fn new() -> Self {
        Self::default()
    }

    /// How documents are read.
    #[must_use]
    pub fn with_reading(mut self, reading: SourceReading) -> Self {
        self.reading = reading;
        self
    }

    /// What is written of each document.
    #[must_use]
    pub fn with_form(mut self, form: PretranslationForm) -> Self {
        self.form = form;
        self
    }

    /// Whether what became of each segment is reported, one JSON object a line:
    /// `path`, `ordinal`, `line`, `range`, `source`, and of what fills it
    /// `target` (the text, before it is escaped as its place needs), `score`,
    /// `method`, `repairs` and `matches`.
    #[must_use]
    pub fn with_report(mut self, has_report: bool) -> Self {
        self.has_report = has_report;
        self
    }

    /// Writes each document below `folder`, which is made where it is missing,
    /// under its relative path; that of an exchange file has the ending of the
    /// format behind it.
    ///
    /// # Errors
    ///
    /// Where two inputs would write the same file, or one over an input: before
    /// anything is written. Where the memory cannot be read or a file cannot be
    /// written: it is then as it was before, and those in front of it are done.
    /// An input that cannot be read is a diagnostic in its report instead.
    pub fn to_folder(
        &self,
        inputs: &Inputs,
        leverage: &Leverage,
        folder: impl AsRef<Path>,
        mut observe: impl FnMut(&PretranslatedFile),
    ) -> Result<PretranslationSummary, Error> {
        let folder = folder.as_ref();
        let encoder = self.form.encoder()?;
        let encoder = encoder.as_deref();
        destinations::check(inputs, folder, |document| self.form.file_name(document))?;
        let mut summary = PretranslationSummary::default();
        for_each_input(
            self.reading.jobs(),
            inputs.by_relative_path(),
            |input| {
                let (file, bytes) = self.pretranslate(&input, leverage, encoder)?;
                if let (Ok(input), Some(bytes)) = (input, bytes) {
                    let path = folder.join(self.form.file_name(&input.relative));
                    write_file(&path, bytes, encoder)?;
                }
                Ok(file)
            },
            |file| {
                summary.add(&file.counts);
                observe(&file);
                Ok(())
            },
        )?;
        Ok(summary)
    }

    /// Writes all documents into one file: an exchange file, or what a single
    /// document becomes.
    ///
    /// # Errors
    ///
    /// Where the memory cannot be read or the writer fails, or with an error
    /// among the inputs that is not one of listing them; where there are several
    /// documents and no exchange file is written. An input that cannot be
    /// listed or read is a diagnostic in its report instead.
    pub fn to_writer(
        &self,
        inputs: impl IntoIterator<Item = Result<Input, Error>>,
        leverage: &Leverage,
        mut writer: impl Write,
        mut observe: impl FnMut(&PretranslatedFile),
    ) -> Result<PretranslationSummary, Error> {
        let encoder = self.form.encoder()?;
        let encoder = encoder.as_deref();
        let mut summary = PretranslationSummary::default();
        let mut target = TargetWriter::begin(encoder, &mut writer)?;
        for_each_input(
            self.reading.jobs(),
            inputs,
            |input| self.pretranslate(&input, leverage, encoder),
            |(file, bytes)| {
                target.add(bytes)?;
                summary.add(&file.counts);
                observe(&file);
                Ok(())
            },
        )?;
        target.end()?;
        Ok(summary)
    }

    /// Pretranslates one document, where it can be read, and makes the report on
    /// it.
    fn pretranslate(
        &self,
        input: &Result<Input, Error>,
        leverage: &Leverage,
        encoder: Option<&dyn Encode>,
    ) -> Result<(PretranslatedFile, Option<PretranslatedBytes>), Error> {
        let input = match input {
            Ok(input) => input,
            Err(error) => return Ok((PretranslatedFile::unreadable(error), None)),
        };
        match self.reading.read(input) {
            Ok(document) => self.fill(input, &document, leverage, encoder),
            Err(error) => Ok((PretranslatedFile::unreadable(&error), None)),
        }
    }

    /// Fills a document, and makes the report on it.
    fn fill(
        &self,
        input: &Input,
        document: &SourceDocument<'_>,
        leverage: &Leverage,
        encoder: Option<&dyn Encode>,
    ) -> Result<(PretranslatedFile, Option<PretranslatedBytes>), Error> {
        let context = input.context();
        let pretranslation = leverage.pretranslate(document, &context)?;
        let mut diagnostics = document.diagnostics().to_vec();
        let is_document = encoder.is_none();
        if is_document {
            diagnostics.extend(pretranslation.diagnostics());
        }
        let bytes = PretranslatedBytes::new(&pretranslation, &self.form, encoder, &mut diagnostics);
        diagnostic::sort(&mut diagnostics);
        let mut counts = PretranslationSummary::of(&pretranslation, is_document);
        let written = match &bytes {
            PretranslatedBytes::Units { count, .. } => *count,
            PretranslatedBytes::Document(_) => counts.filled.values().sum(),
        };
        let files = Summary { written, ..Summary::of_source(document) };
        let report = FileReport::of_source(&input.path, document, files, diagnostics);
        counts.files = report.counts;
        let lines = self.reuse_lines(&pretranslation)?;
        // What could not be read is not written as if it were translated.
        let bytes = document.is_read().then_some(bytes);
        Ok((PretranslatedFile { report, counts, lines }, bytes))
    }

    /// Writes what became of each segment, where that is asked for.
    fn reuse_lines(&self, pretranslation: &Pretranslation<'_>) -> Result<Vec<u8>, Error> {
        let mut lines = Vec::new();
        if self.has_report {
            for record in pretranslation.records() {
                serde_json::to_writer(&mut lines, &record).map_err(io::Error::from)?;
                lines.push(b'\n');
            }
        }
        Ok(lines)
    }
}

impl PretranslatedFile {
    fn unreadable(error: &Error) -> Self {
        let report = FileReport::unreadable(error);
        let counts = PretranslationSummary { files: report.counts, ..Default::default() };
        Self { report, counts, lines: Vec::new() }
    }
}

/// The one file that documents are written to.
enum TargetWriter<'f, W: Write> {
    Exchange(Box<Writer<&'f mut W, &'f dyn Encode>>),
    /// One document only.
    Document {
        writer: &'f mut W,
        is_written: bool,
    },
}

impl<'f, W: Write> TargetWriter<'f, W> {
    fn begin(encoder: Option<&'f dyn Encode>, writer: &'f mut W) -> Result<Self, Error> {
        Ok(match encoder {
            Some(encoder) => {
                TargetWriter::Exchange(Box::new(Writer::with_encoder(writer, encoder)?))
            }
            None => TargetWriter::Document { writer, is_written: false },
        })
    }

    fn add(&mut self, bytes: Option<PretranslatedBytes>) -> Result<(), Error> {
        match (self, bytes) {
            (Self::Exchange(file), Some(PretranslatedBytes::Units { encoded, .. })) => {
                file.write_encoded(&encoded, |_, _| {})
            }
            (Self::Document { is_written: true, .. }, Some(_)) => Err(Error::argument(
                "expected one document for one file, but found several; write them to a folder",
            )),
            (Self::Document { writer, is_written }, Some(PretranslatedBytes::Document(bytes))) => {
                *is_written = true;
                Ok(writer.write_all(&bytes)?)
            }
            _ => Ok(()),
        }
    }

    fn end(self) -> Result<(), Error> {
        match self {
            TargetWriter::Exchange(file) => file.end(),
            TargetWriter::Document { .. } => Ok(()),
        }
    }
}

/// Writes a file of one document.
fn write_file(
    path: &Path,
    bytes: PretranslatedBytes,
    encoder: Option<&dyn Encode>,
) -> Result<(), Error> {
    let mut output = Output::create_below(path)?;
    write_document(bytes, encoder, &mut output).map_err(|error| error.with_path(path))?;
    output.finish()
}

fn write_document(
    bytes: PretranslatedBytes,
    encoder: Option<&dyn Encode>,
    output: &mut Output,
) -> Result<(), Error> {
    let mut target = TargetWriter::begin(encoder, output)?;
    target.add(Some(bytes))?;
    target.end()
}

/// What is written of a pretranslated document.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum PretranslationForm {
    /// The document in the target language, in the format of the source.
    #[default]
    Document,
    /// The same with annotation: each filled segment with its source.
    Annotated,
    /// A unit for each segment, with what the memory has for it.
    Exchange(ExchangeTarget),
}

impl PretranslationForm {
    /// Makes the encoder of an exchange file.
    fn encoder(&self) -> Result<Option<Box<dyn Encode>>, Error> {
        match self {
            PretranslationForm::Exchange(target) => target.encoder().map(Some),
            _ => Ok(None),
        }
    }

    /// Makes the name of the file for a document of this name: that of an
    /// exchange file has the ending of its format behind it.
    fn file_name(&self, document: &Path) -> PathBuf {
        let PretranslationForm::Exchange(target) = self else { return document.to_path_buf() };
        let mut name = document.as_os_str().to_owned();
        name.push(".");
        name.push(match target.format() {
            ExchangeFormat::Xliff | ExchangeFormat::Xliff2 => "xlf",
            format => format.as_str(),
        });
        name.into()
    }
}

/// The bytes of one pretranslated document.
enum PretranslatedBytes {
    /// A whole document.
    Document(Vec<u8>),
    /// Units of an exchange file.
    Units {
        encoded: EncodedUnits,
        /// How many they are.
        count: u64,
    },
}

impl PretranslatedBytes {
    /// Makes the bytes; a unit that the format cannot hold is a diagnostic.
    fn new(
        pretranslation: &Pretranslation<'_>,
        form: &PretranslationForm,
        encoder: Option<&dyn Encode>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        match encoder {
            Some(encoder) => Self::encode(pretranslation, encoder, diagnostics),
            None if matches!(form, PretranslationForm::Annotated) => {
                let annotated = pretranslation.annotated();
                diagnostics.extend(annotated.diagnostics);
                Self::Document(annotated.bytes)
            }
            None => Self::Document(pretranslation.target()),
        }
    }

    fn encode(
        pretranslation: &Pretranslation<'_>,
        encoder: &dyn Encode,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut units = DocumentUnits::new(Vec::new(), false);
        for unit in pretranslation.units() {
            units.add(&unit, encoder, true);
        }
        diagnostics.append(&mut units.diagnostics);
        Self::Units { encoded: units.encoded, count: units.written }
    }
}
