//! `bitext pretranslate`

mod destination;

use std::io::Write;

use bitext::pipeline::{
    ExchangeFormat, ExchangeTarget, Inputs, Output, PretranslatedFile, PretranslationForm,
    PretranslationSummary, Pretranslator, SourceReading,
};
use bitext::{Error, Language, Leverage, Memory};

use crate::Outcome;
use crate::arguments::{Form, Pretranslate};
use crate::console::{Console, Sentence};
use crate::memory::open;
use crate::outputs::name_output;
use destination::{Destination, form};

/// The lowest score where nobody sees the score of what fills a segment.
const IN_DOCUMENTS: u8 = 95;
/// The lowest score where a translator sees it.
const IN_EXCHANGE: u8 = 75;
/// How many other matches a translator sees.
const ALTERNATIVES: usize = 3;

pub(crate) fn run(options: &Pretranslate) -> Result<Outcome, Error> {
    destination::refuse_options(options)?;
    let memory = open(&options.memory)?;
    let languages = options.leveraging.languages(&memory, &options.memory)?;
    let reading = options.sources.reading(&languages.0)?;
    let documents = options.sources.documents(&reading)?;
    destination::refuse_inputs(options, &documents)?;
    let destination = Destination::of(options)?;
    let run = Run { options, memory: &memory, languages, reading, destination };
    let mut console = Console::over_documents(&options.printing, &documents);
    let mut report = options.report.as_ref().map(Output::create).transpose()?;
    let mut failed = None;
    let summary = run.write(&documents, |file| {
        console.document(&file.report);
        if let Some(report) = &mut report {
            failed = failed.take().or(report.write_all(&file.lines).err());
        }
    })?;
    if let (Some(cause), Some(path)) = (failed, &options.report) {
        return Err(Error::from(cause).with_path(path));
    }
    report.map_or(Ok(()), Output::finish)?;
    console.notices(&memory, true);
    console.finish(&summary, || sentence(&summary));
    Ok(Outcome::new(&summary.files, options.strict.severity))
}

/// A memory, documents, and what is made of them.
struct Run<'a> {
    options: &'a Pretranslate,
    memory: &'a Memory,
    languages: (Language, Language),
    reading: SourceReading,
    destination: Destination,
}

impl Run<'_> {
    fn write(
        &self,
        documents: &Inputs,
        observe: impl FnMut(&PretranslatedFile),
    ) -> Result<PretranslationSummary, Error> {
        let options = self.options;
        let (leverage, output) = (self.leverage(), &options.output);
        let pretranslator = Pretranslator::new()
            .with_reading(self.reading.clone())
            .with_form(self.form())
            .with_report(options.report.is_some());
        if self.destination == Destination::Folder {
            return pretranslator.to_folder(documents, &leverage, output, observe);
        }
        let mut file = Output::create(output)?;
        let summary = pretranslator
            .to_writer(documents, &leverage, &mut file, observe)
            .map_err(|error| name_output(error, output))?;
        if summary.files.files > 0 {
            file.finish()?;
        }
        Ok(summary)
    }

    fn leverage(&self) -> Leverage {
        let options = self.options;
        let is_exchange = form(options).is_exchange();
        let (min_score, alternatives) = match is_exchange {
            true => (IN_EXCHANGE, options.alternatives.unwrap_or(ALTERNATIVES)),
            false => (IN_DOCUMENTS, 0),
        };
        options
            .leveraging
            .leverage(self.memory, &self.languages)
            .with_min_score(options.min_score.unwrap_or(min_score))
            .with_alternatives(alternatives)
            .with_repair(!options.no_repair)
            .with_assembly(!options.no_assembly)
    }

    fn form(&self) -> PretranslationForm {
        let exchange = |format| {
            let (source, target) = self.languages.clone();
            let target = ExchangeTarget::new(format)
                .with_source_language(source)
                .with_target_language(target)
                .with_copied_sources(self.options.copy_sources);
            PretranslationForm::Exchange(target)
        };
        match form(self.options) {
            Form::Markdown => PretranslationForm::Document,
            Form::Annotated => PretranslationForm::Annotated,
            Form::Xliff => exchange(ExchangeFormat::Xliff),
            Form::Xliff2 => exchange(ExchangeFormat::Xliff2),
        }
    }
}

/// Puts the counts into one line.
fn sentence(summary: &PretranslationSummary) -> Sentence {
    let files = &summary.files;
    let start = Sentence::new().things(files.files, "file").things(files.segments, "segment");
    let filled = summary.filled.iter();
    filled
        .fold(start, |sentence, (method, count)| sentence.count(*count, method.as_str()))
        .count(summary.unfilled, "left in the source language")
        .count_if_any(files.failed, "could not be read")
        .findings(&files.findings)
}
