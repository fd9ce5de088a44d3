//! Proposals as the elements of the translation candidates module (XLIFF 2.1,
//! section 5.1), and variants beyond source and target as well.

use std::collections::BTreeSet;

use super::codes::{Data, RULES, write};
use super::metadata::{Metadata, Side};
use super::values::{NEEDS_REVIEW, VARIANT, match_type, state};
use crate::exchange::codes::elements::{Elements, pair};
use crate::exchange::xliff::identity::is_token;
use crate::exchange::xml::XmlBuffer;
use crate::language::Language;
use crate::unit::{Proposal, State, Variant};

/// What the matches of a unit have in common.
pub(super) struct Unit<'a> {
    pub(super) source: &'a Variant,
    /// The target language of the file.
    pub(super) target_language: Option<&'a Language>,
    /// The id of the segment.
    pub(super) segment: &'a str,
}

impl Unit<'_> {
    /// Writes the `matches` element, where there is anything in it.
    pub(super) fn write(
        &self,
        proposals: &[Proposal],
        variants: &[&Variant],
        xml: &mut XmlBuffer<'_>,
    ) {
        if proposals.is_empty() && variants.is_empty() {
            return;
        }
        xml.markup("\n<mtc:matches>");
        let mut ids = BTreeSet::new();
        for proposal in proposals {
            self.proposal(proposal, &mut ids, xml);
        }
        for variant in variants {
            xml.markup("\n<mtc:match");
            self.reference(xml);
            xml.attribute("type", "other");
            xml.attribute("subType", VARIANT);
            self.texts(self.source, None, variant, |_| {}, xml);
        }
        xml.markup("\n</mtc:matches>");
    }

    fn reference(&self, xml: &mut XmlBuffer<'_>) {
        xml.attribute("ref", &format!("#{}", self.segment));
    }

    fn proposal<'p>(
        &self,
        proposal: &'p Proposal,
        ids: &mut BTreeSet<&'p str>,
        xml: &mut XmlBuffer<'_>,
    ) {
        xml.markup("\n<mtc:match");
        self.reference(xml);
        let id = proposal.id.as_deref().filter(|id| is_token(id) && ids.insert(id));
        xml.optional_attribute("id", id);
        xml.attribute("type", match_type(proposal.kind));
        xml.optional_attribute("origin", proposal.origin.as_deref());
        let score = proposal.score.map(|score| score.to_string());
        // A context that agrees too makes no more than 100 here.
        let percent = proposal.score.map(|score| score.min(100).to_string());
        xml.optional_attribute("similarity", percent.as_deref());
        xml.optional_attribute("matchQuality", percent.as_deref());
        let own_id = proposal.id.as_deref().filter(|own| id != Some(own));
        let own_score = score.as_deref().filter(|_| score != percent);
        let source = proposal.source.as_ref();
        let own_language = source
            .and_then(|source| source.language.as_ref())
            .filter(|own| Some(*own) != self.source.language.as_ref())
            .map(Language::as_str);
        let details = |metadata: &mut Metadata<'_, '_>| {
            let said = [("id", own_id), ("score", own_score), ("source-language", own_language)];
            metadata.known("proposal", None, said);
            metadata.properties(None, &proposal.properties);
        };
        self.texts(source.unwrap_or(self.source), source, &proposal.target, details, xml);
    }

    /// Writes the rest of a match, from the end of its start tag on.
    fn texts(
        &self,
        source: &Variant,
        own_source: Option<&Variant>,
        target: &Variant,
        details: impl FnOnce(&mut Metadata<'_, '_>),
        xml: &mut XmlBuffer<'_>,
    ) {
        let language = target.language.as_ref();
        let is_foreign = language.is_some() && language != self.target_language;
        xml.optional_attribute("reference", is_foreign.then_some("yes"));
        xml.markup(">");
        let elements = pair(&source.text, &target.text, &RULES);
        let mut metadata = Metadata::new(xml);
        details(&mut metadata);
        if let Some(source) = own_source {
            variant(&mut metadata, Side::Source, source);
        }
        let said = target.state.map(|own| match own {
            State::NeedsReview => NEEDS_REVIEW,
            own => state(own),
        });
        metadata.known("state", Some(Side::Target), [("state", said)]);
        variant(&mut metadata, Side::Target, target);
        metadata.codes(Side::Source, &elements[0]);
        metadata.codes(Side::Target, &elements[1]);
        metadata.finish();
        let foreign = language.filter(|_| is_foreign);
        write_texts(source, target, &elements, foreign, xml);
        xml.markup("\n</mtc:match>");
    }
}

fn write_texts(
    source: &Variant,
    target: &Variant,
    elements: &[Elements<'_>; 2],
    foreign: Option<&Language>,
    xml: &mut XmlBuffer<'_>,
) {
    let mut data = Data::default();
    elements.iter().for_each(|elements| data.add(elements));
    data.write(xml);
    xml.markup("\n<source xml:space=\"preserve\">");
    write(&source.text, &elements[0], &data, xml);
    xml.markup("</source>\n<target");
    xml.optional_attribute("xml:lang", foreign.map(Language::as_str));
    xml.markup(" xml:space=\"preserve\">");
    write(&target.text, &elements[1], &data, xml);
    xml.markup("</target>");
}

/// Writes what is known of a variant in a match.
fn variant(metadata: &mut Metadata<'_, '_>, side: Side, variant: &Variant) {
    metadata.history(Some(side), &variant.history);
    metadata.properties(Some(side), &variant.properties);
    metadata.attributes(Some(side), variant.attributes.iter());
    metadata.notes(Some(side), &variant.notes);
}
