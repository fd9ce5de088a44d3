//! One `trans-unit` as a unit, or as several where it has segments.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use super::codes::{SEGMENT, read as read_text, set_mark_ids};
use super::context::{read_group, read_note, read_prop_group};
use super::values::{
    is_qualifier, qualifier, read_confirmation, read_qualifier, read_state, state, taken_from,
};
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::error::Error;
use crate::exchange::codes::pending::PendingText;
use crate::exchange::xliff::Version;
use crate::exchange::xliff::metadata::UnitMetadata;
use crate::exchange::xliff::unit::{
    FileElement, Segment, TextElement, language, restore_id, start_unit, units,
};
use crate::exchange::xml::cursor::Cursor;
use crate::inline::Attribute;
use crate::language::Language;
use crate::unit::{Proposal, ProposalKind, State, TranslationUnit, Variant};

/// The number of the namespace of Trados among those of other tools.
const TRADOS_MODULE: usize = 3;

/// What is in a `trans-unit` or an `alt-trans`.
#[derive(Debug, Default)]
struct TransUnit {
    source: Option<TextElement>,
    segments: Option<PendingText>,
    target: Option<TextElement>,
    metadata: UnitMetadata,
    /// What Trados says of the targets of segments, by the ids of these.
    confirmed: BTreeMap<String, Option<State>>,
    /// Each with the segment that it is for, where it says so.
    proposals: Vec<(Option<String>, Proposal)>,
    others: Vec<Variant>,
}

/// Reads the `trans-unit` that began.
pub(crate) fn read<R: Read>(
    cursor: &mut Cursor<R>,
    file: &FileElement,
) -> Result<Vec<TranslationUnit>, Error> {
    let mut unit = start_unit(cursor, file, &["id", "approved"]);
    let is_approved = cursor.attribute("approved") == Some("yes");
    let mut read = TransUnit::default();
    while cursor.next_child()? {
        read.child(cursor, file)?;
    }
    let Some(source) = read.source.take() else {
        let message = "expected a `source` in the unit; it is left out";
        cursor.find_as(DiagnosticCode::MissingSource, Severity::Error, message);
        return Ok(Vec::new());
    };
    if cursor.is_spoilt {
        return Ok(Vec::new());
    }
    if let Some(target) = read.target.as_mut().filter(|_| is_approved) {
        // Reviewed, or further than that.
        target.state = target.state.max(Some(State::Reviewed));
    }
    if file.is_own {
        restore_id(&mut unit, Version::V1_2, read.metadata.own("id"));
    }
    let mut metadata = std::mem::take(&mut read.metadata);
    let segments = match read.segments(&source, cursor) {
        Some(texts) => read.into_segments(source, texts, &mut metadata, cursor),
        None => {
            let ids = std::mem::take(&mut metadata.target.marks);
            let target = read.target.as_mut();
            target.into_iter().for_each(|target| set_mark_ids(&mut target.pending, ids.clone()));
            vec![read.into_segment(source, cursor)]
        }
    };
    Ok(units(unit, metadata, segments, cursor))
}

impl TransUnit {
    fn child<R: Read>(&mut self, cursor: &mut Cursor<R>, file: &FileElement) -> Result<(), Error> {
        match cursor.core_name().unwrap_or_default() {
            "source" if self.source.is_none() => {
                self.source = Some(text_element(cursor, file.source.as_ref())?);
            }
            "seg-source" if self.segments.is_none() => self.segments = Some(read_text(cursor)?),
            "target" if self.target.is_none() => {
                self.target = Some(text_element(cursor, file.target.as_ref())?);
            }
            "alt-trans" => self.alternative(cursor, file)?,
            "context-group" => read_group(cursor, &mut self.metadata)?,
            "note" => read_note(cursor, &mut self.metadata)?,
            "prop-group" => read_prop_group(cursor, &mut self.metadata)?,
            "" if cursor.name_in(TRADOS_MODULE) == Some("seg-defs") => {
                self.segment_definitions(cursor)?;
            }
            // The second is one of another tool.
            "count-group" | "" => cursor.skip()?,
            _ => cursor.skip_unexpected("a unit")?,
        }
        Ok(())
    }

    /// Reads the `sdl:seg-defs` that began.
    fn segment_definitions<R: Read>(&mut self, cursor: &mut Cursor<R>) -> Result<(), Error> {
        while cursor.next_child()? {
            let conf = cursor.owned("conf");
            let state = read_confirmation(conf.as_deref());
            if let (None, Some(conf)) = (state, conf) {
                cursor.find_value("conf", &conf, "a level of confirmation of Trados");
            }
            if let Some(id) = cursor.owned("id") {
                self.confirmed.insert(id, state);
            }
            cursor.skip()?;
        }
        Ok(())
    }

    /// Reads the `alt-trans` that began.
    fn alternative<R: Read>(
        &mut self,
        cursor: &mut Cursor<R>,
        file: &FileElement,
    ) -> Result<(), Error> {
        let kind = cursor.owned("alttranstype");
        if let Some(kind @ ("rejected" | "previous-version")) = kind.as_deref() {
            let message = format!(
                "expected a proposal, but found a translation that is `{kind}`; it is left out"
            );
            cursor.find_as(DiagnosticCode::UnexpectedElement, Severity::Note, message);
            return cursor.skip();
        }
        let segment = cursor.owned("mid");
        let (origin, score) = (cursor.owned("origin"), score(cursor));
        let mut read = read_alternative(cursor, file)?;
        let Some(target) = read.target.take() else {
            let message = "expected a `target` in `alt-trans`; it is left out";
            cursor.find_as(DiagnosticCode::MissingTarget, Severity::Warning, message);
            return Ok(());
        };
        if kind.as_deref() == Some("reference") {
            let mut variant = into_variant(target, cursor);
            read.metadata.target.apply(&mut variant);
            self.others.push(variant);
        } else {
            let proposal = Proposal { origin, score, ..Proposal::default() };
            self.proposals.push((segment, read.into_proposal(proposal, target, cursor)));
        }
        Ok(())
    }

    fn into_proposal<R: Read>(
        self,
        mut proposal: Proposal,
        mut target: TextElement,
        cursor: &mut Cursor<R>,
    ) -> Proposal {
        proposal.kind = take_kind(&mut target.attributes).unwrap_or_default();
        proposal.id = self.metadata.own("id").map(str::to_owned);
        proposal.target = into_variant(target, cursor);
        self.metadata.target.apply(&mut proposal.target);
        proposal.properties = self.metadata.unit.properties;
        proposal.source = self.source.map(|source| {
            let mut source = into_variant(source, cursor);
            self.metadata.source.apply(&mut source);
            source
        });
        proposal
    }

    /// Returns the texts of the segments of source and target; `None` where the
    /// texts are one segment each, or where they do not agree.
    fn segments<R: Read>(
        &self,
        source: &TextElement,
        cursor: &mut Cursor<R>,
    ) -> Option<Vec<SegmentTexts>> {
        let cut = self.segments.as_ref().filter(|cut| !cut.is_empty())?;
        if !cut.has_words_of(&source.pending) {
            let message = "expected the text of the `source` in `seg-source`, but found another; \
                           the unit is read as one, with its `source`";
            cursor.find_as(DiagnosticCode::CodesDiffer, Severity::Warning, message);
            return None;
        }
        let sources = cut.split(SEGMENT);
        if sources.len() < 2 {
            return None;
        }
        let mut targets: BTreeMap<_, _> =
            self.target.iter().flat_map(|target| target.pending.split(SEGMENT)).collect();
        let is_bare = self.target.as_ref().is_none_or(|target| target.pending.is_empty());
        let ids: BTreeSet<&str> = sources.iter().map(|(id, _)| id.as_str()).collect();
        let agree = ids.len() == sources.len()
            && (is_bare || !targets.is_empty())
            && targets.keys().all(|id| ids.contains(id.as_str()));
        if !agree {
            let message = "expected the segments of the target to be among those of the source; \
                           the unit is read as one";
            cursor.find_as(DiagnosticCode::CodesDiffer, Severity::Warning, message);
            return None;
        }
        let texts = |(id, source): (String, PendingText)| SegmentTexts {
            target: targets.remove(&id),
            id,
            source,
        };
        Some(sources.into_iter().map(texts).collect())
    }

    /// Returns the segments of these texts; what their target says of itself is
    /// known of all.
    fn into_segments<R: Read>(
        self,
        source: TextElement,
        texts: Vec<SegmentTexts>,
        metadata: &mut UnitMetadata,
        cursor: &mut Cursor<R>,
    ) -> Vec<Segment> {
        let mut target = self.target.unwrap_or_default();
        let confirmed = self.confirmed;
        metadata.target.attributes.append(&mut target.attributes);
        let mut proposals = BTreeMap::<String, Vec<Proposal>>::new();
        for (id, proposal) in self.proposals {
            proposals.entry(id.unwrap_or_default()).or_default().push(proposal);
        }
        let mut variant = |pending, of: &TextElement, own: Option<State>| {
            let (language, state) = (of.language.clone(), own.or(of.state));
            let element = TextElement { pending, language, state, attributes: Vec::new() };
            into_variant(element, cursor)
        };
        let own_state = |id: &str| confirmed.get(id).copied().flatten();
        let segment = |texts: SegmentTexts| Segment {
            source: variant(texts.source, &source, None),
            target: texts.target.map(|pending| variant(pending, &target, own_state(&texts.id))),
            proposals: proposals.remove(&texts.id).unwrap_or_default(),
            others: Vec::new(),
            id: texts.id,
        };
        let segments = texts.into_iter().map(segment).collect();
        if !proposals.is_empty() || !self.others.is_empty() {
            let message = "expected alternative translations of segments, but found some of the \
                           whole unit; they are left out";
            cursor.find_as(DiagnosticCode::UnexpectedElement, Severity::Warning, message);
        }
        segments
    }

    /// Returns the whole as one segment.
    fn into_segment<R: Read>(self, source: TextElement, cursor: &mut Cursor<R>) -> Segment {
        // The least of them, where there are several.
        let confirmed = self.confirmed.values().flatten().min().copied();
        let proposals: Vec<Proposal> = self.proposals.into_iter().map(|(_, own)| own).collect();
        let source = into_variant(source, cursor);
        let target = self.target.map(|mut target| {
            target.state = confirmed.or(target.state);
            let mut target = into_variant(target, cursor);
            let taken = taken_from(&target, &proposals);
            let is_implied = |attribute: &Attribute| {
                attribute.name == "state-qualifier" && taken == Some(attribute.value.as_str())
            };
            target.attributes.retain(|attribute| !is_implied(attribute));
            target
        });
        Segment { id: String::new(), source, target, proposals, others: self.others }
    }
}

/// The texts of a segment.
#[derive(Debug)]
struct SegmentTexts {
    id: String,
    source: PendingText,
    target: Option<PendingText>,
}

/// Reads the `source` or `target` that began.
fn text_element<R: Read>(
    cursor: &mut Cursor<R>,
    usual: Option<&Language>,
) -> Result<TextElement, Error> {
    let language = language(cursor, usual);
    let mut attributes = Vec::new();
    let word = cursor.owned("state");
    let known = word.as_deref().and_then(read_state);
    if let Some(word) = word.filter(|word| known.map(state) != Some(word)) {
        if known.is_none() && !word.starts_with("x-") {
            cursor.find_value("state", &word, "a state that XLIFF names or one of `x-`");
        }
        attributes.push(Attribute::new("state", word));
    }
    if let Some(word) = cursor.owned("state-qualifier") {
        if !is_qualifier(&word) {
            let expected = "a qualifier that XLIFF names or one of `x-`";
            cursor.find_value("state-qualifier", &word, expected);
        }
        attributes.push(Attribute::new("state-qualifier", word));
    }
    Ok(TextElement { pending: read_text(cursor)?, language, state: known, attributes })
}

/// Returns the variant of a text; the marks of its segments are no codes.
fn into_variant<R: Read>(mut element: TextElement, cursor: &mut Cursor<R>) -> Variant {
    element.pending.without_marks(SEGMENT);
    element.into_variant(cursor)
}

/// Takes out what `state-qualifier` says of where a proposal comes from.
fn take_kind(attributes: &mut Vec<Attribute>) -> Option<ProposalKind> {
    let at = attributes.iter().position(|attribute| attribute.name == "state-qualifier")?;
    let kind = read_qualifier(&attributes[at].value)?;
    if qualifier(kind) == attributes[at].value {
        attributes.remove(at);
    }
    Some(kind)
}

/// Reads what is in the `alt-trans` that began.
fn read_alternative<R: Read>(
    cursor: &mut Cursor<R>,
    file: &FileElement,
) -> Result<TransUnit, Error> {
    let language = language(cursor, file.target.as_ref());
    let mut read = TransUnit::default();
    while cursor.next_child()? {
        match cursor.core_name().unwrap_or_default() {
            "source" if read.source.is_none() => {
                read.source = Some(text_element(cursor, file.source.as_ref())?);
            }
            "target" if read.target.is_none() => {
                read.target = Some(text_element(cursor, language.as_ref())?);
            }
            "context-group" => read_group(cursor, &mut read.metadata)?,
            "note" => read_note(cursor, &mut read.metadata)?,
            "prop-group" => read_prop_group(cursor, &mut read.metadata)?,
            "seg-source" | "" => cursor.skip()?,
            _ => cursor.skip_unexpected("an alternative translation")?,
        }
    }
    Ok(read)
}

/// Returns `match-quality`: a number, with `%` or without.
fn score<R: Read>(cursor: &mut Cursor<R>) -> Option<u8> {
    let value = cursor.owned("match-quality")?;
    let number = value.trim().trim_end_matches('%').trim_end().parse::<f64>().ok();
    let score = number.filter(|number| (0.0..=102.0).contains(number));
    if score.is_none() {
        cursor.find_value("match-quality", &value, "a percentage");
    }
    // Within the range, so that nothing but the fraction is lost.
    score.map(|score| score as u8)
}
