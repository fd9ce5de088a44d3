//! Annotated HTML pages.
//!
//! An element of any name that carries the target attribute or the source
//! attribute is one side of a pair:
//!
//! ```text
//! <td data-ttu-id="74dd5-101">Ziel</td><td data-stu-id="74dd5-101">Target</td>
//! ```
//!
//! The two sides are joined by id anywhere in the page, in either order. A
//! source may be in a lookup element (`<span class="sxs-lookup">`), alone or
//! with others. The text of a side is the content of the element as written:
//! markup, character references and white space untouched. Only a `<` in a
//! `title` or a `textarea`, where it begins no tag, is given as `&lt;`.
//!
//! Two libraries read the page. html5gum finds the tags and their byte ranges
//! ([`tags`]); from these alone come the elements ([`elements`]), where each ends
//! ([`open_elements`], [`endings`]; [`names`] holds what the standard says of each
//! name), the pairs ([`pairs`]), the diagnostics ([`findings`]) and the edits that
//! remove the annotation ([`pairs::edits`]). scraper builds the tree, which has the block
//! around an element and the part of the page to read ([`tree`]), nothing else: a
//! tree moves what is misplaced, and has no byte ranges. [`limits`] keeps pages
//! from both that would cost too much.
//!
//! An element ends at its own end tag, or where the HTML standard ends it and
//! lets the end tag be omitted. Where neither is so, as when the parent ends
//! first, it makes no pair.

mod elements;
mod endings;
mod findings;
mod limits;
mod names;
mod open_elements;
mod pairs;
mod tags;
mod tree;

#[cfg(test)]
mod tests;

pub(crate) use limits::too_many_attributes;
pub(crate) use tags::{page_tags, read_attributes};
pub use tree::Within;

use std::ops::Range;

use self::elements::{Defect, Element, Page, Role};
use self::findings::Findings;
use self::pairs::{LookupElements, Pair};
use self::tree::ElementPlace;
use crate::diagnostic::{Diagnostic, DiagnosticCode, Severity};
use crate::document::block_kind;
use crate::document::reading::{FoundSegment, FoundText, Reading, Rejected};
use crate::scan::AnnotationScheme;
use crate::unit::BlockKind;

/// Reads a page, or the part `within` it.
///
/// The range of a segment is that of both elements, lookup element included,
/// where nothing but white space is between them. Otherwise the two have a
/// range each. A page that names none of the scheme's attributes costs
/// one search, and its tags up to the one that names its language.
pub(crate) fn read(
    bytes: &[u8],
    scheme: &AnnotationScheme,
    within: Option<&Within>,
    rejected: &Rejected,
) -> Reading {
    if let Some(found) = too_many_attributes(bytes) {
        return Reading { diagnostics: vec![found], ..Reading::default() };
    }
    if !findings::names_annotation(bytes, scheme) {
        let target_language = elements::page_language(bytes, scheme);
        return Reading { target_language, ..Reading::default() };
    }
    let mut page = elements::scan(bytes, scheme);
    mark_invalid(bytes, &mut page.elements);
    let mut reader =
        PageReader { bytes, scheme, rejected, page: &page, reading: Reading::default() };
    reader.reading.diagnostics =
        findings::stray_markers(bytes, scheme, &page.markers, &page.unreadable);
    if let Some(places) = reader.places(within) {
        reader.read(&places, within.is_some());
    }
    reader.finish()
}

/// Gives a defect to the targets and sources that hold bytes that are not UTF-8.
fn mark_invalid(bytes: &[u8], elements: &mut [Element]) {
    if std::str::from_utf8(bytes).is_ok() {
        return;
    }
    for element in elements.iter_mut().filter(|one| one.is_side() && one.defect.is_none()) {
        if std::str::from_utf8(&bytes[element.range()]).is_err() {
            element.defect = Some(Defect::InvalidUtf8);
        }
    }
}

struct PageReader<'a> {
    bytes: &'a [u8],
    scheme: &'a AnnotationScheme,
    rejected: &'a Rejected,
    page: &'a Page,
    reading: Reading,
}

impl PageReader<'_> {
    /// Finds the place of each element. Returns `None` where the page cannot be read
    /// at all, because it passes a limit and the part to read cannot be found.
    fn places(&mut self, within: Option<&Within>) -> Option<Vec<Option<ElementPlace>>> {
        let Page { elements, limit, .. } = self.page;
        let Some(limit) = limit else {
            return Some(tree::places(self.bytes, elements, self.scheme, within));
        };
        let mut diagnostic = limit.clone();
        if within.is_some() {
            diagnostic.range = 0..self.bytes.len();
            let help = "nothing of the page is read; read all of it instead of a part";
            self.reading.diagnostics.push(diagnostic.with_help(help));
            return None;
        }
        diagnostic.severity = Severity::Warning;
        let help = "the page is read, but the kinds of its blocks are not known";
        self.reading.diagnostics.push(diagnostic.with_help(help));
        Some(vec![None; elements.len()])
    }

    fn read(&mut self, places: &[Option<ElementPlace>], part_only: bool) {
        let elements = &self.page.elements;
        let mut findings = Findings::new(self.bytes, elements);
        let inside = |&number: &usize| places[number].is_none_or(|place| place.inside);
        let known = |&number: &usize| !part_only || places[number].is_some();
        let numbers = (0..elements.len()).filter(inside);
        let (read, unplaced): (Vec<_>, Vec<_>) = numbers.partition(known);
        let mut pairs = pairs::join(self.bytes, elements, read.iter().copied(), &mut findings);
        let id = |pair: &Pair| &self.bytes[elements[pair.target].id.clone()];
        pairs.retain(|pair| !self.rejected.contains(id(pair)));
        let mut paired = vec![false; elements.len()];
        pairs.iter().for_each(|pair| paired[pair.source] = true);
        let lookups = LookupElements::new(self.bytes, elements, |number| paired[number]);
        for &number in read.iter().filter(|&&number| elements[number].role == Role::Lookup) {
            if lookups.sources(number).is_empty() {
                findings.orphan_lookup(number);
            } else if elements[number].defect.is_some() {
                findings.open_lookup(number);
            }
        }
        self.reading.diagnostics.extend(findings.into_diagnostics());
        self.reading
            .diagnostics
            .extend(unplaced.iter().map(|&number| report_unplaced(&elements[number])));
        self.reading.segments =
            pairs.iter().map(|pair| self.segment(pair, &lookups, places)).collect();
        let sides = pairs::edits(self.bytes, elements, &pairs, &lookups, self.scheme);
        self.reading.edits = sides.map(Some);
    }

    fn segment(
        &self,
        pair: &Pair,
        lookups: &LookupElements,
        places: &[Option<ElementPlace>],
    ) -> FoundSegment {
        let elements = &self.page.elements;
        let (target, source) = (&elements[pair.target], &elements[pair.source]);
        let (range, source_apart) = self.segment_ranges(target, source, lookups);
        FoundSegment {
            range,
            source_apart,
            id: as_written(target.id.clone()),
            target: self.text(target),
            source: self.text(source),
            kind: Some(places[pair.target].map_or_else(|| self.own_kind(target), |at| at.kind)),
            repaired: false,
        }
    }

    fn text(&self, element: &Element) -> FoundText {
        let text = element.markup(self.bytes).map(Into::into);
        FoundText { range: element.text(self.bytes), text }
    }

    /// Returns both elements where they are side by side, else the target and the
    /// source.
    fn segment_ranges(
        &self,
        target: &Element,
        source: &Element,
        lookups: &LookupElements,
    ) -> (Range<usize>, Option<Range<usize>>) {
        let alone = lookups.around(source).filter(|&at| lookups.sources(at).len() == 1);
        let source = alone.map_or(source, |at| &self.page.elements[at]).range();
        let target = target.range();
        if pairs::is_blank(self.bytes, target.end, source.start) {
            (target.start..source.end, None)
        } else if pairs::is_blank(self.bytes, source.end, target.start) {
            (source.start..target.end, None)
        } else {
            (target, Some(source))
        }
    }

    /// Returns the block that an element makes by itself, for want of a tree.
    fn own_kind(&self, element: &Element) -> BlockKind {
        let name = self.bytes[element.name.clone()].to_ascii_lowercase();
        block_kind::of_name(&name).unwrap_or_default()
    }

    fn finish(mut self) -> Reading {
        self.reading.target_language = self.page.language.clone();
        self.reading.segments.sort_by_key(|segment| segment.range.start);
        let place = |found: &Diagnostic| (found.range.start, found.range.end);
        self.reading.diagnostics.sort_by_key(place);
        self.reading
    }
}

fn as_written(range: Range<usize>) -> FoundText {
    FoundText { range, text: None }
}

/// Reports an element that browsers drop, so that its place in the page is not
/// known.
fn report_unplaced(element: &Element) -> Diagnostic {
    Diagnostic::new(
        DiagnosticCode::MalformedMarker,
        element.open.clone(),
        "expected an element where browsers keep it, but found one that they drop, so that the \
         part of the page it is in is not known",
    )
}
