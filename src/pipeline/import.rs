//! Documents and exchange files, handed over to an import.

use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::inputs::Input;
use super::open::ExchangeFile;
use super::parallel::{Batch, Buffers, for_each_batch, in_order};
use super::reading::DocumentReading;
use super::report::{Event, FileReport, FindingCounts, Summary};
use crate::diagnostic::DiagnosticCode;
use crate::error::{Error, ErrorKind};
use crate::exchange::Finding;
use crate::memory::Importer;
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
/// use bitext::pipeline::{FileImporter, ExchangeFile};
/// use bitext::{Import, Memory};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("memory.jsonl");
/// std::fs::write(&path, r#"{"source":"Next","target":"Weiter","source_language":"en-US","target_language":"de-DE"}"#)?;
/// let memory = Memory::new();
/// let counts = Import::new().run(memory.store(), |importer| {
///     let files = [ExchangeFile::open(&path, None)];
///     FileImporter::new().run(importer, [], files, |_| {}).map(drop)
/// })?;
/// assert_eq!(counts.added, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct FileImporter {
    reading: DocumentReading,
}

/// Counts over the files of an import. The units are those handed over to the
/// memory and those left out before: `units = handed over + empty + malformed + obsolete`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ImportedFiles {
    /// Documents and exchange files read.
    pub files: u64,
    /// Segments of documents and units of exchange files.
    pub units: u64,
    /// Segments left out because a side is empty.
    pub empty: u64,
    /// Units of exchange files left out because they are malformed.
    pub malformed: u64,
    /// Units of exchange files left out because they are no longer in use.
    pub obsolete: u64,
    /// Segments with repaired damage.
    pub repaired: u64,
    /// Diagnostics and findings, by their severity.
    #[serde(flatten)]
    pub findings: FindingCounts,
}

impl ImportedFiles {
    /// Adds what was counted over a document.
    fn add_document(&mut self, counts: &Summary) {
        self.files += counts.files;
        self.units += counts.segments;
        self.empty += counts.empty;
        self.repaired += counts.repaired;
        self.findings.add(&counts.findings);
    }

    /// Counts a finding in an exchange file.
    fn add_finding(&mut self, finding: &Finding) {
        self.findings.count(finding.severity);
        let count = match finding.code {
            DiagnosticCode::MalformedUnit => &mut self.malformed,
            DiagnosticCode::ObsoleteUnit => &mut self.obsolete,
            _ => return,
        };
        *count += 1;
        self.units += 1;
    }
}

/// What a worker makes of a document.
struct ReadDocument {
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

    /// How documents are read. The languages are also those of units of exchange
    /// files that name none, and the threads read exchange files too.
    #[must_use]
    pub fn with_reading(mut self, reading: DocumentReading) -> Self {
        self.reading = reading;
        self
    }

    /// Hands over the units of documents, and then those of exchange files.
    ///
    /// # Errors
    ///
    /// Where the memory cannot be written, and where any file cannot be listed,
    /// opened or read to its end: an import takes all or nothing. What cannot be
    /// used inside a file is given to `observe` instead, and counted.
    pub fn run(
        &self,
        importer: &mut Importer<'_>,
        documents: impl IntoIterator<Item = Result<Input, Error>>,
        files: impl IntoIterator<Item = Result<ExchangeFile, Error>>,
        observe: impl FnMut(Event<'_>),
    ) -> Result<ImportedFiles, Error> {
        let mut run =
            RunningImport { importer, observe, counts: ImportedFiles::default(), bytes: 0 };
        let buffers = Buffers::default();
        in_order(
            self.reading.jobs(),
            documents.into_iter(),
            |input| self.read(&input, &buffers),
            |read| run.document(read?),
        )?;
        let [source, target] = self.reading.languages().map(Option::clone);
        let gaps = PairSelector::new(source, target);
        for file in files {
            run.exchange_file(file?, self.reading.jobs(), &gaps)?;
        }
        Ok(run.counts)
    }

    fn read(&self, input: &Input, buffers: &Buffers) -> Result<ReadDocument, Error> {
        self.reading.read(input, buffers, |document, context| {
            let units: Vec<_> = document.units(context).map(Arc::new).collect();
            let counts = Summary::of_units(document, units.len() as u64);
            let report = FileReport::of_units(&input.path, document, context, counts, Vec::new());
            let (path, bytes) = (context.path().to_owned(), document.bytes().len() as u64);
            ReadDocument { path, bytes, report, units }
        })
    }
}

/// An import that goes on.
struct RunningImport<'r, 't, F> {
    importer: &'r mut Importer<'t>,
    observe: F,
    counts: ImportedFiles,
    /// The bytes of the files that are done.
    bytes: u64,
}

impl<F: FnMut(Event<'_>)> RunningImport<'_, '_, F> {
    fn document(&mut self, read: ReadDocument) -> Result<(), Error> {
        self.importer.note_document(&read.path);
        for unit in read.units {
            self.importer.add(unit)?;
        }
        self.counts.add_document(&read.report.counts);
        self.bytes += read.bytes;
        (self.observe)(Event::Document(&read.report));
        self.report_progress(0);
        Ok(())
    }

    fn exchange_file(
        &mut self,
        file: ExchangeFile,
        jobs: usize,
        gaps: &PairSelector,
    ) -> Result<(), Error> {
        let path = file.path().to_path_buf();
        let mut bytes = 0;
        for_each_batch(file, jobs, |batch| {
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
            (self.observe)(Event::Found { path, finding });
            if finding.code == DiagnosticCode::MalformedUnit && self.importer.is_replacing() {
                return Err(unreplaceable(path, finding));
            }
        }
        for mut unit in batch.units {
            gaps.fill_gaps(&mut unit);
            self.counts.units += 1;
            self.importer.add(unit)?;
        }
        self.report_progress(batch.bytes);
        Ok(())
    }

    fn report_progress(&mut self, bytes: u64) {
        let bytes = self.bytes + bytes;
        (self.observe)(Event::Progress { bytes, units: self.counts.units });
    }
}

/// Makes the error of a file in which a unit cannot be read, where its units are to
/// take the place of others: those of that unit would be removed.
fn unreplaceable(path: &Path, finding: &Finding) -> Error {
    let message = format!(
        "expected whole units, since what a file does not hold is removed (`--replace`), but found \
         one that cannot be read: {}; mend it, or import without replacing",
        finding.message
    );
    Error::new(ErrorKind::Syntax { position: finding.start, message }).with_path(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
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
        let reading = DocumentReading::new().with_jobs(jobs);
        let reading = reading.with_target_language("de".parse::<Language>().ok());
        let importing = FileImporter::new().with_reading(reading);
        let mut read = ImportedFiles::default();
        let counts = Import::new().run(memory.store(), |importer| {
            let sources = files.iter().map(|name| ExchangeFile::open(folder.join(name), None));
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

    /// What is left out of a file would be removed from the memory.
    #[test]
    fn nothing_is_replaced_by_a_file_with_malformed_units() {
        let jsonl =
            |sources: &[&str]| sources.iter().map(|source| line(source)).collect::<String>();
        let po = |last: &str| {
            format!(
                "msgid \"\"\nmsgstr \"Language: de\\nX-Source-Language: en\\n\"\n\n#: a.md\nmsgid \
                 \"One\"\nmsgstr \"Eins\"\n\n#: a.md\nmsgid \"Two\"\nmsgstr \"{last}"
            )
        };
        let whole = [("a.jsonl", jsonl(&["One", "Two"])), ("a.po", po("Zwei\"\n"))];
        let cut = [("a.jsonl", jsonl(&["One"]) + "{\"source\":\"Tw"), ("a.po", po("Zw"))];
        let import = |memory: &Memory, file: &(&str, String), replace| {
            let folder = folder(std::slice::from_ref(file));
            Import::new().with_replace(replace).run(memory.store(), |importer| {
                let sources = [ExchangeFile::open(folder.path().join(file.0), None)];
                FileImporter::new().run(importer, [], sources, |_| {}).map(drop)
            })
        };
        for (whole, cut) in whole.iter().zip(&cut) {
            let memory = Memory::new();
            import(&memory, whole, true).unwrap();
            let error = import(&memory, cut, true).unwrap_err();
            assert!(error.to_string().contains("`--replace`"), "{error}");
            assert!(error.position().is_some_and(|position| position.line > 1), "{error}");
            assert_eq!(memory.store().count().unwrap(), 2, "{}", whole.0);
            // Without replacing, the rest is taken.
            assert!(import(&memory, cut, false).is_ok());
            assert_eq!(memory.store().count().unwrap(), 2);
        }
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
