//! What is known of a unit besides its texts, as `context-group` and `note`.
//!
//! XLIFF 1.2 lets tools put elements of their own into a unit, and its strict
//! schema then asks for the tool's schema. A `context-group` with a `purpose` of
//! our own holds named values as well, and every reader takes it.

use std::borrow::Cow;
use std::io::Read;

use super::values::is_context_type;
use crate::error::Error;
use crate::exchange::xliff::metadata::{
    Group, GroupWriter, UnitMetadata, Values, read_priority, written_priority,
};
use crate::exchange::xliff::sides::Side;
use crate::exchange::xml::XmlBuffer;
use crate::exchange::xml::cursor::Cursor;
use crate::inline::Attribute;
use crate::language::Language;
use crate::unit::{Note, Property};

/// Writes groups of named values as `context-group` elements.
pub(super) struct ContextWriter<'x, 'o>(pub(super) &'x mut XmlBuffer<'o>);

/// The `context-type` of the file that a `linenumber` is of.
const SOURCE_FILE: &str = "sourcefile";

impl GroupWriter for ContextWriter<'_, '_> {
    const SOURCE_FILE: Option<&'static str> = Some(SOURCE_FILE);

    fn group<'v>(
        &mut self,
        category: &str,
        side: Side,
        values: impl IntoIterator<Item = (&'v str, &'v str)>,
    ) {
        let mut values = values.into_iter().peekable();
        if values.peek().is_none() {
            return;
        }
        self.0.markup("\n<context-group purpose=\"");
        self.0.markup(&purpose(category, side));
        self.0.markup("\">");
        for (name, value) in values {
            self.0.markup("\n<context");
            self.0.attribute("context-type", &context_type(category, name));
            self.0.markup(">");
            self.0.text(value);
            self.0.markup("</context>");
        }
        self.0.markup("\n</context-group>");
    }

    fn attributes<'v>(&mut self, side: Side, attributes: impl Iterator<Item = &'v Attribute>) {
        let values =
            attributes.flat_map(|own| [("name", own.name.as_str()), ("value", own.value.as_str())]);
        self.group("attributes", side, values);
    }

    fn is_property_name(name: &str) -> bool {
        is_context_type(name)
    }
}

/// Returns the `purpose` of a category: one that the schema has for looking up
/// translations in a memory, one for the place in the source document, else one
/// of ours.
fn purpose(category: &str, side: Side) -> Cow<'static, str> {
    match (category, side) {
        ("context", _) => "match".into(),
        ("placement", _) => "location".into(),
        (_, Side::Unit) => format!("x-{category}").into(),
        (_, Side::Source) => format!("x-source-{category}").into(),
        (_, Side::Target) => format!("x-target-{category}").into(),
    }
}

/// Returns the category of a `purpose` that this library writes.
fn category(purpose: &str) -> Option<(&str, Side)> {
    match purpose {
        "match" => return Some(("context", Side::Unit)),
        "location" => return Some(("placement", Side::Unit)),
        _ => {}
    }
    let rest = purpose.strip_prefix("x-")?;
    let (category, side) = match (rest.strip_prefix("source-"), rest.strip_prefix("target-")) {
        (Some(category), _) => (category, Side::Source),
        (_, Some(category)) => (category, Side::Target),
        _ => (rest, Side::Unit),
    };
    let is_ours = match category {
        "history" | "properties" | "property" | "attributes" => true,
        "marks" => side == Side::Target,
        "origin" | "proposal" | "unit" => side == Side::Unit,
        _ => false,
    };
    is_ours.then_some((category, side))
}

/// Returns the `context-type` of a name: the schema has a word for the number of
/// a line.
fn context_type<'a>(category: &str, name: &'a str) -> Cow<'a, str> {
    match (category, name) {
        ("properties", name) => name.into(),
        (_, "line") => "linenumber".into(),
        ("placement", SOURCE_FILE) => SOURCE_FILE.into(),
        (_, name) => format!("x-{name}").into(),
    }
}

fn field_name(context_type: &str) -> &str {
    match context_type {
        "linenumber" => "line",
        name => name.strip_prefix("x-").unwrap_or(name),
    }
}

/// Reads the `context-group` that began.
pub(super) fn read_group<R: Read>(
    cursor: &mut Cursor<R>,
    metadata: &mut UnitMetadata,
) -> Result<(), Error> {
    let purpose = cursor.owned("purpose").unwrap_or_default();
    let mut contexts = Values::new();
    while cursor.next_child()? {
        if cursor.core_name() == Some("context") {
            let name = cursor.required("context-type").unwrap_or_default();
            contexts.push((name, cursor.read_text("a context")?));
        } else {
            cursor.skip_unexpected("a context group")?;
        }
    }
    add_group(&purpose, contexts, metadata, cursor);
    Ok(())
}

/// Adds contexts to what their group's `purpose` says that they are; those of
/// other tools become properties.
fn add_group<R: Read>(
    purpose: &str,
    values: Values,
    metadata: &mut UnitMetadata,
    cursor: &mut Cursor<R>,
) {
    let has = |name: &str| values.iter().any(|(own, _)| own == name);
    let (category, side) = match category(purpose) {
        // Other tools give the place in the source document by file and line.
        Some(("placement", _)) if !has("x-segment-id") => ("properties", Side::Unit),
        found => found.unwrap_or(("properties", Side::Unit)),
    };
    // That of a place of ours is `file@original`.
    let is_said = |(name, _): &(String, String)| category == "placement" && name == SOURCE_FILE;
    let values: Values = values.into_iter().filter(|value| !is_said(value)).collect();
    let values = if category == "attributes" { named_by_pairs(values) } else { values };
    metadata.add(Group { category: category.to_owned(), side, values, field_name }, cursor);
}

/// Returns attributes by name, of which each was a name and a value.
fn named_by_pairs(values: Values) -> Values {
    let mut values = values.into_iter().map(|(_, value)| value);
    std::iter::from_fn(|| Some((values.next()?, values.next()?))).collect()
}

/// Writes each remark as a `note`.
pub(super) fn write_notes(side: Side, notes: &[Note], xml: &mut XmlBuffer<'_>) {
    for note in notes {
        xml.markup("\n<note");
        xml.optional_attribute("xml:lang", note.language.as_ref().map(Language::as_str));
        xml.optional_attribute("priority", written_priority(note).as_deref());
        xml.optional_attribute("from", note.from.as_deref());
        xml.optional_attribute("annotates", side.word());
        xml.markup(">");
        xml.text(&note.text);
        xml.markup("</note>");
    }
}

/// Reads the `note` that began.
pub(super) fn read_note<R: Read>(
    cursor: &mut Cursor<R>,
    metadata: &mut UnitMetadata,
) -> Result<(), Error> {
    let mut note = Note {
        language: cursor.language("xml:lang"),
        from: cursor.owned("from"),
        priority: read_priority(cursor),
        ..Note::default()
    };
    let side = Side::of_word(cursor.attribute("annotates"));
    note.text = cursor.read_text("a note")?;
    metadata.side(side).notes.push(note);
    Ok(())
}

/// Reads the `prop-group` that began, which XLIFF 1.1 has for properties.
pub(super) fn read_prop_group<R: Read>(
    cursor: &mut Cursor<R>,
    metadata: &mut UnitMetadata,
) -> Result<(), Error> {
    while cursor.next_child()? {
        if cursor.core_name() == Some("prop") {
            let name = cursor.required("prop-type").unwrap_or_default();
            let language = cursor.language("xml:lang");
            let value = cursor.read_text("a property")?;
            metadata.unit.properties.push(Property { language, ..Property::new(name, value) });
        } else {
            cursor.skip_unexpected("a group of properties")?;
        }
    }
    Ok(())
}
