//! `bitext analyze`

mod table;

use std::io::{self, Write};

use bitext::pipeline::{Analyzer, Output};
use bitext::{Analysis, Error};

use crate::Outcome;
use crate::arguments::{AnalysisFormat, Analyze};
use crate::memory::{open, tell_notices};
use crate::report::{Reporter, read_sentence};
use crate::target::{name_output, refuse_output, refuse_outputs};

pub(crate) fn run(options: &Analyze) -> Result<Outcome, Error> {
    let memory = open(&options.memory)?;
    let languages = options.leveraging.languages(&memory, &options.memory)?;
    let documents = options.sources.documents()?;
    refuse_output(&options.memory, &options.output)?;
    refuse_outputs(&documents, [&options.output])?;
    let analyzer = Analyzer::new()
        .document(options.sources.reading.builder(&languages.0)?)
        .jobs(options.sources.jobs());
    let leverage = options.leveraging.leverage(&memory, &languages);
    let mut file = Output::create(&options.output)?;
    let mut reporter = Reporter::new(&options.printing, &documents);
    let (analysis, summary) =
        analyzer.run(&documents, &leverage, |report| reporter.file(report))?;
    let analysis = analysis.with_prices(options.prices);
    write(&analysis, options.to, &mut file)
        .map_err(|cause| name_output(cause.into(), &options.output))?;
    file.finish()?;
    tell_notices(&memory, options.printing.json, options.printing.quiet);
    reporter.finish_with(&summary, || read_sentence(&summary));
    Ok(Outcome::new(&summary, options.strict.severity))
}

fn write(analysis: &Analysis, format: AnalysisFormat, out: &mut impl Write) -> io::Result<()> {
    match format {
        AnalysisFormat::Table => table::write(analysis, out),
        AnalysisFormat::Csv => analysis.write_csv(out),
        AnalysisFormat::Json => {
            serde_json::to_writer(&mut *out, analysis)?;
            writeln!(out)
        }
    }
}
