//! Units as `trans-unit` elements.

use super::values::{
    NAMESPACE, is_data_type, is_qualifier, is_unit_attribute, qualifier, read_state, state,
    taken_from,
};
use super::{codes, details};
use crate::error::{Error, ErrorKind};
use crate::exchange::codes::elements::{Elements, alone, follow, pair};
use crate::exchange::xliff::identity;
use crate::exchange::xml::XmlBuffer;
use crate::exchange::{Encode, UnitReport};
use crate::inline::Attribute;
use crate::language::Language;
use crate::unit::{Proposal, State, TranslationUnit, Variant};
use details::Side;

/// The name of this library, by which a reader knows its files.
pub(super) const TOOL: &str = "bitext";

/// Encodes units as XLIFF 1.2.
///
/// A unit has one target; further variants become alternative translations of
/// the kind `reference`.
///
/// # Example
///
/// ```
/// use bitext::xliff::{Encoder, Writer};
///
/// let encoder = Encoder::default().with_target_language("de-DE".parse()?);
/// let writer = Writer::with_encoder(Vec::new(), encoder)?;
/// # writer.finish()?;
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encoder {
    target_language: Option<Language>,
    data_type: Option<String>,
    copies_source: bool,
}

impl Encoder {
    /// Names the target language of units that have no target yet. Others name
    /// their own.
    #[must_use]
    pub fn with_target_language(mut self, language: Language) -> Self {
        self.target_language = Some(language);
        self
    }

    /// Names the format of the documents: `html` where nothing is said, as in
    /// TMX. XLIFF 1.2 has a list of names; others begin with `x-`.
    #[must_use]
    pub fn with_data_type(mut self, data_type: impl Into<String>) -> Self {
        self.data_type = Some(data_type.into());
        self
    }

    /// Writes a copy of the source, in the state `needs-translation`, as the target
    /// of units that have none and whose target language is named: some tools, such
    /// as OmegaT before 6.0, show what stands in `target` to the translator, and
    /// pass over units without one.
    #[must_use]
    pub fn with_copied_sources(mut self, copies: bool) -> Self {
        self.copies_source = copies;
        self
    }

    /// The target of a unit that has none, where there is to be one.
    fn copied(&self, unit: &TranslationUnit, source: &Variant) -> Option<Variant> {
        let language = self.target_language.as_ref().filter(|_| self.copies_source)?;
        (unit.variants.len() == 1).then(|| Variant {
            state: Some(State::Initial),
            ..Variant::new(Some(language.clone()), source.text.clone())
        })
    }

    fn data_type(&self) -> &str {
        self.data_type.as_deref().unwrap_or("html")
    }

    /// The languages of the `file` element that a unit stands in.
    fn languages<'a>(&'a self, unit: &'a TranslationUnit) -> [Option<&'a Language>; 2] {
        let language = |variant: &'a Variant| variant.language.as_ref();
        let target = unit.target().map_or(self.target_language.as_ref(), language);
        [unit.source().and_then(language), target]
    }

    fn group_of(&self, unit: &TranslationUnit) -> u128 {
        identity::group(unit, self.languages(unit))
    }
}

impl Encode for Encoder {
    fn write_header(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        if !is_data_type(self.data_type()) {
            return Err(Error::argument(format!(
                "expected a data type that XLIFF 1.2 names or one that begins with `x-`, but \
                 found `{}`",
                self.data_type()
            )));
        }
        let mut xml = XmlBuffer::new(out);
        xml.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff xmlns=\"");
        xml.markup(NAMESPACE);
        xml.markup("\" version=\"1.2\">\n");
        Ok(())
    }

    fn write_unit(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<UnitReport, Error> {
        let source = check(unit)?;
        let mut xml = XmlBuffer::new(out);
        self.write_trans_unit(unit, source, &mut xml);
        Ok(UnitReport { removed_characters: xml.removed_characters() })
    }

    fn write_footer(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"</xliff>\n");
    }

    fn group(&self, unit: &TranslationUnit) -> Option<u128> {
        Some(self.group_of(unit))
    }

    fn open_group(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<(), Error> {
        check(unit)?;
        let [source, target] = self.languages(unit);
        let mut xml = XmlBuffer::new(out);
        xml.markup("<file");
        xml.attribute("original", unit.origin.path.as_deref().unwrap_or_default());
        xml.optional_attribute("source-language", source.map(Language::as_str));
        xml.optional_attribute("target-language", target.map(Language::as_str));
        xml.attribute("datatype", self.data_type());
        xml.attribute("tool-id", TOOL);
        xml.markup(">\n<header>\n<tool");
        xml.attribute("tool-id", TOOL);
        xml.attribute("tool-name", TOOL);
        xml.attribute("tool-version", env!("CARGO_PKG_VERSION"));
        xml.markup("/>\n</header>\n<body>\n");
        Ok(())
    }

    fn close_group(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"</body>\n</file>\n");
    }

    fn key(&self, unit: &TranslationUnit) -> Option<u128> {
        Some(identity::key(self.group_of(unit), &identity::id(unit)))
    }
}

/// The source of a unit that has what XLIFF needs.
fn check(unit: &TranslationUnit) -> Result<&Variant, Error> {
    let refused = |message: String| Error::new(ErrorKind::Unit { id: unit.id.clone(), message });
    let source = unit
        .source()
        .ok_or_else(|| refused("expected at least one variant, but found none".to_owned()))?;
    match unit.variants.iter().find(|variant| variant.language.is_none()) {
        None => Ok(source),
        Some(variant) => {
            let start: String = variant.text.text().chars().take(30).collect();
            Err(refused(format!(
                "expected a language for each variant, but found none for the one that begins \
                 `{start}`; name the source and target languages"
            )))
        }
    }
}

impl Encoder {
    fn write_trans_unit(&self, unit: &TranslationUnit, source: &Variant, xml: &mut XmlBuffer<'_>) {
        let copied = self.copied(unit, source);
        let target = unit.target().or(copied.as_ref());
        let texts = Texts::new(source, target);
        write_start(unit, target, xml);
        xml.markup("\n<source>");
        codes::write(&source.text, &texts.source, xml);
        xml.markup("</source>");
        if let (Some(target), Some(elements)) = (target, &texts.target) {
            write_target(target, elements, taken_from(target, &unit.proposals), None, xml);
        }
        self.write_alternatives(unit, source, &texts, xml);
        details::write_unit(unit, xml);
        if has_resource_name(unit) {
            // Then it is not there for the id.
            details::write_own("x-unit", unit.id.as_deref().unwrap_or_default(), xml);
        }
        let others = unit.attributes.iter().filter(|attribute| !is_native(unit, attribute));
        details::write_attributes(Side::Unit, others, xml);
        details::write_variant(Side::Source, source, |_| false, xml);
        if let Some(target) = target {
            write_target_details(target, xml);
        }
        details::write_notes(Side::Unit, &unit.notes, xml);
        details::write_notes(Side::Source, &source.notes, xml);
        details::write_notes(Side::Target, target.map_or(&[][..], |target| &target.notes), xml);
        xml.markup("\n</trans-unit>\n");
    }

    /// Writes what is proposed, and the variants that are neither the source nor
    /// the target.
    fn write_alternatives(
        &self,
        unit: &TranslationUnit,
        source: &Variant,
        texts: &Texts<'_>,
        xml: &mut XmlBuffer<'_>,
    ) {
        let language = self.languages(unit)[1];
        for proposal in &unit.proposals {
            write_proposal(proposal, source, texts, language, xml);
        }
        let target = unit.target();
        let is_other = |variant: &&Variant| {
            !std::ptr::eq(*variant, source)
                && !target.is_some_and(|target| std::ptr::eq(*variant, target))
        };
        for variant in unit.variants.iter().filter(is_other) {
            xml.markup("\n<alt-trans alttranstype=\"reference\" xml:space=\"preserve\">");
            let elements = follow(&source.text, &texts.source, &variant.text, &codes::RULES);
            write_target(variant, &elements, None, own_language(variant, language), xml);
            write_target_details(variant, xml);
            details::write_notes(Side::Target, &variant.notes, xml);
            xml.markup("\n</alt-trans>");
        }
    }
}

/// The elements of a unit's texts.
struct Texts<'a> {
    source: Elements<'a>,
    target: Option<Elements<'a>>,
}

impl<'a> Texts<'a> {
    fn new(source: &'a Variant, target: Option<&'a Variant>) -> Self {
        match target {
            Some(target) => {
                let [source, target] = pair(&source.text, &target.text, &codes::RULES);
                Self { source, target: Some(target) }
            }
            None => Self { source: alone(&source.text, &codes::RULES), target: None },
        }
    }
}

/// The id of a unit where it has to be said besides the one in the file.
fn own_name(unit: &TranslationUnit) -> Option<&str> {
    let id = identity::id(unit);
    let own = unit.id.as_deref().filter(|own| !own.is_empty())?;
    (own != id || identity::is_none(own)).then_some(own)
}

/// Whether `resname` says something else than the id.
fn has_resource_name(unit: &TranslationUnit) -> bool {
    unit.attributes.iter().any(|attribute| attribute.name == "resname")
}

/// Whether an attribute of a unit stands on its element: those that the schema
/// has, each once.
fn is_native(unit: &TranslationUnit, attribute: &Attribute) -> bool {
    let first = unit.attributes.iter().find(|other| other.name == attribute.name);
    first.is_some_and(|first| std::ptr::eq(first, attribute))
        && is_unit_attribute(&attribute.name, &attribute.value)
}

fn write_start(unit: &TranslationUnit, target: Option<&Variant>, xml: &mut XmlBuffer<'_>) {
    xml.markup("<trans-unit");
    xml.attribute("id", &identity::id(unit));
    if !has_resource_name(unit) {
        xml.optional_attribute("resname", own_name(unit));
    }
    let state = target.and_then(|target| target.state);
    if matches!(state, Some(State::Reviewed | State::Final)) {
        xml.attribute("approved", "yes");
    }
    for attribute in unit.attributes.iter().filter(|attribute| is_native(unit, attribute)) {
        xml.attribute(&attribute.name, &attribute.value);
    }
    xml.attribute("xml:space", "preserve");
    xml.markup(">");
}

/// The attributes of a target that its element has by the schema.
fn native_attribute<'a>(target: &'a Variant, name: &str) -> Option<&'a str> {
    let found = target.attributes.iter().find(|attribute| attribute.name == name)?;
    let fits = match name {
        "state" => target.state.is_some() && read_state(&found.value) == target.state,
        _ => is_qualifier(&found.value),
    };
    fits.then_some(found.value.as_str())
}

/// The context groups and notes of a target.
fn write_target_details(target: &Variant, xml: &mut XmlBuffer<'_>) {
    let is_native = |attribute: &Attribute| {
        ["state", "state-qualifier"].contains(&attribute.name.as_str())
            && native_attribute(target, &attribute.name) == Some(attribute.value.as_str())
    };
    details::write_variant(Side::Target, target, is_native, xml);
}

/// Writes a target; `from` says where it comes from where the variant itself
/// does not.
fn write_target(
    target: &Variant,
    elements: &Elements<'_>,
    from: Option<&str>,
    language: Option<&Language>,
    xml: &mut XmlBuffer<'_>,
) {
    xml.markup("\n<target");
    xml.optional_attribute("xml:lang", language.map(Language::as_str));
    let state = native_attribute(target, "state").or(target.state.map(state));
    xml.optional_attribute("state", state);
    xml.optional_attribute("state-qualifier", native_attribute(target, "state-qualifier").or(from));
    xml.markup(">");
    codes::write(&target.text, elements, xml);
    xml.markup("</target>");
}

/// A variant that stands in a proposal; its language is said where it is not the
/// one that it would be taken for.
fn own_language<'a>(variant: &'a Variant, usual: Option<&Language>) -> Option<&'a Language> {
    variant.language.as_ref().filter(|own| Some(*own) != usual)
}

fn write_proposal(
    proposal: &Proposal,
    source: &Variant,
    texts: &Texts<'_>,
    language: Option<&Language>,
    xml: &mut XmlBuffer<'_>,
) {
    xml.markup("\n<alt-trans");
    let score = proposal.score.map(|score| format!("{score}%"));
    xml.optional_attribute("match-quality", score.as_deref());
    xml.optional_attribute("origin", proposal.origin.as_deref());
    xml.markup(" xml:space=\"preserve\">");
    let target = &proposal.target;
    let elements = match &proposal.source {
        Some(found) => {
            let [source_elements, elements] = pair(&found.text, &target.text, &codes::RULES);
            xml.markup("\n<source");
            let own = own_language(found, source.language.as_ref());
            xml.optional_attribute("xml:lang", own.map(Language::as_str));
            xml.markup(">");
            codes::write(&found.text, &source_elements, xml);
            xml.markup("</source>");
            elements
        }
        None => follow(&source.text, &texts.source, &target.text, &codes::RULES),
    };
    let from = Some(qualifier(proposal.kind));
    write_target(target, &elements, from, own_language(target, language), xml);
    write_proposal_details(proposal, xml);
    xml.markup("\n</alt-trans>");
}

fn write_proposal_details(proposal: &Proposal, xml: &mut XmlBuffer<'_>) {
    if let Some(id) = &proposal.id {
        details::write_own("x-proposal", id, xml);
    }
    details::write_properties(Side::Unit, &proposal.properties, xml);
    if let Some(source) = &proposal.source {
        details::write_variant(Side::Source, source, |_| false, xml);
    }
    write_target_details(&proposal.target, xml);
    let source_notes = proposal.source.as_ref().map_or(&[][..], |source| &source.notes);
    details::write_notes(Side::Source, source_notes, xml);
    details::write_notes(Side::Target, &proposal.target.notes, xml);
}
