//! Documents to translate in, their segments out.

use std::io::Write;

use super::reading::{Reading, reading};
use super::segment_line;
use crate::document::Context;
use crate::error::Error;
use crate::pipeline::input::Input;
use crate::pipeline::ordered::in_order;
use crate::pipeline::summary::{FileReport, Summary, listed};

/// Writes the segments of documents to translate, one JSON object a line.
///
/// The fields are `path`, `ordinal`, `line`, `range`, `kind`, `field` (of front
/// matter), `source` and `source_text`. The bytes are the same for any number of
/// jobs.
///
/// # Example
///
/// ```no_run
/// use bitext::pipeline::{Segmenter, Walk};
///
/// let inputs = Walk::sources().inputs(&["docs"])?.distinct()?;
/// let mut lines = Vec::new();
/// let summary = Segmenter::new().run(inputs, &mut lines, |_| {})?;
/// assert_eq!(summary.segments, summary.written);
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Segmenter {
    reading: Reading,
}

reading!(Segmenter);

impl Segmenter {
    /// English documents, on one core.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the inputs and writes their segments; `observe` is told of each file
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
        mut writer: impl Write,
        mut observe: impl FnMut(&FileReport),
    ) -> Result<Summary, Error> {
        let mut summary = Summary::default();
        in_order(
            self.reading.jobs,
            inputs.into_iter().map(listed),
            |input| input.and_then(|input| self.segment(&input)),
            |segmented| {
                let (lines, report) =
                    segmented.unwrap_or_else(|error| (Vec::new(), FileReport::unreadable(&error)));
                writer.write_all(&lines)?;
                summary.add(&report.counts);
                observe(&report);
                Ok(())
            },
        )?;
        Ok(summary)
    }

    /// The lines of one document, and what is said of it.
    fn segment(&self, input: &Input) -> Result<(Vec<u8>, FileReport), Error> {
        let document = self.reading.read(input)?;
        let context = Context::new(&input.relative);
        let mut lines = Vec::new();
        for segment in document.segments() {
            segment_line::write(segment, &context, &mut lines)?;
        }
        let mut counts = Summary::of_source(&document);
        counts.written = counts.segments;
        let diagnostics = document.diagnostics().iter().cloned();
        let report = FileReport::of_source(&input.path, &document, counts, diagnostics);
        Ok((lines, report))
    }
}
