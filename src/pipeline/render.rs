//! Documents in, the same documents without annotation out.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::ordered::in_order;
use super::output::Output;
use super::summary::{FileReport, Summary};
use super::walk::{Input, STANDARD_STREAM};
use crate::document::{DocumentBuilder, Side};
use crate::error::{Error, ErrorKind};

/// Renders one side of documents into a folder, each under its relative path.
///
/// # Example
///
/// ```no_run
/// use bitext::{Document, Side, pipeline::{Renderer, Walk}};
///
/// let inputs = Walk::new().inputs(&["docs"])?;
/// Renderer::new(Document::builder(), Side::Target).run(inputs, "published", |_| {})?;
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
    /// `observe` is told of each file in its turn.
    ///
    /// # Errors
    ///
    /// Where two inputs would write the same file, or one would write over an
    /// input: before anything is written. Where an input cannot be read or a
    /// file not written: that file is then as it was before, and those in front
    /// of it are done.
    pub fn run(
        &self,
        inputs: impl Iterator<Item = Result<Input, Error>>,
        folder: impl AsRef<Path>,
        mut observe: impl FnMut(&FileReport),
    ) -> Result<Summary, Error> {
        let outputs = outputs(inputs, folder.as_ref())?;
        let mut summary = Summary::default();
        in_order(
            self.jobs,
            outputs.into_iter().map(Ok),
            |(path, input)| self.render(&input, &path),
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
        let bytes = input.read()?;
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
        let diagnostics = document.diagnostics().to_vec();
        Ok(FileReport::new(&input.path, &document, counts, diagnostics))
    }
}

/// The file that each input is rendered to, in a fixed order.
fn outputs(
    inputs: impl Iterator<Item = Result<Input, Error>>,
    folder: &Path,
) -> Result<BTreeMap<PathBuf, Input>, Error> {
    let inputs = inputs.collect::<Result<Vec<_>, _>>()?;
    let sources: HashMap<_, _> = inputs
        .iter()
        .filter_map(|input| Some((input.path.canonicalize().ok()?, &input.path)))
        .collect();
    let mut outputs: BTreeMap<PathBuf, Input> = BTreeMap::new();
    for input in &inputs {
        if input.path == Path::new(STANDARD_STREAM) {
            return Err(Error::argument(
                "expected files or folders to render, but found standard input, which has no name to write to",
            ));
        }
        let output = folder.join(&input.relative);
        if let Some(source) = output.canonicalize().ok().and_then(|output| sources.get(&output)) {
            let message = format!(
                "rendering `{}` would write over the input `{}`; give another output folder",
                input.path.display(),
                source.display()
            );
            return Err(Error::argument(message));
        }
        if let Some(other) = outputs.insert(output.clone(), input.clone()) {
            let (first, second) = (other.path, input.path.clone());
            return Err(Error::new(ErrorKind::OutputConflict { first, second }).with_path(output));
        }
    }
    Ok(outputs)
}
