//! `bitext extract`

use bitext::Error;
use bitext::pipeline::Extractor;

use crate::Outcome;
use crate::arguments::Extract;
use crate::console::{Console, Sentence};
use crate::outputs::{name_output, refuse_outputs};

/// Extracts into one file; the unit ids of all documents differ.
pub(crate) fn run(options: &Extract) -> Result<Outcome, Error> {
    let output = &options.target.output;
    let languages = [&options.source_language, &options.target_language].map(Option::as_ref);
    let target = options.target.settings(languages)?.with_segments(true);
    let encoder = target.encoder()?;
    let reading = options.documents.reading.settings(languages)?;
    let documents =
        options.documents.reading.documents(&reading, &options.documents.paths, None)?;
    refuse_outputs(&documents, [output])?;
    let mut file = target.create(output)?;
    let mut console = Console::over_documents(&options.printing, &documents);
    let extractor = Extractor::new().with_reading(reading).with_unique(options.unique);
    let summary = extractor
        .run(&documents, &*encoder, &mut file, |report| console.document(report))
        .map_err(|error| name_output(error, output))?;
    file.finish()?;
    console.nothing_found(summary.files, summary.segments, &summary.findings);
    console.finish(&summary, || Sentence::of_documents(&summary));
    Ok(Outcome::new(&summary, options.strict.severity))
}
