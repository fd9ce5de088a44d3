//! What the command prints beside its result, on standard error: findings and
//! progress while it runs, the summary last.
//!
//! A finding is shown in [`finding`], counts are put into words in
//! [`text`]; nothing else does either.

mod finding;
mod progress;
mod text;

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use bitext::memory::IndexEvent;
use bitext::pipeline::{Event, FileReport, FindingCounts, Inputs};
use bitext::{Error, Finding, Memory, Severity};
use serde::Serialize;
use serde_json::json;

use crate::arguments::Printing;
use finding::FindingStyle;
use progress::Progress;

pub(crate) use text::{
    ADDED, BOLD, DIMMED, FOUND, REMOVED, Sentence, counted, has_colours, one_line,
    provenance_sentence, repetition_sentence, styled,
};

/// Standard error, as a run uses it.
pub(crate) struct Console {
    json: bool,
    quiet: bool,
    style: FindingStyle,
    /// Shown only on a terminal.
    progress: Option<Progress>,
}

impl Console {
    /// Makes a console for a run over so little that no progress is shown.
    pub(crate) fn new(json: bool, quiet: bool) -> Self {
        Self { json, quiet, style: FindingStyle::new(json), progress: None }
    }

    /// Makes a console without progress.
    pub(crate) fn of(printing: &Printing) -> Self {
        Self::new(printing.json, printing.quiet)
    }

    /// Shows progress over documents; they are counted first where it is shown.
    pub(crate) fn over_documents(printing: &Printing, documents: &Inputs) -> Self {
        Self::of(printing)
            .with_progress(|| Progress::over_documents(documents.iter().count() as u64))
    }

    /// Shows progress over so many bytes of files.
    pub(crate) fn over_bytes(printing: &Printing, bytes: impl FnOnce() -> u64) -> Self {
        Self::of(printing).with_progress(|| Progress::over_bytes(bytes()))
    }

    /// Shows progress over so many units of a memory.
    pub(crate) fn over_units(printing: &Printing, units: u64) -> Self {
        Self::of(printing).with_progress(|| Progress::over_units(units))
    }

    fn with_progress(mut self, progress: impl FnOnce() -> Progress) -> Self {
        let is_shown = io::stderr().is_terminal() && !self.quiet && !self.json;
        self.progress = is_shown.then(progress);
        self
    }

    /// Shows what happens in a run.
    pub(crate) fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Progress { bytes, units } => {
                if let Some(progress) = &self.progress {
                    progress.move_to(bytes, units);
                }
            }
            Event::Document(report) => self.document(report),
            Event::Found { path, finding } => self.finding(path, finding),
            Event::Broken { error } => self.print(|| say(&fatal(error, self.json))),
            _ => {}
        }
    }

    /// Shows what was found in a document, and that it is done.
    pub(crate) fn document(&mut self, report: &FileReport) {
        if !report.diagnostics.is_empty() {
            // Where standard error was closed, nobody reads it.
            let show = || self.style.write(report, BufWriter::new(io::stderr().lock()));
            self.print(|| drop(show()));
        }
        if let Some(progress) = &mut self.progress {
            progress.finish_document(report.counts.segments);
        }
    }

    /// Shows what was found in an exchange file.
    pub(crate) fn finding(&self, path: &Path, finding: &Finding) {
        self.print(|| say(&self.style.line(path, finding)));
    }

    /// Shows damage of a memory.
    pub(crate) fn damage(&self, path: &Path, message: &str) {
        self.print(|| say(&self.style.damage(path, message)));
    }

    /// Says what happened to the indexes of a memory while it was used; that they
    /// were made is said where `is_news`.
    pub(crate) fn notices(&self, memory: &Memory, is_news: bool) {
        let is_news = is_news && !self.quiet;
        for notice in memory.take_notices() {
            if is_news || notice.event != IndexEvent::Built {
                let message = notice.to_string();
                let line = match self.json {
                    true => json!({ "severity": "note", "message": message }).to_string(),
                    false => format!("note: {message}"),
                };
                self.print(|| say(&line));
            }
        }
    }

    /// Prints a line for people who did not ask for silence.
    pub(crate) fn remark(&self, line: &str) {
        if !self.json && !self.quiet {
            self.print(|| say(line));
        }
    }

    /// Says what to do where files were read in which there is nothing, not even a
    /// finding.
    pub(crate) fn nothing_found(&self, files: u64, units: u64, findings: &FindingCounts) {
        if files > 0 && units == 0 && findings.at_least(Severity::Note) == 0 {
            self.remark(
                "nothing is found: expected segments with ids (`data-ttu-id`), but the documents \
                 have none; for documents without annotation see `bitext segment`",
            );
        }
    }

    /// Takes the progress away and prints the summary: the object for a program,
    /// the sentence for people.
    pub(crate) fn finish<S: Display>(
        &self,
        summary: &impl Serialize,
        sentence: impl FnOnce() -> S,
    ) {
        if let Some(progress) = &self.progress {
            progress.finish();
        }
        match (self.quiet, self.json) {
            (true, _) => {}
            (false, true) => say(&json!({ "summary": summary }).to_string()),
            (false, false) => say(&sentence().to_string()),
        }
    }

    /// Prints above the progress.
    fn print(&self, print: impl FnOnce()) {
        match &self.progress {
            Some(progress) => progress.print_above(print),
            None => print(),
        }
    }
}

/// Prints a line on standard error; where that was closed, nobody reads it.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Puts an error that ended the run, or a file, into a line.
pub(crate) fn fatal(error: &Error, json: bool) -> String {
    match json {
        true => error_object(&error.to_string(), error.path()),
        false => format!("error: {error}"),
    }
}

/// Puts an error into a JSON object.
pub(crate) fn error_object(message: &str, path: Option<&Path>) -> String {
    let message = message.strip_prefix("error: ").unwrap_or(message);
    let path = path.map(Path::to_string_lossy);
    json!({ "error": { "message": message, "path": path } }).to_string()
}
