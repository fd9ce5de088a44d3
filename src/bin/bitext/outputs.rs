//! The files that a command writes: none of them may be one that it reads.

use std::path::{Path, PathBuf};

use bitext::Error;
use bitext::pipeline::Inputs;

/// Names the output in an error without a file, which is one of writing.
pub(crate) fn name_output(error: Error, output: &Path) -> Error {
    if error.is_closed_pipe() { error } else { error.with_path(output) }
}

/// Returns an error where one of the files to write is a document that is read.
pub(crate) fn refuse_outputs<'o>(
    documents: &Inputs,
    outputs: impl IntoIterator<Item = &'o PathBuf>,
) -> Result<(), Error> {
    let existing: Vec<_> =
        outputs.into_iter().filter_map(|output| ExistingOutput::find(output)).collect();
    if existing.is_empty() {
        return Ok(());
    }
    // What cannot be listed is reported when the documents are read.
    let mut inputs = documents.iter().flatten();
    inputs.try_for_each(|input| existing.iter().try_for_each(|output| output.refuse(&input.path)))
}

/// Returns an error where an input is the file to write.
pub(crate) fn refuse_output(input: &Path, output: &Path) -> Result<(), Error> {
    ExistingOutput::find(output).map_or(Ok(()), |output| output.refuse(input))
}

/// A file to write that is there already: what is not there yet is no input.
struct ExistingOutput<'o> {
    output: &'o Path,
    /// Its path with links resolved.
    resolved: PathBuf,
}

impl<'o> ExistingOutput<'o> {
    fn find(output: &'o Path) -> Option<Self> {
        Some(Self { output, resolved: output.canonicalize().ok()? })
    }

    /// Returns an error where an input is this file.
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
        "expected an output file that is not read, but found the input `{}`; name another file",
        output.display()
    ))
}

/// Counts the bytes of a file.
pub(crate) fn file_bytes(path: &Path) -> u64 {
    path.metadata().map_or(0, |found| found.len())
}
