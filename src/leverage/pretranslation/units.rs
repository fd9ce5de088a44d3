//! A unit for each segment of a document, for exchange files.

use std::borrow::Cow;
use std::sync::Arc;

use super::{PretranslatedSegment, Pretranslation};
use crate::inline::CodedText;
use crate::leverage::find::contexts;
use crate::leverage::repair::{Repair, RepairKind};
use crate::leverage::reuse::{JudgedMatch, Reuse, ReuseMethod};
use crate::memory::Match;
use crate::segmentation::SourceSegment;
use crate::unit::{
    FlowContext, Note, Placement, Property, Proposal, ProposalKind, State, TranslationType,
    TranslationUnit, Variant,
};

/// The property with the key of the front matter whose value a segment is of.
const FIELD: &str = "x-field";
/// The property with the translation type of a match.
const TRANSLATION_TYPE: &str = "x-translation-type";
/// The author of the notes on how a target was repaired.
const TOOL: &str = "bitext";

/// What a translation is warned of whose source says the opposite, perhaps.
const OTHER_MODALITY: &str = "the source of this translation differs in a word such as `not`, \
                              `must` or `may`: it may mean the opposite";

/// Makes a unit of each segment.
pub(super) fn units(
    pretranslation: &Pretranslation<'_>,
) -> impl ExactSizeIterator<Item = TranslationUnit> {
    let maker = UnitMaker { pretranslation, path: pretranslation.context.path().into() };
    let texts = pretranslation.segments.iter().map(PretranslatedSegment::text);
    let contexts = contexts(pretranslation.document, texts, &maker.path);
    pretranslation
        .segments()
        .zip(contexts)
        .map(move |((segment, found), context)| maker.unit(segment, found, context))
}

/// Makes the units of a document.
struct UnitMaker<'p, 'd> {
    pretranslation: &'p Pretranslation<'d>,
    path: Arc<str>,
}

impl UnitMaker<'_, '_> {
    fn unit(
        &self,
        segment: SourceSegment<'_>,
        found: &PretranslatedSegment,
        context: FlowContext,
    ) -> TranslationUnit {
        let language = &self.pretranslation.source_language;
        let source = Variant::new(Some(language.clone()), found.text().clone());
        let mut unit = TranslationUnit {
            id: Some(self.pretranslation.ids.unit(segment.ordinal())),
            source_language: language.clone().into(),
            placement: Some(self.placement(segment)),
            proposals: self.proposals(found),
            context,
            ..TranslationUnit::default()
        };
        unit.variants.push(source);
        match self.target(found) {
            Some(target) => unit.variants.push(target),
            None => unit.target_language.clone_from(&self.pretranslation.target_language),
        }
        unit.origin.path = Some(self.path.clone());
        unit.properties.extend(segment.field().map(|field| Property::new(FIELD, field)));
        unit
    }

    fn placement(&self, segment: SourceSegment<'_>) -> Placement {
        let line = segment.line();
        let id = self.pretranslation.segment_id(segment.ordinal());
        let mut placement = Placement::new(id, segment.ordinal(), line, segment.range());
        placement.kind = segment.kind();
        placement.syntax = segment.syntax().unwrap_or_default();
        placement
    }

    fn variant(&self, text: CodedText) -> Variant {
        Variant::new(self.pretranslation.target_language.clone(), text)
    }

    /// Makes the target of a segment, where something fills it.
    fn target(&self, found: &PretranslatedSegment) -> Option<Variant> {
        let (reuse, written) = found.filled.as_ref()?;
        let mut target = self.variant(reuse.target().clone());
        target.state = Some(match written.doubt {
            Some(_) => State::NeedsReview,
            None => state(reuse),
        });
        target.notes = reuse.repairs().iter().map(note).collect();
        target.notes.extend(written.doubt.map(|doubt| Note::new(doubt.note()).with_from(TOOL)));
        if reuse.differs_in_modality() {
            target.notes.push(Note::new(OTHER_MODALITY).with_from(TOOL));
        }
        Some(target)
    }

    /// Lists what fills the segment, then what else was found, each text once.
    fn proposals(&self, found: &PretranslatedSegment) -> Vec<Proposal> {
        let mut proposals: Vec<Proposal> = Vec::new();
        proposals.extend(found.reuse().map(|reuse| self.filled(reuse, found.text())));
        let most = self.pretranslation.alternatives + proposals.len();
        for other in found.matches() {
            let proposal = self.proposal(other, found.text());
            let is_known = proposals.iter().any(|known| {
                known.target.text == proposal.target.text
                    && text(&known.source) == text(&proposal.source)
            });
            if !is_known && proposals.len() < most {
                proposals.push(proposal);
            }
        }
        proposals
    }

    fn filled(&self, reuse: &Reuse, source: &CodedText) -> Proposal {
        let mut proposal = match reuse.matches() {
            // Several matches, of parts of the source: none of them is the source.
            [only] => self.proposal(only, source),
            matches => Proposal {
                origin: matches.first().and_then(origin),
                ..Proposal::new(Variant::default())
            },
        };
        proposal.target = self.variant(reuse.target().clone());
        proposal.score = Some(reuse.score());
        proposal.kind = kind(reuse.method());
        proposal
    }

    fn proposal(&self, found: &Match, source: &CodedText) -> Proposal {
        let target = found.target();
        let unit = found.unit();
        let text = source.placeholders_as_text();
        let coded = |own: &CodedText| match &text {
            Cow::Borrowed(_) => own.clone(),
            Cow::Owned(_) => own.with_placeholders(),
        };
        let mut proposal = Proposal::new(Variant::new(
            target.language.clone().or_else(|| self.pretranslation.target_language.clone()),
            coded(&target.text),
        ));
        proposal.id.clone_from(&unit.id);
        proposal.score = Some(JudgedMatch::new(&text, found).worth());
        proposal.kind =
            if found.base() > 100 { ProposalKind::MemoryInContext } else { ProposalKind::Memory };
        proposal.origin = origin(found);
        let own = found.source();
        let is_own = own.text != *text;
        proposal.source = is_own.then(|| Variant::new(own.language.clone(), coded(&own.text)));
        let word = unit.origin.translation_type.as_ref().map(TranslationType::as_str);
        proposal.properties.extend(word.map(|word| Property::new(TRANSLATION_TYPE, word)));
        proposal
    }
}

fn text(variant: &Option<Variant>) -> Option<&CodedText> {
    variant.as_ref().map(|variant| &variant.text)
}

/// Returns the file that a match comes from.
fn origin(found: &Match) -> Option<String> {
    let unit = found.unit();
    unit.origin.path.as_deref().or(unit.context.document.as_deref()).map(str::to_owned)
}

fn kind(method: ReuseMethod) -> ProposalKind {
    match method {
        ReuseMethod::InContext => ProposalKind::MemoryInContext,
        ReuseMethod::Exact | ReuseMethod::Fuzzy | ReuseMethod::Repaired => ProposalKind::Memory,
        ReuseMethod::Assembled | ReuseMethod::Copied => ProposalKind::Assembled,
    }
}

/// Returns how far a translation has come: where the source is identical, it is
/// translated, unless a machine or an aligner made it. Few exchange files name
/// who translated, and what people keep in a memory is translated as a rule. Only
/// a second person can set that it was reviewed.
fn state(reuse: &Reuse) -> State {
    let is_unread = |found: &Match| {
        let word = found.unit().origin.translation_type.as_ref();
        word.is_some_and(|word| word.is_machine() || word.is_aligned())
            || found.unit().is_unreviewed()
    };
    let is_whole = reuse.method().is_identical() || reuse.method() == ReuseMethod::Copied;
    match is_whole && !reuse.matches().iter().any(is_unread) {
        true => State::Translated,
        false => State::NeedsReview,
    }
}

/// Describes what was replaced, for who reviews it.
fn note(repair: &Repair) -> Note {
    let what = match repair.kind {
        RepairKind::Number => "number",
        RepairKind::Version => "version",
        RepairKind::Url => "address",
        RepairKind::Email => "e-mail address",
        RepairKind::Placeholder => "placeholder",
        RepairKind::Code => "code",
    };
    let text = match (&*repair.from, &*repair.to) {
        ("", to) => format!("{what} `{to}` added"),
        (from, "") => format!("{what} `{from}` taken away"),
        (from, to) => format!("{what} `{from}` replaced with `{to}`"),
    };
    Note::new(text).with_from(TOOL)
}
