//! Which values of a target are replaced, by what, and the target with them
//! replaced.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::skeleton::{FoundValue, Skeleton};
use super::{Repair, RepairKind};
use crate::inline::{CodedText, Piece};
use crate::language::Language;
use crate::leverage::codes::{localized_address, push_part};
use crate::steps::step;

/// A value of the target and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Substitution {
    pub(super) repair: Repair,
    /// The bytes of the value in the text of the target, from 0.
    range: Range<usize>,
    /// Where the query has the very text of the new one, in bytes of its text.
    origin: Option<Range<usize>>,
}

/// The languages of the source and of the target.
type Languages<'l> = (Option<&'l Language>, Option<&'l Language>);

/// A value of the old source, and what the new one has in place of it.
type ChangedValue<'p, 't> = (&'p FoundValue<'t>, &'p FoundValue<'t>);

/// Finds the substitutions that make a target for the new source of one for the
/// old, in the order of the target. Returns `None` where one is not certain.
pub(super) fn substitutions(
    old: &Skeleton<'_>,
    new: &Skeleton<'_>,
    target: &[FoundValue<'_>],
    languages: Languages<'_>,
) -> Option<Vec<Substitution>> {
    let mut groups: BTreeMap<String, Vec<ChangedValue<'_, '_>>> = BTreeMap::new();
    for pair in old.values.iter().zip(&new.values) {
        groups.entry(pair.0.key()).or_default().push(pair);
    }
    let index = ValueIndex::of(target);
    let mut substitutions = BTreeMap::new();
    for group in groups.values() {
        let (value, new) = group[0];
        if group.iter().all(|(value, new)| value.text == new.text) {
            continue;
        }
        let is_certain = group.iter().all(|(other, change)| {
            change.key() == new.key() && keeps_words(old.text, (other, change), languages)
        });
        let found = index.of_value(value);
        if !is_certain || found.len() != group.len() {
            return None;
        }
        for place in found {
            let substitution = substitution((value, new), &target[place], languages.1)?;
            if substitutions.insert(place, substitution).is_some() {
                return None;
            }
        }
    }
    Some(substitutions.into_values().collect())
}

/// The values of a target, by what they are and by how they are written: their
/// numbers in its order.
struct ValueIndex<'t> {
    by_key: BTreeMap<String, Vec<usize>>,
    by_text: BTreeMap<&'t str, Vec<usize>>,
}

impl<'t> ValueIndex<'t> {
    fn of(target: &[FoundValue<'t>]) -> Self {
        let (mut by_key, mut by_text) =
            (BTreeMap::<_, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new());
        for (index, found) in target.iter().enumerate() {
            by_key.entry(found.key()).or_default().push(index);
            by_text.entry(found.text).or_default().push(index);
        }
        Self { by_key, by_text }
    }

    /// Finds a value of the source: where the same is written in the format of
    /// the target, or as the source writes it.
    fn of_value(&self, value: &FoundValue<'_>) -> BTreeSet<usize> {
        let lists = [self.by_key.get(&value.key()), self.by_text.get(value.text)];
        lists.into_iter().flatten().flatten().copied().collect()
    }
}

/// Makes what takes the place of a value of the target. Returns `None` where that
/// is not certain.
fn substitution(
    (old, new): ChangedValue<'_, '_>,
    target: &FoundValue<'_>,
    language: Option<&Language>,
) -> Option<Substitution> {
    let is_literal = target.text == old.text;
    let text = match (&old.number, &target.number, &new.number) {
        (Some(old), Some(own), Some(new)) if old.is_same(own) => new.write_like(old, own, language),
        _ if is_literal => new.text.to_owned(),
        _ if old.kind == Some(RepairKind::Url) => {
            localized_address(old.text, target.text, new.text).into_owned()
        }
        _ => return None,
    };
    Some(Substitution {
        range: target.range.clone(),
        origin: (text == new.text).then(|| new.range.clone()),
        repair: Repair { kind: new.kind?, from: target.text.to_owned(), to: text },
    })
}

/// Whether the words beside a number may stay as they are in the target.
///
/// Where a word follows the number, it may have to change with it: Russian has
/// `2 файла` and `5 файлов`. If the source language has other forms for the two
/// numbers and yet its words are the same, they do not depend on the number.
fn keeps_words(
    text: &str,
    (old, new): ChangedValue<'_, '_>,
    (source, target): Languages<'_>,
) -> bool {
    let (Some(number), Some(new)) = (&old.number, &new.number) else { return true };
    let after = &text[old.range.end..];
    let next = after.strip_prefix([' ', '\u{a0}']).unwrap_or(after).chars().next();
    !next.is_some_and(char::is_alphabetic)
        || number.agrees_as(new, target)
        || !number.agrees_as(new, source)
}

/// Makes each substitution in the target. Returns `None` where a code stands
/// inside a value, or an escape reaches over its end.
pub(super) fn substitute(
    target: &CodedText,
    substitutions: &[Substitution],
    query: &CodedText,
) -> Option<CodedText> {
    let query: Vec<_> = placed(query).collect();
    let mut built = CodedText::default();
    let mut rest = substitutions.iter().peekable();
    for (range, piece) in placed(target) {
        let mut at = range.start;
        if let Piece::Code(_) = piece {
            if rest.peek().is_some_and(|next| next.range.start < range.start) {
                return None;
            }
            built.push(piece);
            continue;
        }
        while let Some(next) = rest.peek().filter(|next| next.range.start < range.end) {
            if next.range.start >= range.start {
                push_part(piece, at - range.start..next.range.start - range.start, &mut built)?;
                push_new(next, &query, &mut built)?;
            }
            at = next.range.end.min(range.end);
            if next.range.end > range.end {
                break;
            }
            rest.next();
        }
        push_part(piece, at - range.start..range.len(), &mut built)?;
    }
    Some(built)
}

/// A piece with its bytes in the text.
type PlacedPiece<'a> = (Range<usize>, Piece<'a>);

/// Lists the pieces, each with its bytes in the text.
fn placed(text: &CodedText) -> impl Iterator<Item = PlacedPiece<'_>> {
    let mut at = 0;
    text.pieces().map(move |piece| {
        let start = at;
        at += match piece {
            Piece::Text(text) | Piece::Escaped { text, .. } => text.len(),
            Piece::Code(_) => 0,
        };
        (start..at, piece)
    })
}

/// Adds what takes the place of a value: with the escapes that it has in the
/// query, where that has it. Returns `None` where a code stands inside it.
fn push_new(new: &Substitution, query: &[PlacedPiece<'_>], built: &mut CodedText) -> Option<()> {
    let Some(origin) = &new.origin else {
        built.push_text(&new.repair.to);
        return Some(());
    };
    let first = query.partition_point(|(range, _)| range.end <= origin.start);
    for (range, piece) in query[first..].iter().take_while(|(range, _)| range.start < origin.end) {
        step(1);
        let part = origin.start.max(range.start)..origin.end.min(range.end);
        match piece {
            Piece::Code(_) => return None,
            Piece::Text(_) | Piece::Escaped { .. } => {
                push_part(*piece, part.start - range.start..part.end - range.start, built)?;
            }
        }
    }
    Some(())
}
