//! Documents in, an exchange file out.

use std::io::Write;

use super::buffers::Buffers;
use super::input::Input;
use super::ordered::in_order;
use super::summary::{FileReport, Summary, listed};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::{Context, Document, DocumentBuilder};
use crate::error::{Error, ErrorKind};
use crate::exchange::{Encode, EncodedUnits, Writer};
use crate::language::Language;
use crate::unit::TranslationUnit;

/// Extracts the units of documents into one exchange file.
///
/// Files are read in parallel and written in order, so that the bytes are the
/// same for any number of jobs; memory does not grow with the number of files,
/// but for 16 bytes a pair where only unique ones are wanted. Unit ids hold the
/// relative paths of the inputs, which [`Inputs::distinct`](super::Inputs::distinct)
/// keeps apart.
///
/// # Example
///
/// ```no_run
/// use bitext::{jsonl, pipeline::{Extractor, Walk}};
///
/// let inputs = Walk::new().inputs(&["docs", "more/docs"])?.distinct()?;
/// let mut lines = Vec::new();
/// let summary =
///     Extractor::new().run(inputs, &jsonl::Encoder::segments(), &mut lines, |report| {
///         println!("{}: {} segments", report.path.display(), report.counts.segments);
///     })?;
/// assert_eq!(summary.errors, 0);
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Extractor {
    document: DocumentBuilder,
    source_language: Option<Language>,
    target_language: Option<Language>,
    unique: bool,
    jobs: usize,
}

impl Default for Extractor {
    fn default() -> Self {
        Self {
            document: Document::builder(),
            source_language: None,
            target_language: None,
            unique: false,
            jobs: 1,
        }
    }
}

/// What a worker makes of one file.
struct Extracted {
    report: FileReport,
    units: EncodedUnits,
}

impl Extractor {
    /// Every pair, on one core, languages as the documents name them.
    pub fn new() -> Self {
        Self::default()
    }

    /// How documents are read; the format is that of the file name.
    #[must_use]
    pub fn document(mut self, builder: DocumentBuilder) -> Self {
        self.document = builder;
        self
    }

    /// The language of the sources of documents that name none.
    #[must_use]
    pub fn source_language(mut self, language: Option<Language>) -> Self {
        self.source_language = language;
        self
    }

    /// The language of the targets of documents that name none.
    #[must_use]
    pub fn target_language(mut self, language: Option<Language>) -> Self {
        self.target_language = language;
        self
    }

    /// Whether a pair of the same texts and languages is written only once.
    #[must_use]
    pub fn unique(mut self, unique: bool) -> Self {
        self.unique = unique;
        self
    }

    /// The number of threads.
    #[must_use]
    pub fn jobs(mut self, jobs: usize) -> Self {
        self.jobs = jobs;
        self
    }

    /// Reads the inputs and writes their units; `observe` is told of each file
    /// in its turn.
    ///
    /// # Errors
    ///
    /// Where the writer fails, or with an error among the inputs that is none
    /// of listing them. An input that cannot be listed or read, and what cannot
    /// be used inside a document, is a diagnostic in a report instead.
    pub fn run(
        &self,
        inputs: impl IntoIterator<Item = Result<Input, Error>>,
        encoder: &dyn Encode,
        mut writer: impl Write,
        mut observe: impl FnMut(&FileReport),
    ) -> Result<Summary, Error> {
        let mut summary = Summary::default();
        let buffers = Buffers::default();
        let mut file = Writer::with_encoder(&mut writer, encoder)?;
        in_order(
            self.jobs,
            inputs.into_iter().map(listed),
            |input| {
                let extracted = input.and_then(|input| self.extract(&input, encoder, &buffers));
                extracted.unwrap_or_else(Extracted::failed)
            },
            |mut extracted| {
                extracted.write(&mut file, &buffers)?;
                summary.add(&extracted.report.counts);
                observe(&extracted.report);
                Ok(())
            },
        )?;
        file.end()?;
        Ok(summary)
    }

    fn extract(
        &self,
        input: &Input,
        encoder: &dyn Encode,
        buffers: &Buffers,
    ) -> Result<Extracted, Error> {
        let mut bytes = buffers.take();
        input.read_into(&mut bytes)?;
        let document = input.parse(&self.document, &bytes);
        let context = self.context(input);
        let mut diagnostics = Vec::new();
        let mut extracted = Extracted {
            report: FileReport { counts: Summary::of(&document), ..FileReport::default() },
            units: EncodedUnits::new(buffers.take(), self.unique),
        };
        let mut units = 0;
        let (mut reader, mut unit) = (document.units(&context), TranslationUnit::default());
        if !encoder.writes_neighbours() {
            reader = reader.without_neighbours();
        }
        while reader.read(&mut unit) {
            units += 1;
            extracted.encode(&unit, encoder, &mut diagnostics);
        }
        let mut counts = extracted.report.counts;
        counts.empty = counts.segments - units;
        let found = document.language_diagnostics(&context).into_iter();
        let found = found.chain(document.diagnostics().iter().cloned()).chain(diagnostics);
        extracted.report = FileReport::new(&input.path, &document, counts, found);
        drop(document);
        buffers.give_back(bytes);
        Ok(extracted)
    }

    fn context(&self, input: &Input) -> Context {
        let mut context = Context::new(&input.relative);
        if let Some(language) = &self.source_language {
            context = context.with_source_language(language.clone());
        }
        if let Some(language) = &self.target_language {
            context = context.with_target_language(language.clone());
        }
        context
    }
}

impl Extracted {
    fn failed(error: Error) -> Self {
        let report = FileReport::unreadable(&error);
        Self { report, units: EncodedUnits::default() }
    }

    /// Encodes a unit, or says why it is left out.
    fn encode(
        &mut self,
        unit: &TranslationUnit,
        encoder: &dyn Encode,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let range = unit.placement.as_ref().map_or(0..0, |place| place.range.clone());
        match self.units.push(unit, encoder) {
            Ok(report) => {
                self.report.counts.written += 1;
                let removed = report.removed_characters as u64;
                if removed > 0 {
                    self.report.counts.removed_characters += removed;
                    let characters = if removed == 1 { "character" } else { "characters" };
                    let message =
                        format!("removed {removed} {characters} that the format cannot hold");
                    diagnostics.push(Diagnostic::new(
                        DiagnosticCode::ForbiddenCharacter,
                        range,
                        message,
                    ));
                }
            }
            Err(error) => {
                self.report.counts.refused += 1;
                let message = match error.kind() {
                    ErrorKind::Unit { message, .. } => message.clone(),
                    _ => error.to_string(),
                };
                // A language that the whole document lacks is reported once.
                let lacks_language = unit.variants.iter().any(|variant| variant.language.is_none());
                if !lacks_language {
                    diagnostics.push(Diagnostic::new(
                        DiagnosticCode::UnitNotWritten,
                        range,
                        message,
                    ));
                }
            }
        }
    }

    /// Writes the units that the file does not have yet.
    fn write(
        &mut self,
        file: &mut Writer<impl Write, &dyn Encode>,
        buffers: &Buffers,
    ) -> Result<(), Error> {
        // Whether each unit with a diagnostic of its own is written.
        let mut told = Vec::new();
        let counts = &mut self.report.counts;
        let units = std::mem::take(&mut self.units);
        file.write_encoded(&units, |removed, is_new| {
            if !is_new {
                counts.leave_out_duplicate(removed);
            }
            if removed > 0 {
                told.push(is_new);
            }
        })?;
        buffers.give_back(units.into_buffer());
        self.forget(told);
        Ok(())
    }

    /// Keeps of the diagnostics on removed characters those that are told.
    fn forget(&mut self, told: Vec<bool>) {
        let code = DiagnosticCode::ForbiddenCharacter;
        let mut told = told.into_iter();
        self.report.diagnostics.retain(|found| {
            let is_told = found.diagnostic.code != code || told.next().unwrap_or(true);
            if !is_told {
                self.report.counts.uncount(found.diagnostic.severity);
            }
            is_told
        });
    }
}
