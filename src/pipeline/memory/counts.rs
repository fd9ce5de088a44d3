//! What was read for an import.

use serde::Serialize;

use crate::diagnostic::{DiagnosticCode, Severity};
use crate::exchange::Finding;
use crate::pipeline::summary::Summary;

/// Counts over the files of an import. The units are those handed over to the
/// memory and those left out before: `units = handed over + empty + malformed`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ImportedFiles {
    /// Documents and exchange files read.
    pub files: u64,
    /// Segments of documents and units of exchange files.
    pub units: u64,
    /// Segments left out because a side is empty.
    pub empty: u64,
    /// Units of exchange files left out because they are malformed.
    pub malformed: u64,
    /// Segments with repaired damage.
    pub repaired: u64,
    /// Diagnostics and findings that are errors.
    pub errors: u64,
    /// Diagnostics and findings that are warnings.
    pub warnings: u64,
    /// Diagnostics and findings that are notes.
    pub notes: u64,
}

impl ImportedFiles {
    /// The number of findings of this severity or a worse one.
    pub fn findings(&self, severity: Severity) -> u64 {
        match severity {
            Severity::Note => self.errors + self.warnings + self.notes,
            Severity::Warning => self.errors + self.warnings,
            Severity::Error => self.errors,
        }
    }

    /// Adds what was counted over a document.
    pub(super) fn add_document(&mut self, counts: &Summary) {
        self.files += counts.files;
        self.units += counts.segments;
        self.empty += counts.empty;
        self.repaired += counts.repaired;
        self.errors += counts.errors;
        self.warnings += counts.warnings;
        self.notes += counts.notes;
    }

    /// Counts a finding in an exchange file.
    pub(super) fn add_finding(&mut self, finding: &Finding) {
        *match finding.severity {
            Severity::Note => &mut self.notes,
            Severity::Warning => &mut self.warnings,
            Severity::Error => &mut self.errors,
        } += 1;
        if finding.code == DiagnosticCode::MalformedUnit {
            self.malformed += 1;
            self.units += 1;
        }
    }
}
