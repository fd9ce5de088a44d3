//! One `unit` as units, one for each of its segments.

use std::collections::HashMap;
use std::io::Read;

use super::content::{Data, finish, read as read_content, read_data};
use super::read_matches::{Match, read as read_matches};
use super::read_metadata::{Found, METADATA, read as read_metadata, read_notes};
use super::values::{NEEDS_REVIEW, read_state};
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::error::Error;
use crate::exchange::codes::draft::Draft;
use crate::exchange::xliff::details::Details;
use crate::exchange::xliff::reading::{File, restore_id, start_unit};
use crate::exchange::xml::cursor::{Cursor, Step};
use crate::inline::Attribute;
use crate::language::Language;
use crate::unit::{State, TranslationUnit, Variant};

/// The number of the matches module among the namespaces.
const MATCHES: usize = 1;

/// A `segment` while its unit is read.
#[derive(Debug, Default)]
struct Segment {
    id: Option<String>,
    state: Option<State>,
    attributes: Vec<Attribute>,
    source: Option<(Draft, Option<Language>)>,
    target: Option<(Draft, Option<Language>)>,
}

/// A unit while it is read.
#[derive(Debug, Default)]
struct Parts {
    data: Data,
    found: Found,
    matches: Vec<Match>,
    segments: Vec<Segment>,
}

/// Reads the `unit` that began.
pub(super) fn read<R: Read>(
    cursor: &mut Cursor<R>,
    file: &File,
) -> Result<Vec<TranslationUnit>, Error> {
    let mut unit = start_unit(cursor, &["id"]);
    let mut parts = Parts::default();
    loop {
        match cursor.advance()? {
            Step::Start => child(cursor, file, &mut parts)?,
            Step::Text => {}
            Step::End | Step::Done => break,
        }
    }
    if cursor.is_spoilt {
        return Ok(Vec::new());
    }
    if file.is_own {
        restore_id(&mut unit, "name", parts.found.details.own("id"));
    }
    unit.origin.path.clone_from(&file.path);
    Ok(parts.finish(unit, cursor, file))
}

fn child<R: Read>(cursor: &mut Cursor<R>, file: &File, parts: &mut Parts) -> Result<(), Error> {
    if cursor.name_in(MATCHES) == Some("matches") {
        return read_matches(cursor, file, &mut parts.matches);
    }
    if cursor.name_in(METADATA) == Some("metadata") {
        return read_metadata(cursor, &mut parts.found);
    }
    match cursor.core_name().unwrap_or_default() {
        "notes" => read_notes(cursor, &mut parts.found.details),
        "originalData" => read_data(cursor, &mut parts.data),
        "segment" => {
            let segment = segment(cursor, file)?;
            match segment.source {
                Some(_) => parts.segments.push(segment),
                None => {
                    let message = "expected a `source` in the segment; it is left out";
                    cursor.find_as(DiagnosticCode::MissingSource, Severity::Error, message);
                }
            }
            Ok(())
        }
        // What stands between segments is no text to translate.
        "ignorable" => cursor.skip(),
        // Elements of other modules and tools.
        "" => cursor.skip(),
        _ => cursor.skip_unexpected("a unit"),
    }
}

/// Reads the `segment` that began.
fn segment<R: Read>(cursor: &mut Cursor<R>, file: &File) -> Result<Segment, Error> {
    let mut segment = Segment { id: cursor.owned("id"), ..Segment::default() };
    let sub_state = cursor.owned("subState");
    if let Some(state) = cursor.owned("state") {
        segment.state = read_state(&state, sub_state.as_deref());
        if segment.state.is_none() {
            cursor.find_value("state", &state, "`initial`, `translated`, `reviewed` or `final`");
        }
    }
    let kept = sub_state.filter(|sub_state| sub_state != NEEDS_REVIEW);
    segment.attributes.extend(kept.map(|kept| Attribute::new("subState", kept)));
    loop {
        match cursor.advance()? {
            Step::Text => {}
            Step::End | Step::Done => return Ok(segment),
            Step::Start => match cursor.core_name() {
                Some("source") if segment.source.is_none() => {
                    let language = cursor.language("xml:lang").or_else(|| file.source.clone());
                    segment.source = Some((read_content(cursor)?, language));
                }
                Some("target") if segment.target.is_none() => {
                    let language = cursor.language("xml:lang").or_else(|| file.target.clone());
                    segment.target = Some((read_content(cursor)?, language));
                }
                _ => cursor.skip_unexpected("a segment")?,
            },
        }
    }
}

impl Parts {
    fn finish<R: Read>(
        mut self,
        mut unit: TranslationUnit,
        cursor: &mut Cursor<R>,
        file: &File,
    ) -> Vec<TranslationUnit> {
        let mut segments = std::mem::take(&mut self.segments);
        let is_one = segments.len() == 1;
        if !is_one {
            segments.iter_mut().for_each(Segment::isolate);
        }
        let mut matches = self.matches_of(&segments, cursor);
        let is_shared = self.found.details.fits(&unit, segments.len());
        if !is_shared {
            cursor.find_copies();
        }
        let mut units = Vec::with_capacity(segments.len());
        for (index, segment) in segments.into_iter().enumerate() {
            let mut own = unit.clone();
            if !is_one {
                let id = segment.id.clone().unwrap_or_else(|| (index + 1).to_string());
                own.id = unit.id.as_ref().map(|unit| format!("{unit}#{id}"));
            }
            let own_matches = matches.remove(&index).unwrap_or_default();
            units.push(self.unit(own, segment, own_matches, cursor, file));
            if !is_shared {
                self.found.details = Details::default();
                unit = TranslationUnit { origin: unit.origin, ..TranslationUnit::default() };
            }
        }
        units
    }

    /// The matches by the index of the segment that they refer to, or to
    /// something in the source of.
    fn matches_of<R: Read>(
        &mut self,
        segments: &[Segment],
        cursor: &mut Cursor<R>,
    ) -> HashMap<usize, Vec<Match>> {
        let matches = std::mem::take(&mut self.matches);
        let mut found = HashMap::<usize, Vec<Match>>::new();
        if matches.is_empty() || segments.is_empty() {
            return found;
        }
        if segments.len() == 1 {
            return HashMap::from([(0, matches)]);
        }
        let mut places = HashMap::<&str, usize>::new();
        for (index, segment) in segments.iter().enumerate() {
            let codes = segment.source.iter().flat_map(|(draft, _)| draft.codes());
            let ids = codes.map(|code| &code.id).chain([&segment.id]);
            for id in ids.flatten() {
                places.entry(id).or_insert(index);
            }
        }
        let count = matches.len();
        for other in matches {
            if let Some(place) = places.get(other.reference()) {
                found.entry(*place).or_default().push(other);
            }
        }
        if found.values().map(Vec::len).sum::<usize>() < count {
            let message = "expected matches of segments, but found some of another stretch of \
                           text; they are left out";
            cursor.find_as(DiagnosticCode::UnexpectedElement, Severity::Warning, message);
        }
        found
    }

    fn unit<R: Read>(
        &self,
        mut unit: TranslationUnit,
        segment: Segment,
        matches: Vec<Match>,
        cursor: &mut Cursor<R>,
        file: &File,
    ) -> TranslationUnit {
        let [source_notes, target_notes] = &self.found.codes;
        let (draft, language) = segment.source.unwrap_or_default();
        let mut source = Variant::new(language, finish(draft, &self.data, source_notes, cursor));
        let mut target = segment.target.map(|(draft, language)| Variant {
            state: segment.state,
            attributes: segment.attributes,
            ..Variant::new(language, finish(draft, &self.data, target_notes, cursor))
        });
        self.found.details.clone().apply(&mut unit, &mut source, target.as_mut());
        if unit.context.document.is_none() {
            unit.context.document.clone_from(&file.path);
        }
        unit.source_language = source.language.clone().into();
        let mut others = Vec::new();
        for found in matches {
            match found {
                Match::Variant(variant, _) => others.push(*variant),
                Match::Proposal(mut proposal, _) => {
                    // The unit's own source need not be kept again.
                    let is_same = proposal.source.as_ref()
                        == Some(&Variant::new(source.language.clone(), source.text.clone()));
                    proposal.source = proposal.source.filter(|_| !is_same);
                    unit.proposals.push(*proposal);
                }
            }
        }
        unit.variants.push(source);
        unit.variants.extend(target);
        unit.variants.extend(others);
        unit
    }
}

impl Segment {
    /// Pairs may go from one segment of a unit to another.
    fn isolate(&mut self) {
        for (draft, _) in self.source.iter_mut().chain(&mut self.target) {
            draft.isolate();
        }
    }
}
