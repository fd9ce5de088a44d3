//! `bitext export`

use bitext::pipeline::ExchangeTarget;
use bitext::{Encode, Error, Language, Memory};

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

/// Decides what to write. A format that names a language and is not told which gets
/// that of the only pair with those that are named.
fn target(options: &Export, memory: &Memory) -> Result<(ExchangeTarget, Box<dyn Encode>), Error> {
    let [source, target] = options.selection.languages();
    let named = options.target.settings([source, target])?;
    let mut pairs = if named.lacks_language() { memory.pairs()? } else { Vec::new() };
    let serves = |named: Option<&Language>, own: &Language| {
        named.is_none_or(|named| named.matches(own).is_some())
    };
    pairs.retain(|pair| serves(source, &pair.source) && serves(target, &pair.target));
    let settings = match pairs.as_slice() {
        [pair] => {
            let languages = [source.or(Some(&pair.source)), target.or(Some(&pair.target))];
            options.target.settings(languages)?
        }
        _ => named,
    };
    let encoder = settings.encoder()?;
    Ok((settings, encoder))
}
