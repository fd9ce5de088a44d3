//! What is known of a unit besides its texts, as `context-group` and `note`.
//!
//! XLIFF 1.2 lets tools put elements of their own into a unit, and its strict
//! schema then asks for the tool's schema. A `context-group` with a `purpose` of
//! our own holds named values as well, and every reader takes it.

use crate::exchange::fields::{Fact, Topic, history};
use crate::exchange::xml::XmlBuffer;
use crate::inline::Attribute;
use crate::language::Language;
use crate::unit::{History, Note, Property, TranslationUnit, Variant};

use super::values::is_context_type;

/// Whose details they are: the unit's, or those of one side of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Unit,
    Source,
    Target,
}

impl Side {
    pub(super) const ALL: [Self; 3] = [Self::Unit, Self::Source, Self::Target];

    /// What a `purpose` of this side begins with.
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::Unit => "x-",
            Self::Source => "x-source-",
            Self::Target => "x-target-",
        }
    }

    /// `annotates` of a note; a note of the unit is general, which need not be
    /// said.
    fn annotates(self) -> Option<&'static str> {
        match self {
            Self::Unit => None,
            Self::Source => Some("source"),
            Self::Target => Some("target"),
        }
    }
}

/// The `purpose` of the facts of a topic.
pub(super) fn purpose(topic: Topic) -> &'static str {
    match topic {
        Topic::Origin => "x-origin",
        // Said by the schema: for looking up translations in a memory.
        Topic::Context => "match",
        // Said by the schema: where in the source document.
        Topic::Placement => "location",
    }
}

/// Writes what is known of a unit and not of one of its sides.
pub(super) fn write_unit(unit: &TranslationUnit, xml: &mut XmlBuffer<'_>) {
    for topic in Topic::ALL {
        write_facts(purpose(topic), &topic.facts(unit), xml);
    }
    write_history(Side::Unit, &unit.history, xml);
    write_properties(Side::Unit, &unit.properties, xml);
}

/// Writes the context groups of a variant, without the attributes that stand
/// elsewhere.
pub(super) fn write_variant(
    side: Side,
    variant: &Variant,
    is_elsewhere: impl Fn(&Attribute) -> bool,
    xml: &mut XmlBuffer<'_>,
) {
    write_history(side, &variant.history, xml);
    write_properties(side, &variant.properties, xml);
    let attributes = variant.attributes.iter().filter(|attribute| !is_elsewhere(attribute));
    write_attributes(side, attributes, xml);
}

fn write_history(side: Side, given: &History, xml: &mut XmlBuffer<'_>) {
    if !given.is_empty() {
        write_facts(&format!("{}history", side.prefix()), &history(given), xml);
    }
}

fn write_facts(purpose: &str, facts: &[Fact<'_>], xml: &mut XmlBuffer<'_>) {
    if facts.is_empty() {
        return;
    }
    start_group(purpose, xml);
    for (name, value) in facts {
        // The schema has a word for the number of a line.
        match *name {
            "line" => write_context("linenumber", value, xml),
            name => write_context(&format!("x-{name}"), value, xml),
        }
    }
    xml.markup("\n</context-group>");
}

/// Writes each property under its name where that can be a `context-type`, else
/// in a group of its own.
pub(super) fn write_properties(side: Side, properties: &[Property], xml: &mut XmlBuffer<'_>) {
    let mut open = false;
    for property in properties {
        let simple = is_context_type(&property.name)
            && property.language.is_none()
            && property.encoding.is_none();
        if open && !simple {
            xml.markup("\n</context-group>");
        }
        if simple {
            if !open {
                start_group(&format!("{}properties", side.prefix()), xml);
            }
            write_context(&property.name, &property.value, xml);
        } else {
            write_property(side, property, xml);
        }
        open = simple;
    }
    if open {
        xml.markup("\n</context-group>");
    }
}

fn write_property(side: Side, property: &Property, xml: &mut XmlBuffer<'_>) {
    start_group(&format!("{}property", side.prefix()), xml);
    write_context("x-name", &property.name, xml);
    write_context("x-value", &property.value, xml);
    if let Some(language) = &property.language {
        write_context("x-language", language.as_str(), xml);
    }
    if let Some(encoding) = &property.encoding {
        write_context("x-encoding", encoding, xml);
    }
    xml.markup("\n</context-group>");
}

/// Writes attributes that have no place in the elements of XLIFF.
pub(super) fn write_attributes<'a>(
    side: Side,
    attributes: impl Iterator<Item = &'a Attribute>,
    xml: &mut XmlBuffer<'_>,
) {
    let mut attributes = attributes.peekable();
    if attributes.peek().is_none() {
        return;
    }
    start_group(&format!("{}attributes", side.prefix()), xml);
    for attribute in attributes {
        write_context("x-name", &attribute.name, xml);
        write_context("x-value", &attribute.value, xml);
    }
    xml.markup("\n</context-group>");
}

/// Writes an id that has no other place.
pub(super) fn write_own(purpose: &str, id: &str, xml: &mut XmlBuffer<'_>) {
    start_group(purpose, xml);
    write_context("x-id", id, xml);
    xml.markup("\n</context-group>");
}

fn start_group(purpose: &str, xml: &mut XmlBuffer<'_>) {
    xml.markup("\n<context-group purpose=\"");
    xml.markup(purpose);
    xml.markup("\">");
}

fn write_context(name: &str, value: &str, xml: &mut XmlBuffer<'_>) {
    xml.markup("\n<context");
    xml.attribute("context-type", name);
    xml.markup(">");
    xml.text(value);
    xml.markup("</context>");
}

/// Writes each remark as a `note`.
pub(super) fn write_notes(side: Side, notes: &[Note], xml: &mut XmlBuffer<'_>) {
    for note in notes {
        xml.markup("\n<note");
        xml.optional_attribute("xml:lang", note.language.as_ref().map(Language::as_str));
        let priority = note.priority.filter(|priority| (1..=10).contains(priority));
        xml.optional_attribute("priority", priority.map(|number| number.to_string()).as_deref());
        xml.optional_attribute("from", note.from.as_deref());
        xml.optional_attribute("annotates", side.annotates());
        xml.markup(">");
        xml.text(&note.text);
        xml.markup("</note>");
    }
}
