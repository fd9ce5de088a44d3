//! Brackets and quotes inside which no sentence ends.

use std::ops::Range;

use super::view::PARAGRAPH;

/// The ranges inside pairs of brackets, in order and apart from each other. A
/// bracket closes the nearest one of its kind; what is not closed in its
/// paragraph is no range.
pub(super) fn whole_ranges(view: &str, pairs: &[(char, char)]) -> Vec<Range<usize>> {
    if pairs.is_empty() {
        return Vec::new();
    }
    let mut open = vec![Vec::new(); pairs.len()];
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (at, character) in view.char_indices() {
        if character == PARAGRAPH {
            open.iter_mut().for_each(Vec::clear);
        } else if let Some(kind) = pairs.iter().position(|&(opening, _)| opening == character) {
            open[kind].push(at);
        } else if let Some(kind) = pairs.iter().position(|&(_, closing)| closing == character)
            && let Some(start) = open[kind].pop()
        {
            let end = at + character.len_utf8();
            ranges.truncate(ranges.partition_point(|range| range.start < start));
            ranges.push(start..end);
        }
    }
    ranges
}
