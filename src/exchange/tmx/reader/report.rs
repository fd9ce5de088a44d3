//! What is told about a file.

use crate::diagnostic::DiagnosticCode;
use crate::exchange::Finding;
use crate::position::Position;

/// Tells the place of the construct that is being read, computed only when asked.
pub(crate) type At<'a> = &'a dyn Fn() -> Position;

/// Why a unit cannot be read as one: the finding that stands for it. Boxed, so
/// that results stay small.
#[derive(Debug)]
pub(super) struct Malformed(Box<Finding>);

impl Malformed {
    /// Says what was expected at a place, and what was found.
    pub(super) fn new(position: Position, message: impl Into<String>) -> Self {
        let finding = Finding::new(DiagnosticCode::MalformedUnit, position, message);
        Self(Box::new(finding.with_help("the unit is left out, and the next is read")))
    }

    pub(super) fn into_finding(self) -> Finding {
        *self.0
    }
}

/// A text of a file in a message: in one line, and not too long.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        None => text.escape_debug().to_string(),
        Some((end, _)) => format!("{}…", text[..end].escape_debug()),
    }
}
