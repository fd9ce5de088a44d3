//! `bitext import`

use std::path::PathBuf;
use std::time::Instant;

use bitext::memory::{ImportCounts, Importer, SkipReason};
use bitext::pipeline::{DocumentReading, Event, FileImporter, FileKind, ImportedFiles, Inputs};
use bitext::{Error, Memory, Metric};
use serde_json::{Value, json};

use crate::Outcome;
use crate::arguments::{Import, Markup};
use crate::console::{Console, Sentence};
use crate::memory::remove_unused;
use crate::outputs::file_bytes;

pub(crate) fn run(options: &Import) -> Result<Outcome, Error> {
    let languages = [&options.source_language, &options.target_language].map(Option::as_ref);
    let reading = options.reading.settings(languages)?;
    let is_new = options.memory.symlink_metadata().is_err();
    let known = if is_new { None } else { Some(Memory::open(&options.memory)?) };
    let files = Files::new(options, &reading, known.as_ref())?;
    let memory = match known {
        Some(memory) => memory,
        None if options.dry_run => Memory::new(),
        None => Memory::open_or_create(&options.memory)?,
    };
    let mut console =
        Console::over_bytes(&options.printing, || files.bytes()).with_documents(&files.documents);
    let importing = FileImporter::new().with_reading(reading);
    let import = bitext::Import::new()
        .with_on_conflict(options.on_conflict)
        .with_replace(options.replace)
        .with_symbols(options.symbols)
        .with_min_state(options.state);
    let mut read = ImportedFiles::default();
    let exchange_reading = options.files_reading.settings(options.from, languages);
    let mut work = |importer: &mut Importer<'_>| {
        let exchange = exchange_reading
            .open_all(&files.exchange)
            .map(|file| Ok(file?.with_syntax(options.syntax.and_then(Markup::syntax))));
        let observe = |event: Event<'_>| console.event(event);
        read = importing.run(importer, &files.documents, exchange, observe)?;
        Ok(())
    };
    let imported = match options.dry_run {
        true => import.try_run(memory.store(), &mut work),
        false => import.run(memory.store(), &mut work),
    };
    let counts = match imported {
        Ok(counts) => counts,
        Err(error) => {
            console.remark("nothing is imported, and the memory is as it was");
            if is_new {
                remove_unused(memory, &options.memory);
            }
            return Err(error);
        }
    };
    console.nothing_found(read.files, read.units, &read.findings);
    if options.dry_run {
        console.remark("dry run: the memory is as it was; without `--dry-run`:");
    } else {
        make_indexes(&memory, &console)?;
    }
    console.finish(&object(&read, &counts), || sentence(&read, &counts));
    Ok(if is_nothing_fit(&read, &counts) { Outcome::Findings } else { Outcome::Done })
}

/// Returns whether units were read and none of them is fit for a memory.
fn is_nothing_fit(read: &ImportedFiles, counts: &ImportCounts) -> bool {
    let is_unfit = |reason| !matches!(reason, SkipReason::Kept | SkipReason::NotNewer);
    let unfit = counts.skips().filter(|(reason, _)| is_unfit(*reason));
    read.units > 0 && unfit.map(|(_, count)| count).sum::<u64>() == counts.total()
}

/// Makes the indexes, so that the first look-up need not.
fn make_indexes(memory: &Memory, console: &Console) -> Result<(), Error> {
    let start = Instant::now();
    console.indexing();
    memory.prepare(Metric::default())?;
    let seconds = start.elapsed().as_secs_f64();
    console.notices(memory);
    console.detail(&format!("indexed in {seconds:.1} s"));
    Ok(())
}

/// What is imported.
struct Files {
    documents: Inputs,
    exchange: Vec<PathBuf>,
}

impl Files {
    /// Sorts documents and exchange files, before anything is written.
    fn new(
        options: &Import,
        reading: &DocumentReading,
        memory: Option<&Memory>,
    ) -> Result<Self, Error> {
        let (mut documents, mut exchange) = (Vec::new(), Vec::new());
        for path in &options.paths {
            match FileKind::of(path, options.from)? {
                Some(FileKind::Document) => documents.push(path.clone()),
                Some(_) => exchange.push(path.clone()),
                None => {
                    let message = "expected a document or an exchange file, by its ending; name \
                                   the format of an exchange file with `--from`";
                    return Err(Error::argument(message).with_path(path));
                }
            }
        }
        let documents = options.reading.documents(reading, &documents, memory)?;
        Ok(Self { documents, exchange })
    }

    /// Counts the bytes that they have.
    fn bytes(&self) -> u64 {
        let documents = self.documents.iter().flatten().map(|input| file_bytes(&input.path));
        let exchange = self.exchange.iter().map(|path| file_bytes(path));
        documents.chain(exchange).sum()
    }
}

/// Puts the counts into an object for a program.
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

/// Puts the counts into one line.
fn sentence(read: &ImportedFiles, counts: &ImportCounts) -> Sentence {
    let skipped = counts.skipped() + read.empty + read.malformed + read.obsolete;
    let before = [
        (read.malformed, "malformed"),
        (read.obsolete, "no longer in use"),
        (read.empty, "with an empty side"),
    ];
    let skips = counts.skips().map(|(reason, count)| (count, words(reason)));
    Sentence::new()
        .things(read.files, "file")
        .things_done(read.units, "unit", "read")
        .count(counts.added, "added")
        .count(counts.updated, "updated")
        .count(counts.unchanged, "unchanged")
        .count(counts.removed, "removed")
        .count_for_reasons(skipped, "skipped", before.into_iter().chain(skips))
        .count_if_any(read.repaired, "repaired")
        .findings(&read.findings)
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
        SkipReason::Unreviewed => "that need review, which `--state needs-review` takes",
        SkipReason::Kept => "for which the memory keeps another",
        SkipReason::NotNewer => "no newer than another",
        other => other.as_str(),
    }
}
