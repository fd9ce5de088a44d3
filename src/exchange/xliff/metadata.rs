//! What is known of a unit besides its texts: groups of named values, which are
//! `context-group` elements in XLIFF 1.2 and `metaGroup` elements in XLIFF 2.

use std::io::Read;

use super::sides::{Side, Sides};
use crate::exchange::fields::{Expected, Field, HistoryField, Topic};
use crate::exchange::xml::cursor::Cursor;
use crate::exchange::xml::without_forbidden;
use crate::inline::Attribute;
use crate::language::Language;
use crate::unit::{History, Note, Property, TranslationUnit, Variant};

/// Writes groups of named values.
pub(super) trait GroupWriter {
    /// The name under which a line has its file beside it.
    const SOURCE_FILE: Option<&'static str> = None;

    /// Writes values of one category as a group, where there are any.
    fn group<'v>(
        &mut self,
        category: &str,
        side: Side,
        values: impl IntoIterator<Item = (&'v str, &'v str)>,
    );

    /// Writes attributes that have no place on an element.
    fn attributes<'v>(&mut self, side: Side, attributes: impl Iterator<Item = &'v Attribute>);

    /// Whether a property can be written under its own name.
    fn is_property_name(_name: &str) -> bool {
        true
    }

    /// Writes a group of those values that there are.
    fn group_of_some<'v, const N: usize>(
        &mut self,
        category: &str,
        side: Side,
        values: [(&'v str, Option<&'v str>); N],
    ) {
        let values = values.into_iter().filter_map(|(name, value)| Some((name, value?)));
        self.group(category, side, values);
    }

    fn history(&mut self, side: Side, history: &History) {
        let values = HistoryField::ALL.map(|field| Some((field.as_str(), field.get(history)?)));
        let values = values.iter().flatten().map(|(name, value)| (*name, &**value));
        self.group("history", side, values);
    }

    fn topic(&mut self, topic: Topic, unit: &TranslationUnit) {
        let value = |field: &Field| Some((field.as_str(), field.get(unit)?));
        let fields = topic.fields().iter().filter(|field| !is_implied(**field, unit));
        let values: Vec<_> = fields.filter_map(value).collect();
        let path = unit.origin.path.as_deref().filter(|path| !path.is_empty());
        let has_line = values.iter().any(|(name, _)| *name == Field::Line.as_str());
        let file = Self::SOURCE_FILE.zip(path).filter(|_| has_line);
        let values = values.iter().map(|(name, value)| (*name, &**value));
        self.group(topic.as_str(), Side::Unit, file.into_iter().chain(values));
    }

    /// Writes each property under its name where that is all there is to it, else
    /// in a group of its own.
    fn properties(&mut self, side: Side, properties: &[Property]) {
        let is_simple = |property: &Property| {
            Self::is_property_name(&property.name)
                && property.language.is_none()
                && property.encoding.is_none()
        };
        for chunk in properties.chunk_by(|one, other| is_simple(one) && is_simple(other)) {
            match chunk {
                [property] if !is_simple(property) => self.property(side, property),
                chunk => {
                    let values = chunk.iter().map(|property| (&*property.name, &*property.value));
                    self.group("properties", side, values);
                }
            }
        }
    }

    fn property(&mut self, side: Side, property: &Property) {
        let values = [
            ("name", Some(property.name.as_str())),
            ("value", Some(&property.value)),
            ("language", property.language.as_ref().map(Language::as_str)),
            ("encoding", property.encoding.as_deref()),
        ];
        self.group_of_some("property", side, values);
    }

    /// Writes what is known of a variant, without the attributes that are on its
    /// element.
    fn variant(
        &mut self,
        side: Side,
        variant: &Variant,
        is_on_element: impl Fn(&Attribute) -> bool,
    ) {
        self.history(side, &variant.history);
        self.properties(side, &variant.properties);
        self.attributes(side, variant.attributes.iter().filter(|own| !is_on_element(own)));
    }

    /// Writes what is known of a unit and of its sides; `id` is the unit's own
    /// where its element has no place for it.
    fn unit(
        &mut self,
        unit: &TranslationUnit,
        id: Option<&str>,
        sides: Sides<'_>,
        is_on_element: impl Fn(Side, &Attribute) -> bool,
    ) {
        for topic in Topic::ALL {
            self.topic(topic, unit);
        }
        self.group("unit", Side::Unit, id.map(|id| ("id", id)));
        self.history(Side::Unit, &unit.history);
        self.properties(Side::Unit, &unit.properties);
        let attributes = unit.attributes.iter();
        self.attributes(Side::Unit, attributes.filter(|own| !is_on_element(Side::Unit, own)));
        for (side, variant) in [(Side::Source, Some(sides.source)), (Side::Target, sides.target)] {
            if let Some(variant) = variant {
                self.variant(side, variant, |own| is_on_element(side, own));
            }
        }
    }
}

/// Whether a unit has the value where nothing is said: its document is the path of
/// the file.
fn is_implied(field: Field, unit: &TranslationUnit) -> bool {
    // One without a character that XML can hold names nothing.
    let path = unit.origin.path.as_deref().filter(|path| !without_forbidden(path).0.is_empty());
    field == Field::Document && unit.context.document.as_deref() == path
}

/// Returns the priority of a note, where it is one that XLIFF has.
pub(super) fn written_priority(note: &Note) -> Option<String> {
    let priority = note.priority.filter(|priority| (1..=10).contains(priority));
    priority.map(|number| number.to_string())
}

/// Reads the priority of the note that began, from 1 to 10.
pub(super) fn read_priority<R: Read>(cursor: &mut Cursor<R>) -> Option<u8> {
    let value = cursor.owned("priority")?;
    let priority = value.parse().ok().filter(|priority| (1..=10).contains(priority));
    if priority.is_none() {
        cursor.find_value("priority", &value, "a number from 1 to 10");
    }
    priority
}

/// The attribute of a unit or a side that holds the ids of its notes in XLIFF 2.x, with
/// a space between them.
const NOTE_IDS: &str = "note.ids";

/// Returns the ids of notes, an empty one for each without, where the attributes beside
/// them tell these.
pub(super) fn note_ids<'a>(notes: &[Note], attributes: &'a [Attribute]) -> Vec<&'a str> {
    let known = Attribute::value_of(attributes, NOTE_IDS);
    let ids: Vec<&str> = known.map(|known| known.split(' ').collect()).unwrap_or_default();
    if ids.len() == notes.len() { ids } else { vec![""; notes.len()] }
}

/// Returns whether an attribute holds the ids of notes, which is of no use without them.
pub(super) fn is_note_ids(attribute: &Attribute) -> bool {
    attribute.name == NOTE_IDS
}

/// Names and values as they are read.
pub(super) type Values = Vec<(String, String)>;

/// Returns the first value of a name.
pub(super) fn value<'a>(values: &'a [(String, String)], name: &str) -> Option<&'a str> {
    values.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
}

/// A group of named values that was read.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) category: String,
    pub(super) side: Side,
    pub(super) values: Values,
    /// Takes from a name what the format puts before it.
    pub(super) field_name: fn(&str) -> &str,
}

impl Group {
    /// Returns the group with the values so far, and leaves it without.
    pub(super) fn take(&mut self) -> Self {
        let values = std::mem::take(&mut self.values);
        Self { category: self.category.clone(), values, ..*self }
    }

    fn into_fields(self) -> Values {
        let field_name = self.field_name;
        let field = |(name, value): (String, String)| (field_name(&name).to_owned(), value);
        self.values.into_iter().map(field).collect()
    }

    fn into_property(self) -> Property {
        let values = self.into_fields();
        let own = |name| value(&values, name);
        Property {
            language: own("language").and_then(|language| language.parse().ok()),
            encoding: own("encoding").map(str::to_owned),
            ..Property::new(own("name").unwrap_or_default(), own("value").unwrap_or_default())
        }
    }

    fn into_note(self) -> Note {
        let values = self.into_fields();
        let own = |name| value(&values, name);
        Note {
            language: own("language").and_then(|language| language.parse().ok()),
            from: own("from").map(str::to_owned),
            category: own("category").map(str::to_owned),
            priority: own("priority").and_then(|priority| priority.parse().ok()),
            encoding: own("encoding").map(str::to_owned),
            ..Note::new(own("text").unwrap_or_default())
        }
    }
}

/// What is known of a unit, of a proposal, or of one side of these.
#[derive(Clone, Debug, Default)]
pub(super) struct Metadata {
    history: History,
    pub(super) notes: Vec<Note>,
    pub(super) properties: Vec<Property>,
    pub(super) attributes: Vec<Attribute>,
    /// The ids of the notes, an empty one for each without.
    note_ids: Vec<String>,
    /// The ids of the marks in its text, where these have no place for them.
    pub(super) marks: Vec<String>,
}

impl Metadata {
    /// Returns about how many bytes it takes.
    fn size(&self) -> usize {
        let notes = self.notes.iter().map(|note| {
            let words = [&note.from, &note.category, &note.encoding].into_iter().flatten();
            note.text.len() + words.map(String::len).sum::<usize>() + size_of::<Note>()
        });
        let properties = self.properties.iter().map(|property| {
            let encoding = property.encoding.as_ref().map_or(0, String::len);
            property.name.len() + property.value.len() + encoding + size_of::<Property>()
        });
        let people = [&self.history.created_by, &self.history.changed_by].into_iter().flatten();
        let people: usize = people.map(String::len).sum();
        let ids = self.marks.iter().chain(&self.note_ids);
        let marks: usize = ids.map(|id| id.len() + size_of::<String>()).sum();
        notes.chain(properties).sum::<usize>()
            + marks
            + size_of_attributes(&self.attributes)
            + people
    }

    /// Adds a note, which may have an id that marks refer to.
    pub(super) fn add_note(&mut self, note: Note, id: Option<String>) {
        self.note_ids.resize(self.notes.len(), String::new());
        self.note_ids.push(id.unwrap_or_default());
        self.notes.push(note);
    }

    /// Returns the ids of the notes as an attribute, where there are any.
    fn take_note_ids(&mut self) -> Option<Attribute> {
        let ids = std::mem::take(&mut self.note_ids);
        let has_some = ids.iter().any(|id| !id.is_empty());
        has_some.then(|| Attribute::new(NOTE_IDS, ids.join(" ")))
    }

    /// Adds properties; `name` makes their names of those that were read.
    pub(super) fn add_properties(&mut self, values: Values, name: impl Fn(String) -> String) {
        let property = |(own, value): (String, String)| Property::new(name(own), value);
        self.properties.extend(values.into_iter().map(property));
    }

    fn add_history<R: Read>(&mut self, group: Group, cursor: &mut Cursor<R>) {
        for (name, value) in group.values {
            match HistoryField::named((group.field_name)(&name)) {
                None => self.properties.push(Property::new(name, value)),
                Some(field) => {
                    let set = field.set(&mut self.history, &value);
                    check(set, &name, &value, cursor);
                }
            }
        }
    }

    /// Gives it to a variant.
    pub(super) fn apply(mut self, variant: &mut Variant) {
        variant.attributes.extend(self.take_note_ids());
        variant.history = self.history;
        variant.notes.extend(self.notes);
        variant.properties.extend(self.properties);
        variant.attributes.extend(self.attributes);
    }
}

fn size_of_attributes(attributes: &[Attribute]) -> usize {
    let size = |attribute: &Attribute| {
        attribute.name.len() + attribute.value.len() + size_of::<Attribute>()
    };
    attributes.iter().map(size).sum()
}

/// Makes a value that its field cannot have a finding; returns whether it can.
fn check<R: Read>(
    set: Result<(), Expected>,
    name: &str,
    value: &str,
    cursor: &mut Cursor<R>,
) -> bool {
    set.map_err(|expected| cursor.find_fact(name, value, expected)).is_ok()
}

/// How many bytes of what is known of a unit may be copied for its segments.
const MOST_COPIES: usize = 16 << 20;

/// What is known of a unit or a proposal besides its texts, until these were
/// read.
#[derive(Clone, Debug, Default)]
pub(super) struct UnitMetadata {
    pub(super) unit: Metadata,
    pub(super) source: Metadata,
    pub(super) target: Metadata,
    fields: Vec<(Field, String)>,
    /// What only proposals have, and the unit's own id, by name.
    own: Values,
}

impl UnitMetadata {
    pub(super) fn side(&mut self, side: Side) -> &mut Metadata {
        match side {
            Side::Unit => &mut self.unit,
            Side::Source => &mut self.source,
            Side::Target => &mut self.target,
        }
    }

    /// Returns the value of something that only proposals have, or of the unit's
    /// own id.
    pub(super) fn own(&self, name: &str) -> Option<&str> {
        value(&self.own, name)
    }

    /// Adds the values of a group to what its category says that they are; gives
    /// back a group of another tool.
    pub(super) fn add<R: Read>(&mut self, group: Group, cursor: &mut Cursor<R>) -> Option<Group> {
        let side = group.side;
        if let Some(topic) = Topic::ALL.into_iter().find(|topic| topic.as_str() == group.category) {
            self.add_fields(topic, group, cursor);
            return None;
        }
        match group.category.as_str() {
            "proposal" | "unit" => self.own.extend(group.into_fields()),
            "history" => self.side(side).add_history(group, cursor),
            "property" => self.side(side).properties.push(group.into_property()),
            "note" => self.side(side).notes.push(group.into_note()),
            "marks" => {
                let ids = group.values.into_iter().map(|(_, value)| value);
                self.side(side).marks.extend(ids);
            }
            "properties" => self.side(side).add_properties(group.values, |name| name),
            "attributes" => {
                let attribute = |(name, value)| Attribute::new(name, value);
                self.side(side).attributes.extend(group.values.into_iter().map(attribute));
            }
            _ => return Some(group),
        }
        None
    }

    fn add_fields<R: Read>(&mut self, topic: Topic, group: Group, cursor: &mut Cursor<R>) {
        for (name, value) in group.values {
            let Some(field) = topic.field((group.field_name)(&name)) else {
                self.unit.properties.push(Property::new(name, value));
                continue;
            };
            // Tried on an empty unit, so that what is wrong is found where it is
            // written.
            let set = field.set(&mut TranslationUnit::default(), &value);
            if check(set, &name, &value, cursor) {
                self.fields.push((field, value));
            }
        }
    }

    /// Whether each of so many segments may have a copy, and one of the unit that
    /// it is in: a file of few bytes must not fill the memory.
    pub(super) fn may_be_copied(&self, unit: &TranslationUnit, segments: usize) -> bool {
        let own = unit.id.as_ref().map_or(0, String::len) + size_of_attributes(&unit.attributes);
        let fields: usize = self.fields.iter().map(|(_, value)| value.len()).sum();
        let sides: usize =
            [&self.unit, &self.source, &self.target].map(Metadata::size).iter().sum();
        (own + fields + sides).saturating_mul(segments) <= MOST_COPIES
    }

    /// Gives a unit what is known of it, and its sides what is known of them.
    pub(super) fn apply(
        mut self,
        unit: &mut TranslationUnit,
        source: &mut Variant,
        target: Option<&mut Variant>,
    ) {
        unit.attributes.extend(self.unit.take_note_ids());
        for (field, value) in &self.fields {
            // It was tried before.
            let _ = field.set(unit, value);
        }
        unit.history = self.unit.history;
        unit.notes.extend(self.unit.notes);
        unit.properties.extend(self.unit.properties);
        unit.attributes.extend(self.unit.attributes);
        self.source.apply(source);
        if let Some(target) = target {
            self.target.apply(target);
        }
    }
}
