//! What became of the files of a run.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::input::Input;
use super::located::Located;
use crate::diagnostic::{Diagnostic, DiagnosticCode, Severity};
use crate::document::Document;
use crate::error::{Error, ErrorKind};
use crate::segmentation::SourceDocument;

/// What became of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileReport {
    /// The file.
    pub path: PathBuf,
    /// What the run's [`Summary`] counts, for this file alone.
    pub counts: Summary,
    /// What was found in it, in its order.
    pub diagnostics: Vec<Located>,
}

/// Counts over the files of a run. The segments are those written and those
/// left out for a reason: `segments = written + empty + duplicates + refused`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// Files read.
    pub files: u64,
    /// Files and folders that could not be read.
    pub failed: u64,
    /// Segments found.
    pub segments: u64,
    /// Units, or rendered segments, written.
    pub written: u64,
    /// Segments left out because a side is empty.
    pub empty: u64,
    /// Units left out because the same pair was written before.
    pub duplicates: u64,
    /// Units left out because the format cannot hold them.
    pub refused: u64,
    /// Segments with repaired damage.
    pub repaired: u64,
    /// Characters removed because the format cannot hold them.
    pub removed_characters: u64,
    /// Diagnostics that are errors.
    pub errors: u64,
    /// Diagnostics that are warnings.
    pub warnings: u64,
    /// Diagnostics that are notes.
    pub notes: u64,
}

impl FileReport {
    /// The report on a document that was read from a file: its counts, to which
    /// the diagnostics are added, and these with their places.
    pub(super) fn new(
        path: &Path,
        document: &Document<'_>,
        mut counts: Summary,
        diagnostics: impl IntoIterator<Item = Diagnostic>,
    ) -> Self {
        let diagnostics = diagnostics.into_iter().inspect(|found| counts.count(found.severity));
        let diagnostics = Located::all(&path.to_string_lossy(), document, diagnostics);
        Self { path: path.to_path_buf(), counts, diagnostics }
    }

    /// The report on a document to translate that was read from a file.
    pub(super) fn of_source(
        path: &Path,
        document: &SourceDocument<'_>,
        mut counts: Summary,
        diagnostics: impl IntoIterator<Item = Diagnostic>,
    ) -> Self {
        let diagnostics = diagnostics.into_iter().inspect(|found| counts.count(found.severity));
        let name = path.to_string_lossy();
        let (bytes, lines) = (document.bytes(), document.lines());
        let diagnostics = Located::in_text(&name, bytes, lines, diagnostics);
        Self { path: path.to_path_buf(), counts, diagnostics }
    }

    /// The report on a file, or a folder, that could not be read.
    pub(super) fn unreadable(error: &Error) -> Self {
        let path = error.path().unwrap_or(Path::new(""));
        let cause = match error.kind() {
            ErrorKind::Io(cause) => cause.to_string(),
            _ => error.to_string(),
        };
        let message = format!("expected a file or folder that can be read, but found: {cause}");
        let found = Diagnostic::new(DiagnosticCode::UnreadableFile, 0..0, message);
        let counts = Summary { failed: 1, errors: 1, ..Summary::default() };
        let diagnostics = vec![Located::unread(&path.to_string_lossy(), found)];
        Self { path: path.to_path_buf(), counts, diagnostics }
    }
}

/// An input, or why it is not there: what cannot be listed is reported, and the
/// rest goes on; any other error ends the run.
pub(super) fn listed(item: Result<Input, Error>) -> Result<Result<Input, Error>, Error> {
    match item {
        Err(error) if !matches!(error.kind(), ErrorKind::Io(_)) => Err(error),
        item => Ok(item),
    }
}

impl Summary {
    /// One file with its segments, nothing written yet.
    pub(super) fn of(document: &Document<'_>) -> Self {
        let repaired = document.segments().filter(|segment| segment.is_repaired()).count() as u64;
        Self { files: 1, segments: document.len() as u64, repaired, ..Self::default() }
    }

    /// One document to translate with its segments, nothing written yet.
    pub(super) fn of_source(document: &SourceDocument<'_>) -> Self {
        match document.is_read() {
            true => Self { files: 1, segments: document.len() as u64, ..Self::default() },
            false => Self { failed: 1, ..Self::default() },
        }
    }

    /// Adds the counts of another run or file.
    pub fn add(&mut self, other: &Summary) {
        let Summary { files, failed, segments, written, empty, duplicates, refused, .. } = other;
        self.files += files;
        self.failed += failed;
        self.segments += segments;
        self.written += written;
        self.empty += empty;
        self.duplicates += duplicates;
        self.refused += refused;
        self.repaired += other.repaired;
        self.removed_characters += other.removed_characters;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
    }

    /// The number of diagnostics of this severity or a worse one.
    pub fn findings(&self, severity: Severity) -> u64 {
        match severity {
            Severity::Note => self.errors + self.warnings + self.notes,
            Severity::Warning => self.errors + self.warnings,
            Severity::Error => self.errors,
        }
    }

    /// Counts a diagnostic.
    fn count(&mut self, severity: Severity) {
        *self.counter(severity) += 1;
    }

    /// A unit that was counted as written is left out, as it was written before.
    pub(super) fn leave_out_duplicate(&mut self, removed_characters: u64) {
        self.written -= 1;
        self.duplicates += 1;
        self.removed_characters -= removed_characters;
    }

    /// Takes back that a diagnostic was counted.
    pub(super) fn uncount(&mut self, severity: Severity) {
        *self.counter(severity) -= 1;
    }

    fn counter(&mut self, severity: Severity) -> &mut u64 {
        match severity {
            Severity::Note => &mut self.notes,
            Severity::Warning => &mut self.warnings,
            Severity::Error => &mut self.errors,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_of_a_severity_or_worse() {
        let mut summary = Summary::default();
        for severity in [Severity::Note, Severity::Warning, Severity::Warning, Severity::Error] {
            summary.count(severity);
        }
        let found = [Severity::Note, Severity::Warning, Severity::Error]
            .map(|severity| summary.findings(severity));
        assert_eq!(found, [4, 3, 1]);
        let mut twice = summary;
        twice.add(&summary);
        assert_eq!(twice.findings(Severity::Note), 8);
    }
}
