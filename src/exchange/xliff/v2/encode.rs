//! Units as `unit` elements with one segment each.

use std::collections::BTreeSet;

use super::codes::{Data, RULES, write};
use super::matches;
use super::metadata::{MetadataWriter, write_notes};
use super::values::{CORE, MATCHES, METADATA, NEEDS_REVIEW, OWN, is_user_defined, state};
use crate::error::Error;
use crate::exchange::codes::elements::{Elements, Id, of_sides};
use crate::exchange::xliff::identity::{FILE_ID, own_file_id};
use crate::exchange::xliff::metadata::{GroupWriter, is_note_ids};
use crate::exchange::xliff::sides::{Side, Sides, refused};
use crate::exchange::xliff::{TOOL, Version};
use crate::exchange::xml::XmlBuffer;
use crate::inline::Attribute;
use crate::language::Language;
use crate::unit::{State, TranslationUnit, Variant};

pub(crate) fn write_header(source: &Language, target: Option<&Language>, xml: &mut XmlBuffer<'_>) {
    xml.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff");
    xml.attribute("xmlns", CORE);
    xml.attribute("xmlns:mtc", MATCHES);
    xml.attribute("xmlns:mda", METADATA);
    xml.attribute("xmlns:bitext", OWN);
    xml.attribute("version", "2.1");
    xml.attribute("srcLang", source.as_str());
    xml.optional_attribute("trgLang", target.map(Language::as_str));
    xml.markup(">\n");
}

pub(crate) fn open_file(path: Option<&str>, id: &str, xml: &mut XmlBuffer<'_>) {
    xml.markup("<file");
    xml.attribute("id", id);
    xml.optional_attribute("original", path);
    xml.markup(">");
    let mut metadata = MetadataWriter::new(xml);
    let version = env!("CARGO_PKG_VERSION");
    metadata.group("tool", Side::Unit, [("name", TOOL), ("version", version)]);
    metadata.finish();
    xml.markup("\n");
}

/// Returns the variants of a unit in the languages of the file; an error where
/// there is no source, or another target only.
pub(crate) fn sides<'a>(
    unit: &'a TranslationUnit,
    source_language: &Language,
    target_language: Option<&'a Language>,
) -> Result<Sides<'a>, Error> {
    let Some(source) = source_in(source_language, unit) else {
        let expected = format!("a source in `{source_language}`, the source language of the file");
        let found = unit.source().map_or("no text at all".to_owned(), described);
        return Err(foreign(unit, &expected, &found));
    };
    let mut others = unit.variants.iter().filter(|variant| !std::ptr::eq(*variant, source));
    let first = others.clone().next();
    let target = others
        .find(|variant| target_language.is_some() && variant.language.as_ref() == target_language);
    match first {
        Some(other) if target.is_none() => {
            let expected = match target_language {
                Some(language) => {
                    format!("a target in `{language}`, the target language of the file")
                }
                None => "no target, as the file has no target language".to_owned(),
            };
            Err(foreign(unit, &expected, &described(other)))
        }
        None if is_for_another(unit, target_language) => {
            let file = target_language.map_or("no language", Language::as_str);
            let expected = format!("a unit to translate into `{file}`");
            let own = unit.target_language.as_ref().map_or("", Language::as_str);
            Err(foreign(unit, &expected, &format!("one to translate into `{own}`")))
        }
        _ => Ok(Sides { source, target, target_language }),
    }
}

/// Returns whether a unit without a target is to be translated into another
/// language than that of the file.
fn is_for_another(unit: &TranslationUnit, file: Option<&Language>) -> bool {
    let languages = unit.target_language.as_ref().zip(file);
    languages.is_some_and(|(own, file)| own.matches(file).is_none())
}

fn foreign(unit: &TranslationUnit, expected: &str, found: &str) -> Error {
    let message = format!(
        "expected {expected}, but found {found}; write units of another pair of languages to a \
         file of their own"
    );
    refused(unit, message)
}

/// Returns a variant by its language, for people.
fn described(variant: &Variant) -> String {
    let language = variant.language.as_ref();
    language.map_or("one without a language".to_owned(), |language| format!("one in `{language}`"))
}

/// Returns the variant in the source language of the file, unless the unit says
/// that another is its source.
fn source_in<'a>(file: &Language, unit: &'a TranslationUnit) -> Option<&'a Variant> {
    let in_language = |language: &Language| {
        unit.variants.iter().find(|variant| variant.language.as_ref() == Some(language))
    };
    let other = unit.source_language.language().filter(|own| *own != file);
    match other.and_then(in_language) {
        Some(_) => None,
        None => in_language(file),
    }
}

/// Writes a unit, with its target in a state.
pub(crate) fn write_unit(
    unit: &TranslationUnit,
    sides: Sides<'_>,
    state: Option<State>,
    xml: &mut XmlBuffer<'_>,
) {
    let Sides { source, target, .. } = sides;
    let elements = of_sides(&source.text, target.map(|target| &target.text), &RULES);
    let has_matches = !unit.proposals.is_empty() || sides.others(unit).next().is_some();
    let segment = has_matches.then(|| segment_id(&elements));
    xml.markup("<unit");
    Version::V2_1.write_unit_attributes(unit, xml);
    xml.markup(" xml:space=\"preserve\">");
    if let Some(segment) = &segment {
        matches::write(unit, sides, segment, &elements, xml);
    }
    write_metadata(unit, sides, &elements, xml);
    write_notes(unit, sides, xml);
    let data = Data::of(&elements);
    data.write(xml);
    write_segment_start(segment.as_deref(), target, state, xml);
    xml.markup("\n<source>");
    write(&source.text, &elements[0], &data, xml);
    xml.markup("</source>");
    if let Some(target) = target {
        xml.markup("\n<target>");
        write(&target.text, &elements[1], &data, xml);
        xml.markup("</target>");
    }
    xml.markup("\n</segment>\n</unit>\n");
}

/// Returns an id for the segment that none of its codes has.
fn segment_id(elements: &[Elements<'_>; 2]) -> String {
    let taken: BTreeSet<Id<'_>> = elements.iter().flatten().map(|element| element.id).collect();
    let mut id = "s".to_owned();
    while taken.contains(&Id::Given(&id)) {
        id.push('_');
    }
    id
}

fn write_metadata(
    unit: &TranslationUnit,
    sides: Sides<'_>,
    elements: &[Elements<'_>; 2],
    xml: &mut XmlBuffer<'_>,
) {
    let sub_state = sides.target.and_then(native_sub_state);
    let is_on_element = |side, attribute: &Attribute| match side {
        _ if is_note_ids(attribute) => true,
        Side::Unit => {
            let is_of_file = own_file_id(unit) == Some(&attribute.value);
            Version::V2_1.is_on_unit(unit, attribute) || attribute.name == FILE_ID && is_of_file
        }
        Side::Source => false,
        Side::Target => sub_state.is_some_and(|own| std::ptr::eq(own, attribute)),
    };
    let mut metadata = MetadataWriter::new(xml);
    metadata.unit(unit, Version::V2_1.id_apart(unit), sides, is_on_element);
    metadata.codes(elements);
    metadata.finish();
}

/// Returns the `subState` of a target, where its element may have one.
fn native_sub_state(target: &Variant) -> Option<&Attribute> {
    let found = target.attributes.iter().find(|attribute| attribute.name == "subState")?;
    let has_state = target.state.is_some_and(|state| state != State::NeedsReview);
    let is_native = is_user_defined(&found.value) && found.value != NEEDS_REVIEW;
    (has_state && is_native).then_some(found)
}

fn write_segment_start(
    id: Option<&str>,
    target: Option<&Variant>,
    own_state: Option<State>,
    xml: &mut XmlBuffer<'_>,
) {
    xml.markup("\n<segment");
    xml.optional_attribute("id", id);
    if let Some(target) = target {
        xml.optional_attribute("state", own_state.map(state));
        let own = native_sub_state(target).map(|own| own.value.as_str());
        let needs_review = (target.state == Some(State::NeedsReview)).then_some(NEEDS_REVIEW);
        xml.optional_attribute("subState", needs_review.or(own));
    }
    xml.markup(">");
}
