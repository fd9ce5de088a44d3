//! `bitext segment`

use bitext::pipeline::{
    ExchangeFormat, ExchangeTarget, Output, PretranslationForm, Pretranslator, Segmenter, Summary,
};
use bitext::{Error, Language, Leverage, Memory};

use crate::Outcome;
use crate::arguments::{Segment, SegmentFormat};
use crate::console::{Console, Sentence};
use crate::outputs::{name_output, refuse_outputs};

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
    let reading = options.sources.reading(&options.source_language)?;
    let documents = options.sources.documents(&reading, None)?;
    refuse_outputs(&documents, [&options.output])?;
    let mut file = Output::create(&options.output)?;
    let mut console = Console::over_documents(&options.printing, &documents);
    let summary = Segmenter::new()
        .with_reading(reading)
        .run(&documents, &mut file, |report| console.document(report))
        .map_err(|error| name_output(error, &options.output))?;
    file.finish()?;
    console.finish(&summary, || Sentence::of_documents(&summary));
    Ok(summary)
}

/// Writes a unit a segment: what an empty memory makes of the documents.
fn write_exchange(options: &Segment) -> Result<Summary, Error> {
    let (source, target) = (&options.source_language, options.target()?);
    let reading = options.sources.reading(source)?;
    let documents = options.sources.documents(&reading, None)?;
    refuse_outputs(&documents, [&options.output])?;
    let format = match options.to {
        SegmentFormat::Xliff2 => ExchangeFormat::Xliff2,
        _ => ExchangeFormat::Xliff,
    };
    let exchange = ExchangeTarget::new(format)
        .with_source_language(source.clone())
        .with_target_language(target.clone())
        .with_renamed_languages(options.renames.rename_language.iter().cloned());
    let pretranslator = Pretranslator::new()
        .with_reading(reading)
        .with_form(PretranslationForm::Exchange(exchange));
    let nothing = Memory::new();
    let leverage = Leverage::new(&nothing).with_languages(source.clone(), target.clone());
    let mut file = Output::create(&options.output)?;
    let mut console = Console::over_documents(&options.printing, &documents);
    let summary = pretranslator
        .to_writer(&documents, &leverage, &mut file, |done| {
            console.document(&done.report);
        })
        .map_err(|error| name_output(error, &options.output))?;
    file.finish()?;
    console.finish(&summary.files, || Sentence::of_documents(&summary.files));
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
