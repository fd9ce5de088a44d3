//! `bitext merge`

use std::path::Path;

use bitext::pipeline::{DocumentTranslation, ExchangeFormat, Output, Source};
use bitext::{Error, Language, MergeCounts};
use indicatif::HumanCount;

use crate::Outcome;
use crate::arguments::Merge;
use crate::conversion::Watcher;
use crate::report::{Reporter, counted};
use crate::target::{name_output, refuse_output};

pub(crate) fn run(options: &Merge) -> Result<Outcome, Error> {
    for input in [&options.document, &options.xliff] {
        refuse_output(input, &options.output)?;
    }
    let translation = read(options)?;
    let language = options.source_language.clone();
    let language = language.or_else(|| translation.source_language().cloned());
    let builder = options.reading.builder(&language.unwrap_or_else(Language::en_us))?;
    let mut file = Output::create(&options.output)?;
    let (counts, report) = translation
        .merge(&builder, &mut file)
        .map_err(|error| name_output(error, &options.output))?;
    file.finish()?;
    let mut reporter = Reporter::without_bar(&options.printing);
    reporter.file(&report);
    reporter.finish_with(&counts, || sentence(&counts));
    Ok(Outcome::new(&report.counts, options.strict.severity))
}

/// The units of the document; what is wrong with the file is told.
fn read(options: &Merge) -> Result<DocumentTranslation, Error> {
    let format = match ExchangeFormat::from_path(&options.xliff) {
        None => Some(ExchangeFormat::Xliff),
        format => format,
    };
    let source = Source::open(&options.xliff, format)?;
    let translation = DocumentTranslation::read(&options.document, source)?;
    let watcher = Watcher::new(&options.printing, &[]);
    for finding in translation.findings() {
        watcher.found(Path::new(&options.xliff), finding);
    }
    Ok(translation)
}

/// The counts in one line.
fn sentence(counts: &MergeCounts) -> String {
    let mut parts = vec![
        counted(counts.segments as u64, "segment"),
        format!("{} translated", HumanCount(counts.translated as u64)),
        format!("{} not translated", HumanCount(counts.untranslated as u64)),
    ];
    let rest = [
        (counts.missing, "without a unit"),
        (counts.refused, "whose units do not agree"),
        (counts.other_documents, "units of other documents passed over"),
    ];
    let rest = rest.into_iter().filter(|(count, _)| *count > 0);
    parts.extend(rest.map(|(count, what)| format!("{} {what}", HumanCount(count as u64))));
    parts.join(", ")
}
