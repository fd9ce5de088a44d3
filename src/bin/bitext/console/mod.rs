//! What the command prints beside its result, on standard error: findings and
//! progress while it runs, the summary last.
//!
//! A finding is shown in [`finding`], or as one of its class in [`classes`]; counts are put into words in
//! [`text`]; nothing else does either.

mod classes;
mod finding;
mod progress;
mod text;

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use bitext::memory::IndexEvent;
use bitext::pipeline::{Event, FileReport, FindingCounts, Inputs, LeftOut, Located};
use bitext::{Error, Finding, Memory, Severity};
use serde::Serialize;
use serde_json::json;

use crate::arguments::{Printing, Saying};
use classes::Classes;
use finding::FindingStyle;
use progress::Progress;

pub(crate) use text::{
    ADDED, BOLD, DIMMED, FOUND, REMOVED, Sentence, counted, has_colours, one_line,
    provenance_sentence, repetition_sentence, styled,
};

/// Standard error, as a run uses it.
///
/// Findings come one by one where that is asked for or a program reads them, or else a
/// line for all of a class, before the summary or where the run ends.
pub(crate) struct Console {
    json: bool,
    saying: Saying,
    style: FindingStyle,
    classes: Classes,
    /// The documents of the run.
    documents: Option<Inputs>,
    /// Shown only on a terminal.
    progress: Option<Progress>,
}

impl Console {
    /// Makes a console for a run over so little that no progress is shown.
    pub(crate) fn new(json: bool, saying: Saying) -> Self {
        let (style, classes) = (FindingStyle::new(json), Classes::default());
        Self { json, saying, style, classes, documents: None, progress: None }
    }

    /// Makes a console without progress.
    pub(crate) fn of(printing: &Printing) -> Self {
        Self::new(printing.json, printing.saying)
    }

    /// Shows progress over documents; they are counted first where it is shown.
    pub(crate) fn over_documents(printing: &Printing, documents: &Inputs) -> Self {
        Self::of(printing)
            .with_documents(documents)
            .with_progress(|| Progress::over_documents(documents.iter().count() as u64))
    }

    /// Says in the end which files beside some documents were left out.
    pub(crate) fn with_documents(mut self, documents: &Inputs) -> Self {
        self.documents = Some(documents.clone());
        self
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
        let is_shown = io::stderr().is_terminal() && !self.saying.quiet && !self.json;
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
        let found: Vec<&Located> = report
            .diagnostics
            .iter()
            .filter(|found| self.is_said(found.diagnostic.severity))
            .collect();
        if !found.is_empty() {
            match self.is_each_said() {
                // Where standard error was closed, nobody reads it.
                true => self
                    .print(|| drop(self.style.write(&found, BufWriter::new(io::stderr().lock())))),
                false => {
                    for found in found {
                        let class = (found.diagnostic.severity, found.diagnostic.code);
                        self.classes.add(class, &found.path, || finding::line(found));
                    }
                }
            }
        }
        if let Some(progress) = &mut self.progress {
            progress.finish_document(report.counts.segments);
        }
    }

    /// Shows what was found in an exchange file.
    pub(crate) fn finding(&mut self, path: &Path, finding: &Finding) {
        if !self.is_said(finding.severity) {
            return;
        }
        let line = || self.style.line(path, finding);
        match self.is_each_said() {
            true => self.print(|| say(&line())),
            false => {
                let class = (finding.severity, finding.code);
                self.classes.add(class, &path.to_string_lossy(), line);
            }
        }
    }

    /// Returns whether findings of a severity are shown.
    fn is_said(&self, severity: Severity) -> bool {
        !self.saying.quiet || severity >= Severity::Error
    }

    /// Returns whether findings are shown one by one.
    fn is_each_said(&self) -> bool {
        self.saying.verbose || self.json
    }

    /// Shows damage of a memory.
    pub(crate) fn damage(&self, path: &Path, message: &str) {
        self.print(|| say(&self.style.damage(path, message)));
    }

    /// Says what happened to the indexes of a memory while it was used; that they
    /// were made is said where everything is.
    pub(crate) fn notices(&self, memory: &Memory) {
        for notice in memory.take_notices() {
            let is_news = notice.event != IndexEvent::Built;
            if !self.saying.quiet && (is_news || self.saying.verbose) {
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
        if !self.json && !self.saying.quiet {
            self.print(|| say(line));
        }
    }

    /// Prints a line for people who want to know everything.
    pub(crate) fn detail(&self, line: &str) {
        if self.saying.verbose {
            self.remark(line);
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

    /// Says that indexes are made, where progress is shown.
    pub(crate) fn indexing(&self) {
        if let Some(progress) = &self.progress {
            progress.show_indexing();
        }
    }

    /// Takes the progress away and prints the classes of findings, and last the summary:
    /// the object for a program, the sentence for people.
    pub(crate) fn finish<S: Display>(
        mut self,
        summary: &impl Serialize,
        sentence: impl FnOnce() -> S,
    ) {
        self.print_classes();
        self.print_left_out();
        match (self.saying.quiet, self.json) {
            (true, _) => {}
            (false, true) => say(&json!({ "summary": summary }).to_string()),
            (false, false) => say(&sentence().to_string()),
        }
    }

    /// Takes the progress away and prints a line for each class of findings.
    fn print_classes(&mut self) {
        if let Some(progress) = self.progress.take() {
            progress.finish();
        }
        self.classes.take_lines().iter().for_each(|line| say(line));
    }

    /// Says which files were left out, where documents are among them or everything is
    /// said.
    fn print_left_out(&self) {
        let Some(documents) = self.documents.as_ref().filter(|_| !self.saying.quiet && !self.json)
        else {
            return;
        };
        let LeftOut { ignored, linked, other_kinds, .. } = documents.left_out();
        if ignored + linked > 0 || self.saying.verbose {
            let parts = [
                (ignored, "document", "that are hidden or ignored (`--hidden`, `--no-ignore`)"),
                (linked, "document", "behind links out of the folder (`--follow-links`)"),
                (other_kinds, "file", "of other kinds"),
            ];
            let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
            let parts: Vec<String> =
                parts.map(|(count, what, why)| format!("{} {why}", counted(count, what))).collect();
            if !parts.is_empty() {
                self.remark(&format!("left out: {}", parts.join(", ")));
            }
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

impl Drop for Console {
    /// Says what was found before an error ended the run.
    fn drop(&mut self) {
        self.print_classes();
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
        false => one_line(&format!("error: {error}")),
    }
}

/// Puts an error into a JSON object.
pub(crate) fn error_object(message: &str, path: Option<&Path>) -> String {
    let message = message.strip_prefix("error: ").unwrap_or(message);
    let path = path.map(Path::to_string_lossy);
    json!({ "error": { "message": message, "path": path } }).to_string()
}
