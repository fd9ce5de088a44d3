//! `bitext export`

use bitext::pipeline::ExchangeTarget;
use bitext::{Encode, Error, Memory};

use crate::Outcome;
use crate::arguments::Export;
use crate::console::{Console, Sentence};
use crate::memory::open;
use crate::outputs::{name_output, refuse_output};

pub(crate) fn run(options: &Export) -> Result<Outcome, Error> {
    let output = &options.target.output;
    let memory = open(&options.memory)?;
    for written in options.selection.outputs(output) {
        refuse_output(&options.memory, written)?;
    }
    let (target, encoder) = target(options, &memory)?;
    let mut outputs = options.selection.create(&target, output)?;
    let mut console = Console::over_units(&options.printing, memory.store().count()?);
    let (units, rejects) = outputs.writers();
    let (store, path) = (memory.store(), &options.memory);
    let counts = options
        .selection
        .converter()
        .export(store, path, &*encoder, units, rejects, |event| console.event(event))
        .map_err(|error| name_output(error, output))?;
    outputs.finish()?;
    let outcome = Outcome::of_units(&counts, &console);
    console.finish(&counts, || Sentence::of_units(&counts));
    Ok(outcome)
}

/// Decides what to write. A format that names a language gets that of the only pair,
/// where none is named.
fn target(options: &Export, memory: &Memory) -> Result<(ExchangeTarget, Box<dyn Encode>), Error> {
    let languages = options.selection.languages();
    let target = options.target.settings(languages)?;
    let error = match target.encoder() {
        Ok(encoder) => return Ok((target, encoder)),
        Err(error) => error,
    };
    match memory.pairs()?.as_slice() {
        [pair] if languages == [None, None] => {
            let target = options.target.settings([Some(&pair.source), Some(&pair.target)])?;
            let encoder = target.encoder()?;
            Ok((target, encoder))
        }
        _ => Err(error),
    }
}
