//! `bitext merge`

use std::path::Path;

use bitext::leverage::MergeCounts;
use bitext::pipeline::{DocumentTranslation, ExchangeFile, ExchangeFormat, Output};
use bitext::{Error, Language};

use crate::Outcome;
use crate::arguments::Merge;
use crate::console::{Console, Sentence};
use crate::outputs::{name_output, refuse_output};

pub(crate) fn run(options: &Merge) -> Result<Outcome, Error> {
    for input in [&options.document, &options.xliff] {
        refuse_output(input, &options.output)?;
    }
    let mut console = Console::of(&options.printing);
    let translation = read(options)?;
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

/// Reads the units of the document.
fn read(options: &Merge) -> Result<DocumentTranslation, Error> {
    let format = ExchangeFormat::from_path(&options.xliff).unwrap_or(ExchangeFormat::Xliff);
    let file = ExchangeFile::open(&options.xliff, Some(format))?;
    DocumentTranslation::read(&options.document, file)
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
