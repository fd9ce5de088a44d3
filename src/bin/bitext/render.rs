//! `bitext render`

use bitext::Error;
use bitext::pipeline::Renderer;

use crate::arguments::Render;
use crate::report::Reporter;

/// Renders; there are no findings to fail on.
pub(crate) fn run(options: &Render) -> Result<bool, Error> {
    let inputs = options.inputs.walk()?;
    let mut reporter = Reporter::new(&options.printing, || options.inputs.count());
    let renderer =
        Renderer::new(options.inputs.builder(), options.side()).jobs(options.inputs.jobs());
    let summary = renderer.run(inputs, &options.output, |report| reporter.file(report))?;
    reporter.finish(&summary);
    Ok(true)
}
