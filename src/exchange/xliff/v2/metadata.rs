//! What is known of a unit besides its texts, as the metadata module's `meta`
//! and the core's `note` (XLIFF 2.1, sections 5.3 and 4.2.2.10).

use super::codes::{code_type, holder, is_native};
use super::values::{Holder, is_mark_type};
use crate::exchange::codes::elements::{Element, Id, Shape};
use crate::exchange::fields::{Fact, Topic, history};
use crate::exchange::xml::XmlBuffer;
use crate::inline::{Attribute, CodeKind};
use crate::language::Language;
use crate::unit::{History, Note, Property};

/// Which side of a unit something is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Source,
    Target,
}

impl Side {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Target => "target",
        }
    }
}

/// Which unit or which side of it; nothing for the unit.
pub(super) type About = Option<Side>;

/// The category of the facts of a topic.
pub(super) fn category(topic: Topic) -> &'static str {
    match topic {
        Topic::Origin => "origin",
        Topic::Context => "context",
        Topic::Placement => "placement",
    }
}

/// A `metadata` element, which is there only if something is in it.
pub(super) struct Metadata<'x, 'o> {
    xml: &'x mut XmlBuffer<'o>,
    is_open: bool,
}

impl<'x, 'o> Metadata<'x, 'o> {
    pub(super) fn new(xml: &'x mut XmlBuffer<'o>) -> Self {
        Self { xml, is_open: false }
    }

    pub(super) fn finish(self) {
        if self.is_open {
            self.xml.markup("\n</mda:metadata>");
        }
    }

    /// Writes named values as a group, where there are any.
    pub(super) fn group<'v>(
        &mut self,
        category: &str,
        about: About,
        values: impl IntoIterator<Item = (&'v str, &'v str)>,
    ) {
        let mut values = values.into_iter().peekable();
        if values.peek().is_none() {
            return;
        }
        if !std::mem::replace(&mut self.is_open, true) {
            self.xml.markup("\n<mda:metadata>");
        }
        self.xml.markup("\n<mda:metaGroup");
        self.xml.attribute("category", category);
        self.xml.optional_attribute("appliesTo", about.map(Side::as_str));
        self.xml.markup(">");
        for (name, value) in values {
            self.xml.markup("\n<mda:meta");
            self.xml.attribute("type", name);
            self.xml.markup(">");
            self.xml.text(value);
            self.xml.markup("</mda:meta>");
        }
        self.xml.markup("\n</mda:metaGroup>");
    }

    pub(super) fn facts(&mut self, category: &str, about: About, facts: &[Fact<'_>]) {
        self.group(category, about, facts.iter().map(|(name, value)| (*name, &**value)));
    }

    pub(super) fn history(&mut self, about: About, given: &History) {
        self.facts("history", about, &history(given));
    }

    /// Writes each property under its name; one that says more of itself in a
    /// group of its own.
    pub(super) fn properties(&mut self, about: About, properties: &[Property]) {
        let is_simple =
            |property: &Property| property.language.is_none() && property.encoding.is_none();
        for chunk in properties.chunk_by(|one, other| is_simple(one) && is_simple(other)) {
            match chunk {
                [property] if !is_simple(property) => self.property(about, property),
                properties => self.group(
                    "properties",
                    about,
                    properties.iter().map(|property| (&*property.name, &*property.value)),
                ),
            }
        }
    }

    fn property(&mut self, about: About, property: &Property) {
        let language = property.language.as_ref().map(Language::as_str);
        let said = [
            ("name", Some(property.name.as_str())),
            ("value", Some(&property.value)),
            ("language", language),
            ("encoding", property.encoding.as_deref()),
        ];
        self.known("property", about, said);
    }

    /// Writes a group of those values that there are.
    pub(super) fn known<'v, const N: usize>(
        &mut self,
        category: &str,
        about: About,
        said: [(&'v str, Option<&'v str>); N],
    ) {
        let known = said.into_iter().filter_map(|(name, value)| Some((name, value?)));
        self.group(category, about, known);
    }

    pub(super) fn attributes<'v>(
        &mut self,
        about: About,
        attributes: impl Iterator<Item = &'v Attribute>,
    ) {
        let values = attributes.map(|attribute| (&*attribute.name, &*attribute.value));
        self.group("attributes", about, values);
    }

    /// Writes remarks where no `notes` may stand.
    pub(super) fn notes(&mut self, about: About, notes: &[Note]) {
        for note in notes {
            let priority = priority(note);
            let said = [
                ("text", Some(note.text.as_str())),
                ("language", note.language.as_ref().map(Language::as_str)),
                ("from", note.from.as_deref()),
                ("category", note.category.as_deref()),
                ("priority", priority.as_deref()),
                ("encoding", note.encoding.as_deref()),
            ];
            self.known("note", about, said);
        }
    }

    /// Writes what the elements of a text's codes have no attributes for.
    pub(super) fn codes(&mut self, about: Side, elements: &[Element<'_>]) {
        for element in elements {
            if let Some(holder) = holder(element) {
                self.code(about, element, holder);
            }
        }
    }

    fn code(&mut self, about: Side, element: &Element<'_>, holder: Holder) {
        let code = &element.code;
        let is_close = matches!(element.shape, Shape::Close(_));
        let own_id = code.id.filter(|id| !is_close && element.id != Id::Given(id));
        let type_name = code.type_name.filter(|name| match holder {
            Holder::End => true,
            Holder::Mark => !is_mark_type(name),
            _ => code_type(code).name() != Some(*name),
        });
        let rest: Vec<&Attribute> = code
            .attributes
            .iter()
            .filter(|attribute| !is_native(holder, code, attribute))
            .collect();
        let subflows = match code.kind {
            CodeKind::Annotation => None,
            _ => subflows(code.subflows),
        };
        if own_id.is_none() && type_name.is_none() && rest.is_empty() && subflows.is_none() {
            return;
        }
        let id = element.id.to_string();
        let half = is_close.then_some("end");
        let attributes = rest.iter().flat_map(|attribute| {
            [("attribute", attribute.name.as_str()), ("value", attribute.value.as_str())]
        });
        let said = [
            ("id", Some(id.as_str())),
            ("half", half),
            ("own-id", own_id),
            ("type", type_name),
            ("subflows", subflows.as_deref()),
        ];
        let known = said.into_iter().filter_map(|(name, value)| Some((name, value?)));
        self.group("code", Some(about), known.chain(attributes));
    }
}

/// The texts inside a code as JSON, which has an escape for every character.
fn subflows(subflows: &[crate::inline::Subflow]) -> Option<String> {
    if subflows.is_empty() {
        return None;
    }
    // Texts have a form in JSON, and memory takes it.
    let json = serde_json::to_string(subflows).ok()?;
    Some(json.replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff"))
}

/// Writes the remarks of a unit and its sides as a `notes` element.
pub(super) fn write_notes(all: [(About, &[Note]); 3], xml: &mut XmlBuffer<'_>) {
    if all.iter().all(|(_, notes)| notes.is_empty()) {
        return;
    }
    xml.markup("\n<notes>");
    for (about, notes) in all {
        for note in notes {
            write_note(about, note, xml);
        }
    }
    xml.markup("\n</notes>");
}

fn write_note(about: About, note: &Note, xml: &mut XmlBuffer<'_>) {
    xml.markup("\n<note");
    xml.optional_attribute("appliesTo", about.map(Side::as_str));
    xml.optional_attribute("category", note.category.as_deref());
    xml.optional_attribute("priority", priority(note).as_deref());
    xml.optional_attribute("xml:lang", note.language.as_ref().map(Language::as_str));
    xml.optional_attribute("bitext:from", note.from.as_deref());
    xml.optional_attribute("bitext:encoding", note.encoding.as_deref());
    xml.markup(">");
    xml.text(&note.text);
    xml.markup("</note>");
}

/// The priority of a note, where it is one that XLIFF has.
fn priority(note: &Note) -> Option<String> {
    let priority = note.priority.filter(|priority| (1..=10).contains(priority));
    priority.map(|number| number.to_string())
}
