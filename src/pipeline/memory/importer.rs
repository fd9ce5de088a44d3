//! Documents and exchange files, handed over to an import.

use std::path::Path;
use std::sync::Arc;

use super::batches::{Batch, for_each_batch};
use super::counts::ImportedFiles;
use crate::document::{Context, Document, DocumentBuilder};
use crate::error::Error;
use crate::exchange::Finding;
use crate::language::Language;
use crate::memory::Importer;
use crate::pipeline::buffers::Buffers;
use crate::pipeline::convert::Source;
use crate::pipeline::input::Input;
use crate::pipeline::ordered::in_order;
use crate::pipeline::summary::{FileReport, Summary};
use crate::unit::{PairSelector, TranslationUnit};

/// Reads documents and exchange files into a memory.
///
/// Documents are read in parallel and handed over in order, so that the memory
/// is the same for any number of jobs; exchange files are read while units
/// before are put into the memory. What is held at once does not grow with the
/// number of files or their units.
///
/// # Example
///
/// ```
/// use bitext::pipeline::{FileImporter, Source};
/// use bitext::{Import, Memory};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("memory.jsonl");
/// std::fs::write(&path, r#"{"source":"Next","target":"Weiter","source_language":"en-US","target_language":"de-DE"}"#)?;
/// let memory = Memory::new();
/// let counts = Import::new().run(memory.store(), |importer| {
///     let sources = [Source::open(&path, None)];
///     FileImporter::new().run(importer, [], sources, |_| {}).map(drop)
/// })?;
/// assert_eq!(counts.added, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct FileImporter {
    document: DocumentBuilder,
    source_language: Option<Language>,
    target_language: Option<Language>,
    jobs: usize,
}

/// What happens while files are read into a memory, for those who watch it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum ImportEvent<'e> {
    /// Units were put into the memory; told now and then.
    Progress {
        /// The bytes of all files so far, as they are on disk.
        bytes: u64,
        /// The units so far.
        units: u64,
    },
    /// A document was read.
    Document(&'e FileReport),
    /// Something was found in an exchange file.
    Found {
        /// The file.
        path: &'e Path,
        /// What was found.
        finding: &'e Finding,
    },
}

impl Default for FileImporter {
    fn default() -> Self {
        Self {
            document: Document::builder(),
            source_language: None,
            target_language: None,
            jobs: 1,
        }
    }
}

/// What a worker makes of a document.
struct Read {
    path: String,
    bytes: u64,
    report: FileReport,
    units: Vec<Arc<TranslationUnit>>,
}

impl FileImporter {
    /// On one core, languages as the files name them.
    pub fn new() -> Self {
        Self::default()
    }

    /// How documents are read; the format is that of the file name.
    #[must_use]
    pub fn document(mut self, builder: DocumentBuilder) -> Self {
        self.document = builder;
        self
    }

    /// The language of sources that name none; of documents, `en-US` without it.
    #[must_use]
    pub fn source_language(mut self, language: Option<Language>) -> Self {
        self.source_language = language;
        self
    }

    /// The language of targets that name none.
    #[must_use]
    pub fn target_language(mut self, language: Option<Language>) -> Self {
        self.target_language = language;
        self
    }

    /// The number of threads.
    #[must_use]
    pub fn jobs(mut self, jobs: usize) -> Self {
        self.jobs = jobs;
        self
    }

    /// Hands over the units of documents, and then those of exchange files.
    ///
    /// # Errors
    ///
    /// Where the memory cannot be written, and where any file cannot be listed,
    /// opened or read to its end: an import takes all or nothing. What cannot be
    /// used inside a file is told to `observe` instead, and counted.
    pub fn run(
        &self,
        importer: &mut Importer<'_>,
        documents: impl IntoIterator<Item = Result<Input, Error>>,
        sources: impl IntoIterator<Item = Result<Source, Error>>,
        observe: impl FnMut(ImportEvent<'_>),
    ) -> Result<ImportedFiles, Error> {
        let mut run = Run { importer, observe, counts: ImportedFiles::default(), bytes: 0 };
        let buffers = Buffers::default();
        in_order(
            self.jobs,
            documents.into_iter(),
            |input| self.read(&input, &buffers),
            |read| run.document(read?),
        )?;
        let gaps = PairSelector::new(self.source_language.clone(), self.target_language.clone());
        for source in sources {
            run.source(source?, self.jobs, &gaps)?;
        }
        Ok(run.counts)
    }

    fn read(&self, input: &Input, buffers: &Buffers) -> Result<Read, Error> {
        let mut bytes = buffers.take();
        input.read_into(&mut bytes)?;
        let document = input.parse(&self.document, &bytes);
        let context = self.context(input);
        let units: Vec<_> = document.units(&context).map(Arc::new).collect();
        let mut counts = Summary::of(&document);
        counts.empty = counts.segments - units.len() as u64;
        let found = document.language_diagnostics(&context).into_iter();
        let found = found.chain(document.diagnostics().iter().cloned());
        let report = FileReport::new(&input.path, &document, counts, found);
        drop(document);
        let read =
            Read { path: context.path().to_owned(), bytes: bytes.len() as u64, report, units };
        buffers.give_back(bytes);
        Ok(read)
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

/// An import that goes on.
struct Run<'r, 't, F> {
    importer: &'r mut Importer<'t>,
    observe: F,
    counts: ImportedFiles,
    /// The bytes of the files that are done.
    bytes: u64,
}

impl<F: FnMut(ImportEvent<'_>)> Run<'_, '_, F> {
    fn document(&mut self, read: Read) -> Result<(), Error> {
        self.importer.note_document(&read.path);
        for unit in read.units {
            self.importer.add(unit)?;
        }
        self.counts.add_document(&read.report.counts);
        self.bytes += read.bytes;
        (self.observe)(ImportEvent::Document(&read.report));
        self.tell_progress(0);
        Ok(())
    }

    fn source(&mut self, source: Source, jobs: usize, gaps: &PairSelector) -> Result<(), Error> {
        let path = source.path.clone();
        let mut bytes = 0;
        for_each_batch(source, jobs, |batch| {
            bytes = batch.bytes;
            self.batch(&path, batch, gaps)
        })?;
        self.bytes += bytes;
        self.counts.files += 1;
        Ok(())
    }

    fn batch(&mut self, path: &Path, batch: Batch, gaps: &PairSelector) -> Result<(), Error> {
        for finding in &batch.findings {
            self.counts.add_finding(finding);
            (self.observe)(ImportEvent::Found { path, finding });
        }
        for mut unit in batch.units {
            gaps.fill_gaps(&mut unit);
            self.counts.units += 1;
            self.importer.add(unit)?;
        }
        self.tell_progress(batch.bytes);
        Ok(())
    }

    fn tell_progress(&mut self, bytes: u64) {
        let bytes = self.bytes + bytes;
        (self.observe)(ImportEvent::Progress { bytes, units: self.counts.units });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::{Import, ImportCounts, Memory};
    use crate::pipeline::walk::Walk;

    fn folder(files: &[(&str, String)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    fn pair(id: &str, target: &str, source: &str) -> String {
        format!(
            "<span data-ttu-id=\"{id}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"{id}\">{source}</span></span>\n"
        )
    }

    fn line(source: &str) -> String {
        format!(
            "{{\"source\":\"{source}\",\"target\":\"x\",\"source_language\":\"en\",\"target_language\":\"de\"}}\n"
        )
    }

    fn import(
        memory: &Memory,
        folder: &Path,
        files: &[&str],
        jobs: usize,
    ) -> Result<(ImportCounts, ImportedFiles), Error> {
        let documents = Walk::new().inputs(&[folder])?;
        let importing = FileImporter::new().target_language("de".parse().ok()).jobs(jobs);
        let mut read = ImportedFiles::default();
        let counts = Import::new().run(memory.store(), |importer| {
            let sources = files.iter().map(|name| Source::open(folder.join(name), None));
            read = importing.run(importer, &documents, sources, |_| {})?;
            Ok(())
        })?;
        Ok((counts, read))
    }

    #[test]
    fn keys_are_the_same_for_any_number_of_jobs() {
        let mut files: Vec<_> = (0..40)
            .map(|n| {
                (
                    format!("{n:02}.md"),
                    pair("1-1", "Los", &format!("Go {n}")) + &pair("1-2", "", "x"),
                )
            })
            .collect();
        files.push(("a.jsonl".into(), (0..2000).map(|n| line(&format!("Line {n}"))).collect()));
        let files: Vec<_> = files.iter().map(|(name, text)| (&**name, text.clone())).collect();
        let folder = folder(&files);
        let all = |jobs| {
            let memory = Memory::new();
            let (counts, read) = import(&memory, folder.path(), &["a.jsonl"], jobs).unwrap();
            assert_eq!((counts.added, read.units, read.empty, read.files), (2040, 2080, 40, 41));
            let again = import(&memory, folder.path(), &["a.jsonl"], jobs).unwrap().0;
            assert_eq!((again.added, again.unchanged), (0, 2040));
            memory.units().map(Result::unwrap).collect::<Vec<_>>()
        };
        assert!(all(1) == all(3));
    }

    #[test]
    fn a_file_that_breaks_leaves_nothing() {
        let broken = line("Go") + "{\n" + &line("Los");
        let folder = folder(&[
            ("a.md", pair("1-1", "Los", "Go")),
            ("b.tmx", "<tmx".into()),
            ("c.jsonl", broken),
        ]);
        for (name, jobs) in [("b.tmx", 1), ("b.tmx", 2), ("no.tmx", 2)] {
            let memory = Memory::new();
            let error = import(&memory, folder.path(), &[name], jobs).unwrap_err();
            assert!(error.path().unwrap().ends_with(name), "{error}");
            assert_eq!(memory.units().count(), 0);
        }
        let (counts, read) = import(&Memory::new(), folder.path(), &["c.jsonl"], 2).unwrap();
        assert_eq!((counts.added, read.units, read.malformed), (3, 4, 1));
    }
}
