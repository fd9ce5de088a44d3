//! One `unit` as units, one for each of its segments.

use std::collections::HashMap;
use std::io::Read;

use super::content::{NativeForms, into_variant, read_data, read_text};
use super::matches::{Match, MatchContent, read as read_matches};
use super::metadata::{METADATA_MODULE, MetadataElement, read_notes};
use super::values::{NEEDS_REVIEW, read_state};
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::error::Error;
use crate::exchange::xliff::Version;
use crate::exchange::xliff::unit::{
    FileElement, Segment, TextElement, restore_id, start_unit, units,
};
use crate::exchange::xml::cursor::Cursor;
use crate::inline::{Attribute, Code, CodedText, Piece};
use crate::unit::{TranslationUnit, Variant};

/// The number of the matches module among the namespaces.
const MATCHES_MODULE: usize = 1;

/// What is in a `unit`.
#[derive(Debug, Default)]
struct UnitElement {
    natives: NativeForms,
    metadata: MetadataElement,
    matches: Vec<Match>,
    segments: Vec<SegmentElement>,
    /// How many segments and stretches between them there were so far.
    stretches: usize,
}

/// A `segment` with a source.
#[derive(Debug)]
struct SegmentElement {
    id: Option<String>,
    source: TextElement,
    target: Option<TextElement>,
}

/// Reads the `unit` that began.
pub(crate) fn read<R: Read>(
    cursor: &mut Cursor<R>,
    file: &FileElement,
) -> Result<Vec<TranslationUnit>, Error> {
    let mut unit = start_unit(cursor, file, &["id"]);
    let mut read = UnitElement::default();
    while cursor.next_child()? {
        read.child(cursor, file)?;
    }
    if cursor.is_spoilt {
        return Ok(Vec::new());
    }
    if file.is_own {
        restore_id(&mut unit, Version::V2_1, read.metadata.unit.own("id"));
    }
    let segments = read.take_segments(cursor);
    Ok(units(unit, read.metadata.unit, segments, cursor))
}

impl UnitElement {
    fn child<R: Read>(&mut self, cursor: &mut Cursor<R>, file: &FileElement) -> Result<(), Error> {
        if cursor.name_in(MATCHES_MODULE) == Some("matches") {
            return read_matches(cursor, file, &mut self.matches);
        }
        if cursor.name_in(METADATA_MODULE) == Some("metadata") {
            return self.metadata.read(cursor);
        }
        match cursor.core_name().unwrap_or_default() {
            "notes" => read_notes(cursor, &mut self.metadata.unit),
            "originalData" => read_data(cursor, &mut self.natives),
            "segment" => {
                self.stretches += 1;
                self.segments.extend(read_segment(cursor, file, self.stretches)?);
                Ok(())
            }
            // What is between segments is no text to translate.
            "ignorable" => {
                self.stretches += 1;
                cursor.skip()
            }
            // Elements of other modules and tools.
            "" => cursor.skip(),
            _ => cursor.skip_unexpected("a unit"),
        }
    }

    fn take_segments<R: Read>(&mut self, cursor: &mut Cursor<R>) -> Vec<Segment> {
        let mut elements = std::mem::take(&mut self.segments);
        if elements.len() > 1 {
            elements.iter_mut().for_each(SegmentElement::isolate);
        }
        let mut matches = self.take_matches(&elements, cursor);
        let elements = elements.into_iter().enumerate();
        elements
            .map(|(index, element)| {
                let matches = matches.remove(&index).unwrap_or_default();
                self.segment(index, element, matches, cursor)
            })
            .collect()
    }

    /// Returns the matches by the index of the segment that they refer to, or to
    /// something in the source of.
    fn take_matches<R: Read>(
        &mut self,
        segments: &[SegmentElement],
        cursor: &mut Cursor<R>,
    ) -> HashMap<usize, Vec<Match>> {
        let matches = std::mem::take(&mut self.matches);
        if segments.len() == 1 {
            return HashMap::from([(0, matches)]);
        }
        let mut found = HashMap::<usize, Vec<Match>>::new();
        if matches.is_empty() || segments.is_empty() {
            return found;
        }
        let mut indexes = HashMap::<&str, usize>::new();
        for (index, segment) in segments.iter().enumerate() {
            let codes = segment.source.pending.codes().map(|code| &code.id);
            for id in codes.chain([&segment.id]).flatten() {
                indexes.entry(id).or_insert(index);
            }
        }
        let mut is_one_left_out = false;
        for own in matches {
            match indexes.get(own.reference.as_str()) {
                Some(index) => found.entry(*index).or_default().push(own),
                None => is_one_left_out = true,
            }
        }
        if is_one_left_out {
            let message = "expected matches of segments, but found some of another stretch of \
                           text; they are left out";
            cursor.find_as(DiagnosticCode::UnexpectedElement, Severity::Warning, message);
        }
        found
    }

    fn segment<R: Read>(
        &self,
        index: usize,
        element: SegmentElement,
        matches: Vec<Match>,
        cursor: &mut Cursor<R>,
    ) -> Segment {
        let [source_notes, target_notes] = &self.metadata.codes;
        let id = element.id.unwrap_or_else(|| (index + 1).to_string());
        let source = into_variant(element.source, &self.natives, source_notes, cursor);
        let target = element.target;
        let target = target.map(|target| into_variant(target, &self.natives, target_notes, cursor));
        let (mut proposals, mut others) = (Vec::new(), Vec::new());
        for own in matches {
            match own.content {
                MatchContent::Variant(variant) => others.push(*variant),
                MatchContent::Proposal(mut proposal) => {
                    // The unit's own source need not be kept again.
                    proposal.source = proposal.source.filter(|own| !is_same(own, &source));
                    proposals.push(*proposal);
                }
            }
        }
        Segment { id, source, target, proposals, others }
    }
}

/// Returns whether two variants are the same but for the ids of their codes, which are
/// apart in a match and in the unit.
fn is_same(one: &Variant, other: &Variant) -> bool {
    let rest = |own: &Variant| Variant { text: CodedText::default(), ..own.clone() };
    one.text.pieces().map(without_id).eq(other.text.pieces().map(without_id))
        && rest(one) == rest(other)
}

fn without_id(piece: Piece<'_>) -> Piece<'_> {
    match piece {
        Piece::Code(code) => Piece::Code(Code { id: None, ..code }),
        piece => piece,
    }
}

/// Reads the `segment` that began, at a place from 1 among all stretches of text; one
/// without a source is a finding.
fn read_segment<R: Read>(
    cursor: &mut Cursor<R>,
    file: &FileElement,
    place: usize,
) -> Result<Option<SegmentElement>, Error> {
    let id = cursor.owned("id");
    let mut of_target = read_states(cursor);
    let (mut source, mut target, mut order) = (None, None, None);
    while cursor.next_child()? {
        match cursor.core_name() {
            Some("source") if source.is_none() => {
                source = Some(read_text(cursor, file.source.as_ref())?);
            }
            Some("target") if target.is_none() => {
                // Where nothing is said, a target has the place of its source.
                order = cursor.owned("order").filter(|order| order.parse() != Ok(place));
                target = Some(read_text(cursor, file.target.as_ref())?);
            }
            _ => cursor.skip_unexpected("a segment")?,
        }
    }
    let Some(source) = source else {
        let message = "expected a `source` in the segment; it is left out";
        cursor.find_as(DiagnosticCode::MissingSource, Severity::Error, message);
        return Ok(None);
    };
    if let Some(order) = order {
        let message = format!(
            "expected the targets of a unit in the order of their sources, but found one whose \
             place is {order}; it stays with its source"
        );
        cursor.find_as(DiagnosticCode::UnexpectedElement, Severity::Note, message);
        of_target.attributes.push(Attribute::new("order", order));
    }
    let target = target.map(|TextElement { pending, language, .. }| TextElement {
        pending,
        language,
        ..of_target
    });
    Ok(Some(SegmentElement { id, source, target }))
}

/// Returns what the `segment` that began says of its target.
fn read_states<R: Read>(cursor: &mut Cursor<R>) -> TextElement {
    let sub_state = cursor.owned("subState");
    let mut of_target = TextElement::default();
    if let Some(state) = cursor.owned("state") {
        of_target.state = read_state(&state, sub_state.as_deref());
        if of_target.state.is_none() {
            cursor.find_value("state", &state, "`initial`, `translated`, `reviewed` or `final`");
        }
    }
    let kept = sub_state.filter(|sub_state| sub_state != NEEDS_REVIEW);
    of_target.attributes.extend(kept.map(|kept| Attribute::new("subState", kept)));
    of_target
}

impl SegmentElement {
    /// Makes halves of pairs that go from one segment of a unit to another.
    fn isolate(&mut self) {
        for text in [Some(&mut self.source), self.target.as_mut()].into_iter().flatten() {
            text.pending.isolate();
        }
    }
}
