//! `bitext convert`

use bitext::Error;
use bitext::pipeline::{ExchangeFormat, Source};

use crate::Outcome;
use crate::arguments::Convert;
use crate::conversion::Watcher;
use crate::target::{name_output, refuse_output};

pub(crate) fn run(options: &Convert) -> Result<Outcome, Error> {
    let output = &options.target.output;
    for written in options.kept.written(output) {
        options.files.iter().try_for_each(|file| refuse_output(file, written))?;
    }
    let languages = options.kept.languages();
    let target = options.target.settings(languages[0], languages[1])?;
    let encoder = target.encoder()?;
    let mut files = options.kept.create(&target, output)?;
    let watcher = Watcher::new(&options.printing, &options.files);
    let (units, rejects) = files.writers();
    let counts = options
        .kept
        .converter()
        .run(sources(options), &*encoder, units, rejects, |event| watcher.event(event))
        .map_err(|error| name_output(error, output))?;
    files.finish()?;
    watcher.finish(&counts);
    Ok(if counts.broken > 0 { Outcome::Unread } else { Outcome::Done })
}

/// The files in order; those of Moses are one source.
fn sources(options: &Convert) -> Box<dyn Iterator<Item = Result<Source, Error>> + '_> {
    match options.from {
        Some(ExchangeFormat::Moses) => {
            let [source, target] = options.kept.languages().map(Option::<&_>::cloned);
            Box::new(std::iter::once(Source::open_moses(&options.files, source, target)))
        }
        from => Box::new(options.files.iter().map(move |path| Source::open(path, from))),
    }
}
