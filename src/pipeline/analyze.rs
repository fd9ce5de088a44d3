//! Documents to translate in, their leverage out.

use super::inputs::Input;
use super::parallel::for_each_input;
use super::reading::SourceReading;
use super::report::{FileReport, Summary};
use crate::error::Error;
use crate::leverage::{Analysis, DocumentLeverage, Leverage};

/// Counts how much of documents a memory has.
///
/// Documents are held against the memory in parallel and counted in order, so
/// that the counts are the same for any number of jobs.
///
/// # Example
///
/// ```no_run
/// use bitext::{Leverage, Memory};
/// use bitext::pipeline::{Analyzer, Walk};
///
/// let memory = Memory::open("docs.tm")?;
/// let inputs = Walk::sources().inputs(&["docs"])?.distinct()?;
/// let leverage = Leverage::new(&memory);
/// let (analysis, summary) = Analyzer::new().run(inputs, &leverage, |_| {})?;
/// assert_eq!(analysis.documents().len() as u64, summary.files);
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Analyzer {
    reading: SourceReading,
}

impl Analyzer {
    /// English documents, on one core.
    pub fn new() -> Self {
        Self::default()
    }

    /// How documents are read.
    #[must_use]
    pub fn with_reading(mut self, reading: SourceReading) -> Self {
        self.reading = reading;
        self
    }

    /// Holds the inputs against a memory; `observe` gets the report on each file in
    /// its turn.
    ///
    /// # Errors
    ///
    /// Where the memory cannot be read, or with an error among the inputs that
    /// is not one of listing them. An input that cannot be listed or read is a
    /// diagnostic in a report instead.
    pub fn run(
        &self,
        inputs: impl IntoIterator<Item = Result<Input, Error>>,
        leverage: &Leverage,
        mut observe: impl FnMut(&FileReport),
    ) -> Result<(Analysis, Summary), Error> {
        let (mut analysis, mut summary) = (Analysis::default(), Summary::default());
        for_each_input(
            self.reading.jobs(),
            inputs,
            |input| self.analyze(input, leverage),
            |(document, report)| {
                analysis.extend(&document);
                summary.add(&report.counts);
                observe(&report);
                Ok(())
            },
        )?;
        Ok((analysis, summary))
    }

    /// Holds one document, where it can be read, against the memory, and makes the
    /// report on it.
    fn analyze(
        &self,
        input: Result<Input, Error>,
        leverage: &Leverage,
    ) -> Result<(Option<DocumentLeverage>, FileReport), Error> {
        let read = input.and_then(|input| Ok((self.reading.read(&input)?, input)));
        let (document, input) = match read {
            Ok(read) => read,
            Err(error) => return Ok((None, FileReport::unreadable(&error))),
        };
        let found = leverage.analyze(&document, &input.context())?;
        let counts = Summary::of_source(&document);
        let diagnostics = document.diagnostics().iter().cloned();
        let report = FileReport::of_source(&input.path, &document, counts, diagnostics);
        Ok((Some(found), report))
    }
}
