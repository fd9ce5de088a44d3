//! The codes of a new source in the target of a match.
//!
//! The target of a match has the codes of the match's source, in the words and
//! the order of its language. The target for a new source has the codes of that
//! one, so each code of the target is followed to the code of the old source
//! that it corresponds to ([`pair_codes`]), and on to that of the new source:
//!
//! - Where both sources have the same code, the target keeps its own: a link to
//!   a translated page stays.
//! - Where only the address differs, it alone is replaced, and what the target
//!   did with the locale in the old address is done with the new one.
//! - Where more differs, the code of the new source takes the place: another
//!   code span, `__` for `**`, HTML for Markdown. Both halves of a pair change
//!   together.
//! - What the new source lacks is dropped, pairs as a whole.
//! - What the new source alone has, gets a place where there is no doubt: around
//!   the whole text, or at its beginning or end. Otherwise it is missing, and
//!   that is reported.
//! - What the target alone has stays.
//!
//! [`changes`] decides what becomes of each code, [`rebuild`] puts the target
//! together.

mod changes;
mod rebuild;

use std::collections::BTreeMap;

pub(super) use changes::localized_address;
use changes::{changes, is_same_page};
use rebuild::{EdgeCodes, Rebuilder};
pub(super) use rebuild::{greatest_pair_number, is_read_back, push_part, renumbered};

use super::repair::Repair;
use crate::inline::{Code, CodePairing, CodedText, pair_codes};

/// The target of a match with the codes of a new source.
#[derive(Clone, Debug)]
pub(super) struct AdaptedTarget {
    pub(super) target: CodedText,
    /// What was replaced, in the order of the target.
    pub(super) repairs: Vec<Repair>,
    /// Whether each code of the new source has its place.
    pub(super) has_all_codes: bool,
    /// Whether nothing was left to chance: each code that differs maps one to
    /// one, and none was lost.
    pub(super) is_unambiguous: bool,
}

/// A text and its codes, each with the byte offset where it stands.
struct PlacedCodes<'t> {
    text: &'t CodedText,
    codes: Vec<(usize, Code<'t>)>,
}

impl<'t> PlacedCodes<'t> {
    fn of(text: &'t CodedText) -> Self {
        Self { text, codes: text.placed_codes().collect() }
    }

    fn len(&self) -> usize {
        self.codes.len()
    }

    fn code(&self, index: usize) -> Code<'t> {
        self.codes[index].1
    }

    fn offset(&self, index: usize) -> usize {
        self.codes[index].0
    }
}

/// The codes of the query, of the match's source and of its target, and which
/// corresponds to which.
struct CodeMap<'t> {
    query: PlacedCodes<'t>,
    source: PlacedCodes<'t>,
    target: PlacedCodes<'t>,
    /// For each code of the source, that of the query.
    query_of_source: Vec<Option<usize>>,
    /// Between source and target.
    pairing: CodePairing,
}

impl CodeMap<'_> {
    /// Finds the code of the source that one of the target corresponds to, and
    /// that of the query.
    fn origins(&self, target: usize) -> Option<(usize, Option<usize>)> {
        let source = self.pairing.source_of(target)?;
        Some((source, self.query_of(source)))
    }

    fn query_of(&self, source: usize) -> Option<usize> {
        self.query_of_source.get(source).copied().flatten()
    }
}

/// Finds for each code of a text the one of another that corresponds to it.
pub(super) fn counterparts(of: &CodedText, other: &CodedText) -> Vec<Option<usize>> {
    let pairing = pair_codes(of, other);
    (0..of.codes().count()).map(|code| pairing.target_of(code)).collect()
}

/// Gives the target of a match the codes of the query. `query_of_source` names
/// for each code of the match's source that of the query.
pub(super) fn adapt_codes(
    query: &CodedText,
    source: &CodedText,
    target: &CodedText,
    query_of_source: Vec<Option<usize>>,
) -> AdaptedTarget {
    if query.codes().eq(source.codes()) && is_in_order(&query_of_source) {
        return AdaptedTarget {
            target: target.clone(),
            repairs: Vec::new(),
            has_all_codes: true,
            is_unambiguous: true,
        };
    }
    let map = CodeMap {
        query: PlacedCodes::of(query),
        source: PlacedCodes::of(source),
        target: PlacedCodes::of(target),
        query_of_source,
        pairing: pair_codes(source, target),
    };
    let changes = changes(&map);
    let edges = EdgeCodes::of(&map);
    let (adapted, repairs) = Rebuilder::new(&map).rebuild(&edges, &changes);
    let has_all_codes =
        edges.is_complete(&map) && (repairs.is_empty() || is_read_back(&adapted, target, query));
    AdaptedTarget {
        target: adapted,
        repairs,
        has_all_codes,
        is_unambiguous: has_all_codes && is_unambiguous(&map),
    }
}

/// Whether each code corresponds to the one of the same number.
fn is_in_order(query_of_source: &[Option<usize>]) -> bool {
    query_of_source.iter().enumerate().all(|(index, query)| *query == Some(index))
}

/// What stands in the query for a code of the source, by native forms.
type NewForms<'t> = BTreeMap<&'t str, &'t str>;

/// Whether the codes that differ map one to one: each code of the match's source
/// that the query has otherwise has one in the target with the same content, and
/// no code was lost.
fn is_unambiguous(map: &CodeMap<'_>) -> bool {
    let mut new_forms = NewForms::new();
    (0..map.source.len()).all(|source| {
        map.query_of(source).is_none_or(|query| is_placed(map, source, query, &mut new_forms))
    }) && loses_pairs_only(map)
        && !has_surplus(map, &new_forms)
}

/// Whether a code has one in the target with the same content, or is the same in
/// both sources.
fn is_placed<'t>(
    map: &CodeMap<'t>,
    source: usize,
    query: usize,
    new_forms: &mut NewForms<'t>,
) -> bool {
    let (code, new) = (map.source.code(source), map.query.code(query));
    let is_equal_elsewhere = new_forms.insert(code.native, new.native).is_none_or(|other| {
        // Where one of two equal codes differs, which one it is in the target?
        other == new.native || content(&code).is_none()
    });
    if code.native == new.native {
        return is_equal_elsewhere;
    }
    let target = map.pairing.target_of(source).map(|target| map.target.code(target));
    is_equal_elsewhere && target.is_some_and(|target| has_same_content(&code, &target))
}

/// Returns what a code leads to or stands for.
fn content<'t>(code: &Code<'t>) -> Option<&'t str> {
    code.destination().or(code.equivalent)
}

fn has_same_content(source: &Code<'_>, target: &Code<'_>) -> bool {
    match (content(source), content(target)) {
        (Some(source), Some(target)) => is_same_page(source, target),
        (None, None) => true,
        _ => false,
    }
}

/// Whether what the query lacks is pairs: the text inside them is there still.
fn loses_pairs_only(map: &CodeMap<'_>) -> bool {
    let mut lost: Vec<bool> = map.query_of_source.iter().map(Option::is_none).collect();
    for (opening, closing) in map.source.text.pairs() {
        if lost[opening] == lost[closing] {
            (lost[opening], lost[closing]) = (false, false);
        }
    }
    !lost.contains(&true)
}

/// Whether the target has a code that changed once more than the source had it.
fn has_surplus(map: &CodeMap<'_>, new_forms: &NewForms<'_>) -> bool {
    let changed = |code: &Code<'_>| {
        content(code).is_some() && new_forms.get(code.native).is_some_and(|new| *new != code.native)
    };
    let mut surplus = (0..map.target.len()).filter(|index| map.pairing.source_of(*index).is_none());
    surplus.any(|index| changed(&map.target.code(index)))
}

#[cfg(test)]
mod tests;
