//! `bitext segment`

use bitext::pipeline::{
    ExchangeFormat, ExchangeTarget, Output, PretranslationForm, Pretranslator, Segmenter, Summary,
};
use bitext::{Error, Language, Leverage, Memory};

use crate::Outcome;
use crate::arguments::{Segment, SegmentFormat};
use crate::report::Reporter;
use crate::target::{name_output, refuse_outputs};

pub(crate) fn run(options: &Segment) -> Result<Outcome, Error> {
    let write = match options.to {
        SegmentFormat::Jsonl => write_lines,
        SegmentFormat::Xliff | SegmentFormat::Xliff2 => write_exchange,
    };
    let summary = write(options)?;
    Ok(Outcome::new(&summary, options.strict.severity))
}

/// Writes an object a segment.
fn write_lines(options: &Segment) -> Result<Summary, Error> {
    let documents = options.sources.documents()?;
    refuse_outputs(&documents, [&options.output])?;
    let segmenter = Segmenter::new()
        .document(options.sources.reading.builder(&options.source_language)?)
        .jobs(options.sources.jobs());
    let mut file = Output::create(&options.output)?;
    let mut reporter = Reporter::new(&options.printing, &documents);
    let summary = segmenter
        .run(&documents, &mut file, |report| reporter.file(report))
        .map_err(|error| name_output(error, &options.output))?;
    file.finish()?;
    reporter.finish(&summary);
    Ok(summary)
}

/// Writes a unit a segment: what an empty memory makes of the documents.
fn write_exchange(options: &Segment) -> Result<Summary, Error> {
    let documents = options.sources.documents()?;
    refuse_outputs(&documents, [&options.output])?;
    let (source, target) = (&options.source_language, options.target()?);
    let format = match options.to {
        SegmentFormat::Xliff2 => ExchangeFormat::Xliff2,
        _ => ExchangeFormat::Xliff,
    };
    let exchange = ExchangeTarget::new(format)
        .source_language(Some(source.clone()))
        .target_language(Some(target.clone()));
    let pretranslator = Pretranslator::new()
        .document(options.sources.reading.builder(source)?)
        .jobs(options.sources.jobs())
        .form(PretranslationForm::Exchange(exchange));
    let nothing = Memory::new();
    let leverage = Leverage::new(&nothing).with_languages(source.clone(), target.clone());
    let mut file = Output::create(&options.output)?;
    let mut reporter = Reporter::new(&options.printing, &documents);
    let summary = pretranslator
        .to_writer(&documents, &leverage, &mut file, |done| {
            reporter.file(&done.report);
        })
        .map_err(|error| name_output(error, &options.output))?;
    file.finish()?;
    reporter.finish(&summary.files);
    Ok(summary.files)
}

impl Segment {
    fn target(&self) -> Result<&Language, Error> {
        self.target_language.as_ref().ok_or_else(|| {
            Error::argument(
                "expected the language to translate to, which XLIFF names; give it with \
                 `--target-language`",
            )
        })
    }
}
