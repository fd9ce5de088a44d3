//! What each policy does, on units in one slot.

use proptest::prelude::*;

use super::{Import, ImportCounts, OnConflict, SkipReason};
use crate::error::Error;
use crate::inline::CodedText;
use crate::memory::store::{CountingStore, InMemory, Store};
use crate::memory::units::UnitKey;
use crate::unit::{Date, TranslationUnit, Variant};

/// A unit of one slot: its target and the day it was changed, where it says so.
fn dated(target: &str, day: Option<i64>) -> TranslationUnit {
    in_slot("one", target, day)
}

fn in_slot(source: &str, target: &str, day: Option<i64>) -> TranslationUnit {
    let variant = |language: &str, text: &str| {
        Variant::new(language.parse().ok(), CodedText::from_plain(text))
    };
    let mut unit = TranslationUnit::bilingual(variant("en", source), variant("de", target));
    unit.history.changed = day.and_then(|day| Date::from_unix_seconds(day * 86_400));
    unit
}

/// `a3`: the target `a`, changed on the third day; `a`: no date.
fn parse(written: &str) -> Vec<TranslationUnit> {
    let units = written.split_whitespace().map(|unit| dated(&unit[..1], unit[1..].parse().ok()));
    units.collect()
}

fn import(store: &dyn Store, import: &Import, units: &[TranslationUnit]) -> ImportCounts {
    let work = |importer: &mut super::Importer<'_>| {
        units.iter().try_for_each(|unit| importer.add(unit.clone()).map(drop))
    };
    import.run(store, work).unwrap()
}

/// The targets by key.
fn targets(store: &dyn Store) -> String {
    let units = store.units_after(UnitKey::START, usize::MAX).unwrap();
    let target = |unit: &TranslationUnit| unit.target().map(|target| target.text.text().to_owned());
    units.iter().filter_map(|(_, unit)| target(unit)).collect::<Vec<_>>().join(" ")
}

#[test]
fn policies() {
    use OnConflict::{Add, Keep, Newest, Overwrite};
    // What was there, what is imported, what is there then, and the counts:
    // added, updated, unchanged, removed, skipped.
    for (policy, before, imported, after, counts) in [
        (Add, "", "a b", "a b", [2, 0, 0, 0, 0]),
        (Add, "a", "b", "a b", [1, 0, 0, 0, 0]),
        // What is known of either is merged.
        (Add, "a", "a a3", "a", [0, 1, 1, 0, 0]),
        (Overwrite, "a b", "a3", "a b", [0, 1, 0, 0, 0]),
        (Add, "", "a a", "a", [1, 0, 1, 0, 0]),
        (Overwrite, "a", "b", "b", [0, 1, 0, 0, 0]),
        (Overwrite, "a", "a", "a", [0, 0, 1, 0, 0]),
        (Overwrite, "", "a b", "a b", [2, 0, 0, 0, 0]),
        (Overwrite, "a b", "c", "c", [0, 1, 0, 1, 0]),
        (Overwrite, "a b", "b c", "c b", [0, 1, 1, 0, 0]),
        (Overwrite, "a b", "c b", "c b", [1, 1, 0, 1, 0]),
        (Overwrite, "a", "b c d", "b c d", [2, 1, 0, 0, 0]),
        (Overwrite, "a9", "b1", "b", [0, 1, 0, 0, 0]),
        (Keep, "a", "b", "a", [0, 0, 0, 0, 1]),
        (Keep, "a", "a b", "a", [0, 0, 1, 0, 1]),
        (Keep, "", "a b", "a b", [2, 0, 0, 0, 0]),
        (Keep, "a1", "b9", "a", [0, 0, 0, 0, 1]),
        (Newest, "a1", "b2", "b", [0, 1, 0, 0, 0]),
        (Newest, "a2", "b1", "a", [0, 0, 0, 0, 1]),
        (Newest, "a1", "b1", "a", [0, 0, 0, 0, 1]),
        (Newest, "a", "b1", "b", [0, 1, 0, 0, 0]),
        (Newest, "a1", "b", "a", [0, 0, 0, 0, 1]),
        (Newest, "a", "b", "a", [0, 0, 0, 0, 1]),
        (Newest, "a1 b3", "c2", "a b", [0, 0, 0, 0, 1]),
        (Newest, "a1 b3", "c4", "c", [0, 1, 0, 1, 0]),
        (Newest, "", "a1 b2", "b", [1, 1, 0, 0, 0]),
        (Newest, "", "b2 a1", "b", [1, 0, 0, 0, 1]),
    ] {
        let store = InMemory::new();
        import(&store, &Import::new(), &parse(before));
        let settings = Import::new().with_on_conflict(policy);
        let found = import(&store, &settings, &parse(imported));
        let name = format!("{policy}: {before} + {imported}");
        assert_eq!(targets(&store), after, "{name}");
        let ImportCounts { added, updated, unchanged, removed, .. } = found;
        assert_eq!([added, updated, unchanged, removed, found.skipped()], counts, "{name}");
        let revision = store.revision().unwrap();
        import(&store, &settings, &parse(imported));
        assert_eq!(store.revision().unwrap(), revision, "{name}, again");
    }
}

#[test]
fn other_slots_are_no_conflict() {
    let store = InMemory::new();
    import(&store, &Import::new(), &[in_slot("one", "a", None), in_slot("two", "b", None)]);
    let overwrite = Import::new().with_on_conflict(OnConflict::Overwrite);
    import(&store, &overwrite, &[in_slot("two", "c", None), in_slot("three", "d", None)]);
    assert_eq!(targets(&store), "a c d");
}

#[test]
fn what_is_left_out_is_counted() {
    let store = InMemory::new();
    let units = [in_slot("—", "–", None), in_slot("", "x", None), in_slot("x", "y", None)];
    let counts = import(&store, &Import::new(), &units);
    let skips: Vec<_> = counts.skips().collect();
    assert_eq!(skips, [(SkipReason::EmptySource, 1), (SkipReason::NoLetter, 1)]);
    assert_eq!((counts.added, counts.total()), (1, 3));
    let counts = import(&store, &Import::new().with_symbols(true), &units);
    assert_eq!((counts.added, counts.unchanged, counts.skipped()), (1, 1, 1));
}

fn of_document(path: &str, source: &str, target: &str) -> TranslationUnit {
    let mut unit = in_slot(source, target, None);
    unit.origin.path = Some(path.into());
    unit.id = Some(format!("{path}#{source}"));
    unit
}

#[test]
fn a_document_that_is_read_again_replaces_what_it_held() {
    let before =
        [of_document("a", "1", "x"), of_document("a", "2", "y"), of_document("b", "3", "z")];
    for (policy, imported, after, removed) in [
        (OnConflict::Add, &[of_document("a", "1", "x")][..], "x z", 1),
        (OnConflict::Add, &[of_document("a", "1", "new")], "z new", 2),
        (OnConflict::Overwrite, &[of_document("a", "1", "new")], "new z", 1),
        (OnConflict::Keep, &[of_document("a", "1", "new")], "x z", 1),
        (OnConflict::Newest, &[of_document("a", "1", "new")], "x z", 1),
        (OnConflict::Add, &[of_document("c", "1", "new")], "x y z new", 0),
        // Its only unit is left out, but it was read.
        (OnConflict::Add, &[of_document("a", "1", "")], "z", 2),
    ] {
        let store = InMemory::new();
        import(&store, &Import::new(), &before);
        let settings = Import::new().with_on_conflict(policy).with_replace(true);
        let counts = import(&store, &settings, imported);
        assert_eq!((targets(&store).as_str(), counts.removed), (after, removed), "{policy}");
        let revision = store.revision().unwrap();
        import(&store, &settings, imported);
        assert_eq!(store.revision().unwrap(), revision);
    }
}

fn placed(unit: &TranslationUnit, line: usize) -> TranslationUnit {
    let placement = crate::unit::Placement::new("id", line, line, line..line + 1);
    TranslationUnit { placement: Some(placement), ..unit.clone() }
}

#[test]
fn a_unit_that_only_moved_is_updated() {
    // By `newest`, what has no other date stays as it is.
    for policy in [OnConflict::Add, OnConflict::Overwrite, OnConflict::Keep] {
        let store = InMemory::new();
        let settings = Import::new().with_on_conflict(policy);
        // The same text twice in one context is one unit, at its first place.
        let unit = of_document("a.md", "one", "eins");
        let at = |lines: [usize; 2]| lines.map(|line| placed(&unit, line));
        for lines in [[1, 5], [2, 6], [6, 7]] {
            let counts = import(&store, &settings, &at(lines));
            let expected = if lines[0] == 1 { (1, 0, 1) } else { (0, 1, 1) };
            assert_eq!((counts.added, counts.updated, counts.unchanged), expected, "{policy}");
            let units = store.units_after(UnitKey::START, usize::MAX).unwrap();
            assert_eq!(units.len(), 1);
            assert_eq!(*units[0].1, placed(&unit, lines[0]), "{policy}");
        }
    }
}

#[test]
fn what_people_did_with_a_unit_outlasts_its_document() {
    let store = InMemory::new();
    let unit = placed(&of_document("a.md", "one", "eins"), 1);
    import(&store, &Import::new(), std::slice::from_ref(&unit));
    let mut noted = TranslationUnit { placement: None, ..unit.clone() };
    noted.notes.push(crate::unit::Note::new("a heading"));
    import(&store, &Import::new(), &[noted]);
    import(&store, &Import::new(), &[placed(&unit, 7)]);
    let units = store.units_after(UnitKey::START, usize::MAX).unwrap();
    let [(_, found)] = &units[..] else { panic!("{units:?}") };
    assert_eq!(found.notes[0].text, "a heading");
    assert_eq!(found.placement, placed(&unit, 7).placement);
}

#[test]
fn a_document_is_replaced_in_its_languages_only() {
    let in_language = |language: &str| {
        let mut unit = of_document("README.md", "one", language);
        unit.variants[1].language = language.parse().ok();
        unit
    };
    let store = InMemory::new();
    import(&store, &Import::new(), &[in_language("de"), in_language("ja")]);
    let mut changed = in_language("ja");
    changed.variants[0].text = CodedText::from_plain("two");
    let counts = import(&store, &Import::new().with_replace(true), &[changed]);
    assert_eq!((counts.added, counts.removed), (1, 1));
    assert_eq!(targets(&store), "de ja");
}

/// What an exchange format adds to codes makes no other slot.
#[test]
fn codes_with_ids_are_in_the_slot_of_those_without() {
    use crate::inline::{Code, CodeKind, CodeRole};
    let with_id = |id: Option<&'static str>, target: &str| {
        let mut unit = dated(target, None);
        let code = Code { id, ..Code::new(CodeKind::LineBreak, CodeRole::Standalone, "<br>") };
        unit.variants[0].text.push_code(code);
        unit
    };
    let store = InMemory::new();
    import(&store, &Import::new(), &[with_id(None, "a")]);
    let settings = Import::new().with_on_conflict(OnConflict::Overwrite);
    let counts = import(&store, &settings, &[with_id(Some("1"), "b")]);
    assert_eq!((counts.added, counts.updated), (0, 1));
}

#[test]
fn a_document_without_units_can_be_named() {
    let store = InMemory::new();
    import(&store, &Import::new(), &[of_document("a", "1", "x"), of_document("b", "2", "y")]);
    for (replace, removed) in [(false, 0), (true, 1)] {
        let settings = Import::new().with_replace(replace);
        let counts = settings.run(&store, |importer| {
            importer.note_document("a");
            Ok(())
        });
        assert_eq!(counts.unwrap().removed, removed);
    }
    assert_eq!(targets(&store), "y");
}

#[test]
fn a_document_of_many_units_is_removed_whole() {
    let store = InMemory::new();
    let numbered = |number: usize| of_document("a", &number.to_string(), "x");
    let units: Vec<_> = (0..1000).map(numbered).collect();
    import(&store, &Import::new(), &units);
    let odd: Vec<_> = units.iter().skip(1).step_by(2).cloned().chain([numbered(1000)]).collect();
    let counts = import(&store, &Import::new().with_replace(true), &odd);
    assert_eq!((counts.unchanged, counts.added, counts.removed), (500, 1, 500));
}

#[test]
fn a_reader_that_fails_leaves_nothing() {
    let store = InMemory::new();
    let result = Import::new().run(&store, |importer| {
        importer.add(dated("a", None))?;
        Err(Error::argument("no more"))
    });
    assert_eq!(result.unwrap_err().to_string(), "no more");
    assert_eq!((store.count().unwrap(), store.revision().unwrap().get()), (0, 0));
}

/// Many units in one slot take no time that grows with their square.
#[test]
fn very_many_units_in_a_slot() {
    const MANY: u64 = 3_000;
    for &policy in OnConflict::ALL {
        let store = CountingStore::default();
        let old: Vec<_> = (0..MANY).map(|n| dated(&format!("old {n}"), Some(5))).collect();
        let new: Vec<_> = (0..MANY).map(|n| dated(&format!("new {n}"), Some(3))).collect();
        import(&store, &Import::new(), &old);
        import(&store, &Import::new().with_on_conflict(policy), &[&old[..], &new[..]].concat());
        let visits = store.slot_visits();
        assert!(visits < 20 * MANY, "{policy}: {visits}");
    }
}

/// Units of few slots, documents, targets and dates.
fn units() -> impl Strategy<Value = Vec<TranslationUnit>> {
    let unit = (0..3_u8, 0..3_u8, 0..4_i64, 0..3_u8).prop_map(|(source, target, day, path)| {
        let mut unit = in_slot(&source.to_string(), &target.to_string(), (day > 0).then_some(day));
        unit.origin.path = (path > 0).then(|| path.to_string().into());
        unit
    });
    prop::collection::vec(unit, 0..12)
}

fn contents(store: &dyn Store) -> Vec<TranslationUnit> {
    let mut units = Vec::new();
    let mut visit = |_: UnitKey, unit: &TranslationUnit| {
        units.push(unit.clone());
        Ok(())
    };
    store.visit_in_order(&mut visit).unwrap();
    units
}

proptest! {
    #[test]
    fn importing_the_same_again_changes_nothing(
        (before, imported) in (units(), units()),
        policy in prop::sample::select(OnConflict::ALL),
        replace in any::<bool>(),
    ) {
        let store = InMemory::new();
        import(&store, &Import::new(), &before);
        let settings = Import::new().with_on_conflict(policy).with_replace(replace);
        let counts = import(&store, &settings, &imported);
        prop_assert_eq!(counts.total(), imported.len() as u64);
        let (revision, units) = (store.revision().unwrap(), store.count().unwrap());
        let again = import(&store, &settings, &imported);
        prop_assert_eq!((store.revision().unwrap(), store.count().unwrap()), (revision, units));
        prop_assert_eq!((again.added, again.updated, again.removed), (0, 0, 0));
    }

    #[test]
    fn the_order_of_an_import_does_not_matter_to_an_export(
        (units, shuffled) in units().prop_flat_map(|units| {
            (Just(units.clone()), Just(units).prop_shuffle())
        }),
        policy in prop::sample::select(vec![OnConflict::Add, OnConflict::Overwrite, OnConflict::Keep]),
    ) {
        let stores = [InMemory::new(), InMemory::new()];
        let settings = Import::new().with_on_conflict(policy);
        import(&stores[0], &settings, &units);
        import(&stores[1], &settings, &shuffled);
        prop_assert_eq!(contents(&stores[0]), contents(&stores[1]));
    }
}
