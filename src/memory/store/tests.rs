//! What every store does: each test runs on all of them.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;

use super::log::MOST_CHANGES;
use super::{Changes, InMemory, Store, Transaction};
use crate::error::Error;
use crate::inline::CodedText;
use crate::memory::units::{Revision, UnitKey};
use crate::unit::{TranslationUnit, Variant};

/// Runs a test on a new store of each kind.
fn on_each(test: impl Fn(&dyn Store)) {
    test(&InMemory::new());
    #[cfg(feature = "store")]
    {
        let folder = tempfile::tempdir().unwrap();
        test(&super::SqliteStore::create(folder.path().join("a.memory")).unwrap());
    }
}

fn unit(source: &str, target: &str) -> TranslationUnit {
    let variant = |language: &str, text: &str| {
        Variant::new(language.parse().ok(), CodedText::from_plain(text))
    };
    TranslationUnit::bilingual(variant("en-US", source), variant("de-DE", target))
}

fn of_document(path: &str, id: &str) -> TranslationUnit {
    let mut unit = unit(id, "x");
    unit.origin.path = Some(path.into());
    unit.id = Some(id.to_owned());
    unit
}

fn write(store: &dyn Store, mut work: impl FnMut(&mut dyn Transaction)) -> Revision {
    let work = &mut |transaction: &mut dyn Transaction| {
        work(transaction);
        Ok(())
    };
    store.write(work).unwrap()
}

fn add(store: &dyn Store, units: &[TranslationUnit]) -> Revision {
    write(store, |work| {
        for unit in units {
            work.add(unit.clone().into()).unwrap();
        }
    })
}

fn keys(numbers: &[u64]) -> Vec<UnitKey> {
    numbers.iter().copied().map(UnitKey::new).collect()
}

/// The keys in the slot of a unit, not more than the limit, in ascending order.
fn slot_of(work: &mut dyn Transaction, unit: &TranslationUnit, limit: usize) -> Vec<u64> {
    let mut keys = Vec::new();
    let mut visit = |key: UnitKey, _: &TranslationUnit| {
        keys.push(key.get());
        if keys.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    work.visit_slot_of(&unit.clone().into(), &mut visit).unwrap();
    keys.sort_unstable();
    keys
}

fn sources(store: &dyn Store) -> Vec<(u64, String)> {
    let units = store.units_after(UnitKey::START, usize::MAX).unwrap();
    let texts = units.iter().map(|(key, unit)| {
        (key.get(), unit.source().map(|source| source.text.text().to_owned()).unwrap_or_default())
    });
    texts.collect()
}

fn changed(changes: &Changes) -> Vec<(u64, bool)> {
    let changes = changes.changes.iter();
    changes.map(|change| (change.key.get(), change.unit.is_some())).collect()
}

#[test]
fn units_are_added_changed_and_removed() {
    on_each(|store| {
        assert_eq!((store.revision().unwrap().get(), store.count().unwrap()), (0, 0));
        let first = add(store, &[unit("a", "1"), unit("b", "2"), unit("c", "3")]);
        assert_eq!((first.get(), store.count().unwrap()), (1, 3));
        let second = write(store, |work| {
            assert!(work.update(UnitKey::new(1), unit("A", "1").into()).unwrap());
            assert!(work.remove(UnitKey::new(3)).unwrap());
            assert!(!work.remove(UnitKey::new(3)).unwrap());
            assert!(!work.update(UnitKey::new(3), unit("C", "3").into()).unwrap());
            assert!(!work.update(UnitKey::new(99), unit("C", "3").into()).unwrap());
        });
        assert_eq!(second, store.revision().unwrap());
        assert_eq!(sources(store), [(1, "A".to_owned()), (2, "b".to_owned())]);
        assert_eq!(store.unit(UnitKey::new(3)).unwrap(), None);
        assert_eq!(store.unit(UnitKey::new(2)).unwrap().as_deref(), Some(&unit("b", "2")));
        let third = add(store, &[unit("d", "4")]);
        assert_eq!(sources(store).last().unwrap().0, 4, "keys are not given twice");

        let since = |revision| changed(&store.changes_since(revision).unwrap().unwrap());
        assert_eq!(since(third), []);
        assert_eq!(since(second), [(4, true)]);
        assert_eq!(since(first), [(1, true), (3, false), (4, true)]);
        assert_eq!(since(Revision::new(0)), [(1, true), (2, true), (3, false), (4, true)]);
        assert!(store.changes_since(Revision::new(99)).unwrap().is_none());
    });
}

#[test]
fn units_are_given_in_pages() {
    on_each(|store| {
        add(store, &["a", "b", "c", "d"].map(|text| unit(text, "x")));
        let page = |after, limit| {
            let page = store.units_after(UnitKey::new(after), limit).unwrap();
            page.iter().map(|(key, _)| key.get()).collect::<Vec<_>>()
        };
        assert_eq!(page(0, 3), [1, 2, 3]);
        assert_eq!(page(3, 3), [4]);
        assert!(page(1, 0).is_empty());
        let units = store.units(&keys(&[3, 9, 1, 3])).unwrap();
        let texts = units.iter().map(|unit| Some(unit.as_ref()?.source()?.text.text()));
        assert!(texts.eq([Some("c"), None, Some("a"), Some("c")]));
        assert!(page(u64::MAX, 3).is_empty());
    });
}

#[test]
fn what_changes_nothing_makes_no_revision() {
    on_each(|store| {
        let before = add(store, &[unit("a", "1")]);
        let after = write(store, |work| {
            assert!(work.update(UnitKey::new(1), unit("a", "1").into()).unwrap());
            assert_eq!(work.add_new(unit("a", "1").into()).unwrap(), (UnitKey::new(1), false));
            assert!(!work.remove(UnitKey::new(2)).unwrap());
        });
        assert_eq!((before, after), (store.revision().unwrap(), before));
    });
}

#[test]
fn work_that_fails_leaves_nothing() {
    on_each(|store| {
        add(store, &[unit("a", "1")]);
        let revision = store.revision().unwrap();
        let mut work = |work: &mut dyn Transaction| {
            work.add(unit("b", "2").into())?;
            work.update(UnitKey::new(1), unit("A", "1").into())?;
            Err(Error::argument("no more"))
        };
        assert_eq!(store.write(&mut work).unwrap_err().to_string(), "no more");
        let panics = catch_unwind(AssertUnwindSafe(|| {
            write(store, |work| {
                work.remove(UnitKey::new(1)).unwrap();
                panic!("in the middle");
            })
        }));
        panics.unwrap_err();
        assert_eq!(sources(store), [(1, "a".to_owned())]);
        assert_eq!((store.revision().unwrap(), store.count().unwrap()), (revision, 1));
        add(store, &[unit("c", "3")]);
        assert_eq!(sources(store).len(), 2);
    });
}

#[test]
fn a_transaction_sees_what_it_did() {
    on_each(|store| {
        let (a, b) = (unit("a", "1"), unit("a", "2"));
        add(store, &[a.clone(), b.clone(), unit("b", "1")]);
        write(store, |work| {
            let slot = |work: &mut dyn Transaction| slot_of(work, &a, usize::MAX);
            assert_eq!(slot(work), [1, 2]);
            assert_eq!(slot_of(work, &a, 1).len(), 1);
            assert_eq!(work.next_key(), UnitKey::new(4));
            assert_eq!(work.add(unit("a", "3").into()).unwrap(), UnitKey::new(4));
            work.remove(UnitKey::new(1)).unwrap();
            assert_eq!(slot(work), [2, 4]);
            assert_eq!(work.identical(&a.clone().into()).unwrap(), None);
            assert_eq!(work.identical(&b.clone().into()).unwrap(), Some(UnitKey::new(2)));
            work.update(UnitKey::new(2), unit("c", "2").into()).unwrap();
            work.update(UnitKey::new(4), unit("a", "4").into()).unwrap();
            assert_eq!(slot(work), [4]);
            assert_eq!(work.identical(&unit("a", "4").into()).unwrap(), Some(UnitKey::new(4)));
            assert_eq!(work.identical(&unit("a", "3").into()).unwrap(), None);
        });
    });
}

#[test]
fn units_of_a_document() {
    on_each(|store| {
        add(store, &[of_document("a.md", "1"), of_document("b.md", "2"), of_document("a.md", "3")]);
        write(store, |work| {
            let find = |work: &mut dyn Transaction, path: &str, after, limit| {
                work.of_document(path, UnitKey::new(after), limit).unwrap()
            };
            assert_eq!(find(work, "a.md", 0, 9), keys(&[1, 3]));
            assert_eq!(find(work, "a.md", 1, 9), keys(&[3]));
            assert_eq!(find(work, "a.md", 0, 1), keys(&[1]));
            assert_eq!(find(work, "none.md", 0, 9), []);
            work.update(UnitKey::new(2), of_document("a.md", "2").into()).unwrap();
            work.remove(UnitKey::new(1)).unwrap();
            work.add(of_document("b.md", "4").into()).unwrap();
            assert_eq!(find(work, "a.md", 0, 9), keys(&[2, 3]));
            assert_eq!(find(work, "b.md", 0, 9), keys(&[4]));
        });
        let known = ["a.md", "b.md", "none.md"].map(|path| store.has_document(path).unwrap());
        assert_eq!(known, [true, true, false]);
    });
}

#[test]
fn stamps_tell_histories_apart() {
    on_each(|store| {
        let first = add(store, &[unit("a", "1")]);
        let second = add(store, &[unit("b", "2")]);
        let stamps = [Revision::new(0), first, second].map(|at| store.stamp(at).unwrap().unwrap());
        assert!(stamps[0] != stamps[1] && stamps[1] != stamps[2] && stamps[0] != stamps[2]);
        assert_eq!(store.stamp(Revision::new(3)).unwrap(), None);
        on_each(|other| {
            add(other, &[unit("a", "1")]);
            assert_ne!(other.stamp(first).unwrap(), store.stamp(first).unwrap());
        });
    });
}

#[test]
fn too_many_changes_are_not_told() {
    on_each(|store| {
        let first = add(store, &[unit("a", "1")]);
        write(store, |work| {
            let unit = Arc::new(unit("b", "2"));
            for _ in 0..=MOST_CHANGES {
                work.add(unit.clone().into()).unwrap();
            }
        });
        let last = add(store, &[unit("c", "1")]);
        assert!(store.changes_since(first).unwrap().is_none());
        assert_eq!(store.stamp(first).unwrap(), None);
        assert_eq!(changed(&store.changes_since(last).unwrap().unwrap()), []);
        let before = Revision::new(last.get() - 1);
        assert_eq!(changed(&store.changes_since(before).unwrap().unwrap()).len(), 1);
    });
}

#[test]
fn the_order_is_that_of_the_contents() {
    let mut units = vec![unit("b", "1"), unit("a", "1"), of_document("a.md", "9")];
    for (path, ordinal) in [("b.md", 10), ("a.md", 10), ("a.md", 9), ("a b.md", 1)] {
        let mut unit = of_document(path, &format!("{path}#{ordinal}"));
        unit.placement = Some(crate::unit::Placement::new("1", ordinal, 1, 0..1));
        units.push(unit);
    }
    let expected = ["a", "b", "a b.md#1", "9", "a.md#9", "a.md#10", "b.md#10"];
    on_each(|store| {
        add(store, &units);
        let mut given = Vec::new();
        let mut visit = |_: UnitKey, unit: &TranslationUnit| {
            given.push(unit.source().unwrap().text.text().to_owned());
            Ok(())
        };
        store.visit_in_order(&mut visit).unwrap();
        assert_eq!(given, expected);
        let mut visits = 0;
        let stopped = store.visit_in_order(&mut |_, _| {
            visits += 1;
            Err(Error::argument("enough"))
        });
        assert_eq!((stopped.unwrap_err().to_string().as_str(), visits), ("enough", 1));
    });
}

/// What a random transaction does.
#[derive(Clone, Debug)]
enum Step {
    Add(u8),
    AddNew(u8),
    Update(u64, u8),
    Remove(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        any::<u8>().prop_map(Step::Add),
        any::<u8>().prop_map(Step::AddNew),
        (0..12_u64, any::<u8>()).prop_map(|(key, unit)| Step::Update(key, unit)),
        (0..12_u64).prop_map(Step::Remove),
    ]
}

/// A few units, in few slots and documents.
fn sample(number: u8) -> Arc<TranslationUnit> {
    let mut unit = unit(&format!("{}", number % 3), &format!("{}", number / 3 % 2));
    unit.context.document =
        [None, Some("a".into()), Some("b".into())][usize::from(number % 7 % 3)].clone();
    unit.into()
}

type Model = BTreeMap<u64, Arc<TranslationUnit>>;

fn apply(steps: &[Step], work: &mut dyn Transaction, model: &mut Model) {
    for step in steps {
        match step {
            Step::Add(number) => {
                let key = work.add(sample(*number).into()).unwrap();
                assert_eq!(model.insert(key.get(), sample(*number)), None);
            }
            Step::AddNew(number) => {
                let unit = sample(*number);
                let there = model.iter().find(|(_, other)| **other == unit).map(|(key, _)| *key);
                let (key, is_new) = work.add_new(unit.clone().into()).unwrap();
                assert_eq!(there, (!is_new).then_some(key.get()));
                model.insert(key.get(), unit);
            }
            Step::Update(key, number) => {
                let is_there = work.update(UnitKey::new(*key), sample(*number).into()).unwrap();
                assert_eq!(is_there, model.contains_key(key));
                model.entry(*key).and_modify(|unit| *unit = sample(*number));
            }
            Step::Remove(key) => {
                let was_there = work.remove(UnitKey::new(*key)).unwrap();
                assert_eq!(was_there, model.remove(key).is_some());
            }
        }
    }
}

fn all(store: &dyn Store) -> Model {
    let units = store.units_after(UnitKey::START, usize::MAX).unwrap();
    units.into_iter().map(|(key, unit)| (key.get(), unit)).collect()
}

proptest! {
    #![proptest_config(crate::cases::cases(24))]

    /// Whatever is done, every earlier state and the changes since give the last.
    #[test]
    fn changes_lead_from_each_state_to_the_last(
        history in vec((vec(step(), 0..8), prop::bool::weighted(0.2)), 0..8),
    ) {
        on_each(|store| {
            let mut states = vec![(store.revision().unwrap(), Model::new())];
            for (steps, fails) in &history {
                let mut model = states.last().unwrap().1.clone();
                let done = store.write(&mut |work| {
                    apply(steps, work, &mut model);
                    if *fails { Err(Error::argument("no")) } else { Ok(()) }
                });
                match done {
                    Ok(revision) => states.push((revision, model)),
                    Err(_) => assert!(fails),
                }
                assert_eq!(all(store), states.last().unwrap().1);
                assert_eq!(store.count().unwrap(), states.last().unwrap().1.len() as u64);
            }
            let (last, expected) = states.last().unwrap().clone();
            for (revision, mut state) in states {
                let changes = store.changes_since(revision).unwrap().unwrap();
                assert_eq!(changes.revision, last);
                for change in changes.changes {
                    match change.unit {
                        Some(unit) => state.insert(change.key.get(), unit),
                        None => state.remove(&change.key.get()),
                    };
                }
                assert_eq!(state, expected);
            }
        });
    }
}
