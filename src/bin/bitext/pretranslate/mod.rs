//! `bitext pretranslate`

mod place;

use std::io::Write;

use bitext::pipeline::{
    ExchangeFormat, ExchangeTarget, Inputs, Output, PretranslatedFile, PretranslationForm,
    PretranslationSummary, Pretranslator,
};
use bitext::{Error, Language, Leverage, Memory};
use indicatif::HumanCount;

use crate::Outcome;
use crate::arguments::{Form, Pretranslate};
use crate::memory::{open, tell_notices};
use crate::report::{Reporter, counted, findings, unread};
use crate::target::name_output;
use place::{Place, form};

/// The threshold where nobody sees the score of what fills a segment.
const IN_DOCUMENTS: u8 = 95;
/// The threshold where a translator sees it.
const IN_EXCHANGE: u8 = 75;
/// How many other matches a translator sees.
const ALTERNATIVES: usize = 3;

pub(crate) fn run(options: &Pretranslate) -> Result<Outcome, Error> {
    place::refuse_options(options)?;
    let memory = open(&options.memory)?;
    let languages = options.leveraging.languages(&memory, &options.memory)?;
    let documents = options.sources.documents()?;
    place::refuse_inputs(options, &documents)?;
    let run = Run { options, memory: &memory, languages, place: Place::of(options)? };
    let mut reporter = Reporter::new(&options.printing, &documents);
    let mut report = options.report.as_ref().map(Output::create).transpose()?;
    let mut failed = None;
    let summary = run.write(&documents, |file| {
        reporter.file(&file.report);
        if let Some(report) = &mut report {
            failed = failed.take().or(report.write_all(&file.lines).err());
        }
    })?;
    if let (Some(cause), Some(path)) = (failed, &options.report) {
        return Err(Error::from(cause).with_path(path));
    }
    report.map_or(Ok(()), Output::finish)?;
    tell_notices(&memory, options.printing.json, options.printing.quiet);
    reporter.finish_with(&summary, || sentence(&summary));
    Ok(Outcome::new(&summary.files, options.strict.severity))
}

/// A memory, documents, and what is made of them.
struct Run<'a> {
    options: &'a Pretranslate,
    memory: &'a Memory,
    languages: (Language, Language),
    place: Place,
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
            .document(options.sources.reading.builder(&self.languages.0)?)
            .jobs(options.sources.jobs())
            .form(self.form())
            .report(options.report.is_some());
        if self.place == Place::Folder {
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
        let (threshold, alternatives) = match is_exchange {
            true => (IN_EXCHANGE, options.alternatives.unwrap_or(ALTERNATIVES)),
            false => (IN_DOCUMENTS, 0),
        };
        options
            .leveraging
            .leverage(self.memory, &self.languages)
            .with_min_score(options.min_score.unwrap_or(threshold))
            .with_alternatives(alternatives)
            .with_repair(!options.no_repair)
            .with_assembly(!options.no_assembly)
    }

    fn form(&self) -> PretranslationForm {
        let exchange = |format| {
            let (source, target) = self.languages.clone();
            let target = ExchangeTarget::new(format)
                .source_language(Some(source))
                .target_language(Some(target))
                .copied_sources(self.options.copy_sources);
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

/// The counts in one line.
fn sentence(summary: &PretranslationSummary) -> String {
    let files = &summary.files;
    let mut parts = vec![counted(files.files, "file"), counted(files.segments, "segment")];
    parts.extend(
        summary.filled.iter().map(|(method, count)| format!("{} {method}", HumanCount(*count))),
    );
    parts.push(format!("{} left in the source language", HumanCount(summary.unfilled)));
    parts.extend(unread(files));
    parts.extend(findings(files));
    parts.join(", ")
}
