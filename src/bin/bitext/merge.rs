//! `bitext merge`

use std::path::Path;

use bitext::leverage::MergeCounts;
use bitext::pipeline::{
    DocumentTranslation, ExchangeFile, ExchangeFormat, Output, ProjectTranslation, SourceReading,
    available_jobs,
};
use bitext::{Error, Language};

use crate::Outcome;
use crate::arguments::Merge;
use crate::console::{Console, Sentence};
use crate::outputs::{name_output, refuse_output};

pub(crate) fn run(options: &Merge) -> Result<Outcome, Error> {
    if options.document.is_dir() {
        return merge_folder(options);
    }
    for input in [&options.document, &options.xliff] {
        refuse_output(input, &options.output)?;
    }
    let mut console = Console::of(&options.printing);
    let translation = DocumentTranslation::read(&options.document, open(options)?)?;
    for finding in translation.findings() {
        console.finding(Path::new(&options.xliff), finding);
    }
    let language = options.source_language.clone();
    let language = language.or_else(|| translation.source_language().cloned());
    let builder = options.reading.builder(&language.unwrap_or_else(Language::en_us))?;
    let mut file = Output::create(&options.output)?;
    let (counts, report) = translation
        .merge(&builder, &mut file)
        .map_err(|error| name_output(error, &options.output))?;
    file.finish()?;
    console.document(&report);
    console.finish(&counts, || sentence(&counts));
    Ok(Outcome::new(&report.counts, options.strict.severity))
}

/// Merges all documents of a folder, with one reading of the translation.
fn merge_folder(options: &Merge) -> Result<Outcome, Error> {
    let translation = ProjectTranslation::read(open(options)?)?;
    let language = options.source_language.clone();
    let language = language.or_else(|| translation.source_language().cloned());
    let reading = SourceReading::new()
        .with_jobs(available_jobs())
        .with_document(options.reading.builder(&language.unwrap_or_else(Language::en_us))?);
    let documents = reading.inputs(&[&options.document])?.distinct()?;
    let mut console = Console::over_documents(&options.printing, &documents);
    for finding in translation.findings() {
        console.finding(Path::new(&options.xliff), finding);
    }
    let summary = translation
        .merge(&reading, &documents, &options.output, |report| console.document(report))?;
    console.finish(&summary, || {
        sentence(&summary.segments)
            .things_done_if_any(summary.without_units, "document", "without units left unchanged")
            .things_done_if_any(
                summary.without_document,
                "document",
                "of the translation not found",
            )
            .things_done_if_any(summary.files.failed, "document", "not merged")
    });
    Ok(Outcome::new(&summary.files, options.strict.severity))
}

/// Opens the translation.
fn open(options: &Merge) -> Result<ExchangeFile, Error> {
    let format = ExchangeFormat::from_path(&options.xliff).unwrap_or(ExchangeFormat::Xliff);
    ExchangeFile::open(&options.xliff, Some(format))
}

/// Puts the counts into one line.
fn sentence(counts: &MergeCounts) -> Sentence {
    Sentence::new()
        .things(counts.segments as u64, "segment")
        .count(counts.translated as u64, "translated")
        .count(counts.untranslated as u64, "not translated")
        .count_if_any(counts.missing as u64, "without a unit")
        .count_if_any(counts.refused as u64, "whose units do not agree")
        .count_if_any(counts.other_documents as u64, "units of other documents passed over")
}
