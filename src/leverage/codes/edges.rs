//! Codes that only the new source has, where their place is beyond doubt.

use std::collections::BTreeSet;

use super::{PlacedCode, Sides, pairs_of};
use crate::text::step;

/// Codes of the query that go around the target: their indexes, in order.
#[derive(Debug, Default)]
pub(super) struct Edges {
    pub(super) start: Vec<usize>,
    pub(super) end: Vec<usize>,
}

impl Edges {
    /// Whether each code of the query has a place: here, or that of one of the
    /// match's source.
    pub(super) fn is_complete(&self, sides: &Sides<'_>) -> bool {
        let known = sides.queries.iter().flatten().count();
        known + self.start.len() + self.end.len() == sides.query.len()
    }
}

/// Finds the codes that stand at the beginning and at the end of the query,
/// outside of all that the match's source has too. A pair needs both halves
/// there.
pub(super) fn edges(sides: &Sides<'_>, text: &str) -> Edges {
    let known: BTreeSet<usize> = sides.queries.iter().flatten().copied().collect();
    let codes = &sides.query;
    let is_free = |index: &usize, place: usize| !known.contains(index) && codes[*index].0 == place;
    let start = (0..codes.len()).take_while(|index| is_free(index, 0)).count();
    let mut ends = (start..codes.len()).rev();
    let end = ends.by_ref().take_while(|index| is_free(index, text.len())).count();
    let first_of_end = codes.len() - end;
    let (start, first_of_end) = without_halves(codes, start, first_of_end);
    Edges { start: (0..start).collect(), end: (first_of_end..codes.len()).collect() }
}

/// The longest runs at the beginning and at the end that have whole pairs only.
///
/// A code whose other half stands between the runs goes there too, with all that
/// is then between them; so each code is looked at once.
fn without_halves(codes: &[PlacedCode<'_>], mut start: usize, mut end: usize) -> (usize, usize) {
    let mut halves = vec![None; codes.len()];
    for (open, close) in pairs_of(codes) {
        (halves[open], halves[close]) = (Some(close), Some(open));
    }
    let mut between = vec![(start, end)];
    while let Some((from, to)) = between.pop() {
        step(1 + to - from);
        for half in halves[from..to].iter().copied().flatten() {
            if half < start {
                between.push((half, start));
                start = half;
            } else if half >= end {
                between.push((end, half + 1));
                end = half + 1;
            }
        }
    }
    (start, end)
}
