//! Which elements stand in which, and in which order.

use super::dtd::Element;
use crate::diagnostic::DiagnosticCode;
use crate::exchange::tmx::reader::shown;
use crate::position::Position;

/// An element that is open, and how far its content has come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    /// None where the format has no such element: what it holds is not looked at.
    pub(super) element: Option<&'static Element>,
    /// Where it begins.
    pub(super) position: Position,
    /// The group of its content that is reached, and whether there was one of it.
    group: usize,
    has_one: bool,
}

impl Open {
    pub(super) fn new(element: Option<&'static Element>, position: Position) -> Self {
        Self { element, position, group: 0, has_one: false }
    }

    pub(super) fn name(&self) -> &'static str {
        self.element.map_or("", |element| element.name)
    }

    /// Takes an element that begins inside; says what is wrong with its place.
    pub(super) fn take(&mut self, name: &str) -> Result<(), (DiagnosticCode, String)> {
        let Some(element) = self.element else { return Ok(()) };
        let content = element.content;
        let found = (self.group..content.len()).find(|&at| content[at].names.contains(&name));
        let Some(found) = found else {
            return Err((DiagnosticCode::UnexpectedElement, self.unexpected(name)));
        };
        if found == self.group && self.has_one && !content[found].repeats {
            let message =
                format!("expected one `{name}` in the `{}`, but found another", element.name);
            return Err((DiagnosticCode::UnexpectedElement, message));
        }
        let passed = (self.group..found)
            .find(|&at| content[at].is_required && !(at == self.group && self.has_one));
        (self.group, self.has_one) = (found, true);
        match passed {
            Some(at) => {
                let message = format!(
                    "expected a `{}` in the `{}` before its `{name}`, but found none",
                    content[at].names[0], element.name
                );
                Err((DiagnosticCode::MissingElement, message))
            }
            None => Ok(()),
        }
    }

    /// Ends the element; says what is missing in it.
    pub(super) fn finish(&self) -> Option<String> {
        let element = self.element?;
        let missing = (self.group..element.content.len())
            .find(|&at| element.content[at].is_required && !(at == self.group && self.has_one))?;
        Some(format!(
            "expected a `{}` in the `{}`, but found none",
            element.content[missing].names[0], element.name
        ))
    }

    fn unexpected(&self, name: &str) -> String {
        let Some(element) = self.element else { return String::new() };
        let from = self.group.min(element.content.len());
        let names: Vec<String> = element.content[from..]
            .iter()
            .flat_map(|group| group.names)
            .map(|name| format!("`{name}`"))
            .collect();
        let expected = match (names.as_slice(), element.has_text) {
            ([], true) => "text only".to_owned(),
            ([], false) => "nothing".to_owned(),
            (names, true) => format!("text, {}", names.join(", ")),
            (names, false) => names.join(", "),
        };
        format!("expected {expected} in the `{}`, but found `{}`", element.name, shown(name))
    }
}
