//! The notes, properties and attributes of a unit and its variants, in the
//! memory of those of the unit before.

use super::attributes::Said;
use super::context::{Carried, Carrier};
use super::refill::next_of;
use super::unit::is_space;
use crate::inline::Attribute;
use crate::unit::{Note, Property, TranslationUnit, Variant};

/// How many records of a `tu` or a `tuv` are filled; the rest are those of the
/// unit before.
#[derive(Clone, Copy, Debug, Default)]
struct Used {
    notes: usize,
    properties: usize,
    attributes: usize,
}

/// Fills the records of the innermost `tu` or `tuv`.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    of_unit: Used,
    of_variant: Used,
    /// The index of the variant that is open.
    variant: Option<usize>,
    /// What the property that is open carries, where that is a field of its own:
    /// then its name and value stand here first.
    carrier: Option<Carrier>,
    name: String,
    value: String,
    /// Whether an element stood in the property.
    has_inner: bool,
}

/// The lists of a `tu` or a `tuv`, and how far they are filled.
struct Lists<'u, 'k> {
    notes: &'u mut Vec<Note>,
    properties: &'u mut Vec<Property>,
    attributes: &'u mut Vec<Attribute>,
    used: &'k mut Used,
}

impl Kept {
    pub(super) fn begin_unit(&mut self) {
        self.of_unit = Used::default();
        self.variant = None;
    }

    pub(super) fn begin_variant(&mut self, index: usize) {
        self.of_variant = Used::default();
        self.variant = Some(index);
    }

    pub(super) fn end_variant(&mut self, variant: &mut Variant) {
        self.variant = None;
        variant.notes.truncate(self.of_variant.notes);
        variant.properties.truncate(self.of_variant.properties);
        variant.attributes.truncate(self.of_variant.attributes);
    }

    pub(super) fn end_unit(&mut self, unit: &mut TranslationUnit) {
        unit.notes.truncate(self.of_unit.notes);
        unit.properties.truncate(self.of_unit.properties);
        unit.attributes.truncate(self.of_unit.attributes);
    }

    fn lists<'u>(&mut self, unit: &'u mut TranslationUnit) -> Lists<'u, '_> {
        match self.variant {
            Some(index) => {
                let Variant { notes, properties, attributes, .. } = &mut unit.variants[index];
                Lists { notes, properties, attributes, used: &mut self.of_variant }
            }
            None => {
                let TranslationUnit { notes, properties, attributes, .. } = unit;
                Lists { notes, properties, attributes, used: &mut self.of_unit }
            }
        }
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str, unit: &mut TranslationUnit) {
        let Lists { attributes, used, .. } = self.lists(unit);
        let attribute = next_of(attributes, &mut used.attributes, || Attribute::new("", ""));
        name.clone_into(&mut attribute.name);
        value.clone_into(&mut attribute.value);
    }

    pub(super) fn begin_note(&mut self, said: Said<'_>, unit: &mut TranslationUnit) {
        let Lists { notes, used, .. } = self.lists(unit);
        let note = next_of(notes, &mut used.notes, Note::default);
        let mut text = std::mem::take(&mut note.text);
        text.clear();
        let encoding = said.encoding.map(std::borrow::Cow::into_owned);
        *note = Note { language: said.language, encoding, ..Note::new(text) };
    }

    pub(super) fn note_text(&mut self, text: &str, unit: &mut TranslationUnit) {
        let Lists { notes, used, .. } = self.lists(unit);
        if let Some(note) = notes[..used.notes].last_mut() {
            note.text.push_str(text);
        }
    }

    pub(super) fn begin_property(&mut self, said: Said<'_>, unit: &mut TranslationUnit) {
        self.has_inner = false;
        let name = said.name.as_deref().unwrap_or_default();
        let is_bare = said.language.is_none() && said.encoding.is_none();
        // Which variant is the source is known at the end of the unit, and so
        // what their properties carry.
        let may_carry = is_bare && self.variant.is_none();
        self.carrier = Carrier::of_unit(name).filter(|_| may_carry);
        if self.carrier.is_some() {
            name.clone_into(&mut self.name);
            return self.value.clear();
        }
        let property = self.next_property(unit);
        name.clone_into(&mut property.name);
        property.language = said.language;
        property.encoding = said.encoding.map(std::borrow::Cow::into_owned);
    }

    /// A property without a value.
    fn next_property<'u>(&mut self, unit: &'u mut TranslationUnit) -> &'u mut Property {
        let Lists { properties, used, .. } = self.lists(unit);
        let property = next_of(properties, &mut used.properties, || Property::new("", ""));
        property.value.clear();
        property
    }

    /// Adds text to the property that is open.
    pub(super) fn property_text(&mut self, text: &str, unit: &mut TranslationUnit) {
        // White space around an element in a property is layout.
        if !(self.has_inner && is_space(text)) {
            self.inner_text(text, unit);
        }
    }

    /// Adds text of an element in the property that is open.
    pub(super) fn inner_text(&mut self, text: &str, unit: &mut TranslationUnit) {
        if let Some(value) = self.property_value(unit) {
            value.push_str(text);
        }
    }

    fn property_value<'v>(&'v mut self, unit: &'v mut TranslationUnit) -> Option<&'v mut String> {
        if self.carrier.is_some() {
            return Some(&mut self.value);
        }
        let Lists { properties, used, .. } = self.lists(unit);
        properties[..used.properties].last_mut().map(|property| &mut property.value)
    }

    /// Begins an element in the property that is open.
    pub(super) fn begin_inner(&mut self, unit: &mut TranslationUnit) {
        self.has_inner = true;
        if let Some(value) = self.property_value(unit).filter(|value| is_space(value)) {
            value.clear();
        }
    }

    /// Ends the property: what it carries goes where that belongs.
    pub(super) fn end_property(&mut self, unit: &mut TranslationUnit, carried: &mut Carried) {
        let Some(carrier) = self.carrier.take() else { return };
        if carried.take(carrier, &self.value, unit) {
            return;
        }
        let (name, value) = (std::mem::take(&mut self.name), std::mem::take(&mut self.value));
        let property = self.next_property(unit);
        name.clone_into(&mut property.name);
        value.clone_into(&mut property.value);
        (property.language, property.encoding) = (None, None);
        (self.name, self.value) = (name, value);
    }
}
