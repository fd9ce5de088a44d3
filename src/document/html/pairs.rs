//! Joining targets and sources by id, and the lookup elements around sources.

use std::collections::HashMap;

use super::elements::{Defect, Element, Role};
use super::findings::Findings;

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
