//! Units as `trans-unit` elements.

use super::codes;
use super::context::{ContextWriter, write_notes};
use super::values::{
    NAMESPACE, is_data_type, is_qualifier, qualifier, read_state, state, taken_from,
};
use crate::error::Error;
use crate::exchange::codes::elements::{Elements, follow, of_sides, pair};
use crate::exchange::xliff::metadata::GroupWriter;
use crate::exchange::xliff::sides::{Side, Sides, refused};
use crate::exchange::xliff::{TOOL, Version};
use crate::exchange::xml::XmlBuffer;
use crate::inline::Attribute;
use crate::language::Language;
use crate::unit::{Proposal, State, TranslationUnit, Variant};

pub(crate) fn write_header(data_type: &str, xml: &mut XmlBuffer<'_>) -> Result<(), Error> {
    if !is_data_type(data_type) {
        return Err(Error::argument(format!(
            "expected a data type that XLIFF 1.2 names or one that begins with `x-`, but found \
             `{data_type}`"
        )));
    }
    xml.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff xmlns=\"");
    xml.markup(NAMESPACE);
    xml.markup("\" version=\"1.2\">\n");
    Ok(())
}

pub(crate) fn open_file(
    path: Option<&str>,
    [source, target]: [Option<&Language>; 2],
    data_type: &str,
    xml: &mut XmlBuffer<'_>,
) {
    xml.markup("<file");
    xml.attribute("original", path.unwrap_or_default());
    xml.optional_attribute("source-language", source.map(Language::as_str));
    xml.optional_attribute("target-language", target.map(Language::as_str));
    xml.attribute("datatype", data_type);
    xml.attribute("tool-id", TOOL);
    xml.markup(">\n<header>\n<tool");
    xml.attribute("tool-id", TOOL);
    xml.attribute("tool-name", TOOL);
    xml.attribute("tool-version", env!("CARGO_PKG_VERSION"));
    xml.markup("/>\n</header>\n<body>\n");
}

/// Returns the source of a unit that has what XLIFF needs.
pub(crate) fn source(unit: &TranslationUnit) -> Result<&Variant, Error> {
    let Some(source) = unit.source() else {
        return Err(refused(unit, "expected at least one variant, but found none".to_owned()));
    };
    match unit.variants.iter().find(|variant| variant.language.is_none()) {
        None => Ok(source),
        Some(variant) => {
            let start: String = variant.text.text().chars().take(30).collect();
            let message = format!(
                "expected a language for each variant, but found none for the one that begins \
                 `{start}`; name the source and target languages"
            );
            Err(refused(unit, message))
        }
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
    let elements = of_sides(&source.text, target.map(|target| &target.text), &codes::RULES);
    xml.markup("<trans-unit");
    Version::V1_2.write_unit_attributes(unit, xml);
    if matches!(state, Some(State::Reviewed | State::Final)) {
        xml.attribute("approved", "yes");
    }
    xml.markup(" xml:space=\"preserve\">\n<source>");
    codes::write_source(&source.text, &elements[0], xml);
    xml.markup("</source>");
    if let Some(target) = target {
        let from = taken_from(target, &unit.proposals);
        write_target(target, state, &elements[1], from, None, xml);
    }
    for proposal in &unit.proposals {
        write_proposal(proposal, sides, &elements[0], xml);
    }
    for variant in sides.others(unit) {
        write_variant(variant, sides, &elements[0], xml);
    }
    let is_on_element = |side, attribute: &Attribute| match side {
        Side::Unit => Version::V1_2.is_on_unit(unit, attribute),
        Side::Source => false,
        Side::Target => target.is_some_and(|target| is_on_target(target, attribute)),
    };
    let id = Version::V1_2.id_apart(unit);
    ContextWriter(xml).unit(unit, id, sides, is_on_element);
    let marks = codes::mark_ids(&elements[1]);
    ContextWriter(xml).group("marks", Side::Target, marks.iter().map(|id| ("mid", *id)));
    write_notes(Side::Unit, &unit.notes, xml);
    write_notes(Side::Source, &source.notes, xml);
    write_notes(Side::Target, target.map_or(&[], |target| &target.notes), xml);
    xml.markup("\n</trans-unit>\n");
}

/// Returns the value of an attribute of a target that its element has by the
/// schema.
fn native_attribute<'a>(target: &'a Variant, name: &str) -> Option<&'a str> {
    let value = Attribute::value_of(&target.attributes, name)?;
    let is_native = match name {
        "state" => target.state.is_some() && read_state(value) == target.state,
        "state-qualifier" => is_qualifier(value),
        _ => false,
    };
    is_native.then_some(value)
}

fn is_on_target(target: &Variant, attribute: &Attribute) -> bool {
    native_attribute(target, &attribute.name) == Some(attribute.value.as_str())
}

/// Writes a target; `from` says where it comes from where the variant itself
/// does not.
fn write_target(
    target: &Variant,
    own_state: Option<State>,
    elements: &Elements<'_>,
    from: Option<&str>,
    language: Option<&Language>,
    xml: &mut XmlBuffer<'_>,
) {
    xml.markup("\n<target");
    xml.optional_attribute("xml:lang", language.map(Language::as_str));
    let state = native_attribute(target, "state").or(own_state.map(state));
    xml.optional_attribute("state", state);
    xml.optional_attribute("state-qualifier", native_attribute(target, "state-qualifier").or(from));
    xml.markup(">");
    codes::write(&target.text, elements, xml);
    xml.markup("</target>");
}

/// Returns the language of a text where it is not the one that it would be taken
/// for.
fn own_language<'a>(variant: &'a Variant, usual: Option<&Language>) -> Option<&'a Language> {
    variant.language.as_ref().filter(|own| Some(*own) != usual)
}

/// Writes a variant that is neither the source nor the target.
fn write_variant(
    variant: &Variant,
    sides: Sides<'_>,
    source: &Elements<'_>,
    xml: &mut XmlBuffer<'_>,
) {
    xml.markup("\n<alt-trans alttranstype=\"reference\" xml:space=\"preserve\">");
    let elements = follow(&sides.source.text, source, &variant.text, &codes::RULES);
    let language = own_language(variant, sides.target_language);
    write_target(variant, variant.state, &elements, None, language, xml);
    ContextWriter(xml).variant(Side::Target, variant, |own| is_on_target(variant, own));
    write_notes(Side::Target, &variant.notes, xml);
    xml.markup("\n</alt-trans>");
}

fn write_proposal(
    proposal: &Proposal,
    sides: Sides<'_>,
    source: &Elements<'_>,
    xml: &mut XmlBuffer<'_>,
) {
    xml.markup("\n<alt-trans");
    let score = proposal.score.map(|score| format!("{score}%"));
    xml.optional_attribute("match-quality", score.as_deref());
    xml.optional_attribute("origin", proposal.origin.as_deref());
    xml.markup(" xml:space=\"preserve\">");
    let target = &proposal.target;
    let elements = match &proposal.source {
        Some(own) => write_proposal_source(own, proposal, sides, xml),
        None => follow(&sides.source.text, source, &target.text, &codes::RULES),
    };
    let language = own_language(target, sides.target_language);
    let kind = qualifier(proposal.kind);
    write_target(target, target.state, &elements, Some(kind), language, xml);
    write_proposal_metadata(proposal, xml);
    xml.markup("\n</alt-trans>");
}

/// Writes the source of a proposal, and returns the elements of its target.
fn write_proposal_source<'a>(
    source: &'a Variant,
    proposal: &'a Proposal,
    sides: Sides<'_>,
    xml: &mut XmlBuffer<'_>,
) -> Elements<'a> {
    let [source_elements, elements] = pair(&source.text, &proposal.target.text, &codes::RULES);
    xml.markup("\n<source");
    let language = own_language(source, sides.source.language.as_ref());
    xml.optional_attribute("xml:lang", language.map(Language::as_str));
    xml.markup(">");
    codes::write(&source.text, &source_elements, xml);
    xml.markup("</source>");
    elements
}

fn write_proposal_metadata(proposal: &Proposal, xml: &mut XmlBuffer<'_>) {
    let (source, target) = (proposal.source.as_ref(), &proposal.target);
    let mut contexts = ContextWriter(xml);
    contexts.group("proposal", Side::Unit, proposal.id.as_deref().map(|id| ("id", id)));
    contexts.properties(Side::Unit, &proposal.properties);
    if let Some(source) = source {
        contexts.variant(Side::Source, source, |_| false);
    }
    contexts.variant(Side::Target, target, |own| is_on_target(target, own));
    write_notes(Side::Source, source.map_or(&[], |source| &source.notes), xml);
    write_notes(Side::Target, &target.notes, xml);
}
