//! The units of one document, encoded for an exchange file, and what was found
//! on the way.

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::error::ErrorKind;
use crate::exchange::{Encode, EncodedUnits};
use crate::unit::TranslationUnit;

/// The units of one document, encoded.
pub(super) struct DocumentUnits {
    pub(super) encoded: EncodedUnits,
    pub(super) written: u64,
    /// Those that the format cannot hold.
    pub(super) refused: u64,
    pub(super) removed_characters: u64,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl DocumentUnits {
    /// Starts without a unit; `buffer` is memory to use.
    pub(super) fn new(buffer: Vec<u8>, unique: bool) -> Self {
        Self {
            encoded: EncodedUnits::new(buffer, unique),
            written: 0,
            refused: 0,
            removed_characters: 0,
            diagnostics: Vec::new(),
        }
    }

    /// Adds a unit, or counts it as one that the format cannot hold; that is a
    /// diagnostic where `reports_refusal`.
    pub(super) fn add(
        &mut self,
        unit: &TranslationUnit,
        encoder: &dyn Encode,
        reports_refusal: bool,
    ) {
        match self.encoded.push(unit, encoder) {
            Ok(report) => {
                self.written += 1;
                self.remove_characters(unit, report.removed_characters as u64);
            }
            Err(error) => {
                self.refused += 1;
                if reports_refusal {
                    let message = match error.kind() {
                        ErrorKind::Unit { message, .. } => message.clone(),
                        _ => error.to_string(),
                    };
                    self.report(unit, DiagnosticCode::UnitNotWritten, message);
                }
            }
        }
    }

    /// Counts characters that were removed from a unit.
    fn remove_characters(&mut self, unit: &TranslationUnit, count: u64) {
        if count > 0 {
            self.removed_characters += count;
            let characters = if count == 1 { "character" } else { "characters" };
            let message = format!("removed {count} {characters} that the format cannot hold");
            self.report(unit, DiagnosticCode::ForbiddenCharacter, message);
        }
    }

    fn report(&mut self, unit: &TranslationUnit, code: DiagnosticCode, message: String) {
        let range = unit.placement.as_ref().map_or(0..0, |place| place.range.clone());
        self.diagnostics.push(Diagnostic::new(code, range, message));
    }
}
