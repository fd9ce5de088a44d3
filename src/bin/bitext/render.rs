//! `bitext render`

use bitext::Error;
use bitext::pipeline::Renderer;

use crate::Outcome;
use crate::arguments::Render;
use crate::report::Reporter;

/// Renders each document into a file of its own.
pub(crate) fn run(options: &Render) -> Result<Outcome, Error> {
    let documents = options.inputs.documents()?;
    let mut reporter = Reporter::new(&options.printing, &documents);
    let renderer =
        Renderer::new(options.inputs.builder(), options.side).jobs(options.inputs.jobs());
    let summary = renderer.run(&documents, &options.output, |report| reporter.file(report))?;
    reporter.finish(&summary);
    Ok(Outcome::new(&summary, None))
}
