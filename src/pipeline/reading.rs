//! How the documents of a run are found and read: the settings that all runs
//! over documents share.

use std::path::Path;

use super::inputs::{Input, Inputs};
use super::parallel::Buffers;
use super::walk::Walk;
use crate::document::{Context, Document, DocumentBuilder};
use crate::error::Error;
use crate::language::Language;
use crate::segmentation::{SourceDocument, SourceDocumentBuilder, SourceFormat};

/// How annotated documents are found and read, and on how many threads.
///
/// # Example
///
/// ```
/// use bitext::{Language, pipeline::{DocumentReading, Walk}};
///
/// let reading = DocumentReading::new()
///     .with_walk(Walk::new().with_hidden(true))
///     .with_target_language("de-DE".parse::<Language>()?)
///     .with_jobs(4);
/// let folder = tempfile::tempdir()?;
/// assert_eq!(reading.inputs(&[folder.path()])?.iter().count(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct DocumentReading {
    walk: Walk,
    document: DocumentBuilder,
    source_language: Option<Language>,
    target_language: Option<Language>,
    jobs: usize,
}

impl Default for DocumentReading {
    fn default() -> Self {
        Self {
            walk: Walk::new(),
            document: Document::builder(),
            source_language: None,
            target_language: None,
            jobs: 1,
        }
    }
}

impl DocumentReading {
    /// Every document, on one core, languages as the documents name them.
    pub fn new() -> Self {
        Self::default()
    }

    /// How folders are walked.
    #[must_use]
    pub fn with_walk(mut self, walk: Walk) -> Self {
        self.walk = walk;
        self
    }

    /// How documents are read; the format is that of the file name, where that
    /// says which.
    #[must_use]
    pub fn with_document(mut self, builder: DocumentBuilder) -> Self {
        self.document = builder;
        self
    }

    /// The language of sources that name none; of documents, `en-US` without it.
    #[must_use]
    pub fn with_source_language(mut self, language: impl Into<Option<Language>>) -> Self {
        self.source_language = language.into();
        self
    }

    /// The language of targets that name none.
    #[must_use]
    pub fn with_target_language(mut self, language: impl Into<Option<Language>>) -> Self {
        self.target_language = language.into();
        self
    }

    /// The number of threads.
    #[must_use]
    pub fn with_jobs(mut self, jobs: usize) -> Self {
        self.jobs = jobs;
        self
    }

    /// The documents under `paths`, in their order; see [`Walk::inputs`].
    ///
    /// # Errors
    ///
    /// Where one of the paths does not exist.
    pub fn inputs<P: AsRef<Path>>(&self, paths: &[P]) -> Result<Inputs, Error> {
        self.walk.inputs(paths)
    }

    pub(super) fn jobs(&self) -> usize {
        self.jobs
    }

    /// Returns the languages for sources and targets that name none.
    pub(super) fn languages(&self) -> [&Option<Language>; 2] {
        [&self.source_language, &self.target_language]
    }

    /// Reads a document, and returns what `work` makes of it.
    pub(super) fn read<R>(
        &self,
        input: &Input,
        buffers: &Buffers,
        work: impl FnOnce(&Document<'_>, &Context) -> R,
    ) -> Result<R, Error> {
        let mut bytes = buffers.take();
        input.read_into(&mut bytes)?;
        let result = work(&input.parse(&self.document, &bytes), &self.context(input));
        buffers.give_back(bytes);
        Ok(result)
    }

    fn context(&self, input: &Input) -> Context {
        let mut context = input.context();
        if let Some(language) = &self.source_language {
            context = context.with_source_language(language.clone());
        }
        if let Some(language) = &self.target_language {
            context = context.with_target_language(language.clone());
        }
        context
    }
}

/// How documents to translate are found and read, and on how many threads.
#[derive(Clone, Debug)]
pub struct SourceReading {
    walk: Walk,
    document: SourceDocumentBuilder,
    jobs: usize,
}

impl Default for SourceReading {
    fn default() -> Self {
        Self { walk: Walk::sources(), document: SourceDocument::builder(), jobs: 1 }
    }
}

impl SourceReading {
    /// Every document, in English, on one core.
    pub fn new() -> Self {
        Self::default()
    }

    /// How folders are walked.
    #[must_use]
    pub fn with_walk(mut self, walk: Walk) -> Self {
        self.walk = walk;
        self
    }

    /// How documents are read; the format is that of the file name, where that
    /// says which and the builder has none.
    #[must_use]
    pub fn with_document(mut self, builder: SourceDocumentBuilder) -> Self {
        self.document = builder;
        self
    }

    /// The number of threads.
    #[must_use]
    pub fn with_jobs(mut self, jobs: usize) -> Self {
        self.jobs = jobs;
        self
    }

    /// The documents under `paths`, in their order; see [`Walk::inputs`].
    ///
    /// # Errors
    ///
    /// Where one of the paths does not exist, or is a file with the ending of no document
    /// to translate while no format is given.
    pub fn inputs<P: AsRef<Path>>(&self, paths: &[P]) -> Result<Inputs, Error> {
        paths.iter().try_for_each(|path| self.check_kind(path.as_ref()))?;
        self.walk.inputs(paths)
    }

    /// Refuses a file whose name is that of no document to translate, where no format is
    /// given. A name without an ending says nothing.
    fn check_kind(&self, path: &Path) -> Result<(), Error> {
        let is_known = self.document.has_format()
            || path.extension().is_none()
            || SourceFormat::from_path(path).is_some();
        if is_known || !path.is_file() {
            return Ok(());
        }
        let message = "expected a document to translate, with an ending such as `.md`, `.html`, \
                       `.txt` or `.yml`, but found another kind of file; name its format with \
                       `--format` if it is one of those";
        Err(Error::argument(message).with_path(path))
    }

    pub(super) fn jobs(&self) -> usize {
        self.jobs
    }

    /// Reads a document into memory of its own.
    /// Says how a document is read.
    pub(super) fn document(&self) -> &SourceDocumentBuilder {
        &self.document
    }

    pub(super) fn read(&self, input: &Input) -> Result<SourceDocument<'static>, Error> {
        let bytes = input.read()?;
        Ok(input.parse_source(&self.document, &bytes).into_owned())
    }
}
