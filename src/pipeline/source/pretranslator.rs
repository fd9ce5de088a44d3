//! Documents to translate in, pretranslated documents out.

use std::io::Write;
use std::path::Path;

use super::counts::PretranslationSummary;
use super::form::PretranslationForm;
use super::reading::{Reading, reading};
use super::reuse_line;
use super::written::Written;
use crate::diagnostic;
use crate::document::Context;
use crate::error::Error;
use crate::exchange::{Encode, Writer};
use crate::leverage::Leverage;
use crate::memory::Store;
use crate::pipeline::destinations;
use crate::pipeline::input::Input;
use crate::pipeline::inputs::Inputs;
use crate::pipeline::ordered::in_order;
use crate::pipeline::output::Output;
use crate::pipeline::summary::{FileReport, Summary, listed};

/// Pretranslates documents from a memory.
///
/// Documents are worked on in parallel and written in order, so that the bytes
/// are the same for any number of jobs.
///
/// # Example
///
/// ```no_run
/// use bitext::{Leverage, Memory, SqliteStore};
/// use bitext::pipeline::{Pretranslator, Walk};
///
/// let memory = Memory::with_store(SqliteStore::open_read_only("docs.tm")?);
/// let inputs = Walk::sources().inputs(&["docs"])?;
/// let leverage = Leverage::new(&memory).with_threshold(95);
/// let summary = Pretranslator::new().to_folder(&inputs, &leverage, "docs.zh-CN", |_| {})?;
/// println!("{} segments stay in the source language", summary.unfilled);
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Pretranslator {
    reading: Reading,
    form: PretranslationForm,
    is_reported: bool,
}

reading!(Pretranslator);

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

impl Pretranslator {
    /// English documents into documents of the target language, on one core.
    pub fn new() -> Self {
        Self::default()
    }

    /// What is written of each document.
    #[must_use]
    pub fn form(mut self, form: PretranslationForm) -> Self {
        self.form = form;
        self
    }

    /// Whether what became of each segment is told, one JSON object a line:
    /// `path`, `ordinal`, `line`, `range`, `source`, and of what fills it
    /// `target` (the text, before it is escaped as its place needs), `score`,
    /// `method`, `repairs` and `matches`.
    #[must_use]
    pub fn report(mut self, is_reported: bool) -> Self {
        self.is_reported = is_reported;
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
    pub fn to_folder<S: Store>(
        &self,
        inputs: &Inputs,
        leverage: &Leverage<'_, S>,
        folder: impl AsRef<Path>,
        mut observe: impl FnMut(&PretranslatedFile),
    ) -> Result<PretranslationSummary, Error> {
        let folder = folder.as_ref();
        let encoder = self.form.encoder()?;
        let encoder = encoder.as_deref();
        destinations::check(inputs, folder, |document| self.form.file_name(document))?;
        let mut summary = PretranslationSummary::default();
        in_order(
            self.reading.jobs,
            inputs.by_relative_path().map(listed),
            |input| {
                let (file, written) = self.pretranslate(&input, leverage, encoder)?;
                if let (Ok(input), Some(written)) = (input, written) {
                    let path = folder.join(self.form.file_name(&input.relative));
                    write_file(&path, written, encoder)?;
                }
                Ok(file)
            },
            |file: Result<_, Error>| {
                let file = file?;
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
    /// among the inputs that is none of listing them; where there are several
    /// documents and no exchange file is written. An input that cannot be
    /// listed or read is a diagnostic in its report instead.
    pub fn to_writer<S: Store>(
        &self,
        inputs: impl IntoIterator<Item = Result<Input, Error>>,
        leverage: &Leverage<'_, S>,
        mut writer: impl Write,
        mut observe: impl FnMut(&PretranslatedFile),
    ) -> Result<PretranslationSummary, Error> {
        let encoder = self.form.encoder()?;
        let encoder = encoder.as_deref();
        let mut summary = PretranslationSummary::default();
        let mut target = Target::begin(encoder, &mut writer)?;
        in_order(
            self.reading.jobs,
            inputs.into_iter().map(listed),
            |input| self.pretranslate(&input, leverage, encoder),
            |done| {
                let (file, written) = done?;
                target.add(written)?;
                summary.add(&file.counts);
                observe(&file);
                Ok(())
            },
        )?;
        target.end()?;
        Ok(summary)
    }

    /// What became of one document, and what is written of it where it can be
    /// read.
    fn pretranslate<S: Store>(
        &self,
        input: &Result<Input, Error>,
        leverage: &Leverage<'_, S>,
        encoder: Option<&dyn Encode>,
    ) -> Result<(PretranslatedFile, Option<Written>), Error> {
        let read = match input {
            Ok(input) => self.reading.read(input).map(|document| (input, document)),
            Err(error) => return Ok((PretranslatedFile::unreadable(error), None)),
        };
        let (input, document) = match read {
            Ok(read) => read,
            Err(error) => return Ok((PretranslatedFile::unreadable(&error), None)),
        };
        let context = Context::new(&input.relative);
        let pretranslation = leverage.pretranslate(&document, &context)?;
        let mut diagnostics = document.diagnostics().to_vec();
        diagnostics.extend(pretranslation.diagnostics());
        let written = Written::new(&pretranslation, &self.form, encoder, &mut diagnostics);
        diagnostic::sort(&mut diagnostics);
        let mut file = PretranslatedFile {
            counts: PretranslationSummary::of(&pretranslation),
            ..PretranslatedFile::default()
        };
        if self.is_reported {
            for (segment, found) in pretranslation.segments() {
                reuse_line::write(segment, found, &context, &mut file.lines)?;
            }
        }
        let units = match &written {
            Written::Units(_, written) => *written,
            Written::Document(_) => file.counts.filled.values().sum(),
        };
        let counts = Summary { written: units, ..Summary::of_source(&document) };
        file.report = FileReport::of_source(&input.path, &document, counts, diagnostics);
        file.counts.files = file.report.counts;
        // What could not be read is not written as if it were translated.
        Ok((file, document.is_read().then_some(written)))
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
enum Target<'f, W: Write> {
    Exchange(Box<Writer<&'f mut W, &'f dyn Encode>>),
    /// A document, and whether it is written.
    Document(&'f mut W, bool),
}

impl<'f, W: Write> Target<'f, W> {
    fn begin(encoder: Option<&'f dyn Encode>, writer: &'f mut W) -> Result<Self, Error> {
        Ok(match encoder {
            Some(encoder) => Target::Exchange(Box::new(Writer::with_encoder(writer, encoder)?)),
            None => Target::Document(writer, false),
        })
    }

    fn add(&mut self, written: Option<Written>) -> Result<(), Error> {
        match (self, written) {
            (Target::Exchange(file), Some(Written::Units(units, _))) => {
                file.write_encoded(&units, |_, _| {})
            }
            (Target::Document(_, true), Some(Written::Document(_))) => Err(Error::argument(
                "expected one document for one file, but found several; write them to a folder",
            )),
            (Target::Document(writer, is_written), Some(Written::Document(bytes))) => {
                *is_written = true;
                Ok(writer.write_all(&bytes)?)
            }
            _ => Ok(()),
        }
    }

    fn end(self) -> Result<(), Error> {
        match self {
            Target::Exchange(file) => file.end(),
            Target::Document(..) => Ok(()),
        }
    }
}

fn write_file(path: &Path, written: Written, encoder: Option<&dyn Encode>) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|cause| Error::from(cause).with_path(folder))?;
    }
    let mut output = Output::create(path)?;
    write_alone(written, encoder, &mut output).map_err(|error| error.with_path(path))?;
    output.finish()
}

/// Writes a file of one document.
fn write_alone(
    written: Written,
    encoder: Option<&dyn Encode>,
    writer: &mut impl Write,
) -> Result<(), Error> {
    let mut target = Target::begin(encoder, writer)?;
    target.add(Some(written))?;
    target.end()
}
