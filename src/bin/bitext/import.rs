//! `bitext import`

use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::time::Instant;

use bitext::pipeline::{
    ConversionEvent, ExchangeFormat, FileImporter, ImportEvent, ImportedFiles, Inputs,
    STANDARD_STREAM, Source,
};
use bitext::{Error, Format, ImportCounts, Memory, Metric, SkipReason};
use indicatif::HumanCount;
use serde_json::{Value, json};

use crate::Outcome;
use crate::arguments::Import;
use crate::conversion::{Watcher, in_brackets, size};
use crate::findings::Style;
use crate::memory::{remove_unused, tell_notices};
use crate::progress::byte_bar;
use crate::report::{counted, say, style};

pub(crate) fn run(options: &Import) -> Result<Outcome, Error> {
    let files = Files::new(options)?;
    let is_new = options.memory.symlink_metadata().is_err();
    let memory = Memory::open_or_create(&options.memory)?;
    let watcher = ImportWatcher::new(options, &files);
    let reading = FileImporter::new()
        .document(options.reading.builder())
        .source_language(options.source_language.clone())
        .target_language(options.target_language.clone())
        .jobs(options.reading.jobs());
    let import = bitext::Import::new()
        .with_on_conflict(options.on_conflict)
        .with_replace(options.replace)
        .with_symbols(options.symbols);
    let mut read = ImportedFiles::default();
    let imported = import.run(memory.store(), |importer| {
        let sources = files.sources(options);
        read = reading.run(importer, &files.documents, sources, |event| watcher.event(event))?;
        Ok(())
    });
    let counts = match imported {
        Ok(counts) => counts,
        Err(error) => {
            watcher.failed();
            if is_new {
                remove_unused(memory, &options.memory);
            }
            return Err(error);
        }
    };
    watcher.finish(&read, &counts);
    watcher.index(&memory)?;
    Ok(Outcome::Done)
}

/// What is imported.
struct Files {
    documents: Inputs,
    exchange: Vec<PathBuf>,
}

impl Files {
    /// Tells documents from exchange files, before anything is written.
    fn new(options: &Import) -> Result<Self, Error> {
        let (mut documents, mut exchange) = (Vec::new(), Vec::new());
        for path in &options.paths {
            match is_document(path, options.from)? {
                true => documents.push(path.clone()),
                false => exchange.push(path.clone()),
            }
        }
        let documents = options.reading.documents(&documents)?.distinct()?;
        Ok(Self { documents, exchange })
    }

    /// The exchange files in order; those of Moses are one source.
    fn sources<'a>(
        &'a self,
        options: &'a Import,
    ) -> Box<dyn Iterator<Item = Result<Source, Error>> + 'a> {
        match options.from {
            Some(ExchangeFormat::Moses) if !self.exchange.is_empty() => {
                let languages = (options.source_language.clone(), options.target_language.clone());
                let source = Source::open_moses(&self.exchange, languages.0, languages.1);
                Box::new(std::iter::once(source))
            }
            from => Box::new(self.exchange.iter().map(move |path| Source::open(path, from))),
        }
    }

    /// How many bytes they have.
    fn size(&self) -> u64 {
        let documents = self.documents.iter().flatten().map(|input| size(&input.path));
        let exchange = self.exchange.iter().map(|path| size(path));
        documents.chain(exchange).sum()
    }
}

/// Whether a path is a document, or a folder of them; if not, it is an exchange
/// file.
fn is_document(path: &Path, from: Option<ExchangeFormat>) -> Result<bool, Error> {
    if path == Path::new(STANDARD_STREAM) {
        return Ok(from.is_none());
    }
    let found = path.metadata().map_err(|cause| Error::from(cause).with_path(path))?;
    if found.is_dir() || Format::from_path(path).is_some() {
        return Ok(true);
    }
    match from.or_else(|| ExchangeFormat::from_path(path)) {
        Some(_) => Ok(false),
        None => {
            let message = "expected a document or an exchange file, by its ending; name the \
                           format of an exchange file with `--from`";
            Err(Error::argument(message).with_path(path))
        }
    }
}

/// Prints what an import finds.
struct ImportWatcher {
    watcher: Watcher,
    style: Style,
    json: bool,
    is_silent: bool,
}

impl ImportWatcher {
    fn new(options: &Import, files: &Files) -> Self {
        let printing = &options.printing;
        Self {
            watcher: Watcher::over(printing, || byte_bar(files.size())),
            style: style(printing.json),
            json: printing.json,
            is_silent: printing.json || printing.quiet,
        }
    }

    fn event(&self, event: ImportEvent<'_>) {
        match event {
            ImportEvent::Progress { bytes, units } => {
                self.watcher.event(ConversionEvent::Progress { bytes, units });
            }
            ImportEvent::Found { path, finding } => {
                self.watcher.event(ConversionEvent::Found { path, finding });
            }
            ImportEvent::Document(report) if !report.diagnostics.is_empty() => {
                // Where standard error was closed, nobody reads it.
                let print = || drop(self.style.write(report, BufWriter::new(io::stderr().lock())));
                self.watcher.above_bar(print);
            }
            _ => {}
        }
    }

    fn failed(&self) {
        if !self.is_silent {
            say("nothing is imported, and the memory is as it was");
        }
    }

    /// Makes the indexes, so that the first look-up need not.
    fn index(&self, memory: &Memory) -> Result<(), Error> {
        let start = Instant::now();
        memory.prepare(Metric::default())?;
        let seconds = start.elapsed().as_secs_f64();
        // That they are made is no news.
        tell_notices(memory, self.json, true);
        if !self.is_silent {
            say(&format!("indexed in {seconds:.1} s"));
        }
        Ok(())
    }

    fn finish(&self, read: &ImportedFiles, counts: &ImportCounts) {
        self.watcher.end(&object(read, counts), || sentence(read, counts));
    }
}

/// The counts for a program.
fn object(read: &ImportedFiles, counts: &ImportCounts) -> Value {
    let mut summary = json!(read);
    let skips = counts.skips().map(|(reason, count)| (reason.as_str().to_owned(), json!(count)));
    let imported = json!({
        "added": counts.added,
        "updated": counts.updated,
        "unchanged": counts.unchanged,
        "removed": counts.removed,
        "skipped": skips.collect::<serde_json::Map<_, _>>(),
    });
    if let (Some(summary), Value::Object(imported)) = (summary.as_object_mut(), imported) {
        summary.extend(imported);
    }
    summary
}

/// The counts in one line.
fn sentence(read: &ImportedFiles, counts: &ImportCounts) -> String {
    let skipped = counts.skipped() + read.empty + read.malformed;
    let before = [(read.malformed, "malformed"), (read.empty, "with an empty side")];
    let skips = counts.skips().map(|(reason, count)| (count, words(reason)));
    let mut parts = vec![
        counted(read.files, "file"),
        format!("{} read", counted(read.units, "unit")),
        format!("{} added", HumanCount(counts.added)),
        format!("{} updated", HumanCount(counts.updated)),
        format!("{} unchanged", HumanCount(counts.unchanged)),
        format!("{} removed", HumanCount(counts.removed)),
        format!("{} skipped{}", HumanCount(skipped), in_brackets(before.into_iter().chain(skips))),
    ];
    if read.repaired > 0 {
        parts.push(format!("{} repaired", HumanCount(read.repaired)));
    }
    parts.push(counted(read.errors, "error"));
    parts.push(counted(read.warnings, "warning"));
    if read.notes > 0 {
        parts.push(counted(read.notes, "note"));
    }
    parts.join(", ")
}

fn words(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::NoTranslation => "without a translation",
        SkipReason::NoLanguage => {
            "without a language, which `--source-language` and `--target-language` give"
        }
        SkipReason::EmptySource => "with an empty source",
        SkipReason::EmptyTarget => "with an empty target",
        SkipReason::NoLetter => "without a letter or digit",
        SkipReason::Kept => "for which the memory keeps another",
        SkipReason::NotNewer => "no newer than another",
        other => other.as_str(),
    }
}
