//! `bitext export`

use std::io::Write;

use bitext::pipeline::{Converter, ExchangeTarget, Output};
use bitext::{Encode, Error, Memory, PairSelector, SqliteStore, Store};

use crate::Outcome;
use crate::arguments::Export;
use crate::conversion::Watcher;
use crate::memory::open;
use crate::target::{name_output, refuse_output};

pub(crate) fn run(options: &Export) -> Result<Outcome, Error> {
    let output = &options.target.output;
    let memory = open(&options.memory)?;
    for written in [output].into_iter().chain(&options.rejects) {
        refuse_output(&options.memory, written)?;
    }
    let (target, encoder) = target(options, &memory)?;
    let mut file = target.create(output)?;
    let mut rejects = options.rejects.as_ref().map(Output::create).transpose()?;
    let pair =
        (options.source_language.is_some() || options.target_language.is_some()).then(|| {
            PairSelector::new(options.source_language.clone(), options.target_language.clone())
        });
    let watcher = Watcher::over_units(&options.printing, memory.store().count()?);
    let counts = Converter::new()
        .pair(pair)
        .strict(options.strict)
        .export(
            memory.store(),
            &options.memory,
            &*encoder,
            &mut file,
            rejects.as_mut().map(|rejects| rejects as &mut dyn Write),
            |event| watcher.event(event),
        )
        .map_err(|error| name_output(error, output))?;
    file.finish()?;
    rejects.map_or(Ok(()), Output::finish)?;
    watcher.finish(&counts);
    Ok(Outcome::Done)
}

/// What to write. A format that names a language gets that of the only pair,
/// where none is named.
fn target(
    options: &Export,
    memory: &Memory<SqliteStore>,
) -> Result<(ExchangeTarget, Box<dyn Encode>), Error> {
    let languages = [&options.source_language, &options.target_language].map(Option::as_ref);
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
