//! What a run says: while it goes on, and of each file and of all in the end.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::located::Located;
use crate::diagnostic::{Diagnostic, DiagnosticCode, Severity};
use crate::document::{Context, Document};
use crate::error::{Error, ErrorKind};
use crate::exchange::Finding;
use crate::position::LineIndex;
use crate::segmentation::SourceDocument;

/// What happens while exchange files or a memory are read, for those who watch it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event<'e> {
    /// Units were read; this comes now and then.
    Progress {
        /// The bytes of all files read so far, as they are on disk.
        bytes: u64,
        /// The units read so far.
        units: u64,
    },
    /// A document was read.
    Document(&'e FileReport),
    /// Something was found in an exchange file.
    Found {
        /// The file.
        path: &'e Path,
        /// What was found.
        finding: &'e Finding,
    },
    /// A file broke off; the units before it are kept and the next file follows.
    Broken {
        /// What went wrong.
        error: &'e Error,
    },
}

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
    /// Diagnostics, by their severity.
    #[serde(flatten)]
    pub findings: FindingCounts,
}

/// How many findings there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FindingCounts {
    /// Those that are errors.
    pub errors: u64,
    /// Those that are warnings.
    pub warnings: u64,
    /// Those that are notes.
    pub notes: u64,
}

impl FindingCounts {
    /// The number of findings of this severity or a worse one.
    pub fn at_least(&self, severity: Severity) -> u64 {
        match severity {
            Severity::Note => self.errors + self.warnings + self.notes,
            Severity::Warning => self.errors + self.warnings,
            Severity::Error => self.errors,
        }
    }

    /// Adds the counts of another run or file.
    pub fn add(&mut self, other: &FindingCounts) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
    }

    /// Counts a finding.
    pub(super) fn count(&mut self, severity: Severity) {
        *self.of(severity) += 1;
    }

    /// Takes back that a finding was counted.
    pub(super) fn uncount(&mut self, severity: Severity) {
        *self.of(severity) -= 1;
    }

    fn of(&mut self, severity: Severity) -> &mut u64 {
        match severity {
            Severity::Note => &mut self.notes,
            Severity::Warning => &mut self.warnings,
            Severity::Error => &mut self.errors,
        }
    }
}

impl FileReport {
    /// Makes the report on an annotated document that was read from a file; see
    /// [`in_text`](Self::in_text).
    pub(super) fn new(
        path: &Path,
        document: &Document<'_>,
        counts: Summary,
        diagnostics: impl IntoIterator<Item = Diagnostic>,
    ) -> Self {
        Self::in_text(path, document.bytes(), document.lines(), counts, diagnostics)
    }

    /// Makes the report on an annotated document whose units were read: what it
    /// says of its languages comes first, and `more` last.
    pub(super) fn of_units(
        path: &Path,
        document: &Document<'_>,
        context: &Context,
        counts: Summary,
        more: Vec<Diagnostic>,
    ) -> Self {
        let found = document.language_diagnostics(context).into_iter();
        let found = found.chain(document.diagnostics().iter().cloned()).chain(more);
        Self::new(path, document, counts, found)
    }

    /// Makes the report on a document to translate that was read from a file; see
    /// [`in_text`](Self::in_text).
    pub(super) fn of_source(
        path: &Path,
        document: &SourceDocument<'_>,
        counts: Summary,
        diagnostics: impl IntoIterator<Item = Diagnostic>,
    ) -> Self {
        Self::in_text(path, document.bytes(), document.lines(), counts, diagnostics)
    }

    /// Makes a report of counts, to which the diagnostics are added, and of these
    /// with their places.
    fn in_text(
        path: &Path,
        bytes: &[u8],
        lines: &LineIndex,
        mut counts: Summary,
        diagnostics: impl IntoIterator<Item = Diagnostic>,
    ) -> Self {
        let count = |found: &Diagnostic| counts.findings.count(found.severity);
        let diagnostics = diagnostics.into_iter().inspect(count);
        let diagnostics = Located::in_text(&path.to_string_lossy(), bytes, lines, diagnostics);
        Self { path: path.to_path_buf(), counts, diagnostics }
    }

    /// Keeps the diagnostics that `is_kept`; the others are not counted either.
    pub(super) fn retain(&mut self, mut is_kept: impl FnMut(&Diagnostic) -> bool) {
        let counts = &mut self.counts.findings;
        self.diagnostics.retain(|found| {
            let is_kept = is_kept(&found.diagnostic);
            if !is_kept {
                counts.uncount(found.diagnostic.severity);
            }
            is_kept
        });
    }

    /// Makes the report on a file, or a folder, that could not be read.
    pub(super) fn unreadable(error: &Error) -> Self {
        let path = error.path().unwrap_or(Path::new(""));
        let cause = match error.kind() {
            ErrorKind::Io(cause) => cause.to_string(),
            _ => error.to_string(),
        };
        let message = format!("expected a file or folder that can be read, but found: {cause}");
        let found = Diagnostic::new(DiagnosticCode::UnreadableFile, 0..0, message);
        let mut counts = Summary { failed: 1, ..Summary::default() };
        counts.findings.count(found.severity);
        let diagnostics = vec![Located::unread(&path.to_string_lossy(), found)];
        Self { path: path.to_path_buf(), counts, diagnostics }
    }
}

impl Summary {
    /// Counts one file with its segments, nothing written yet.
    pub(super) fn of(document: &Document<'_>) -> Self {
        let repaired = document.segments().filter(|segment| segment.is_repaired()).count() as u64;
        Self { files: 1, segments: document.len() as u64, repaired, ..Self::default() }
    }

    /// Counts one file with its segments, of which so many have both sides.
    pub(super) fn of_units(document: &Document<'_>, units: u64) -> Self {
        let counts = Self::of(document);
        Self { empty: counts.segments - units, ..counts }
    }

    /// Counts one document to translate with its segments, nothing written yet.
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
        self.findings.add(&other.findings);
    }

    /// Counts a unit as a duplicate that was counted as written.
    pub(super) fn leave_out_duplicate(&mut self, removed_characters: u64) {
        self.written -= 1;
        self.duplicates += 1;
        self.removed_characters -= removed_characters;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_of_a_severity_or_worse() {
        let mut summary = Summary::default();
        for severity in [Severity::Note, Severity::Warning, Severity::Warning, Severity::Error] {
            summary.findings.count(severity);
        }
        let found = [Severity::Note, Severity::Warning, Severity::Error]
            .map(|severity| summary.findings.at_least(severity));
        assert_eq!(found, [4, 3, 1]);
        let mut twice = summary;
        twice.add(&summary);
        assert_eq!(twice.findings.at_least(Severity::Note), 8);
    }
}
