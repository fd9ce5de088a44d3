//! Documents in, the same documents without annotation out.

use std::path::Path;

use super::destinations;
use super::input::Input;
use super::inputs::Inputs;
use super::ordered::in_order;
use super::output::Output;
use super::summary::{FileReport, Summary, listed};
use crate::document::{DocumentBuilder, Side};
use crate::error::Error;

/// Renders one side of documents into a folder, each under its relative path.
///
/// # Example
///
/// ```no_run
/// use bitext::{Document, Side, pipeline::{Renderer, Walk}};
///
/// let inputs = Walk::new().inputs(&["docs"])?;
/// Renderer::new(Document::builder(), Side::Target).run(&inputs, "published", |_| {})?;
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Renderer {
    document: DocumentBuilder,
    side: Side,
    jobs: usize,
}

impl Renderer {
    /// Renders a side, on one core.
    pub fn new(document: DocumentBuilder, side: Side) -> Self {
        Self { document, side, jobs: 1 }
    }

    /// The number of threads.
    #[must_use]
    pub fn jobs(mut self, jobs: usize) -> Self {
        self.jobs = jobs;
        self
    }

    /// Renders the inputs below `folder`, which is made where it is missing;
    /// `observe` is told of each file in its turn, by its relative path. The
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
        in_order(
            self.jobs,
            inputs.by_relative_path().map(listed),
            |input| match input {
                Ok(input) => self.render(&input, &folder.join(&input.relative)),
                Err(error) => Ok(FileReport::unreadable(&error)),
            },
            |report| {
                let report = report?;
                summary.add(&report.counts);
                observe(&report);
                Ok(())
            },
        )?;
        Ok(summary)
    }

    fn render(&self, input: &Input, path: &Path) -> Result<FileReport, Error> {
        let bytes = match input.read() {
            Ok(bytes) => bytes,
            Err(error) => return Ok(FileReport::unreadable(&error)),
        };
        let document = input.parse(&self.document, &bytes);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|cause| Error::from(cause).with_path(folder))?;
        }
        let mut output = Output::create(path)?;
        let written = document.render_to(self.side, &mut output);
        written.map_err(|cause| Error::from(cause).with_path(path))?;
        output.finish()?;

        let mut counts = Summary::of(&document);
        counts.written = counts.segments;
        let diagnostics = document.diagnostics().iter().cloned();
        Ok(FileReport::new(&input.path, &document, counts, diagnostics))
    }
}
