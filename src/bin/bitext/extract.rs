//! `bitext extract`

use bitext::Error;
use bitext::pipeline::Extractor;

use crate::Outcome;
use crate::arguments::Extract;
use crate::report::Reporter;
use crate::target::{name_output, refuse_outputs};

/// Extracts into one file; the unit ids of all documents differ.
pub(crate) fn run(options: &Extract) -> Result<Outcome, Error> {
    let output = &options.target.output;
    let languages = [&options.source_language, &options.target_language].map(Option::as_ref);
    let target = options.target.settings(languages[0], languages[1])?.segments(true);
    let encoder = target.encoder()?;
    let documents = options.inputs.documents()?.distinct()?;
    refuse_outputs(&documents, [output])?;
    let mut file = target.create(output)?;
    let mut reporter = Reporter::new(&options.printing, &documents);
    let extractor = Extractor::new()
        .document(options.inputs.builder())
        .source_language(options.source_language.clone())
        .target_language(options.target_language.clone())
        .unique(options.unique)
        .jobs(options.inputs.jobs());
    let observe = |report: &_| reporter.file(report);
    let summary = extractor
        .run(&documents, &*encoder, &mut file, observe)
        .map_err(|error| name_output(error, output))?;
    file.finish()?;
    reporter.finish(&summary);
    Ok(Outcome::new(&summary, options.strict.severity))
}
