//! Documents in, an exchange file out.

use std::io::Write;

use super::inputs::Input;
use super::parallel::{Buffers, for_each_input};
use super::reading::DocumentReading;
use super::report::{FileReport, Summary};
use super::target::DocumentUnits;
use crate::diagnostic::DiagnosticCode;
use crate::error::Error;
use crate::exchange::{Encode, EncodedUnits, Writer};
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
/// use bitext::{jsonl, pipeline::{DocumentReading, Extractor}};
///
/// let reading = DocumentReading::new().with_jobs(4);
/// let inputs = reading.inputs(&["docs", "more/docs"])?.distinct()?;
/// let extractor = Extractor::new().with_reading(reading);
/// let mut lines = Vec::new();
/// let summary = extractor.run(inputs, &jsonl::Encoder::segments(), &mut lines, |report| {
///     println!("{}: {} segments", report.path.display(), report.counts.segments);
/// })?;
/// assert_eq!(summary.findings.errors, 0);
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Extractor {
    reading: DocumentReading,
    unique: bool,
}

/// What a worker makes of one file.
struct ExtractedFile {
    report: FileReport,
    units: EncodedUnits,
}

impl Extractor {
    /// Every pair, on one core, languages as the documents name them.
    pub fn new() -> Self {
        Self::default()
    }

    /// How documents are read.
    #[must_use]
    pub fn with_reading(mut self, reading: DocumentReading) -> Self {
        self.reading = reading;
        self
    }

    /// Whether a pair of the same texts and languages is written only once.
    #[must_use]
    pub fn with_unique(mut self, unique: bool) -> Self {
        self.unique = unique;
        self
    }

    /// Reads the inputs and writes their units; `observe` gets the report
    /// on each file in its turn.
    ///
    /// # Errors
    ///
    /// Where the writer fails, or with an error among the inputs that is not one
    /// of listing them. An input that cannot be listed or read, and what cannot
    /// be used inside a document, is a diagnostic in a report instead.
    pub fn run(
        &self,
        inputs: impl IntoIterator<Item = Result<Input, Error>>,
        encoder: &dyn Encode,
        writer: impl Write,
        mut observe: impl FnMut(&FileReport),
    ) -> Result<Summary, Error> {
        let mut summary = Summary::default();
        let buffers = Buffers::default();
        let mut file = Writer::with_encoder(writer, encoder)?;
        for_each_input(
            self.reading.jobs(),
            inputs,
            |input| {
                let extracted = input.and_then(|input| self.extract(&input, encoder, &buffers));
                Ok(extracted.unwrap_or_else(|error| ExtractedFile::unreadable(&error)))
            },
            |extracted| {
                let report = extracted.write(&mut file, &buffers)?;
                summary.add(&report.counts);
                observe(&report);
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
    ) -> Result<ExtractedFile, Error> {
        self.reading.read(input, buffers, |document, context| {
            let mut units = DocumentUnits::new(buffers.take(), self.unique);
            let (mut reader, mut unit) = (document.units(context), TranslationUnit::default());
            if !encoder.writes_neighbours() {
                reader = reader.without_neighbours();
            }
            while reader.read(&mut unit) {
                // A language that the whole document lacks is reported once.
                let has_languages = unit.variants.iter().all(|variant| variant.language.is_some());
                units.add(&unit, encoder, has_languages);
            }
            let mut counts = Summary::of_units(document, units.written + units.refused);
            counts.written = units.written;
            counts.refused = units.refused;
            counts.removed_characters = units.removed_characters;
            let found = units.diagnostics;
            let report = FileReport::of_units(&input.path, document, context, counts, found);
            ExtractedFile { report, units: units.encoded }
        })
    }
}

impl ExtractedFile {
    fn unreadable(error: &Error) -> Self {
        Self { report: FileReport::unreadable(error), units: EncodedUnits::default() }
    }

    /// Writes the units that the file does not have yet, and returns the report
    /// on those.
    fn write(
        self,
        file: &mut Writer<impl Write, &dyn Encode>,
        buffers: &Buffers,
    ) -> Result<FileReport, Error> {
        let Self { mut report, units } = self;
        // Whether each unit that has a diagnostic on removed characters is written.
        let mut is_written = Vec::new();
        file.write_encoded(&units, |removed, is_new| {
            if !is_new {
                report.counts.leave_out_duplicate(removed);
            }
            if removed > 0 {
                is_written.push(is_new);
            }
        })?;
        buffers.give_back(units.into_buffer());
        let mut is_written = is_written.into_iter();
        report.retain(|found| {
            found.code != DiagnosticCode::ForbiddenCharacter || is_written.next().unwrap_or(true)
        });
        Ok(report)
    }
}
