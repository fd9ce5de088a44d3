//! Joining targets and sources by id, the lookup elements around sources, and the
//! edits that leave one side of each pair.
//!
//! # Edits
//!
//! What turns a page into its target or its source alone.
//!
//! A target `span` gives way to its content; another element that is a target
//! only loses the marker attribute and one white space before it. A source goes
//! whole, and its lookup element with it where nothing else is in there. For
//! the source side, the content of the target gives way to that of the source.
//! Elements of no pair stay as they are.

use std::collections::HashMap;
use std::ops::Range;

use super::elements::{Defect, Element, Role};
use super::findings::Findings;
use crate::document::attributes::is_space;
use crate::document::reading::{Edit, Replacement};
use crate::scan::AnnotationScheme;

/// A target and its source, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) target: usize,
    pub(super) source: usize,
}

/// Joins the elements with the given numbers.
///
/// An id that occurs once on each side makes a pair, in whichever order. An id
/// that occurs several times makes pairs only where targets and sources take turns
/// all along, so that neither side lacks one. Elements with
/// a defect keep their turn, and are reported instead of a pair.
pub(super) fn join(
    bytes: &[u8],
    elements: &[Element],
    numbers: impl Iterator<Item = usize>,
    findings: &mut Findings<'_>,
) -> Vec<Pair> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut group_of: HashMap<&[u8], usize> = HashMap::new();
    for number in numbers.filter(|&number| elements[number].is_side()) {
        let element = &elements[number];
        if matches!(element.defect, Some(Defect::Malformed(_) | Defect::QuoteDamage)) {
            findings.defect(number);
            continue;
        }
        let group = *group_of.entry(&bytes[element.id.clone()]).or_insert(groups.len());
        if group == groups.len() {
            groups.push(Vec::new());
        }
        groups[group].push(number);
    }
    groups.iter().flat_map(|group| join_group(elements, group, findings)).collect()
}

/// Joins the elements of one id.
fn join_group(elements: &[Element], group: &[usize], findings: &mut Findings<'_>) -> Vec<Pair> {
    let turns = Turns::new(elements, group);
    match turns {
        Turns::Taken => group
            .chunks_exact(2)
            .filter_map(|two| join_two(elements, [two[0], two[1]], findings))
            .collect(),
        Turns::OneSided => {
            group.iter().for_each(|&number| findings.orphan(number, "none"));
            Vec::new()
        }
        Turns::Unclear => {
            group.iter().for_each(|&number| findings.out_of_turn(number));
            Vec::new()
        }
    }
}

/// How the two sides of an id follow each other.
enum Turns {
    /// Target, source, target, source, or source first throughout.
    Taken,
    /// Targets only, or sources only.
    OneSided,
    Unclear,
}

impl Turns {
    fn new(elements: &[Element], group: &[usize]) -> Self {
        let like_first = |at: usize| elements[group[at]].role == elements[group[0]].role;
        let mut turns = 0..group.len();
        if group.len().is_multiple_of(2) && turns.all(|at| like_first(at) == at.is_multiple_of(2)) {
            Turns::Taken
        } else if (0..group.len()).all(like_first) {
            Turns::OneSided
        } else {
            Turns::Unclear
        }
    }
}

/// Makes a pair of two elements, or reports why not.
fn join_two(elements: &[Element], two: [usize; 2], findings: &mut Findings<'_>) -> Option<Pair> {
    if two.iter().any(|&number| elements[number].defect.is_some()) {
        two.iter().for_each(|&number| findings.orphan(number, "one that is damaged"));
        return None;
    }
    let [target, source] = match elements[two[0]].role {
        Role::Target => two,
        _ => [two[1], two[0]],
    };
    Some(Pair { target, source })
}

/// The lookup elements of a page with the sources in each, by number.
pub(super) struct LookupElements {
    /// For each element: the sources in it, where it is a lookup element.
    sources: Vec<Vec<usize>>,
    /// For each element: whether it is a lookup element that goes with its sources.
    removable: Vec<bool>,
}

impl LookupElements {
    /// Finds the sources in each lookup element. A lookup element goes where it
    /// holds nothing but white space and sources that `is_paired` names.
    pub(super) fn new(
        bytes: &[u8],
        elements: &[Element],
        is_paired: impl Fn(usize) -> bool,
    ) -> Self {
        let mut sources = vec![Vec::new(); elements.len()];
        for (number, element) in elements.iter().enumerate() {
            if let (Role::Source, Some(lookup)) = (element.role, element.lookup) {
                sources[lookup].push(number);
            }
        }
        let is_removable = |(lookup, sources): (usize, &Vec<usize>)| {
            !sources.is_empty()
                && elements[lookup].defect.is_none()
                && sources.iter().all(|&source| is_paired(source))
                && is_filled(bytes, &elements[lookup], sources.iter().map(|&one| &elements[one]))
        };
        Self { removable: sources.iter().enumerate().map(is_removable).collect(), sources }
    }

    /// Returns the sources in a lookup element.
    pub(super) fn sources(&self, lookup: usize) -> &[usize] {
        &self.sources[lookup]
    }

    /// Returns the lookup element around a source that goes with it, if any.
    pub(super) fn around(&self, source: &Element) -> Option<usize> {
        source.lookup.filter(|&lookup| self.removable[lookup])
    }
}

/// Returns whether the content of `outer` is the `inner` elements and white
/// space.
fn is_filled<'a>(bytes: &[u8], outer: &Element, inner: impl Iterator<Item = &'a Element>) -> bool {
    let mut at = outer.inner().start;
    for element in inner {
        let range = element.range();
        if !is_blank(bytes, at, range.start) {
            return false;
        }
        at = range.end;
    }
    is_blank(bytes, at, outer.inner().end)
}

/// Returns whether `start` to `end` is a range of white space or nothing.
pub(super) fn is_blank(bytes: &[u8], start: usize, end: usize) -> bool {
    bytes.get(start..end).is_some_and(|between| between.trim_ascii().is_empty())
}

/// Makes the edits for all pairs: by side, each in order.
pub(super) fn edits(
    bytes: &[u8],
    elements: &[Element],
    pairs: &[Pair],
    lookups: &LookupElements,
    scheme: &AnnotationScheme,
) -> [Vec<Edit>; 2] {
    let mut sides = [Vec::new(), Vec::new()];
    for pair in pairs {
        let (target, source) = (&elements[pair.target], &elements[pair.source]);
        let [in_target, in_source] = &mut sides;
        let name = &bytes[target.name.clone()];
        if name.eq_ignore_ascii_case(scheme.element().as_bytes()) {
            in_target.extend([target.open.clone(), target.close.clone()].map(Edit::removal));
            in_source.push(Edit { range: target.range(), with: text(bytes, source, target) });
        } else {
            let marker = Edit::removal(with_space_before(bytes, target.attribute.clone()));
            in_target.push(marker.clone());
            let content = Edit { range: target.text(bytes), with: text(bytes, source, target) };
            in_source.extend([marker, content]);
        }
        let removed = match lookups.around(source) {
            // The last source of a lookup element removes it, so that it goes once.
            Some(lookup) if lookups.sources(lookup).last() == Some(&pair.source) => {
                elements[lookup].range()
            }
            Some(_) => continue,
            None => source.range(),
        };
        sides.iter_mut().for_each(|side| side.push(Edit::removal(removed.clone())));
    }
    sides.iter_mut().for_each(|side| side.sort_by_key(|edit| (edit.range.start, edit.range.end)));
    sides
}

/// Returns the text of a source for the place of its target. Tags in it stay as
/// they are where the target, a `title` or a `textarea`, holds none.
fn text(bytes: &[u8], source: &Element, target: &Element) -> Replacement {
    match source.markup(bytes) {
        Some(markup) if !target.holds_plain_text() => {
            Replacement::Bytes(markup.into_bytes().into())
        }
        _ => Replacement::Slice(source.text(bytes)),
    }
}

/// Returns the range of an attribute with the white space before it.
fn with_space_before(bytes: &[u8], attribute: Range<usize>) -> Range<usize> {
    let has_space = attribute.start > 0 && is_space(bytes[attribute.start - 1]);
    attribute.start - usize::from(has_space)..attribute.end
}
