//! `bitext validate`

use bitext::pipeline::{Conversion, validate};
use bitext::{Error, Severity};

use crate::Outcome;
use crate::arguments::Validate;
use crate::console::{Console, Sentence};
use crate::outputs::file_bytes;

pub(crate) fn run(options: &Validate) -> Result<Outcome, Error> {
    let bytes = || options.files.iter().map(|path| file_bytes(path)).sum();
    let mut console = Console::over_bytes(&options.printing, bytes);
    let counts = validate(&options.files, |event| console.event(event));
    console.finish(&counts, || sentence(&counts));
    Ok(match (counts.broken, counts.findings.at_least(Severity::Note)) {
        (0, 0) => Outcome::Done,
        (0, _) => Outcome::Findings,
        _ => Outcome::Unread,
    })
}

/// Counts files, their units and findings in one line.
fn sentence(counts: &Conversion) -> Sentence {
    Sentence::new()
        .things(counts.files, "file")
        .things(counts.read, "unit")
        .things_done_if_any(counts.broken, "file", "broken off")
        .findings(&counts.findings)
}
