//! Units as `unit` elements with one segment each.

use std::collections::BTreeSet;

use super::codes::{Data, RULES, write};
use super::matches;
use super::metadata::{Metadata, Side, category, write_notes};
use super::values::{
    CORE, MATCHES, METADATA, NEEDS_REVIEW, OWN, is_unit_attribute, is_user_defined, state,
};
use crate::error::{Error, ErrorKind};
use crate::exchange::codes::elements::{Element, Elements, Id, alone, pair};
use crate::exchange::fields::Topic;
use crate::exchange::xliff::identity;
use crate::exchange::xml::XmlBuffer;
use crate::exchange::{Encode, UnitReport};
use crate::inline::Attribute;
use crate::language::Language;
use crate::unit::{State, TranslationUnit, Variant};

/// The name of this library, by which a reader knows its files.
pub(super) const TOOL: &str = "bitext";

/// Encodes units as XLIFF 2.1.
///
/// A file has one source and one target language, which stand on its root; a
/// unit that has no text in the source language, or texts in other target
/// languages only, is refused. Further variants of a unit are kept as matches.
///
/// # Example
///
/// ```
/// use bitext::Language;
/// use bitext::xliff2::{Encoder, Writer};
///
/// let encoder = Encoder::new(Language::en_us(), Some("de-DE".parse()?));
/// let writer = Writer::with_encoder(Vec::new(), encoder)?;
/// # writer.finish()?;
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoder {
    source: Language,
    target: Option<Language>,
}

impl Encoder {
    /// An encoder for units of these languages; without a target language for
    /// units that have only a source.
    pub fn new(source: Language, target: Option<Language>) -> Self {
        Self { source, target }
    }

    fn key_of(&self, unit: &TranslationUnit) -> (u128, String) {
        let group = identity::group(unit, [None, None]);
        (group, identity::token(&identity::id(unit)).into_owned())
    }
}

impl Encode for Encoder {
    fn write_header(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        let mut xml = XmlBuffer::new(out);
        xml.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff");
        xml.attribute("xmlns", CORE);
        xml.attribute("xmlns:mtc", MATCHES);
        xml.attribute("xmlns:mda", METADATA);
        xml.attribute("xmlns:bitext", OWN);
        xml.attribute("version", "2.1");
        xml.attribute("srcLang", self.source.as_str());
        xml.optional_attribute("trgLang", self.target.as_ref().map(Language::as_str));
        xml.markup(">\n");
        Ok(())
    }

    fn write_unit(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<UnitReport, Error> {
        let sides = self.sides(unit)?;
        let mut xml = XmlBuffer::new(out);
        self.write(unit, sides, &mut xml);
        Ok(UnitReport { removed_characters: xml.removed_characters() })
    }

    fn write_footer(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"</xliff>\n");
    }

    fn group(&self, unit: &TranslationUnit) -> Option<u128> {
        Some(self.key_of(unit).0)
    }

    fn open_group(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<(), Error> {
        self.sides(unit)?;
        let (group, id) = self.key_of(unit);
        let mut xml = XmlBuffer::new(out);
        xml.markup("<file");
        xml.attribute("id", &identity::file_id(group, &id));
        xml.optional_attribute("original", unit.origin.path.as_deref());
        xml.markup(">");
        let mut metadata = Metadata::new(&mut xml);
        let version = env!("CARGO_PKG_VERSION");
        metadata.group("tool", None, [("name", TOOL), ("version", version)]);
        metadata.finish();
        xml.markup("\n");
        Ok(())
    }

    fn close_group(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"</file>\n");
    }

    fn key(&self, unit: &TranslationUnit) -> Option<u128> {
        let (group, id) = self.key_of(unit);
        Some(identity::key(group, &id))
    }
}

/// The source and the target of a unit.
type Sides<'a> = (&'a Variant, Option<&'a Variant>);

impl Encoder {
    /// The variants of a unit in the languages of the file.
    fn sides<'a>(&self, unit: &'a TranslationUnit) -> Result<Sides<'a>, Error> {
        let refused = |(expected, found): (String, String)| {
            let message = format!(
                "expected {expected}, but found {found}; write units of another pair of \
                 languages to a file of their own"
            );
            Error::new(ErrorKind::Unit { id: unit.id.clone(), message })
        };
        let source = self.source_of(unit).ok_or_else(|| {
            let expected =
                format!("a source in `{}`, the source language of the file", self.source);
            let found = unit
                .source()
                .map_or("no text at all".to_owned(), |source| described(source.language.as_ref()));
            refused((expected, found))
        })?;
        let others = || unit.variants.iter().filter(|variant| !std::ptr::eq(*variant, source));
        let target = self
            .target
            .as_ref()
            .and_then(|target| others().find(|variant| variant.language.as_ref() == Some(target)));
        match others().next() {
            Some(other) if target.is_none() => {
                let expected = match &self.target {
                    Some(target) => {
                        format!("a target in `{target}`, the target language of the file")
                    }
                    None => "no target, as the file has no target language".to_owned(),
                };
                Err(refused((expected, described(other.language.as_ref()))))
            }
            _ => Ok((source, target)),
        }
    }

    /// The variant in the source language, unless the unit says that another is
    /// its source.
    fn source_of<'a>(&self, unit: &'a TranslationUnit) -> Option<&'a Variant> {
        let in_language = |language: &Language| {
            unit.variants.iter().find(|variant| variant.language.as_ref() == Some(language))
        };
        let named = unit.source_language.language().filter(|named| **named != self.source);
        match named.and_then(in_language) {
            Some(_) => None,
            None => in_language(&self.source),
        }
    }

    fn write(&self, unit: &TranslationUnit, (source, target): Sides<'_>, xml: &mut XmlBuffer<'_>) {
        let (source_elements, target_elements) = match target {
            Some(target) => {
                let [source, target] = pair(&source.text, &target.text, &RULES);
                (source, target)
            }
            None => (alone(&source.text, &RULES), Elements::new()),
        };
        let is_other = |variant: &&Variant| {
            !std::ptr::eq(*variant, source)
                && !target.is_some_and(|target| std::ptr::eq(*variant, target))
        };
        let others: Vec<&Variant> = unit.variants.iter().filter(is_other).collect();
        let has_matches = !others.is_empty() || !unit.proposals.is_empty();
        let segment =
            has_matches.then(|| segment_id(source_elements.iter().chain(&target_elements)));
        write_start(unit, xml);
        let common = matches::Unit {
            source,
            target_language: self.target.as_ref(),
            segment: segment.as_deref().unwrap_or_default(),
        };
        common.write(&unit.proposals, &others, xml);
        write_metadata(unit, (source, &source_elements), (target, &target_elements), xml);
        let target_notes = target.map_or(&[][..], |target| &target.notes);
        let notes = [
            (None, unit.notes.as_slice()),
            (Some(Side::Source), &source.notes),
            (Some(Side::Target), target_notes),
        ];
        write_notes(notes, xml);
        let mut data = Data::default();
        data.add(&source_elements);
        data.add(&target_elements);
        data.write(xml);
        write_segment_start(segment.as_deref(), target, xml);
        xml.markup("\n<source>");
        write(&source.text, &source_elements, &data, xml);
        xml.markup("</source>");
        if let Some(target) = target {
            xml.markup("\n<target>");
            write(&target.text, &target_elements, &data, xml);
            xml.markup("</target>");
        }
        xml.markup("\n</segment>\n</unit>\n");
    }
}

/// A variant by its language, for people.
fn described(language: Option<&Language>) -> String {
    language.map_or("one without a language".to_owned(), |language| format!("one in `{language}`"))
}

/// An id for the segment that none of its codes has.
fn segment_id<'a>(elements: impl Iterator<Item = &'a Element<'a>>) -> String {
    let taken: BTreeSet<Id<'a>> = elements.map(|element| element.id).collect();
    let mut id = "s".to_owned();
    while taken.contains(&Id::Given(&id)) {
        id.push('_');
    }
    id
}

/// The id of a unit where it has to be said besides the one in the file.
fn own_name(unit: &TranslationUnit) -> Option<&str> {
    let id = identity::id(unit);
    let own = unit.id.as_deref().filter(|own| !own.is_empty())?;
    (own != identity::token(&id) || identity::is_none(own)).then_some(own)
}

/// Whether `name` says something else than the id.
fn has_resource_name(unit: &TranslationUnit) -> bool {
    unit.attributes.iter().any(|attribute| attribute.name == "name")
}

/// Whether an attribute of a unit stands on its element: those that the schema
/// has, each once.
fn is_native(unit: &TranslationUnit, attribute: &Attribute) -> bool {
    let first = unit.attributes.iter().find(|other| other.name == attribute.name);
    first.is_some_and(|first| std::ptr::eq(first, attribute))
        && is_unit_attribute(&attribute.name, &attribute.value)
}

fn write_start(unit: &TranslationUnit, xml: &mut XmlBuffer<'_>) {
    xml.markup("<unit");
    xml.attribute("id", &identity::token(&identity::id(unit)));
    if !has_resource_name(unit) {
        xml.optional_attribute("name", own_name(unit));
    }
    for attribute in unit.attributes.iter().filter(|attribute| is_native(unit, attribute)) {
        xml.attribute(&attribute.name, &attribute.value);
    }
    xml.markup(" xml:space=\"preserve\">");
}

fn write_metadata(
    unit: &TranslationUnit,
    source: (&Variant, &[Element<'_>]),
    target: (Option<&Variant>, &[Element<'_>]),
    xml: &mut XmlBuffer<'_>,
) {
    let mut metadata = Metadata::new(xml);
    for topic in Topic::ALL {
        metadata.facts(category(topic), None, &topic.facts(unit));
    }
    if has_resource_name(unit) {
        // Then it is not there for the id.
        metadata.group("unit", None, [("id", unit.id.as_deref().unwrap_or_default())]);
    }
    metadata.history(None, &unit.history);
    metadata.properties(None, &unit.properties);
    metadata.attributes(None, unit.attributes.iter().filter(|other| !is_native(unit, other)));
    for (side, variant) in [(Side::Source, Some(source.0)), (Side::Target, target.0)] {
        let Some(variant) = variant else { continue };
        metadata.history(Some(side), &variant.history);
        metadata.properties(Some(side), &variant.properties);
        let is_kept = |attribute: &&Attribute| {
            let own = own_sub_state(variant).filter(|_| side == Side::Target);
            !own.is_some_and(|own| std::ptr::eq(own, *attribute))
        };
        metadata.attributes(Some(side), variant.attributes.iter().filter(is_kept));
    }
    metadata.codes(Side::Source, source.1);
    metadata.codes(Side::Target, target.1);
    metadata.finish();
}

/// The `subState` of a target, where it may have one.
fn own_sub_state(target: &Variant) -> Option<&Attribute> {
    let found = target.attributes.iter().find(|attribute| attribute.name == "subState")?;
    let has_state = target.state.is_some_and(|state| state != State::NeedsReview);
    let fits = is_user_defined(&found.value) && found.value != NEEDS_REVIEW;
    (has_state && fits).then_some(found)
}

fn write_segment_start(id: Option<&str>, target: Option<&Variant>, xml: &mut XmlBuffer<'_>) {
    xml.markup("\n<segment");
    xml.optional_attribute("id", id);
    if let Some(target) = target {
        xml.optional_attribute("state", target.state.map(state));
        let own = || own_sub_state(target).map(|own| own.value.as_str());
        let needs_review = (target.state == Some(State::NeedsReview)).then_some(NEEDS_REVIEW);
        xml.optional_attribute("subState", needs_review.or_else(own));
    }
    xml.markup(">");
}
