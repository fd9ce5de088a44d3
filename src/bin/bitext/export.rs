//! `bitext export`

use bitext::pipeline::ExchangeTarget;
use bitext::{Encode, Error, Memory};

use crate::Outcome;
use crate::arguments::Export;
use crate::conversion::Watcher;
use crate::memory::open;
use crate::target::{name_output, refuse_output};

pub(crate) fn run(options: &Export) -> Result<Outcome, Error> {
    let output = &options.target.output;
    let memory = open(&options.memory)?;
    for written in options.kept.written(output) {
        refuse_output(&options.memory, written)?;
    }
    let (target, encoder) = target(options, &memory)?;
    let mut files = options.kept.create(&target, output)?;
    let watcher = Watcher::over_units(&options.printing, memory.store().count()?);
    let (units, rejects) = files.writers();
    let (store, path) = (memory.store(), &options.memory);
    let counts = options
        .kept
        .converter()
        .export(store, path, &*encoder, units, rejects, |event| watcher.event(event))
        .map_err(|error| name_output(error, output))?;
    files.finish()?;
    watcher.finish(&counts);
    Ok(Outcome::Done)
}

/// What to write. A format that names a language gets that of the only pair,
/// where none is named.
fn target(options: &Export, memory: &Memory) -> Result<(ExchangeTarget, Box<dyn Encode>), Error> {
    let languages = options.kept.languages();
    let target = options.target.settings(languages[0], languages[1])?;
    let error = match target.encoder() {
        Ok(encoder) => return Ok((target, encoder)),
        Err(error) => error,
    };
    match memory.pairs()?.as_slice() {
        [pair] if languages == [None, None] => {
            let target = options.target.settings(Some(&pair.source), Some(&pair.target))?;
            let encoder = target.encoder()?;
            Ok((target, encoder))
        }
        _ => Err(error),
    }
}
