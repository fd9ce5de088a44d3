//! Proposals as the elements of the translation candidates module (XLIFF 2.1,
//! section 5.1), and variants beyond source and target as well; written and read.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use super::codes::{Data, RULES, write as write_text};
use super::content::{self, CodeNotes, NativeForms, read_data, read_text};
use super::metadata::{METADATA_MODULE, MetadataElement, MetadataWriter};
use super::values::{NEEDS_REVIEW, VARIANT, match_type, read_match_type, read_state, state};
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::error::Error;
use crate::exchange::codes::elements::{Elements, Id, pair};
use crate::exchange::xliff::metadata::GroupWriter;
use crate::exchange::xliff::sides::{Side, Sides};
use crate::exchange::xliff::unit::{FileElement, TextElement};
use crate::exchange::xml::cursor::Cursor;
use crate::exchange::xml::{XmlBuffer, is_token};
use crate::language::Language;
use crate::unit::{Proposal, ProposalKind, State, TranslationUnit, Variant};

/// Writes the `matches` element of a unit that has any; they are for the segment
/// of this id.
pub(super) fn write(
    unit: &TranslationUnit,
    sides: Sides<'_>,
    segment: &str,
    elements: &[Elements<'_>; 2],
    xml: &mut XmlBuffer<'_>,
) {
    xml.markup("\n<mtc:matches>");
    let codes = CodeIds::of(elements);
    let mut writer = MatchWriter { sides, segment, ids: BTreeSet::new(), codes, xml };
    for proposal in &unit.proposals {
        writer.proposal(proposal);
    }
    for variant in sides.others(unit) {
        writer.variant(variant);
    }
    xml.markup("\n</mtc:matches>");
}

struct MatchWriter<'a, 'x, 'o> {
    sides: Sides<'a>,
    /// The id of the segment.
    segment: &'a str,
    /// The ids of the matches so far.
    ids: BTreeSet<&'a str>,
    codes: CodeIds,
    xml: &'x mut XmlBuffer<'o>,
}

/// The ids of codes in a unit so far: those of its segment and of each match are apart
/// (XLIFF 2.1, section 4.3.1.15, attribute `id`).
struct CodeIds {
    taken: BTreeSet<String>,
    next: u32,
}

impl CodeIds {
    fn of(elements: &[Elements<'_>; 2]) -> Self {
        let taken = elements.iter().flatten().map(|element| element.id.to_string());
        Self { taken: taken.collect(), next: 1 }
    }

    /// Gives the codes of a match other ids, where something before it has theirs:
    /// those that share one still do.
    fn set_apart(&mut self, elements: &mut [Elements<'_>; 2]) {
        let own: BTreeSet<Id<'_>> = elements.iter().flatten().map(|element| element.id).collect();
        let (free, taken): (Vec<_>, Vec<_>) =
            own.into_iter().partition(|id| !self.taken.contains(&id.to_string()));
        self.taken.extend(free.iter().map(Id::to_string));
        let others: BTreeMap<_, _> = taken.into_iter().map(|id| (id, self.number())).collect();
        for element in elements.iter_mut().flatten() {
            element.id = others.get(&element.id).copied().unwrap_or(element.id);
        }
    }

    /// Takes a number that no id is.
    fn number<'i>(&mut self) -> Id<'i> {
        while !self.taken.insert(self.next.to_string()) {
            self.next += 1;
        }
        Id::Number(self.next)
    }
}

impl<'a> MatchWriter<'a, '_, '_> {
    fn start(&mut self) {
        self.xml.markup("\n<mtc:match");
        self.xml.attribute("ref", &format!("#{}", self.segment));
    }

    fn variant(&mut self, variant: &Variant) {
        self.start();
        self.xml.attribute("type", "other");
        self.xml.attribute("subType", VARIANT);
        self.texts(None, variant, |_| {});
    }

    fn proposal(&mut self, proposal: &'a Proposal) {
        self.start();
        let id = proposal.id.as_deref().filter(|id| is_token(id) && self.ids.insert(id));
        self.xml.optional_attribute("id", id);
        self.xml.attribute("type", match_type(proposal.kind));
        self.xml.optional_attribute("origin", proposal.origin.as_deref());
        let score = proposal.score.map(|score| score.to_string());
        // A context that agrees too makes no more than 100 here.
        let percent = proposal.score.map(|score| score.min(100).to_string());
        self.xml.optional_attribute("similarity", percent.as_deref());
        self.xml.optional_attribute("matchQuality", percent.as_deref());
        let source = proposal.source.as_ref();
        let language = source.and_then(|source| source.language.as_ref());
        let usual = self.sides.source.language.as_ref();
        let own = [
            ("id", proposal.id.as_deref().filter(|own| id != Some(own))),
            ("score", score.as_deref().filter(|_| score != percent)),
            ("source-language", language.filter(|own| Some(*own) != usual).map(Language::as_str)),
        ];
        self.texts(source, &proposal.target, |metadata| {
            metadata.group_of_some("proposal", Side::Unit, own);
            metadata.properties(Side::Unit, &proposal.properties);
        });
    }

    /// Writes the rest of a match, from the end of its start tag on. A match
    /// without a source of its own has that of the unit.
    fn texts(
        &mut self,
        own_source: Option<&Variant>,
        target: &Variant,
        write_own: impl FnOnce(&mut MetadataWriter<'_, '_>),
    ) {
        let source = own_source.unwrap_or(self.sides.source);
        let usual = self.sides.target_language;
        let foreign = target.language.as_ref().filter(|own| Some(*own) != usual);
        self.xml.optional_attribute("reference", foreign.map(|_| "yes"));
        self.xml.markup(">");
        let mut elements = pair(&source.text, &target.text, &RULES);
        self.codes.set_apart(&mut elements);
        let mut metadata = MetadataWriter::new(self.xml);
        write_own(&mut metadata);
        if let Some(source) = own_source {
            metadata.variant_of_match(Side::Source, source);
        }
        let state = target.state.map(|own| match own {
            State::NeedsReview => NEEDS_REVIEW,
            own => state(own),
        });
        metadata.group_of_some("state", Side::Target, [("state", state)]);
        metadata.variant_of_match(Side::Target, target);
        metadata.codes(&elements);
        metadata.finish();
        write_texts(source, target, &elements, foreign, self.xml);
        self.xml.markup("\n</mtc:match>");
    }
}

fn write_texts(
    source: &Variant,
    target: &Variant,
    elements: &[Elements<'_>; 2],
    foreign: Option<&Language>,
    xml: &mut XmlBuffer<'_>,
) {
    let data = Data::of(elements);
    data.write(xml);
    xml.markup("\n<source xml:space=\"preserve\">");
    write_text(&source.text, &elements[0], &data, xml);
    xml.markup("</source>\n<target");
    xml.optional_attribute("xml:lang", foreign.map(Language::as_str));
    xml.markup(" xml:space=\"preserve\">");
    write_text(&target.text, &elements[1], &data, xml);
    xml.markup("</target>");
}

/// A `match`.
#[derive(Debug)]
pub(super) struct Match {
    pub(super) content: MatchContent,
    /// The id of what it is for.
    pub(super) reference: String,
}

#[derive(Debug)]
pub(super) enum MatchContent {
    Proposal(Box<Proposal>),
    /// A further text of the unit.
    Variant(Box<Variant>),
}

/// Reads the `matches` that began.
pub(super) fn read<R: Read>(
    cursor: &mut Cursor<R>,
    file: &FileElement,
    matches: &mut Vec<Match>,
) -> Result<(), Error> {
    while cursor.next_child()? {
        match cursor.name() {
            "match" => matches.extend(read_match(cursor, file)?),
            _ => cursor.skip_unexpected("matches")?,
        }
    }
    Ok(())
}

/// What is in a `match`.
#[derive(Debug, Default)]
struct MatchElement {
    natives: NativeForms,
    metadata: MetadataElement,
    source: Option<TextElement>,
    target: Option<TextElement>,
}

/// Reads the `match` that began.
fn read_match<R: Read>(cursor: &mut Cursor<R>, file: &FileElement) -> Result<Option<Match>, Error> {
    let reference = reference(&cursor.required("ref").unwrap_or_default()).to_owned();
    let is_variant = cursor.attribute("subType") == Some(VARIANT);
    let proposal = start_proposal(cursor);
    let mut read = MatchElement::default();
    while cursor.next_child()? {
        read.child(cursor, file)?;
    }
    let Some(target) = read.target.take() else {
        let message = "expected a `target` in the match; it is left out";
        cursor.find_as(DiagnosticCode::MissingTarget, Severity::Warning, message);
        return Ok(None);
    };
    let target = read.finish_target(target, cursor);
    let content = match is_variant {
        true => MatchContent::Variant(Box::new(target)),
        false => {
            let proposal = Proposal { target, ..proposal };
            MatchContent::Proposal(Box::new(read.into_proposal(proposal, cursor)))
        }
    };
    Ok(Some(Match { content, reference }))
}

impl MatchElement {
    fn child<R: Read>(&mut self, cursor: &mut Cursor<R>, file: &FileElement) -> Result<(), Error> {
        if cursor.name_in(METADATA_MODULE) == Some("metadata") {
            return self.metadata.read(cursor);
        }
        match cursor.core_name() {
            Some("originalData") => read_data(cursor, &mut self.natives),
            Some("source") if self.source.is_none() => {
                self.source = Some(read_text(cursor, file.source.as_ref())?);
                Ok(())
            }
            Some("target") if self.target.is_none() => {
                self.target = Some(read_text(cursor, file.target.as_ref())?);
                Ok(())
            }
            None => cursor.skip(),
            Some(_) => cursor.skip_unexpected("a match"),
        }
    }

    fn text<R: Read>(
        &self,
        element: TextElement,
        notes: &CodeNotes,
        cursor: &mut Cursor<R>,
    ) -> Variant {
        content::into_variant(element, &self.natives, notes, cursor)
    }

    fn finish_target<R: Read>(&mut self, target: TextElement, cursor: &mut Cursor<R>) -> Variant {
        let mut target = self.text(target, &self.metadata.codes[1], cursor);
        target.state = self.metadata.state.as_deref().and_then(|state| match state {
            NEEDS_REVIEW => read_state("initial", state.into()),
            state => read_state(state, None),
        });
        std::mem::take(&mut self.metadata.unit.target).apply(&mut target);
        target
    }

    /// Gives a proposal its source and what metadata says of it.
    fn into_proposal<R: Read>(
        mut self,
        mut proposal: Proposal,
        cursor: &mut Cursor<R>,
    ) -> Proposal {
        let source = self.source.take();
        let source = source.map(|source| self.text(source, &self.metadata.codes[0], cursor));
        let metadata = self.metadata.unit;
        if let Some(id) = metadata.own("id") {
            proposal.id = Some(id.to_owned());
        }
        let score = metadata.own("score").and_then(|score| score.parse().ok());
        proposal.score = score.or(proposal.score);
        let language = metadata.own("source-language").and_then(|named| named.parse().ok());
        proposal.properties = metadata.unit.properties;
        proposal.source = source.map(|mut source| {
            source.language = language.or(source.language);
            metadata.source.apply(&mut source);
            source
        });
        proposal
    }
}

/// Returns a proposal with what is on the element that began.
fn start_proposal<R: Read>(cursor: &mut Cursor<R>) -> Proposal {
    let kind = match cursor.owned("type") {
        None => ProposalKind::Memory,
        Some(word) => read_match_type(&word).unwrap_or_else(|| {
            cursor.find_value("type", &word, "a type that XLIFF names");
            ProposalKind::Other
        }),
    };
    let (origin, id) = (cursor.owned("origin"), cursor.owned("id"));
    Proposal { id, score: score(cursor), kind, origin, ..Proposal::default() }
}

/// Returns how well the sources agree, or else how good the match is otherwise.
fn score<R: Read>(cursor: &mut Cursor<R>) -> Option<u8> {
    let names = ["similarity", "matchQuality", "matchSuitability"];
    let (name, value) = names.into_iter().find_map(|name| Some((name, cursor.owned(name)?)))?;
    let number = value.trim().parse::<f64>().ok();
    let score = number.filter(|number| (0.0..=100.0).contains(number));
    if score.is_none() {
        cursor.find_value(name, &value, "a number from 0 to 100");
    }
    // Within the range, so that nothing but the fraction is lost.
    score.map(|score| score as u8)
}

/// Returns the id that a reference ends in (XLIFF 2.1, section 6, fragment
/// identification): `#1`, `#f=f1/u=1/1`.
fn reference(reference: &str) -> &str {
    let fragment = reference.rsplit('#').next().unwrap_or_default();
    fragment.rsplit('/').next().unwrap_or_default()
}
