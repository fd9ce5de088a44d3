//! What is printed while exchange files are read.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use bitext::pipeline::{Conversion, ConversionEvent};
use bitext::{Error, Finding};
use indicatif::{HumanCount, ProgressBar};
use serde::Serialize;
use serde_json::json;

use crate::arguments::Printing;
use crate::findings::one_line;
use crate::progress::{byte_bar, unit_bar, units};
use crate::report::{counted, fatal, say};

/// Prints what a run over exchange files finds.
pub(crate) struct Watcher {
    json: bool,
    quiet: bool,
    /// Shown only on a terminal.
    bar: Option<ProgressBar>,
    /// Whether the bar is of units, not of bytes.
    counts_units: bool,
}

impl Watcher {
    /// A watcher of a run over these files.
    pub(crate) fn new(printing: &Printing, files: &[PathBuf]) -> Self {
        Self::over(printing, || byte_bar(files.iter().map(|path| size(path)).sum()))
    }

    /// A watcher that shows a bar of bytes.
    pub(crate) fn over(printing: &Printing, bar: impl FnOnce() -> ProgressBar) -> Self {
        let shown = std::io::stderr().is_terminal() && !printing.quiet && !printing.json;
        let bar = shown.then(bar);
        Self { json: printing.json, quiet: printing.quiet, bar, counts_units: false }
    }

    /// A watcher of a run over so many units.
    pub(crate) fn over_units(printing: &Printing, units: u64) -> Self {
        Self { counts_units: true, ..Self::over(printing, || unit_bar(units)) }
    }

    pub(crate) fn event(&self, event: ConversionEvent<'_>) {
        match event {
            ConversionEvent::Progress { bytes, units: count } => {
                if let Some(bar) = &self.bar {
                    bar.set_position(if self.counts_units { count } else { bytes });
                    bar.set_message(units(count));
                }
            }
            ConversionEvent::Found { path, finding } => self.found(path, finding),
            ConversionEvent::Broken { error } => self.say(&self.broken(error)),
            _ => {}
        }
    }

    /// Prints what was found in an exchange file.
    pub(crate) fn found(&self, path: &Path, finding: &Finding) {
        self.say(&self.line(path, finding));
    }

    fn say(&self, line: &str) {
        self.above_bar(|| say(line));
    }

    /// Prints above the bar.
    pub(crate) fn above_bar(&self, print: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    fn line(&self, path: &Path, finding: &Finding) -> String {
        if self.json {
            let mut object = json!(finding);
            if let Some(object) = object.as_object_mut() {
                object.insert("path".to_owned(), json!(path.to_string_lossy()));
            }
            return object.to_string();
        }
        let help = finding.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        let place = match path.as_os_str().is_empty() {
            true => String::new(),
            false => format!("{}:", path.display()),
        };
        one_line(&format!("{place}{finding}{help}"))
    }

    fn broken(&self, error: &Error) -> String {
        match self.json {
            true => fatal(error, true),
            false => format!("error: {error}"),
        }
    }

    /// Prints the counts of a conversion.
    pub(crate) fn finish(&self, counts: &Conversion) {
        self.end(counts, || {
            let mut parts = vec![
                counted(counts.files, "file"),
                format!("{} read", counted(counts.read, "unit")),
                format!("{} written", HumanCount(counts.written)),
                format!("{} skipped{}", HumanCount(counts.skipped()), reasons(counts)),
            ];
            if counts.fallbacks > 0 {
                let what = counted(counts.fallbacks, "variant");
                parts.push(format!("{what} in a language close to the one asked for"));
            }
            if counts.left_out_variants > 0 {
                parts.push(format!("{} left out", counted(counts.left_out_variants, "variant")));
            }
            if counts.removed_characters > 0 {
                parts.push(format!("{} removed", counted(counts.removed_characters, "character")));
            }
            parts.extend(findings(counts));
            parts.join(", ")
        });
    }

    /// Prints the counts of a validation.
    pub(crate) fn finish_validation(&self, counts: &Conversion) {
        self.end(counts, || {
            let mut parts = vec![counted(counts.files, "file"), counted(counts.read, "unit")];
            parts.extend(findings(counts));
            parts.join(", ")
        });
    }

    /// Takes the bar away and prints counts.
    pub(crate) fn end(&self, counts: &impl Serialize, sentence: impl FnOnce() -> String) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        if self.quiet {
            return;
        }
        match self.json {
            true => say(&json!({ "summary": counts }).to_string()),
            false => say(&sentence()),
        }
    }
}

/// How many bytes a file has.
pub(crate) fn size(path: &Path) -> u64 {
    path.metadata().map_or(0, |found| found.len())
}

/// Why units were skipped.
fn reasons(counts: &Conversion) -> String {
    in_brackets([
        (counts.malformed, "malformed"),
        (counts.refused, "that the format cannot hold"),
        (counts.other_languages, "in other languages"),
    ])
}

/// The counts that are not zero, in brackets behind a space.
pub(crate) fn in_brackets<'a>(reasons: impl IntoIterator<Item = (u64, &'a str)>) -> String {
    let reasons: Vec<String> = (reasons.into_iter().filter(|(count, _)| *count > 0))
        .map(|(count, what)| format!("{} {what}", HumanCount(count)))
        .collect();
    if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) }
}

fn findings(counts: &Conversion) -> Vec<String> {
    let mut parts = Vec::new();
    if counts.broken > 0 {
        parts.push(format!("{} broken off", counted(counts.broken, "file")));
    }
    parts.push(counted(counts.errors, "error"));
    parts.push(counted(counts.warnings, "warning"));
    if counts.notes > 0 {
        parts.push(counted(counts.notes, "note"));
    }
    parts
}
