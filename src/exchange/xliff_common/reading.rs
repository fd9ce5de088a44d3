//! What both readers do with the elements that the two formats share.

use std::io::Read;
use std::sync::Arc;

use super::draft::{Draft, Fault};
use super::identity;
use super::input::Input;
use crate::diagnostic::DiagnosticCode;
use crate::inline::{Attribute, CodedText};
use crate::language::Language;
use crate::unit::TranslationUnit;

/// What holds for the units of a `file` element.
#[derive(Clone, Debug, Default)]
pub(in crate::exchange) struct File {
    pub(in crate::exchange) path: Option<Arc<str>>,
    pub(in crate::exchange) source: Option<Language>,
    pub(in crate::exchange) target: Option<Language>,
    /// Whether this library wrote it.
    pub(in crate::exchange) is_own: bool,
}

/// A unit with what stands on its element, but for the attributes of these names.
pub(in crate::exchange) fn start_unit<R: Read>(
    input: &mut Input<R>,
    read_apart: &[&str],
) -> TranslationUnit {
    let mut unit = TranslationUnit { id: input.required("id"), ..TranslationUnit::default() };
    let is_kept = |name: &str| !name.contains(':') && !read_apart.contains(&name);
    let kept = input.attributes().iter().filter(|(name, _)| is_kept(name));
    unit.attributes = kept.map(|(name, value)| Attribute::new(name, value)).collect();
    unit
}

/// Gives a unit that this library wrote the id that it had then: the one that
/// was said apart, or else that of the attribute for names.
pub(in crate::exchange) fn restore_id(
    unit: &mut TranslationUnit,
    name_attribute: &str,
    said: Option<&str>,
) {
    let is_name = |attribute: &Attribute| attribute.name == name_attribute;
    let id = match (said, unit.attributes.iter().position(is_name)) {
        (Some(said), _) => Some(said.to_owned()),
        (None, Some(name)) => Some(unit.attributes.remove(name).value),
        (None, None) => unit.id.take().filter(|id| !identity::is_none(id)),
    };
    unit.id = id.filter(|id| !id.is_empty());
}

/// The text of a draft; what is wrong in it are findings.
pub(in crate::exchange) fn finish<R: Read>(mut draft: Draft, input: &mut Input<R>) -> CodedText {
    let mut faults = Vec::new();
    let text = draft.finish(&mut faults);
    for fault in faults {
        let (code, message) = match fault {
            Fault::Unpaired(id) => (
                DiagnosticCode::UnpairedCode,
                format!("expected both halves of a pair, but found only one with the id `{id}`"),
            ),
            Fault::Repeated(id) => (
                DiagnosticCode::RepeatedCode,
                format!("expected the id of a pair once, but found `{id}` again"),
            ),
        };
        input.find(code, message);
    }
    text
}

/// The priority of the note that began, from 1 to 10.
pub(in crate::exchange) fn priority<R: Read>(input: &mut Input<R>) -> Option<u8> {
    let value = input.owned("priority")?;
    let priority = value.parse().ok().filter(|priority| (1..=10).contains(priority));
    if priority.is_none() {
        input.find_value("priority", &value, "a number from 1 to 10");
    }
    priority
}
