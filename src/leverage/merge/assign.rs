//! Which units are of which segment.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::codes::{DocumentCodes, are_alike};
use crate::document::Context;
use crate::error::{Error, ErrorKind};
use crate::inline::CodedText;
use crate::leverage::segment_ids::{SegmentIds, ordinal};
use crate::segmentation::{SourceDocument, SourceSegment};
use crate::unit::{State, TranslationUnit};

/// The units of a document by the ordinals of its segments.
pub(super) struct UnitsBySegment {
    pub(super) units: Vec<Vec<SegmentUnit>>,
    /// How many units of other documents there were.
    pub(super) other_documents: usize,
}

/// A unit of a segment.
pub(super) struct SegmentUnit {
    unit: TranslationUnit,
    /// Where a tool cut the segment: that it is a part of it.
    is_part: bool,
    /// Whether its id is the one that the segment has now.
    is_current: bool,
}

impl UnitsBySegment {
    /// Finds the segment of each unit. Those of other documents are passed over.
    pub(super) fn of(
        document: &SourceDocument<'_>,
        context: &Context,
        units: impl IntoIterator<Item = TranslationUnit>,
    ) -> Result<Self, Error> {
        let (own, other_documents) = own(context, units)?;
        let ids = SegmentIds::of(document, context);
        let mut assigned: Vec<Vec<SegmentUnit>> = document.segments().map(|_| Vec::new()).collect();
        for unit in own {
            let (ordinal, is_part) = place(&unit).ok_or_else(|| unknown(&unit))?;
            let Some(slot) = assigned.get_mut(ordinal) else {
                return Err(beyond(&unit, ordinal, document.len()));
            };
            let id = unit.id.as_deref().unwrap_or_default();
            let is_current = id.contains(&ids.segment(ordinal));
            slot.push(SegmentUnit { unit, is_part, is_current });
        }
        Ok(Self { units: assigned, other_documents })
    }
}

/// Picks the units of the document at the path, or those of the only document that
/// there is, and counts the others.
fn own(
    context: &Context,
    units: impl IntoIterator<Item = TranslationUnit>,
) -> Result<(Vec<TranslationUnit>, usize), Error> {
    let path = |unit: &TranslationUnit| unit.origin.path.clone();
    let (own, others): (Vec<_>, Vec<_>) =
        units.into_iter().partition(|unit| path(unit).is_some_and(|path| *path == *context.path()));
    if !own.is_empty() || others.is_empty() {
        return Ok((own, others.len()));
    }
    let paths: BTreeSet<_> = others.iter().map(path).collect();
    if paths.len() == 1 {
        return Ok((others, 0));
    }
    let named = |path: &Option<Arc<str>>| match path {
        Some(path) => format!("`{path}`"),
        None => "no document".to_owned(),
    };
    let mut names: Vec<String> = paths.iter().map(named).take(3).collect();
    if paths.len() > names.len() {
        names.push(format!("{} more", paths.len() - names.len()));
    }
    Err(Error::argument(format!(
        "expected units of `{}`, but found units of {}; name the document by the path that the \
         file has for it",
        context.path(),
        names.join(", ")
    )))
}

/// Finds the ordinal of the segment that a unit is of, and whether it is a part
/// that a reader cut: `path#xxxxx-NNN#part`.
fn place(unit: &TranslationUnit) -> Option<(usize, bool)> {
    let mut names = unit.id.as_deref().unwrap_or_default().split('#');
    match names.find_map(ordinal) {
        Some(ordinal) => Some((ordinal, names.next().is_some())),
        // A tool may have given it another id, and left the place that was written.
        None => Some((unit.placement.as_ref()?.ordinal, false)),
    }
}

/// A translation that is proposed for a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Translation {
    pub(super) target: Option<CodedText>,
    pub(super) state: Option<State>,
}

/// Lists the translations that units have for their segment, one as a rule.
pub(super) fn translations(
    units: Vec<SegmentUnit>,
    segment: SourceSegment<'_>,
    source: &CodedText,
) -> Result<Vec<Translation>, Error> {
    let (parts, whole): (Vec<_>, Vec<_>) = units.into_iter().partition(|unit| unit.is_part);
    let mut translations = Vec::new();
    for SegmentUnit { unit, is_current, .. } in whole {
        let found = unit.source().ok_or_else(|| without_source(&unit))?;
        let codes = DocumentCodes::of(&found.text, source);
        if !are_alike(&codes.restored(&found.text), source) {
            return Err(differs(&unit, &found.text, segment, is_current));
        }
        let target = unit.target();
        translations.push(Translation {
            state: target.and_then(|target| target.state),
            target: target.map(|target| codes.restored(&target.text)),
        });
    }
    if !parts.is_empty() {
        translations.push(joined(&parts, segment, source)?);
    }
    Ok(translations)
}

/// Joins the parts of a segment to a translation; a part without a target keeps its
/// source. Between them is written what the source has there.
fn joined(
    parts: &[SegmentUnit],
    segment: SourceSegment<'_>,
    whole: &CodedText,
) -> Result<Translation, Error> {
    let (mut source, mut target) = (CodedText::default(), CodedText::default());
    let (mut rest, mut state) = (whole.text(), None);
    for SegmentUnit { unit, is_current, .. } in parts {
        let found = &unit.source().ok_or_else(|| without_source(unit))?.text;
        let gap = rest.find(found.text()).filter(|&at| rest[..at].trim().is_empty());
        let gap = gap.ok_or_else(|| differs(unit, found, segment, *is_current))?;
        let translated = unit.target().map_or(found, |target| &target.text);
        for (joined, text) in [(&mut source, found), (&mut target, translated)] {
            joined.push_text(&rest[..gap]);
            text.pieces().for_each(|piece| joined.push(piece));
        }
        rest = &rest[gap + found.text().len()..];
        state = state.max(unit.target().and_then(|target| target.state));
    }
    let is_whole = rest.trim().is_empty();
    source.push_text(rest);
    target.push_text(rest);
    let codes = DocumentCodes::of(&source, whole);
    if !is_whole || !are_alike(&codes.restored(&source), whole) {
        let first = &parts[0];
        return Err(differs(&first.unit, &source, segment, first.is_current));
    }
    let has_target = parts.iter().any(|part| part.unit.target().is_some());
    Ok(Translation { target: has_target.then(|| codes.restored(&target)), state })
}

fn refused(unit: &TranslationUnit, message: String) -> Error {
    Error::new(ErrorKind::Unit { id: unit.id.clone(), message })
}

fn unknown(unit: &TranslationUnit) -> Error {
    let found = match &unit.id {
        Some(id) => format!("`{}`", start(id)),
        None => "none".to_owned(),
    };
    let message = format!(
        "expected an id such as `1b8a1-101`, by which a segment is found, but found \
         {found}; merge the file that was written for this document"
    );
    refused(unit, message)
}

fn beyond(unit: &TranslationUnit, ordinal: usize, segments: usize) -> Error {
    let message = format!(
        "expected a unit of one of the {segments} segments of the document, but found one of the \
         segment {}; the document or the rules for its segments changed since the file was \
         written: pretranslate it again",
        ordinal.saturating_add(1)
    );
    refused(unit, message)
}

fn without_source(unit: &TranslationUnit) -> Error {
    let message = "expected a source, by which the segment is checked, but found none; merge a \
                   file that has the sources still"
        .to_owned();
    refused(unit, message)
}

fn differs(
    unit: &TranslationUnit,
    found: &CodedText,
    segment: SourceSegment<'_>,
    is_current: bool,
) -> Error {
    let what = match is_current {
        true => "the rules for its segments, or the file's source,",
        false => "the document",
    };
    let message = format!(
        "expected the source `{}`, which the document has at {}, but found `{}`; {what} changed \
         since the file was written: pretranslate it again",
        start(segment.source()),
        segment.position(),
        start(&found.markup()),
    );
    refused(unit, message)
}

/// Returns the start of a text, for a message of one line.
fn start(text: &str) -> String {
    const MOST: usize = 60;
    let mut start: String = text.chars().take(MOST).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}
