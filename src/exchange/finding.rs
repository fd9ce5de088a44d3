//! What was found in an exchange file that could not be used as it stands.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{DiagnosticCode, Severity};
use crate::position::Position;

/// One finding in an exchange file: a stable code, its place, and a sentence
/// for a person.
///
/// What a [`Diagnostic`](crate::Diagnostic) is to a document. An exchange file
/// is read as a stream, so that a finding has a line and a column and no range.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Finding {
    /// What kind of finding it is: the rule that is broken.
    pub code: DiagnosticCode,
    /// How much it matters.
    pub severity: Severity,
    /// Where the construct begins that it speaks of.
    pub start: Position,
    /// The number of the unit in the file, from 1, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<u64>,
    /// The id of the unit, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<String>,
    /// What was expected and what was found, without a final full stop.
    pub message: String,
    /// What to do about it, where there is something to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl Finding {
    /// A finding of the code's usual severity, about the file as a whole.
    pub fn new(code: DiagnosticCode, start: Position, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            start,
            unit: None,
            unit_id: None,
            message: message.into(),
            help: None,
        }
    }

    /// Says which unit it is about: its number in the file, from 1, and its id.
    #[must_use]
    pub fn in_unit(mut self, number: u64, id: Option<&str>) -> Self {
        self.unit = Some(number);
        self.unit_id = id.map(str::to_owned);
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// `3:14: error[unpaired-code]: unit 7 (a#1): …`
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}[{}]: ", self.start, self.severity, self.code)?;
        match (self.unit, &self.unit_id) {
            (Some(number), Some(id)) => write!(f, "unit {number} ({id}): ")?,
            (Some(number), None) => write!(f, "unit {number}: ")?,
            (None, _) => {}
        }
        f.write_str(&self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_place_code_unit_and_message() {
        let start = Position { line: 3, column: 14 };
        let finding = Finding::new(DiagnosticCode::UnpairedCode, start, "expected an `ept`");
        assert_eq!(finding.to_string(), "3:14: error[unpaired-code]: expected an `ept`");
        let finding = finding.in_unit(7, Some("a#1"));
        assert_eq!(
            finding.to_string(),
            "3:14: error[unpaired-code]: unit 7 (a#1): expected an `ept`"
        );
    }
}
