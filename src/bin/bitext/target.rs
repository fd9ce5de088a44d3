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
    let there: Vec<_> = outputs.into_iter().filter_map(|output| There::find(output)).collect();
    if there.is_empty() {
        return Ok(());
    }
    // What cannot be listed is told when the documents are read.
    let mut inputs = documents.iter().flatten();
    inputs.try_for_each(|input| there.iter().try_for_each(|there| there.refuse(&input.path)))
}

/// An error where an input is the file to write.
pub(crate) fn refuse_output(input: &Path, output: &Path) -> Result<(), Error> {
    There::find(output).map_or(Ok(()), |there| there.refuse(input))
}

/// A file to write that is there already: what is not there yet is no input.
struct There<'o> {
    output: &'o Path,
    /// Its path with links resolved.
    resolved: PathBuf,
}

impl<'o> There<'o> {
    fn find(output: &'o Path) -> Option<Self> {
        Some(Self { output, resolved: output.canonicalize().ok()? })
    }

    /// An error where an input is this file.
    fn refuse(&self, input: &Path) -> Result<(), Error> {
        // To resolve thousands of inputs takes time; a file that is no link keeps
        // its name when it is resolved.
        let may_be = input.file_name() == self.resolved.file_name() || input.is_symlink();
        match may_be && input.canonicalize().is_ok_and(|input| input == self.resolved) {
            true => Err(is_input(self.output)),
            false => Ok(()),
        }
    }
}

fn is_input(output: &Path) -> Error {
    Error::argument(format!(
        "expected an output file that is no input, but found `{}`",
        output.display()
    ))
}
