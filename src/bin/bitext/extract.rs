//! `bitext extract`

use std::path::Path;

use bitext::pipeline::{Extractor, Input, Output};
use bitext::{Encode, Error, jsonl, tmx};

use crate::arguments::{Extract, To};
use crate::report::Reporter;

/// Extracts; false where findings of the asked severity exist.
pub(crate) fn run(options: &Extract) -> Result<bool, Error> {
    let encoder = encoder(options)?;
    let inputs = options.inputs.walk()?.map(|input| refuse_output(input?, &options.output));
    let mut output = Output::create(&options.output)?;
    let mut reporter = Reporter::new(&options.printing, || options.inputs.count());
    let extractor = Extractor::new()
        .document(options.inputs.builder())
        .source_language(options.source_language.clone())
        .target_language(options.target_language.clone())
        .unique(options.unique)
        .jobs(options.inputs.jobs());
    let observe = |report: &_| reporter.file(report);
    let summary = extractor
        .run(inputs, &*encoder, &mut output, observe)
        .map_err(|error| name_output(error, &options.output))?;
    output.finish()?;
    reporter.finish(&summary);
    Ok(options.strict.is_none_or(|strict| summary.findings(strict.severity()) == 0))
}

/// An input, unless it is the file to write.
fn refuse_output(input: Input, output: &Path) -> Result<Input, Error> {
    let is_same = input.path.file_name() == output.file_name()
        && matches!((input.path.canonicalize(), output.canonicalize()), (Ok(a), Ok(b)) if a == b);
    if is_same {
        let message =
            format!("expected an output file that is no input, but found `{}`", output.display());
        return Err(Error::argument(message));
    }
    Ok(input)
}

/// An error without a file is one of writing.
fn name_output(error: Error, output: &Path) -> Error {
    if error.is_closed_pipe() { error } else { error.with_path(output) }
}

fn encoder(options: &Extract) -> Result<Box<dyn Encode>, Error> {
    Ok(match format(options)? {
        To::Jsonl => Box::new(jsonl::Encoder),
        To::Tmx => {
            let mut header = tmx::Header::default();
            if let Some(language) = &options.source_language {
                header = header.with_source_language(language.clone());
            }
            let encoder = tmx::Encoder::new(&header)
                .with_profile(options.flavor.profile())
                .with_inline_style(options.inline.style());
            Box::new(encoder)
        }
    })
}

/// The format asked for, or else that of the output's name.
fn format(options: &Extract) -> Result<To, Error> {
    if let Some(to) = options.to {
        return Ok(to);
    }
    let extension = options.output.extension().unwrap_or_default().to_string_lossy();
    match extension.to_ascii_lowercase().as_str() {
        "tmx" => Ok(To::Tmx),
        "jsonl" | "ndjson" => Ok(To::Jsonl),
        "" if options.output == Path::new("-") => Ok(To::Jsonl),
        _ => Err(Error::argument(format!(
            "expected an output file that ends in .jsonl or .tmx, but found `{}`; name the format with `--to`",
            options.output.display()
        ))),
    }
}
