//! `bitext convert`

use std::io::Write;

use bitext::pipeline::{Converter, ExchangeFormat, Output, Source};
use bitext::{Error, PairSelector};

use crate::Outcome;
use crate::arguments::Convert;
use crate::conversion::Watcher;
use crate::target::{name_output, refuse_output};

pub(crate) fn run(options: &Convert) -> Result<Outcome, Error> {
    let output = &options.target.output;
    for written in [output].into_iter().chain(&options.rejects) {
        options.files.iter().try_for_each(|file| refuse_output(file, written))?;
    }
    let languages = [&options.source_language, &options.target_language].map(Option::as_ref);
    let target = options.target.settings(languages[0], languages[1])?;
    let encoder = target.encoder()?;
    let mut file = target.create(output)?;
    let mut rejects = options.rejects.as_ref().map(Output::create).transpose()?;
    let pair = languages.iter().any(Option::is_some).then(|| {
        PairSelector::new(options.source_language.clone(), options.target_language.clone())
    });
    let watcher = Watcher::new(&options.printing, &options.files);
    let counts = Converter::new()
        .pair(pair)
        .strict(options.strict)
        .run(
            sources(options),
            &*encoder,
            &mut file,
            rejects.as_mut().map(|rejects| rejects as &mut dyn Write),
            |event| watcher.event(event),
        )
        .map_err(|error| name_output(error, output))?;
    file.finish()?;
    rejects.map_or(Ok(()), Output::finish)?;
    watcher.finish(&counts);
    Ok(if counts.broken > 0 { Outcome::Unread } else { Outcome::Done })
}

/// The files in order; those of Moses are one source.
fn sources(options: &Convert) -> Box<dyn Iterator<Item = Result<Source, Error>> + '_> {
    let languages = || (options.source_language.clone(), options.target_language.clone());
    match options.from {
        Some(ExchangeFormat::Moses) => {
            let (source, target) = languages();
            Box::new(std::iter::once(Source::open_moses(&options.files, source, target)))
        }
        from => Box::new(options.files.iter().map(move |path| Source::open(path, from))),
    }
}
