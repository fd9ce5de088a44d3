//! What became of the units of a conversion.

use serde::Serialize;

use crate::diagnostic::Severity;

/// Counts over a conversion: `read = written + refused + other_languages`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Conversion {
    /// Files read.
    pub files: u64,
    /// Files that could not be opened, or read to their end.
    pub broken: u64,
    /// Units read.
    pub read: u64,
    /// Units written.
    pub written: u64,
    /// Units left out while reading, because they are malformed.
    pub malformed: u64,
    /// Units left out because the format cannot hold them.
    pub refused: u64,
    /// Units left out because they lack one of the languages asked for.
    pub other_languages: u64,
    /// Variants taken in a language close to the one asked for.
    pub fallbacks: u64,
    /// Variants left out because another one served better.
    pub left_out_variants: u64,
    /// Characters removed because the format cannot hold them.
    pub removed_characters: u64,
    /// Findings that are errors.
    pub errors: u64,
    /// Findings that are warnings.
    pub warnings: u64,
    /// Findings that are notes.
    pub notes: u64,
}

impl Conversion {
    /// The units that were left out, for whatever reason.
    pub fn skipped(&self) -> u64 {
        self.malformed + self.refused + self.other_languages
    }

    /// The number of findings of this severity or a worse one.
    pub fn findings(&self, severity: Severity) -> u64 {
        match severity {
            Severity::Note => self.errors + self.warnings + self.notes,
            Severity::Warning => self.errors + self.warnings,
            Severity::Error => self.errors,
        }
    }

    pub(super) fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Note => self.notes += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Error => self.errors += 1,
        }
    }
}
