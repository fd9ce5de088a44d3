//! Where what is written goes.

use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use bitext::Error;
use bitext::pipeline::{ExchangeFormat, Inputs, STANDARD_STREAM};
use bitext::segmentation::SourceFormat;

use crate::arguments::{Form, Pretranslate};
use crate::outputs::{refuse_output, refuse_outputs};

/// Returns an error where something would be written over what is read, or twice.
pub(super) fn refuse_inputs(options: &Pretranslate, documents: &Inputs) -> Result<(), Error> {
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
pub(super) fn refuse_options(options: &Pretranslate) -> Result<(), Error> {
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
pub(super) enum Destination {
    Folder,
    File,
}

impl Destination {
    /// Decides on a file for a single document that is named, and where the output's name is
    /// that of an exchange file; else a folder.
    pub(super) fn of(options: &Pretranslate) -> Result<Self, Error> {
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
pub(super) fn form(options: &Pretranslate) -> Form {
    let by_name = || match ExchangeFormat::from_path(&options.output) {
        Some(ExchangeFormat::Xliff | ExchangeFormat::Xliff2) => Form::Xliff,
        _ => Form::Markdown,
    };
    options.to.unwrap_or_else(by_name)
}

impl Form {
    pub(super) fn is_exchange(self) -> bool {
        matches!(self, Form::Xliff | Form::Xliff2)
    }
}
