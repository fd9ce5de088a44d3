//! Which codes of a source and a target correspond.
//!
//! The two sides are read apart from each other and words move between
//! languages, so a place says little. Codes correspond within their kind: first
//! those to which an exchange format gave the same id, then those that lead to the same destination or say the same (a pair says the text
//! inside it), then those that are alike but for what differs between languages,
//! then what is left, in order. Each step sorts and merges: O(n log n), and the
//! same result every time.

mod item;
mod normal;

use std::cmp::Ordering;

use self::item::Item;
pub(crate) use self::normal::{destination as alike_destination, is_locale};
use super::coded_text::CodedText;

/// Which codes of a source and a target correspond; made by [`pair_codes`].
///
/// A code is named by its index among the codes of its text, from 0, in the
/// order of [`CodedText::codes`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodePairing {
    source: Vec<Option<usize>>,
    target: Vec<Option<usize>>,
}

impl CodePairing {
    /// The code of the target that corresponds to a code of the source.
    pub fn target_of(&self, source_code: usize) -> Option<usize> {
        self.source.get(source_code).copied().flatten()
    }

    /// The code of the source that corresponds to a code of the target.
    pub fn source_of(&self, target_code: usize) -> Option<usize> {
        self.target.get(target_code).copied().flatten()
    }

    /// Whether every code of both sides has its counterpart.
    pub fn is_complete(&self) -> bool {
        self.source.iter().chain(&self.target).all(Option::is_some)
    }

    fn join(&mut self, source: &Item<'_>, target: &Item<'_>) {
        for (source, target) in source.codes().zip(target.codes()) {
            self.source[source] = Some(target);
            self.target[target] = Some(source);
        }
    }
}

/// Finds which codes of a source and a target correspond: by kind, then by id
/// where an exchange format gave one, then by destination or text, then by order. A pair of codes corresponds to a pair.
///
/// A locale in the path of a destination and the case of scheme and host make
/// no difference where nothing else decides.
///
/// # Example
///
/// ```
/// use bitext::{CodedText, Syntax, pair_codes};
///
/// let source = CodedText::parse("[Plans](a.md) and [prices](b.md)", Syntax::Markdown);
/// let target = CodedText::parse("[Preise](b.md) und [Pläne](a.md)", Syntax::Markdown);
/// let pairing = pair_codes(&source, &target);
/// assert!(pairing.is_complete());
/// assert_eq!(pairing.target_of(0), Some(2));
/// ```
pub fn pair_codes(source: &CodedText, target: &CodedText) -> CodePairing {
    if let Some(pairing) = pair_few(source, target) {
        return pairing;
    }
    let none = |text: &CodedText| vec![None; text.codes().count()];
    let mut pairing = CodePairing { source: none(source), target: none(target) };
    let mut rest = match_by_id((item::items(source), item::items(target)), &mut pairing);
    let steps: [fn(&Item<'_>, &Item<'_>) -> Ordering; 3] =
        [|a, b| a.exact.cmp(&b.exact), |a, b| a.normal().cmp(b.normal()), |_, _| Ordering::Equal];
    for order in steps {
        rest = match_by(order, rest, &mut pairing);
    }
    pairing
}

/// The pairing of texts with the same codes and no more than two of them, where
/// there is nothing to choose; most texts are such.
fn pair_few(source: &CodedText, target: &CodedText) -> Option<CodePairing> {
    let count = source.codes().take(3).count();
    let same = count <= 2 && source.codes().eq(target.codes());
    same.then(|| {
        let all: Vec<_> = (0..count).map(Some).collect();
        CodePairing { source: all.clone(), target: all }
    })
}

/// Joins the items of the same id, and gives those that are left.
fn match_by_id<'a>((sources, targets): Rest<'a>, pairing: &mut CodePairing) -> Rest<'a> {
    let has_id = |item: &Item<'a>| item.id.is_some();
    if !sources.iter().any(has_id) || !targets.iter().any(has_id) {
        return (sources, targets);
    }
    let (with_id, without): (Rest<'a>, Rest<'a>) = {
        let (sources, other_sources) = sources.into_iter().partition(has_id);
        let (targets, other_targets) = targets.into_iter().partition(has_id);
        ((sources, targets), (other_sources, other_targets))
    };
    let mut rest = match_by(|a, b| a.id.cmp(&b.id), with_id, pairing);
    rest.0.extend(without.0);
    rest.1.extend(without.1);
    rest
}

/// The items of source and target that have no counterpart yet.
type Rest<'a> = (Vec<Item<'a>>, Vec<Item<'a>>);

/// Joins the items of one class that `order` finds equal, first to first, and
/// gives those that are left.
fn match_by<'a>(
    order: fn(&Item<'a>, &Item<'a>) -> Ordering,
    (mut sources, mut targets): Rest<'a>,
    pairing: &mut CodePairing,
) -> Rest<'a> {
    if sources.is_empty() || targets.is_empty() {
        return (sources, targets);
    }
    let order = |a: &Item<'a>, b: &Item<'a>| a.class.cmp(&b.class).then_with(|| order(a, b));
    for items in [&mut sources, &mut targets] {
        items.sort_by(|a, b| order(a, b).then(a.first.cmp(&b.first)));
    }
    let mut left = Rest::default();
    let (mut sources, mut targets) =
        (sources.into_iter().peekable(), targets.into_iter().peekable());
    while let (Some(source), Some(target)) = (sources.peek(), targets.peek()) {
        match order(source, target) {
            Ordering::Less => left.0.extend(sources.next()),
            Ordering::Greater => left.1.extend(targets.next()),
            Ordering::Equal => {
                pairing.join(source, target);
                sources.next();
                targets.next();
            }
        }
    }
    left.0.extend(sources);
    left.1.extend(targets);
    left
}

#[cfg(test)]
mod tests;
