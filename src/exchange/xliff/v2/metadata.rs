//! What is known of a unit besides its texts, as the metadata module's `meta`
//! and the core's `note` (XLIFF 2.1, sections 5.3 and 4.2.2.10).

use std::collections::BTreeSet;
use std::io::Read;

use super::codes::{code_type, holder, is_native};
use super::content::CodeNotes;
use super::values::{Holder, OWN, is_mark_type};
use crate::error::Error;
use crate::exchange::codes::elements::{Element, Elements, Id, Shape};
use crate::exchange::xliff::metadata::{
    Group, GroupWriter, UnitMetadata, Values, note_ids, read_priority, value, written_priority,
};
use crate::exchange::xliff::sides::{Side, Sides};
use crate::exchange::xml::cursor::{Cursor, Step};
use crate::exchange::xml::{XmlBuffer, is_token};
use crate::inline::{Attribute, CodeKind, Subflow};
use crate::language::Language;
use crate::unit::{Note, TranslationUnit, Variant};

/// Writes a `metadata` element, which is there only if something is in it.
pub(super) struct MetadataWriter<'x, 'o> {
    xml: &'x mut XmlBuffer<'o>,
    is_open: bool,
}

impl GroupWriter for MetadataWriter<'_, '_> {
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
        if !std::mem::replace(&mut self.is_open, true) {
            self.xml.markup("\n<mda:metadata>");
        }
        self.xml.markup("\n<mda:metaGroup");
        self.xml.attribute("category", category);
        self.xml.optional_attribute("appliesTo", side.word());
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

    fn attributes<'v>(&mut self, side: Side, attributes: impl Iterator<Item = &'v Attribute>) {
        let values = attributes.map(|attribute| (&*attribute.name, &*attribute.value));
        self.group("attributes", side, values);
    }
}

impl<'x, 'o> MetadataWriter<'x, 'o> {
    pub(super) fn new(xml: &'x mut XmlBuffer<'o>) -> Self {
        Self { xml, is_open: false }
    }

    pub(super) fn finish(self) {
        if self.is_open {
            self.xml.markup("\n</mda:metadata>");
        }
    }

    /// Writes what is known of a variant in a match, where no `notes` may be.
    pub(super) fn variant_of_match(&mut self, side: Side, variant: &Variant) {
        self.variant(side, variant, |_| false);
        for note in &variant.notes {
            let priority = written_priority(note);
            let values = [
                ("text", Some(note.text.as_str())),
                ("language", note.language.as_ref().map(Language::as_str)),
                ("from", note.from.as_deref()),
                ("category", note.category.as_deref()),
                ("priority", priority.as_deref()),
                ("encoding", note.encoding.as_deref()),
            ];
            self.group_of_some("note", side, values);
        }
    }

    /// Writes what the elements of the codes of source and target have no
    /// attributes for.
    pub(super) fn codes(&mut self, elements: &[Elements<'_>; 2]) {
        for (side, elements) in [Side::Source, Side::Target].into_iter().zip(elements) {
            for element in elements {
                if let Some(holder) = holder(element) {
                    self.code(side, element, holder);
                }
            }
        }
    }

    fn code(&mut self, side: Side, element: &Element<'_>, holder: Holder) {
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
        let values = [
            ("id", Some(id.as_str())),
            ("half", half),
            ("own-id", own_id),
            ("type", type_name),
            ("subflows", subflows.as_deref()),
        ];
        let known = values.into_iter().filter_map(|(name, value)| Some((name, value?)));
        self.group("code", side, known.chain(attributes));
    }
}

/// Returns the texts inside a code as JSON, which has an escape for every character.
fn subflows(subflows: &[Subflow]) -> Option<String> {
    if subflows.is_empty() {
        return None;
    }
    // Texts have a form in JSON, and memory takes it.
    let json = serde_json::to_string(subflows).ok()?;
    Some(json.replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff"))
}

/// Writes the remarks of a unit and its sides as a `notes` element.
pub(super) fn write_notes(unit: &TranslationUnit, sides: Sides<'_>, xml: &mut XmlBuffer<'_>) {
    let target = sides.target.map_or(&[][..], |target| &target.notes);
    let all =
        [(Side::Unit, &*unit.notes), (Side::Source, &sides.source.notes), (Side::Target, target)];
    if all.iter().all(|(_, notes)| notes.is_empty()) {
        return;
    }
    xml.markup("\n<notes>");
    let target = sides.target.map_or(&[][..], |target| &target.attributes);
    let attributes = [&*unit.attributes, &sides.source.attributes, target];
    let mut taken = BTreeSet::new();
    for ((side, notes), attributes) in all.into_iter().zip(attributes) {
        for (note, id) in notes.iter().zip(note_ids(notes, attributes)) {
            let id = Some(id).filter(|id| is_token(id) && taken.insert(*id));
            write_note(side, note, id, xml);
        }
    }
    xml.markup("\n</notes>");
}

fn write_note(side: Side, note: &Note, id: Option<&str>, xml: &mut XmlBuffer<'_>) {
    xml.markup("\n<note");
    xml.optional_attribute("id", id);
    xml.optional_attribute("appliesTo", side.word());
    xml.optional_attribute("category", note.category.as_deref());
    xml.optional_attribute("priority", written_priority(note).as_deref());
    xml.optional_attribute("xml:lang", note.language.as_ref().map(Language::as_str));
    xml.optional_attribute("bitext:from", note.from.as_deref());
    xml.optional_attribute("bitext:encoding", note.encoding.as_deref());
    xml.markup(">");
    xml.text(&note.text);
    xml.markup("</note>");
}

/// The number of the metadata module among the namespaces.
pub(crate) const METADATA_MODULE: usize = 2;

/// What the `metadata` of a unit, a match or a file says.
#[derive(Debug, Default)]
pub(crate) struct MetadataElement {
    pub(crate) unit: UnitMetadata,
    /// What is said of the codes of the source, and of the target.
    pub(super) codes: [CodeNotes; 2],
    /// The state of the target of a match.
    pub(super) state: Option<String>,
    /// The name of the tool that wrote the file.
    pub(crate) tool: Option<String>,
}

impl MetadataElement {
    /// Reads the `metadata` that began.
    pub(crate) fn read<R: Read>(&mut self, cursor: &mut Cursor<R>) -> Result<(), Error> {
        while cursor.next_child()? {
            match cursor.name_in(METADATA_MODULE) {
                Some("metaGroup") => self.read_group(cursor)?,
                _ => cursor.skip_unexpected("metadata")?,
            }
        }
        Ok(())
    }

    /// Reads the `metaGroup` that began, and those inside it, of which each
    /// divides the values around it in two groups.
    fn read_group<R: Read>(&mut self, cursor: &mut Cursor<R>) -> Result<(), Error> {
        let mut open = vec![start_group(cursor)];
        while let Some(group) = open.last_mut() {
            match cursor.advance()? {
                Step::Text => {}
                Step::Done => return Ok(()),
                Step::End => {
                    self.add(group.take(), cursor);
                    open.pop();
                }
                Step::Start => match cursor.name_in(METADATA_MODULE) {
                    Some("metaGroup") => {
                        self.add(group.take(), cursor);
                        open.push(start_group(cursor));
                    }
                    Some("meta") => {
                        let name = cursor.required("type").unwrap_or_default();
                        group.values.push((name, cursor.read_text("metadata")?));
                    }
                    _ => cursor.skip_unexpected("metadata")?,
                },
            }
        }
        Ok(())
    }

    /// Adds the values of a group to what its category says that they are; those
    /// of other tools become properties.
    fn add<R: Read>(&mut self, group: Group, cursor: &mut Cursor<R>) {
        if group.values.is_empty() {
            return;
        }
        match group.category.as_str() {
            "tool" => self.tool = value(&group.values, "name").map(str::to_owned),
            "state" => self.state = value(&group.values, "state").map(str::to_owned),
            "code" => self.add_code(group),
            _ => {
                if let Some(Group { category, side, values, .. }) = self.unit.add(group, cursor) {
                    // The category of another tool keeps its names apart.
                    let name = |name: String| match category.as_str() {
                        "" => name,
                        category => format!("{category}/{name}"),
                    };
                    self.unit.side(side).add_properties(values, name);
                }
            }
        }
    }

    fn add_code(&mut self, group: Group) {
        let id = value(&group.values, "id").unwrap_or_default().to_owned();
        let is_end = value(&group.values, "half") == Some("end");
        let codes = &mut self.codes[usize::from(group.side == Side::Target)];
        codes.entry(id).or_default()[usize::from(is_end)] = group.values;
    }
}

/// Returns the `metaGroup` that began, without values.
fn start_group<R: Read>(cursor: &Cursor<R>) -> Group {
    Group {
        category: cursor.owned("category").unwrap_or_default(),
        side: Side::of_word(cursor.attribute("appliesTo")),
        values: Values::new(),
        field_name: |name| name,
    }
}

/// Reads the `notes` that began.
pub(super) fn read_notes<R: Read>(
    cursor: &mut Cursor<R>,
    metadata: &mut UnitMetadata,
) -> Result<(), Error> {
    while cursor.next_child()? {
        match cursor.core_name() {
            Some("note") => read_note(cursor, metadata)?,
            _ => cursor.skip_unexpected("notes")?,
        }
    }
    Ok(())
}

fn read_note<R: Read>(cursor: &mut Cursor<R>, metadata: &mut UnitMetadata) -> Result<(), Error> {
    let mut note = Note {
        category: cursor.owned("category"),
        language: cursor.language("xml:lang"),
        priority: read_priority(cursor),
        from: own_attribute(cursor, "from"),
        encoding: own_attribute(cursor, "encoding"),
        ..Note::default()
    };
    let side = Side::of_word(cursor.attribute("appliesTo"));
    let id = cursor.owned("id");
    note.text = cursor.read_text("a note")?;
    metadata.side(side).add_note(note, id);
    Ok(())
}

/// Returns the value of an attribute in the namespace of this library.
fn own_attribute<R: Read>(cursor: &Cursor<R>, name: &str) -> Option<String> {
    let is_it = |own: &str| {
        own.split_once(':')
            .is_some_and(|(prefix, local)| local == name && cursor.namespace(prefix) == OWN)
    };
    let found = cursor.attributes().find(|(own, _)| is_it(own))?;
    Some(found.1.to_owned())
}
