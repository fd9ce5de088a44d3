//! The exchange file that a command writes.

use std::path::Path;

use bitext::pipeline::{ExchangeFormat, ExchangeTarget};
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

/// An error where an input is the file to write.
pub(crate) fn refuse_output(input: &Path, output: &Path) -> Result<(), Error> {
    let is_same = input.file_name() == output.file_name()
        && matches!((input.canonicalize(), output.canonicalize()), (Ok(a), Ok(b)) if a == b);
    if is_same {
        let message =
            format!("expected an output file that is no input, but found `{}`", output.display());
        return Err(Error::argument(message));
    }
    Ok(())
}
