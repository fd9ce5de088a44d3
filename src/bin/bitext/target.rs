//! The exchange file that a command writes.

use std::path::{Path, PathBuf};

use bitext::pipeline::{ExchangeFormat, ExchangeTarget, Inputs};
use bitext::{Error, Language};

use crate::arguments::Target;

impl Target {
    /// What to write.
    pub(crate) fn settings(
        &self,
        source_language: Option<&Language>,
        target_language: Option<&Language>,
    ) -> Result<ExchangeTarget, Error> {
        let target = ExchangeTarget::new(self.format()?)
            .source_language(source_language.cloned())
            .target_language(target_language.cloned())
            .profile(self.flavor)
            .inline_style(self.inline);
        Ok(target)
    }

    /// The format asked for, or else that of the output's name.
    fn format(&self) -> Result<ExchangeFormat, Error> {
        if let Some(to) = self.to {
            return Ok(to);
        }
        if self.output == Path::new("-") {
            return Ok(ExchangeFormat::Jsonl);
        }
        ExchangeFormat::from_path(&self.output).ok_or_else(|| {
            Error::argument(format!(
                "expected an output file whose ending tells its format, such as .jsonl or .tmx, \
                 but found `{}`; name the format with `--to`",
                self.output.display()
            ))
        })
    }
}

/// An error without a file is one of writing.
pub(crate) fn name_output(error: Error, output: &Path) -> Error {
    if error.is_closed_pipe() { error } else { error.with_path(output) }
}

/// An error where one of the files to write is a document that is read.
pub(crate) fn refuse_outputs<'o>(
    documents: &Inputs,
    outputs: impl IntoIterator<Item = &'o PathBuf>,
) -> Result<(), Error> {
    // What is not there yet is no input.
    let outputs: Vec<_> = outputs
        .into_iter()
        .filter_map(|output| Some((output, output.canonicalize().ok()?)))
        .collect();
    if outputs.is_empty() {
        return Ok(());
    }
    // What cannot be listed is told when the documents are read.
    for input in documents.iter().flatten() {
        let Ok(input) = input.path.canonicalize() else { continue };
        if let Some((output, _)) = outputs.iter().find(|(_, resolved)| *resolved == input) {
            return Err(is_input(output));
        }
    }
    Ok(())
}

/// An error where an input is the file to write.
pub(crate) fn refuse_output(input: &Path, output: &Path) -> Result<(), Error> {
    match (input.canonicalize(), output.canonicalize()) {
        (Ok(input), Ok(resolved)) if input == resolved => Err(is_input(output)),
        _ => Ok(()),
    }
}

fn is_input(output: &Path) -> Error {
    Error::argument(format!(
        "expected an output file that is no input, but found `{}`",
        output.display()
    ))
}
