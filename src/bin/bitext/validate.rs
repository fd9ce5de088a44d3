//! `bitext validate`

use bitext::Error;
use bitext::pipeline::validate;

use crate::Outcome;
use crate::arguments::Validate;
use crate::conversion::Watcher;

pub(crate) fn run(options: &Validate) -> Result<Outcome, Error> {
    let watcher = Watcher::new(&options.printing, &options.files);
    let counts = validate(&options.files, |event| watcher.event(event));
    watcher.finish_validation(&counts);
    let found = counts.errors + counts.warnings + counts.notes;
    Ok(match (counts.broken, found) {
        (0, 0) => Outcome::Done,
        (0, _) => Outcome::Findings,
        _ => Outcome::Unread,
    })
}
