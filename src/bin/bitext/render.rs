//! `bitext render`

use bitext::Error;
use bitext::pipeline::Renderer;

use crate::Outcome;
use crate::arguments::Render;
use crate::console::{Console, Sentence};

/// Renders each document into a file of its own.
pub(crate) fn run(options: &Render) -> Result<Outcome, Error> {
    let reading = options.documents.reading.settings([None, None])?;
    let documents = reading.inputs(&options.documents.paths)?;
    let mut console = Console::over_documents(&options.printing, &documents);
    let renderer = Renderer::new(options.side).with_reading(reading);
    let summary = renderer.run(&documents, &options.output, |report| console.document(report))?;
    console.finish(&summary, || Sentence::of_documents(&summary));
    Ok(Outcome::new(&summary, None))
}
