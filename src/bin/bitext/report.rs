//! What the command prints on standard error: diagnostics, progress, counts.

use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Write};

use annotate_snippets::Renderer;
use bitext::Error;
use bitext::pipeline::{FileReport, Inputs, Summary};
use indicatif::{HumanCount, ProgressBar};
use serde::Serialize;

use crate::arguments::Printing;
use crate::findings::Style;
use crate::progress::{bar, segments};

/// Prints what a run finds.
pub(crate) struct Reporter {
    json: bool,
    quiet: bool,
    style: Style,
    /// Shown only on a terminal.
    bar: Option<ProgressBar>,
    segments: u64,
}

impl Reporter {
    /// A reporter; the files are counted first where a bar is shown.
    pub(crate) fn new(printing: &Printing, documents: &Inputs) -> Self {
        let terminal = io::stderr().is_terminal();
        let shown = terminal && !printing.quiet && !printing.json;
        Self {
            json: printing.json,
            quiet: printing.quiet,
            style: style(printing.json),
            bar: shown.then(|| bar(documents.iter().count() as u64)),
            segments: 0,
        }
    }

    /// A reporter on a run over so little that no progress is shown.
    pub(crate) fn without_bar(printing: &Printing) -> Self {
        let Printing { json, quiet } = *printing;
        Self { json, quiet, style: style(json), bar: None, segments: 0 }
    }

    /// Prints what was found in a file.
    pub(crate) fn file(&mut self, report: &FileReport) {
        self.segments += report.counts.segments;
        let print = || {
            if !report.diagnostics.is_empty() {
                // Where standard error was closed, nobody reads it.
                let _ = self.style.write(report, BufWriter::new(io::stderr().lock()));
            }
        };
        match &self.bar {
            Some(bar) => {
                bar.suspend(print);
                bar.set_message(segments(self.segments));
                bar.inc(1);
            }
            None => print(),
        }
    }

    /// Prints the counts.
    pub(crate) fn finish(&self, summary: &Summary) {
        self.finish_with(summary, || sentence(summary));
    }

    /// Prints counts: the object for a program, the sentence for people.
    pub(crate) fn finish_with(&self, summary: &impl Serialize, sentence: impl FnOnce() -> String) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        if self.quiet {
            return;
        }
        if self.json {
            say(&serde_json::json!({ "summary": summary }).to_string());
        } else {
            say(&sentence());
        }
    }
}

/// How findings are shown on standard error.
pub(crate) fn style(json: bool) -> Style {
    match json {
        true => Style::Json,
        false if has_colours(&io::stderr()) => Style::Text(Box::new(Renderer::styled())),
        false => Style::Text(Box::new(Renderer::plain())),
    }
}

/// Colours are for a terminal, unless `NO_COLOR` is set to anything
/// (<https://no-color.org>).
pub(crate) fn has_colours(stream: &impl IsTerminal) -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    stream.is_terminal() && !refused
}

/// Prints a line on standard error; where that was closed, nobody reads it.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// What is said of an error that ended the run.
pub(crate) fn fatal(error: &Error, json: bool) -> String {
    match json {
        true => object(&error.to_string(), error.path().map(|path| path.to_string_lossy())),
        false => format!("error: {error}"),
    }
}

/// An error that ended the run, as a JSON object.
pub(crate) fn object(message: &str, path: Option<Cow<'_, str>>) -> String {
    let message = message.strip_prefix("error: ").unwrap_or(message);
    serde_json::json!({ "error": { "message": message, "path": path } }).to_string()
}

/// The counts in one line; those of zero that nobody waits for are left out.
fn sentence(summary: &Summary) -> String {
    let mut parts = vec![counted(summary.files, "file")];
    parts.extend(unread(summary));
    parts.extend([
        counted(summary.segments, "segment"),
        format!("{} written", HumanCount(summary.written)),
    ]);
    let reasons = [
        (summary.empty, "with an empty side left out"),
        (summary.duplicates, "written before left out"),
        (summary.refused, "that the format cannot hold left out"),
        (summary.repaired, "repaired"),
    ];
    let reasons = reasons.into_iter().filter(|(count, _)| *count > 0);
    parts.extend(reasons.map(|(count, what)| format!("{} {what}", HumanCount(count))));
    if summary.removed_characters > 0 {
        parts.push(format!("{} removed", counted(summary.removed_characters, "character")));
    }
    parts.extend(findings(summary));
    parts.join(", ")
}

/// The counts in one line, of a run that writes no segments.
pub(crate) fn read_sentence(summary: &Summary) -> String {
    let mut parts = vec![counted(summary.files, "file"), counted(summary.segments, "segment")];
    parts.extend(unread(summary));
    parts.extend(findings(summary));
    parts.join(", ")
}

/// How many files could not be read, where there are any.
pub(crate) fn unread(summary: &Summary) -> Option<String> {
    (summary.failed > 0).then(|| format!("{} could not be read", HumanCount(summary.failed)))
}

/// How many findings there are of each severity.
pub(crate) fn findings(summary: &Summary) -> Vec<String> {
    let mut parts = vec![counted(summary.errors, "error"), counted(summary.warnings, "warning")];
    if summary.notes > 0 {
        parts.push(counted(summary.notes, "note"));
    }
    parts
}

pub(crate) fn counted(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", HumanCount(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_zero_that_nobody_waits_for_are_left_out() {
        let mut summary = Summary::default();
        assert_eq!(sentence(&summary), "0 files, 0 segments, 0 written, 0 errors, 0 warnings");
        summary.files = 1;
        summary.segments = 1200;
        summary.written = 1199;
        summary.empty = 1;
        summary.warnings = 1;
        let expected = "1 file, 1,200 segments, 1,199 written, 1 with an empty side left out, \
                        0 errors, 1 warning";
        assert_eq!(sentence(&summary), expected);
    }
}
