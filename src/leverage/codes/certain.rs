//! Whether the codes that differ map one to one.

use std::collections::BTreeMap;

use super::locale::is_same_page;
use super::{Sides, pairs_of};
use crate::inline::Code;

/// Whether each code of the match's source that the query has otherwise has one
/// in the target that says the same as it did, and no code was lost.
pub(super) fn is_certain(sides: &Sides<'_>) -> bool {
    let mut news = BTreeMap::new();
    (0..sides.source.len()).all(|source| match sides.queries.get(source).copied().flatten() {
        Some(query) => is_placed(sides, source, query, &mut news),
        None => true,
    }) && loses_pairs_only(sides)
        && !has_more_of(sides, &news)
}

/// What stands in the query for a code of the source, by native forms.
type News<'t> = BTreeMap<&'t str, &'t str>;

/// Whether a code has one in the target that says the same, or is the same in
/// both sources.
fn is_placed<'t>(sides: &Sides<'t>, source: usize, query: usize, news: &mut News<'t>) -> bool {
    let ((_, code), (_, new)) = (sides.source[source], sides.query[query]);
    let is_equal_elsewhere = news.insert(code.native, new.native).is_none_or(|other| {
        // Where one of two equal codes differs, which one it is in the target?
        other == new.native || content(&code).is_none()
    });
    if code.native == new.native {
        return is_equal_elsewhere;
    }
    let target = sides.pairing.target_of(source).map(|target| &sides.target[target].1);
    is_equal_elsewhere && target.is_some_and(|target| says_the_same(&code, target))
}

/// What a code leads to or stands for.
fn content<'t>(code: &Code<'t>) -> Option<&'t str> {
    code.destination().or(code.equivalent)
}

fn says_the_same(source: &Code<'_>, target: &Code<'_>) -> bool {
    match (content(source), content(target)) {
        (Some(source), Some(target)) => is_same_page(source, target),
        (None, None) => true,
        _ => false,
    }
}

/// Whether what the query lacks is pairs: the text inside them is there still.
fn loses_pairs_only(sides: &Sides<'_>) -> bool {
    let mut lost: Vec<bool> = sides.queries.iter().map(Option::is_none).collect();
    for (opening, closing) in pairs_of(&sides.source) {
        if lost[opening] == lost[closing] {
            (lost[opening], lost[closing]) = (false, false);
        }
    }
    !lost.contains(&true)
}

/// Whether the target has a code that says what changed once more than the
/// source did.
fn has_more_of(sides: &Sides<'_>, news: &News<'_>) -> bool {
    let is_more = |index: usize| sides.pairing.source_of(index).is_none();
    let changed = |code: &Code<'_>| {
        content(code).is_some() && news.get(code.native).is_some_and(|new| *new != code.native)
    };
    (0..sides.target.len()).any(|index| is_more(index) && changed(&sides.target[index].1))
}
