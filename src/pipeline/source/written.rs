//! What is written of one pretranslated document.

use std::ops::Range;

use super::form::PretranslationForm;
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::error::{Error, ErrorKind};
use crate::exchange::{Encode, EncodedUnits};
use crate::leverage::Pretranslation;

/// What is written of one pretranslated document.
pub(super) enum Written {
    /// A whole document.
    Document(Vec<u8>),
    /// Units of an exchange file, and how many they are.
    Units(EncodedUnits, u64),
}

impl Written {
    /// Makes what is written; a unit that the format cannot hold is a diagnostic.
    pub(super) fn new(
        pretranslation: &Pretranslation<'_>,
        form: &PretranslationForm,
        encoder: Option<&dyn Encode>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        match encoder {
            Some(encoder) => encoded(pretranslation, encoder, diagnostics),
            None if matches!(form, PretranslationForm::Annotated) => {
                let annotated = pretranslation.annotated();
                diagnostics.extend(annotated.diagnostics);
                Written::Document(annotated.bytes)
            }
            None => Written::Document(pretranslation.target()),
        }
    }
}

fn encoded(
    pretranslation: &Pretranslation<'_>,
    encoder: &dyn Encode,
    diagnostics: &mut Vec<Diagnostic>,
) -> Written {
    let (mut encoded, mut written) = (EncodedUnits::new(Vec::new(), false), 0);
    for unit in pretranslation.units() {
        let range = unit.placement.as_ref().map_or(0..0, |place| place.range.clone());
        match encoded.push(&unit, encoder) {
            Ok(report) => {
                written += 1;
                diagnostics.extend(removed(report.removed_characters, range));
            }
            Err(error) => diagnostics.push(not_written(&error, range)),
        }
    }
    Written::Units(encoded, written)
}

fn removed(characters: usize, range: Range<usize>) -> Option<Diagnostic> {
    let message = match characters {
        0 => return None,
        1 => "removed a character that the format cannot hold".to_owned(),
        more => format!("removed {more} characters that the format cannot hold"),
    };
    Some(Diagnostic::new(DiagnosticCode::ForbiddenCharacter, range, message))
}

fn not_written(error: &Error, range: Range<usize>) -> Diagnostic {
    let message = match error.kind() {
        ErrorKind::Unit { message, .. } => message.clone(),
        _ => error.to_string(),
    };
    Diagnostic::new(DiagnosticCode::UnitNotWritten, range, message)
}
