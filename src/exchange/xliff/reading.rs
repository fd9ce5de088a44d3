//! What both readers do with the elements that the two formats share.

use std::io::Read;
use std::sync::Arc;

use super::identity;
use crate::diagnostic::DiagnosticCode;
use crate::exchange::codes::draft::{Draft, Fault};
use crate::exchange::xml::cursor::Cursor;
use crate::inline::{Attribute, CodedText};
use crate::language::Language;
use crate::unit::TranslationUnit;

/// What holds for the units of a `file` element.
#[derive(Clone, Debug, Default)]
pub(crate) struct File {
    pub(crate) path: Option<Arc<str>>,
    pub(crate) source: Option<Language>,
    pub(crate) target: Option<Language>,
    /// Whether this library wrote it.
    pub(crate) is_own: bool,
}

/// A unit with what stands on its element, but for the attributes of these names.
pub(crate) fn start_unit<R: Read>(cursor: &mut Cursor<R>, read_apart: &[&str]) -> TranslationUnit {
    let mut unit = TranslationUnit { id: cursor.required("id"), ..TranslationUnit::default() };
    let is_kept = |name: &str| !name.contains(':') && !read_apart.contains(&name);
    let kept = cursor.attributes().iter().filter(|(name, _)| is_kept(name));
    unit.attributes = kept.map(|(name, value)| Attribute::new(name, value)).collect();
    unit
}

/// Gives a unit that this library wrote the id that it had then: the one that
/// was said apart, or else that of the attribute for names.
pub(crate) fn restore_id(unit: &mut TranslationUnit, name_attribute: &str, said: Option<&str>) {
    let is_name = |attribute: &Attribute| attribute.name == name_attribute;
    let id = match (said, unit.attributes.iter().position(is_name)) {
        (Some(said), _) => Some(said.to_owned()),
        (None, Some(name)) => Some(unit.attributes.remove(name).value),
        (None, None) => unit.id.take().filter(|id| !identity::is_none(id)),
    };
    unit.id = id.filter(|id| !id.is_empty());
}

/// The text of a draft; what is wrong in it are findings.
pub(crate) fn finish<R: Read>(mut draft: Draft, cursor: &mut Cursor<R>) -> CodedText {
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
        cursor.find(code, message);
    }
    text
}

/// The priority of the note that began, from 1 to 10.
pub(crate) fn priority<R: Read>(cursor: &mut Cursor<R>) -> Option<u8> {
    let value = cursor.owned("priority")?;
    let priority = value.parse().ok().filter(|priority| (1..=10).contains(priority));
    if priority.is_none() {
        cursor.find_value("priority", &value, "a number from 1 to 10");
    }
    priority
}
