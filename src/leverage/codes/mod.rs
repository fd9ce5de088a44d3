//! The codes of a new source in the target of a match.
//!
//! The target of a match has the codes of the match's source, in the words and
//! the order of its language. The target for a new source has the codes of that
//! one, so each code of the target is followed to the code of the old source
//! that it stands for ([`pair_codes`]), and on to that of the new source:
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
//!   that is said.
//! - What the target alone has stays.

mod build;
mod certain;
mod edges;
mod fates;
mod locale;
mod native;
mod pairs;
mod written;

use build::Builder;
pub(super) use locale::localized;
pub(super) use pairs::{greatest, pairs, renumbered};
pub(super) use written::reads_as;

use super::repair::Repair;
use crate::inline::{Code, CodePairing, CodedText, pair_codes};

/// The target of a match with the codes of a new source.
#[derive(Clone, Debug)]
pub(super) struct Fitted {
    pub(super) target: CodedText,
    /// What was replaced, in the order of the target.
    pub(super) changes: Vec<Repair>,
    /// Whether each code of the new source has its place.
    pub(super) is_complete: bool,
    /// Whether nothing was left to chance: each code that differs maps one to
    /// one, and none was lost.
    pub(super) is_certain: bool,
}

/// A code and where it stands: the byte offset in its text.
type PlacedCode<'t> = (usize, Code<'t>);

/// The codes of three texts, and how they correspond.
struct Sides<'t> {
    query: Vec<PlacedCode<'t>>,
    source: Vec<PlacedCode<'t>>,
    target: Vec<PlacedCode<'t>>,
    /// For each code of the source, that of the query.
    queries: Vec<Option<usize>>,
    /// Between source and target.
    pairing: CodePairing,
}

impl Sides<'_> {
    /// The codes of the source and the query that one of the target stands for.
    fn origins(&self, target: usize) -> Option<(usize, Option<usize>)> {
        let source = self.pairing.source_of(target)?;
        Some((source, self.queries.get(source).copied().flatten()))
    }
}

/// For each code of a text, the one of another that corresponds to it.
pub(super) fn counterparts(of: &CodedText, other: &CodedText) -> Vec<Option<usize>> {
    let pairing = pair_codes(of, other);
    (0..of.codes().count()).map(|code| pairing.target_of(code)).collect()
}

/// Gives the target of a match the codes of the query. `queries` names for each
/// code of the match's source that of the query.
pub(super) fn fit(
    query: &CodedText,
    source: &CodedText,
    target: &CodedText,
    queries: Vec<Option<usize>>,
) -> Fitted {
    if query.codes().eq(source.codes()) && is_in_order(&queries) {
        return Fitted {
            target: target.clone(),
            changes: Vec::new(),
            is_complete: true,
            is_certain: true,
        };
    }
    let sides = Sides {
        query: query.placed_codes().collect(),
        source: source.placed_codes().collect(),
        target: target.placed_codes().collect(),
        queries,
        pairing: pair_codes(source, target),
    };
    let fates = fates::fates(&sides, target.text());
    let edges = edges::edges(&sides, query.text());
    let is_certain = certain::is_certain(&sides);
    let has_all = edges.is_complete(&sides);
    let (fitted, changes) = Builder::new(&sides, target).build(&edges, &fates);
    let is_written = changes.is_empty() || written::reads_as(&fitted, target, query);
    Fitted {
        target: fitted,
        changes,
        is_complete: has_all && is_written,
        is_certain: is_certain && has_all && is_written,
    }
}

/// Whether each code corresponds to the one of the same number.
fn is_in_order(queries: &[Option<usize>]) -> bool {
    queries.iter().enumerate().all(|(index, query)| *query == Some(index))
}

/// The indexes of the opening and the closing code of each pair.
fn pairs_of(codes: &[PlacedCode<'_>]) -> Vec<(usize, usize)> {
    pairs(codes.iter().map(|(_, code)| code.role))
}

#[cfg(test)]
mod tests;
