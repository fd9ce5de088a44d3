//! Documents in, the same documents without annotation out.

use std::path::Path;

use super::destinations;
use super::inputs::{Input, Inputs};
use super::output::Output;
use super::parallel::{Buffers, for_each_input};
use super::reading::DocumentReading;
use super::report::{FileReport, Summary};
use crate::document::{Document, Side};
use crate::error::Error;

/// Renders one side of documents into a folder, each under its relative path.
///
/// # Example
///
/// ```no_run
/// use bitext::{Side, pipeline::{Renderer, Walk}};
///
/// let inputs = Walk::new().inputs(&["docs"])?;
/// Renderer::new(Side::Target).run(&inputs, "published", |_| {})?;
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Renderer {
    side: Side,
    reading: DocumentReading,
}

impl Renderer {
    /// Renders a side, on one core.
    pub fn new(side: Side) -> Self {
        Self { side, reading: DocumentReading::new() }
    }

    /// How documents are read.
    #[must_use]
    pub fn with_reading(mut self, reading: DocumentReading) -> Self {
        self.reading = reading;
        self
    }

    /// Renders the inputs below `folder`, which is made where it is missing;
    /// `observe` gets the report on each file in its turn, by relative paths. The
    /// inputs are listed twice: once to see that all have a place.
    ///
    /// # Errors
    ///
    /// Where two inputs would write the same file, one would need a folder
    /// where another is a file, or one would write over an input or into a
    /// folder that is read: before anything is written. Where a file cannot be
    /// written: it is then as it was before, and those in front of it are done.
    /// An input that cannot be read is a diagnostic in its report instead.
    pub fn run(
        &self,
        inputs: &Inputs,
        folder: impl AsRef<Path>,
        mut observe: impl FnMut(&FileReport),
    ) -> Result<Summary, Error> {
        let folder = folder.as_ref();
        destinations::check(inputs, folder, Path::to_path_buf)?;
        let mut summary = Summary::default();
        let buffers = Buffers::default();
        for_each_input(
            self.reading.jobs(),
            inputs.by_relative_path(),
            |input| {
                let rendered = input.and_then(|input| {
                    self.reading.read(&input, &buffers, |document, _| {
                        self.write(&input, document, &folder.join(&input.relative))
                    })
                });
                rendered.unwrap_or_else(|error| Ok(FileReport::unreadable(&error)))
            },
            |report| {
                summary.add(&report.counts);
                observe(&report);
                Ok(())
            },
        )?;
        Ok(summary)
    }

    fn write(
        &self,
        input: &Input,
        document: &Document<'_>,
        path: &Path,
    ) -> Result<FileReport, Error> {
        let mut output = Output::create_below(path)?;
        let written = document.render_to(self.side, &mut output);
        written.map_err(|cause| Error::from(cause).with_path(path))?;
        output.finish()?;

        let mut counts = Summary::of(document);
        counts.written = counts.segments;
        let diagnostics = document.diagnostics().iter().cloned();
        Ok(FileReport::new(&input.path, document, counts, diagnostics))
    }
}
