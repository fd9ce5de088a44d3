//! `bitext convert`

use bitext::Error;

use crate::Outcome;
use crate::arguments::{Convert, Markup};
use crate::console::{Console, Sentence};
use crate::outputs::{file_bytes, name_output, refuse_output};

pub(crate) fn run(options: &Convert) -> Result<Outcome, Error> {
    let output = &options.target.output;
    for written in options.selection.outputs(output) {
        options.files.iter().try_for_each(|file| refuse_output(file, written))?;
    }
    let languages = options.selection.languages();
    let mut target = options.target.settings(languages)?;
    let reading = options.files_reading.settings(options.from, languages);
    let files = reading
        .open_all(&options.files)
        .map(|file| Ok(file?.with_syntax(options.syntax.and_then(Markup::syntax))));
    let files = target.complete_languages(files);
    let encoder = target.encoder()?;
    let mut outputs = options.selection.create(&target, output)?;
    let bytes = || options.files.iter().map(|path| file_bytes(path)).sum();
    let mut console = Console::over_bytes(&options.printing, bytes);
    let (units, rejects) = outputs.writers();
    let counts = options
        .selection
        .converter()
        .run(files, &*encoder, units, rejects, |event| console.event(event))
        .map_err(|error| name_output(error, output))?;
    outputs.finish()?;
    let outcome = Outcome::of_units(&counts, &console);
    console.finish(&counts, || Sentence::of_units(&counts));
    Ok(outcome)
}
