//! One `trans-unit` as a unit, or as several where it has segments.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use super::content::{SEGMENT, read as read_content};
use super::context::{read_group, read_note, read_prop_group};
use super::values::{is_qualifier, qualifier, read_qualifier, read_state, state, taken_from};
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::error::Error;
use crate::exchange::codes::draft::Draft;
use crate::exchange::xliff::details::Details;
use crate::exchange::xliff::reading::{File, finish, restore_id, start_unit};
use crate::exchange::xml::cursor::{Cursor, Step};
use crate::inline::Attribute;
use crate::language::Language;
use crate::unit::{Proposal, ProposalKind, State, TranslationUnit, Variant};

/// A text with what its element says of it.
#[derive(Debug, Default)]
struct Side {
    draft: Draft,
    language: Option<Language>,
    state: Option<State>,
    attributes: Vec<Attribute>,
}

/// A unit while it is read.
#[derive(Debug, Default)]
struct Parts {
    source: Option<Side>,
    segments: Option<Draft>,
    target: Option<Side>,
    details: Details,
    /// Each with the segment that it is for, where it says so.
    proposals: Vec<(Option<String>, Proposal)>,
    others: Vec<Variant>,
}

/// Reads the `trans-unit` that began.
pub(super) fn read<R: Read>(
    cursor: &mut Cursor<R>,
    file: &File,
) -> Result<Vec<TranslationUnit>, Error> {
    let mut unit = start_unit(cursor, &["id", "approved"]);
    let mut parts = Parts::default();
    let approved = cursor.attribute("approved") == Some("yes");
    loop {
        match cursor.advance()? {
            Step::Start => child(cursor, file, &mut parts)?,
            Step::Text => {}
            Step::End | Step::Done => break,
        }
    }
    let Some(source) = parts.source.take() else {
        let message = "expected a `source` in the unit; it is left out";
        cursor.find_as(DiagnosticCode::MissingSource, Severity::Error, message);
        return Ok(Vec::new());
    };
    if cursor.is_spoilt {
        return Ok(Vec::new());
    }
    if let Some(target) = &mut parts.target
        && approved
    {
        // Reviewed, or further than that.
        target.state = target.state.max(Some(State::Reviewed));
    }
    if file.is_own {
        restore_id(&mut unit, "resname", parts.details.own("id"));
    }
    unit.origin.path.clone_from(&file.path);
    Ok(parts.finish(unit, source, cursor, file))
}

fn child<R: Read>(cursor: &mut Cursor<R>, file: &File, parts: &mut Parts) -> Result<(), Error> {
    match cursor.core_name().unwrap_or_default() {
        "source" if parts.source.is_none() => {
            parts.source = Some(side(cursor, file.source.as_ref())?);
        }
        "seg-source" if parts.segments.is_none() => parts.segments = Some(read_content(cursor)?),
        "target" if parts.target.is_none() => {
            parts.target = Some(side(cursor, file.target.as_ref())?);
        }
        "alt-trans" => alternative(cursor, file, parts)?,
        "context-group" => read_group(cursor, &mut parts.details)?,
        "note" => read_note(cursor, &mut parts.details)?,
        "prop-group" => read_prop_group(cursor, &mut parts.details)?,
        "count-group" => cursor.skip()?,
        // Elements of other tools.
        "" => cursor.skip()?,
        _ => cursor.skip_unexpected("a unit")?,
    }
    Ok(())
}

/// Reads the `source` or `target` that began.
fn side<R: Read>(cursor: &mut Cursor<R>, usual: Option<&Language>) -> Result<Side, Error> {
    let language = cursor.language("xml:lang").or_else(|| usual.cloned());
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
    Ok(Side { draft: read_content(cursor)?, language, state: known, attributes })
}

impl Side {
    fn variant<R: Read>(self, cursor: &mut Cursor<R>) -> Variant {
        Variant {
            state: self.state,
            attributes: self.attributes,
            ..Variant::new(self.language, finish(self.draft, cursor))
        }
    }

    /// Takes what `state-qualifier` says of where a proposal comes from.
    fn take_kind(&mut self) -> Option<ProposalKind> {
        let is_it = |attribute: &Attribute| attribute.name == "state-qualifier";
        let at = self.attributes.iter().position(is_it)?;
        let kind = read_qualifier(&self.attributes[at].value)?;
        if qualifier(kind) == self.attributes[at].value {
            self.attributes.remove(at);
        }
        Some(kind)
    }
}

/// Reads the `alt-trans` that began.
fn alternative<R: Read>(
    cursor: &mut Cursor<R>,
    file: &File,
    parts: &mut Parts,
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
    let inner = alternative_parts(cursor, file)?;
    let Some(mut target) = inner.target else {
        let message = "expected a `target` in `alt-trans`; it is left out";
        cursor.find_as(DiagnosticCode::MissingTarget, Severity::Warning, message);
        return Ok(());
    };
    target.draft.without_marks(SEGMENT);
    if kind.as_deref() == Some("reference") {
        let mut variant = target.variant(cursor);
        inner.details.target.apply(&mut variant);
        parts.others.push(variant);
        return Ok(());
    }
    let proposal = Proposal { origin, score, ..Proposal::default() };
    let proposal = finish_proposal(proposal, inner.source, target, inner.details, cursor);
    parts.proposals.push((segment, proposal));
    Ok(())
}

/// Reads what stands in the `alt-trans` that began.
fn alternative_parts<R: Read>(cursor: &mut Cursor<R>, file: &File) -> Result<Parts, Error> {
    let language = cursor.language("xml:lang").or_else(|| file.target.clone());
    let mut inner = Parts::default();
    loop {
        match cursor.advance()? {
            Step::Text => {}
            Step::End | Step::Done => return Ok(inner),
            Step::Start => match cursor.core_name().unwrap_or_default() {
                "source" if inner.source.is_none() => {
                    inner.source = Some(side(cursor, file.source.as_ref())?);
                }
                "target" if inner.target.is_none() => {
                    inner.target = Some(side(cursor, language.as_ref())?);
                }
                "context-group" => read_group(cursor, &mut inner.details)?,
                "note" => read_note(cursor, &mut inner.details)?,
                "prop-group" => read_prop_group(cursor, &mut inner.details)?,
                "seg-source" | "" => cursor.skip()?,
                _ => cursor.skip_unexpected("an alternative translation")?,
            },
        }
    }
}

fn finish_proposal<R: Read>(
    mut proposal: Proposal,
    source: Option<Side>,
    mut target: Side,
    details: Details,
    cursor: &mut Cursor<R>,
) -> Proposal {
    proposal.kind = target.take_kind().unwrap_or_default();
    proposal.id = details.own("id").map(str::to_owned);
    proposal.target = target.variant(cursor);
    details.target.apply(&mut proposal.target);
    proposal.properties = details.unit.properties;
    if let Some(mut source) = source {
        source.draft.without_marks(SEGMENT);
        let mut source = source.variant(cursor);
        details.source.apply(&mut source);
        proposal.source = Some(source);
    }
    proposal
}

/// `match-quality`: a number, with `%` or without.
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

impl Parts {
    /// The unit, or the units of its segments.
    fn finish<R: Read>(
        mut self,
        unit: TranslationUnit,
        source: Side,
        cursor: &mut Cursor<R>,
        file: &File,
    ) -> Vec<TranslationUnit> {
        if let Some(pairs) = self.segments(cursor) {
            return self.segment_units(unit, source, pairs, cursor, file);
        }
        let proposals = std::mem::take(&mut self.proposals).into_iter().map(|(_, it)| it).collect();
        let unit = self.unit(unit, source, proposals, cursor, file);
        vec![unit]
    }

    /// The drafts of the segments of source and target by their `mid`; nothing
    /// where the texts are one segment each, or where they do not agree.
    fn segments<R: Read>(&self, cursor: &mut Cursor<R>) -> Option<Vec<Segment>> {
        let sources = self.segments.as_ref()?.split(SEGMENT);
        let mut targets: BTreeMap<_, _> =
            self.target.iter().flat_map(|target| target.draft.split(SEGMENT)).collect();
        let is_bare = self.target.as_ref().is_none_or(|target| target.draft.is_empty());
        let ids: BTreeSet<&str> = sources.iter().map(|(id, _)| id.as_str()).collect();
        let agree = ids.len() == sources.len()
            && (is_bare || !targets.is_empty())
            && targets.keys().all(|id| ids.contains(id.as_str()));
        if sources.len() < 2 {
            return None;
        }
        if !agree {
            let message = "expected the segments of the target to be among those of the source; \
                           the unit is read as one";
            cursor.find_as(DiagnosticCode::CodesDiffer, Severity::Warning, message);
            return None;
        }
        let segment =
            |(id, source): (String, Draft)| Segment { target: targets.remove(&id), id, source };
        Some(sources.into_iter().map(segment).collect())
    }

    fn segment_units<R: Read>(
        mut self,
        mut unit: TranslationUnit,
        source: Side,
        segments: Vec<Segment>,
        cursor: &mut Cursor<R>,
        file: &File,
    ) -> Vec<TranslationUnit> {
        let mut target = self.target.take().unwrap_or_default();
        self.details.target.attributes.append(&mut target.attributes);
        let is_shared = self.details.fits(&unit, segments.len());
        if !is_shared {
            cursor.find_copies();
        }
        let mut proposals = BTreeMap::<String, Vec<Proposal>>::new();
        for (id, proposal) in self.proposals {
            proposals.entry(id.unwrap_or_default()).or_default().push(proposal);
        }
        let mut units = Vec::with_capacity(segments.len());
        for segment in segments {
            let mut own = unit.clone();
            own.id = unit.id.as_ref().map(|id| format!("{id}#{}", segment.id));
            let side = |draft, of: &Side| Side {
                draft,
                language: of.language.clone(),
                state: of.state,
                attributes: Vec::new(),
            };
            let parts = Self {
                target: segment.target.map(|draft| side(draft, &target)),
                details: self.details.clone(),
                ..Self::default()
            };
            let own_proposals = proposals.remove(&segment.id).unwrap_or_default();
            units.push(parts.unit(own, side(segment.source, &source), own_proposals, cursor, file));
            if !is_shared {
                self.details = Details::default();
                unit = TranslationUnit { origin: unit.origin, ..TranslationUnit::default() };
            }
        }
        if !proposals.is_empty() || !self.others.is_empty() {
            let message = "expected alternative translations of segments, but found some of the \
                           whole unit; they are left out";
            cursor.find_as(DiagnosticCode::UnexpectedElement, Severity::Warning, message);
        }
        units
    }

    fn unit<R: Read>(
        mut self,
        mut unit: TranslationUnit,
        mut source: Side,
        proposals: Vec<Proposal>,
        cursor: &mut Cursor<R>,
        file: &File,
    ) -> TranslationUnit {
        source.draft.without_marks(SEGMENT);
        let mut source = source.variant(cursor);
        if let Some(target) = &mut self.target {
            target.draft.without_marks(SEGMENT);
        }
        let mut target = self.target.map(|target| target.variant(cursor));
        unit.proposals = proposals;
        if let Some(target) = &mut target {
            let taken = taken_from(target, &unit.proposals);
            let is_said = |attribute: &Attribute| {
                attribute.name == "state-qualifier" && taken == Some(attribute.value.as_str())
            };
            target.attributes.retain(|attribute| !is_said(attribute));
        }
        self.details.apply(&mut unit, &mut source, target.as_mut());
        if unit.context.document.is_none() {
            unit.context.document.clone_from(&file.path);
        }
        unit.source_language = source.language.clone().into();
        unit.variants.push(source);
        unit.variants.extend(target);
        unit.variants.extend(self.others);
        unit
    }
}

/// A segment of a unit.
#[derive(Debug)]
struct Segment {
    id: String,
    source: Draft,
    target: Option<Draft>,
}
