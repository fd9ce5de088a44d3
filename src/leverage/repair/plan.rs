//! Which values of a target are replaced, and by what.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::skeleton::Skeleton;
use super::value::Found;
use super::{Repair, RepairKind};
use crate::language::Language;
use crate::leverage::codes::localized;

/// A value of the target and what stands in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Substitution {
    pub(super) kind: RepairKind,
    /// Its bytes in the text of the target, from 0.
    pub(super) range: Range<usize>,
    pub(super) old: String,
    pub(super) new: String,
    /// Where the query has that very text, in bytes of its text.
    pub(super) origin: Option<Range<usize>>,
}

impl Substitution {
    pub(super) fn repair(&self) -> Repair {
        Repair { kind: self.kind, from: self.old.clone(), to: self.new.clone() }
    }
}

/// The languages of the source and of the target.
type Languages<'l> = (Option<&'l Language>, Option<&'l Language>);

/// A value of the old source, and what the new one has in its place.
type Pair<'p, 't> = (&'p Found<'t>, &'p Found<'t>);

/// The substitutions that make a target for the new source of one for the old,
/// in the order of the target; nothing where one is not certain.
pub(super) fn plan(
    old: &Skeleton<'_>,
    new: &Skeleton<'_>,
    target: &[Found<'_>],
    languages: Languages<'_>,
) -> Option<Vec<Substitution>> {
    let mut groups: BTreeMap<String, Vec<Pair<'_, '_>>> = BTreeMap::new();
    for pair in old.values.iter().zip(&new.values) {
        groups.entry(pair.0.key()).or_default().push(pair);
    }
    let places = Places::of(target);
    let mut plan = BTreeMap::new();
    for group in groups.values() {
        let (value, new) = group[0];
        if group.iter().all(|(value, new)| value.text == new.text) {
            continue;
        }
        let is_certain = group.iter().all(|(other, change)| {
            change.key() == new.key() && agrees(old.text, (other, change), languages)
        });
        let found = places.of_value(value);
        if !is_certain || found.len() != group.len() {
            return None;
        }
        for index in found {
            let substitution = substitution((value, new), &target[index], languages.1)?;
            if plan.insert(index, substitution).is_some() {
                return None;
            }
        }
    }
    Some(plan.into_values().collect())
}

/// Where values stand in a target.
struct Places<'t> {
    by_key: BTreeMap<String, Vec<usize>>,
    by_text: BTreeMap<&'t str, Vec<usize>>,
}

impl<'t> Places<'t> {
    fn of(target: &[Found<'t>]) -> Self {
        let (mut by_key, mut by_text) =
            (BTreeMap::<_, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new());
        for (index, found) in target.iter().enumerate() {
            by_key.entry(found.key()).or_default().push(index);
            by_text.entry(found.text).or_default().push(index);
        }
        Self { by_key, by_text }
    }

    /// The places of a value of the source: where the same is written in the
    /// format of the target, or as the source writes it.
    fn of_value(&self, value: &Found<'_>) -> BTreeSet<usize> {
        let lists = [self.by_key.get(&value.key()), self.by_text.get(value.text)];
        lists.into_iter().flatten().flatten().copied().collect()
    }
}

/// What stands in place of a value of the target.
fn substitution(
    (old, new): Pair<'_, '_>,
    target: &Found<'_>,
    language: Option<&Language>,
) -> Option<Substitution> {
    let is_literal = target.text == old.text;
    let text = match (&old.number, &target.number, &new.number) {
        (Some(old), Some(written), Some(new)) if old.is_same(written) => {
            new.write_like(old, written, language)
        }
        _ if is_literal => new.text.to_owned(),
        _ if old.kind == Some(RepairKind::Url) => {
            localized(old.text, target.text, new.text).into_owned()
        }
        _ => return None,
    };
    Some(Substitution {
        kind: new.kind?,
        range: target.range.clone(),
        old: target.text.to_owned(),
        origin: (text == new.text).then(|| new.range.clone()),
        new: text,
    })
}

/// Whether the words beside a number may stay as they are in the target.
///
/// Where a word follows the number, it may have to change with it: Russian has
/// `2 файла` and `5 файлов`. If the source language tells the two numbers apart
/// and yet its words are the same, they do not depend on the number.
fn agrees(text: &str, (old, new): Pair<'_, '_>, (source, target): Languages<'_>) -> bool {
    let (Some(number), Some(new)) = (&old.number, &new.number) else { return true };
    let after = &text[old.range.end..];
    let next = after.strip_prefix([' ', '\u{a0}']).unwrap_or(after).chars().next();
    !next.is_some_and(char::is_alphabetic)
        || number.agrees_as(new, target)
        || !number.agrees_as(new, source)
}
