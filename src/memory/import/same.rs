//! Units that are the same, and what one has that the other lacks.
//!
//! Two units are the same where languages, texts with codes and context are: what
//! describes them is merged, so that a memory that goes out and comes back in any
//! format is not doubled.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::memory::identity::{Identity, is_identical};
use crate::memory::units::UnitKey;
use crate::unit::{History, Origin, Property, TranslationUnit, Variant};

/// Returns whether two units of one slot are the same: each variant of one is
/// identical to one of the other.
pub(super) fn is_same(one: &TranslationUnit, other: &TranslationUnit) -> bool {
    one.variants.len() == other.variants.len() && counterparts(one, other).is_some()
}

/// Finds for each variant of a unit the identical one of another, by its number.
fn counterparts(one: &TranslationUnit, other: &TranslationUnit) -> Option<Vec<usize>> {
    let mut taken = vec![false; other.variants.len()];
    let mut counterpart = |variant: &Variant| {
        let is_it = |(number, theirs): &(usize, &Variant)| {
            !taken[*number]
                && variant.language == theirs.language
                && is_identical(&variant.text, &theirs.text)
        };
        let number = other.variants.iter().enumerate().find(is_it)?.0;
        taken[number] = true;
        Some(number)
    };
    one.variants.iter().map(&mut counterpart).collect()
}

/// Hashes the texts of a unit, so that the same units have the same.
pub(super) fn texts_hash(unit: &TranslationUnit) -> u64 {
    let hash = |variant: &Variant| Identity::of(&variant.text).combined();
    unit.variants.iter().map(hash).fold(0, u64::wrapping_add)
}

/// Units of a slot that has very many, by the hash of their texts.
pub(super) type CrowdedSlot = FxHashMap<u64, UnitKey>;

/// Makes one unit of two that are the same; the outcome does not depend on which
/// comes first.
///
/// A unit straight from a document is complete: of what an exchange file says of
/// it again, only notes and a state that is further on are new.
pub(super) fn merged(one: &TranslationUnit, other: &TranslationUnit) -> TranslationUnit {
    let (own, new) = match description(one) <= description(other) {
        true => (one, other),
        false => (other, one),
    };
    let is_complete = own.placement.is_some() && new.placement.is_none();
    let mut unit = own.clone();
    for (variant, number) in
        unit.variants.iter_mut().zip(counterparts(own, new).unwrap_or_default())
    {
        let theirs = &new.variants[number];
        if !is_complete || variant.state.is_some() {
            variant.state = variant.state.max(theirs.state);
        }
        variant.notes = union(&variant.notes, &theirs.notes, |note| note.text.trim());
        if !is_complete {
            variant.history = merged_history(&variant.history, &theirs.history);
            variant.properties = merged_properties(&variant.properties, &theirs.properties);
        }
    }
    unit.notes = union(&unit.notes, &new.notes, |note| note.text.trim());
    if !is_complete {
        unit.history = merged_history(&unit.history, &new.history);
        unit.properties = merged_properties(&unit.properties, &new.properties);
    }
    unit
}

/// Returns what orders units by how much they say of where they come from: the
/// least is taken for the whole.
fn description(unit: &TranslationUnit) -> impl Ord {
    let Origin { path, file_id, source_commit, translation_type, date } = &unit.origin;
    let known = [path.is_some(), file_id.is_some(), source_commit.is_some(), date.is_some()];
    let known = known.into_iter().filter(|is_known| *is_known).count();
    let place = unit.placement.as_ref().map(|place| (place.ordinal, place.range.start));
    (
        place.is_none(),
        Reverse((known, unit.id.is_some(), translation_type.is_some())),
        (path.clone(), place, unit.id.clone()),
        (file_id.clone(), source_commit.clone(), Reverse(*date)),
        translation_type.as_ref().map(|word| word.as_str().to_owned()),
    )
}

fn merged_history(one: &History, other: &History) -> History {
    // What is missing goes last, be it the first date or the last one.
    let created = |history: &History| {
        (history.created.is_none(), history.created, history.created_by.clone())
    };
    let (first, second) = if created(one) <= created(other) { (one, other) } else { (other, one) };
    let changed = |history: &History| (history.changed, history.changed_by.clone());
    let last = if changed(one) >= changed(other) { one } else { other };
    History {
        created: first.created,
        created_by: first.created_by.clone().or_else(|| second.created_by.clone()),
        changed: last.changed,
        changed_by: last.changed_by.clone(),
        last_used: one.last_used.max(other.last_used),
        usage_count: one.usage_count.max(other.usage_count),
    }
}

fn merged_properties(one: &[Property], other: &[Property]) -> Vec<Property> {
    union(one, other, |property| (property.name.as_str(), property.value.as_str()))
}

/// Joins two lists, each thing once. Where one has all of the other, its order is
/// kept; otherwise they are sorted, so that it does not matter which comes first.
fn union<'t, T: Clone, K: Ord>(one: &'t [T], other: &'t [T], key: impl Fn(&'t T) -> K) -> Vec<T> {
    let has_all = |list: &'t [T], of: &'t [T]| {
        of.iter().all(|thing| list.iter().any(|known| key(known) == key(thing)))
    };
    match (has_all(one, other), has_all(other, one)) {
        (true, false) => one.to_vec(),
        (false, true) => other.to_vec(),
        (true, true) if one.iter().map(&key).le(other.iter().map(&key)) => one.to_vec(),
        (true, true) => other.to_vec(),
        (false, false) => {
            let mut all: Vec<&T> = one.iter().chain(other).collect();
            all.sort_by_key(|thing| key(thing));
            all.dedup_by(|a, b| key(a) == key(b));
            all.into_iter().cloned().collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inline::{CodedText, Syntax};
    use crate::unit::{Date, Note, Placement, State};

    fn unit(target: &str) -> TranslationUnit {
        let variant = |language: &str, text: &str| {
            Variant::new(language.parse().ok(), CodedText::parse(text, Syntax::Markdown))
        };
        TranslationUnit::bilingual(variant("en", "Go **on**"), variant("de", target))
    }

    #[test]
    fn the_same_have_the_same_texts_and_codes() {
        for (target, expected) in [("**Weiter**", true), ("Weiter", false), ("*Weiter*", false)] {
            assert_eq!(is_same(&unit("**Weiter**"), &unit(target)), expected, "{target}");
        }
        let mut turned = unit("**Weiter**");
        turned.variants.reverse();
        assert!(is_same(&unit("**Weiter**"), &turned));
        assert_eq!(texts_hash(&unit("**Weiter**")), texts_hash(&turned));
    }

    #[test]
    fn what_is_known_of_either_is_known_of_both() {
        let (mut own, mut new) = (unit("Weiter"), unit("Weiter"));
        own.notes.push(Note::new("a button"));
        own.history.changed = Date::from_unix_seconds(10);
        own.variants[1].state = Some(State::Translated);
        new.notes.push(Note::new("a button"));
        new.notes.push(Note::new("of a dialog"));
        new.history.changed = Date::from_unix_seconds(20);
        new.history.changed_by = Some("Ada".into());
        new.variants[1].state = Some(State::Reviewed);
        let both = merged(&own, &new);
        assert_eq!(both, merged(&new, &own));
        assert_eq!(both.notes, new.notes);
        assert_eq!(both.history, new.history);
        assert_eq!(both.variants[1].state, Some(State::Reviewed));
        // Once merged, neither adds anything.
        assert_eq!(merged(&both, &own), both);
        assert_eq!(merged(&both, &new), both);
    }

    #[test]
    fn lists_are_joined_in_one_order() {
        for (one, other, expected) in [
            ("", "a", "a"),
            ("ba", "a", "ba"),
            ("b", "a", "ab"),
            ("cb", "ba", "abc"),
            ("ab", "ba", "ab"),
            ("aba", "", "aba"),
        ] {
            for (one, other) in [(one, other), (other, one)] {
                let joined = union(one.as_bytes(), other.as_bytes(), |byte| *byte);
                assert_eq!(joined, expected.as_bytes(), "{one} {other}");
            }
        }
    }

    #[test]
    fn a_unit_of_a_document_is_complete() {
        let (mut own, mut new) = (unit("Weiter"), unit("Weiter"));
        own.id = Some("a.md#1-101".into());
        own.placement = Some(Placement::new("1-101", 0, 1, 0..90));
        new.properties.push(Property::new("x-kind", "heading"));
        new.variants[1].state = Some(State::Final);
        assert_eq!(merged(&own, &new), own);
        assert_eq!(merged(&new, &own), own);
    }
}
