//! `bitext pretranslate`

use std::io::Write;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use bitext::pipeline::{
    ExchangeFormat, ExchangeTarget, Inputs, Output, PretranslatedFile, PretranslationForm,
    PretranslationSummary, Pretranslator, STANDARD_STREAM, SourceReading,
};
use bitext::segmentation::SourceFormat;
use bitext::{Error, Language, Leverage, Memory};

use super::Outcome;
use super::arguments::{Form, Pretranslate};
use super::console::{Console, Sentence};
use super::memory::open;
use super::outputs::{name_output, refuse_output, refuse_outputs};

/// The lowest score where nobody sees the score of what fills a segment.
const IN_DOCUMENTS: u8 = 95;
/// The lowest score where a translator sees it.
const IN_EXCHANGE: u8 = 75;
/// How many other matches a translator sees.
const ALTERNATIVES: usize = 3;

pub(crate) fn run(options: &Pretranslate) -> Result<Outcome, Error> {
    refuse_options(options)?;
    let memory = open(&options.memory)?;
    let languages = options.leveraging.languages(&memory, &options.memory)?;
    let reading = options.sources.reading(&languages.0)?;
    let documents = options.sources.documents(&reading, Some(&memory))?;
    refuse_inputs(options, &documents)?;
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
    console.notices(&memory);
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
            .with_fuzzy_in_documents(options.min_score.is_some_and(|score| score < 100))
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
                .with_renamed_languages(self.options.renames.rename_language.iter().cloned())
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

/// Returns an error where something would be written over what is read, or twice.
fn refuse_inputs(options: &Pretranslate, documents: &Inputs) -> Result<(), Error> {
    let written = [Some(&options.output), options.report.as_ref()].into_iter().flatten();
    for output in written.clone() {
        refuse_output(&options.memory, output)?;
    }
    refuse_outputs(documents, written)?;
    match &options.report {
        Some(report) if is_output(report, &options.output) => Err(Error::argument(format!(
            "expected a report in a file of its own, but found `{}` for what is written as well; \
             give the report another name, such as one with the ending `.jsonl`",
            report.display()
        ))),
        _ => Ok(()),
    }
}

/// Returns whether a report would be where what is made of a document may.
fn is_output(report: &Path, output: &Path) -> bool {
    let resolved = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let (report, output) = (resolved(report), resolved(output));
    let has_its_ending = SourceFormat::from_path(&report).is_some()
        || matches!(ExchangeFormat::from_path(&report), Some(ExchangeFormat::Xliff));
    report == output || (has_its_ending && report.starts_with(&output))
}

/// Returns an error where an option means nothing for what is written.
fn refuse_options(options: &Pretranslate) -> Result<(), Error> {
    let form = form(options);
    let (option, wanted) = match form {
        Form::Markdown | Form::Annotated if options.alternatives.is_some() => {
            ("--alternatives", "XLIFF")
        }
        Form::Markdown | Form::Annotated | Form::Xliff2 if options.copy_sources => {
            ("--copy-sources", "XLIFF 1.2")
        }
        _ => return Ok(()),
    };
    Err(Error::argument(format!(
        "expected `{option}` with {wanted}, but found it with another form; leave it out, or \
         write {wanted}"
    )))
}

/// Where the output goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Destination {
    Folder,
    File,
}

impl Destination {
    /// Decides on a file for a single document that is named, and where the output's name is
    /// that of an exchange file; else a folder.
    fn of(options: &Pretranslate) -> Result<Self, Error> {
        let output = &options.output;
        if output.is_dir() || ends_with_separator(output) {
            return Ok(Destination::Folder);
        }
        if is_single(&options.sources.paths) {
            return Ok(Destination::File);
        }
        let is_file = is_stream(output) || ExchangeFormat::from_path(output).is_some();
        match (is_file, form(options).is_exchange()) {
            (true, true) => Ok(Destination::File),
            (true, false) => Err(Error::argument(format!(
                "expected a folder for several documents, but found `{}`; name a folder, or write \
                 one file with `--to xliff`",
                output.display()
            ))),
            (false, _) => Ok(Destination::Folder),
        }
    }
}

fn ends_with_separator(path: &Path) -> bool {
    path.to_string_lossy().ends_with(['/', MAIN_SEPARATOR])
}

fn is_single(paths: &[PathBuf]) -> bool {
    matches!(paths, [path] if is_stream(path) || !path.is_dir())
}

fn is_stream(path: &Path) -> bool {
    path == Path::new(STANDARD_STREAM)
}

/// Returns the form asked for, or else that of the output's name.
fn form(options: &Pretranslate) -> Form {
    let by_name = || match ExchangeFormat::from_path(&options.output) {
        Some(ExchangeFormat::Xliff | ExchangeFormat::Xliff2) => Form::Xliff,
        _ => Form::Markdown,
    };
    options.to.unwrap_or_else(by_name)
}

impl Form {
    fn is_exchange(self) -> bool {
        matches!(self, Form::Xliff | Form::Xliff2)
    }
}
