//! What a file keeps, and what is refused.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use rusqlite::Connection;

use super::SqliteStore;
use crate::error::Error;
use crate::exchange::strategies;
use crate::memory::slot::Slot;
use crate::memory::store::{InMemory, Store};
use crate::memory::units::UnitKey;
use crate::unit::TranslationUnit;

fn add(store: &dyn Store, units: &[TranslationUnit]) {
    let mut units = units.iter().cloned().map(Arc::new);
    store.write(&mut |work| units.try_for_each(|unit| work.add(unit.into()).map(drop))).unwrap();
}

fn in_order(store: &dyn Store) -> Vec<TranslationUnit> {
    let mut units = Vec::new();
    let mut visit = |_: UnitKey, unit: &TranslationUnit| {
        units.push(unit.clone());
        Ok(())
    };
    store.visit_in_order(&mut visit).unwrap();
    units
}

proptest! {
    #![proptest_config(crate::cases::cases(64))]

    #[test]
    fn units_are_kept_whole(units in prop::collection::vec(strategies::unit(), 0..8)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.memory");
        let store = SqliteStore::create(&path).unwrap();
        add(&store, &units);
        prop_assert_eq!(store.check().unwrap(), Vec::<String>::new());
        let again = SqliteStore::open_read_only(&path).unwrap();
        let kept = again.units_after(UnitKey::START, usize::MAX).unwrap();
        prop_assert!(kept.iter().map(|(_, unit)| &**unit).eq(&units));
        store.write(&mut |work| {
            for (key, unit) in &kept {
                let first = kept.iter().find(|(_, other)| other == unit).map(|(key, _)| *key);
                assert_eq!(work.identical(&unit.clone().into())?, first);
                let mut slot = Vec::new();
                work.visit_slot_of(&unit.clone().into(), &mut |other, _| {
                    slot.push(other);
                    ControlFlow::Continue(())
                })?;
                slot.sort_unstable();
                let same = kept.iter().filter(|(_, other)| Slot::of(other) == Slot::of(unit));
                assert!(slot.contains(key) && same.map(|(key, _)| *key).eq(slot));
            }
            Ok(())
        }).unwrap();
    }

    #[test]
    fn the_order_depends_on_the_contents_alone(
        (units, shuffled) in prop::collection::vec(strategies::unit(), 0..8)
            .prop_flat_map(|units| (Just(units.clone()), Just(units).prop_shuffle())),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let stores: [&dyn Store; 4] = [
            &SqliteStore::create(folder.path().join("a.memory")).unwrap(),
            &SqliteStore::create(folder.path().join("b.memory")).unwrap(),
            &InMemory::new(),
            &InMemory::new(),
        ];
        for (store, units) in stores.iter().zip([&units, &shuffled, &units, &shuffled]) {
            add(*store, units);
        }
        // Removed and added again: other keys, the same contents.
        stores[1].write(&mut |work| {
            for number in 1..=units.len() as u64 / 2 {
                work.remove(UnitKey::new(number))?;
            }
            shuffled.iter().take(units.len() / 2).try_for_each(|unit| {
                work.add(unit.clone().into()).map(drop)
            })
        }).unwrap();
        let expected = in_order(stores[0]);
        prop_assert_eq!(expected.len(), units.len());
        for store in &stores[1..] {
            prop_assert_eq!(&in_order(*store), &expected);
        }
    }
}

fn message<T>(result: Result<T, Error>, folder: &Path) -> String {
    let message = result.err().expect("an error").to_string();
    message.replace(&format!("{}/", folder.display()), "")
}

/// Opening a pipe waits until somebody writes to it: this ends all the same.
#[cfg(unix)]
#[test]
fn what_is_no_file_beside_a_memory_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    drop(SqliteStore::create(&path).unwrap());
    for suffix in ["-journal", "-wal", "-shm"] {
        let beside = folder.path().join(format!("a{suffix}"));
        fs::create_dir(&beside).unwrap();
        for opened in [SqliteStore::open(&path), SqliteStore::open_read_only(&path)] {
            let found = message(opened, folder.path());
            assert!(found.contains(&format!("a{suffix}: expected a file of SQLite")), "{found}");
        }
        fs::remove_dir(&beside).unwrap();
    }
    assert!(SqliteStore::open(&path).is_ok());
}

#[test]
fn what_is_no_memory_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut header = b"SQLite format 3\0".to_vec();
    fs::write(at("text"), "A text that is longer than the header of a file. ".repeat(9)).unwrap();
    fs::write(at("cut"), &header).unwrap();
    header.resize(4096, 0);
    fs::write(at("other"), &header).unwrap();
    fs::write(at("empty"), "").unwrap();
    Connection::open(at("database")).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
    fs::create_dir(at("folder")).unwrap();
    for (name, found) in [
        ("text", "a file of another kind; it is untouched"),
        ("cut", "a file that is cut off; it is untouched"),
        ("other", "a database of another program; it is untouched"),
        ("database", "a database of another program; it is untouched"),
        ("empty", "an empty file; it is untouched"),
        ("folder", "a folder"),
    ] {
        let before = fs::read(at(name)).ok();
        let expected = format!("{name}: expected the file of a memory, but found {found}");
        assert_eq!(message(SqliteStore::open(at(name)), folder.path()), expected);
        assert_eq!(message(SqliteStore::open_read_only(at(name)), folder.path()), expected);
        assert_eq!(message(SqliteStore::open_or_create(at(name)), folder.path()), expected);
        let taken = message(SqliteStore::create(at(name)), folder.path());
        assert!(taken.contains("expected a name that is free for a new memory"), "{taken}");
        assert_eq!(fs::read(at(name)).ok(), before, "{name}");
    }
    let missing = message(SqliteStore::open(at("missing")), folder.path());
    assert!(missing.starts_with("missing: No such file"), "{missing}");
    let nowhere = message(SqliteStore::create(at("no/where")), folder.path());
    assert!(nowhere.starts_with("no/where: "), "{nowhere}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 6, "nothing else was made");
}

#[test]
fn a_newer_memory_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.memory");
    drop(SqliteStore::create(&path).unwrap());
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 7).unwrap();
    for opened in [SqliteStore::open(&path), SqliteStore::open_read_only(&path)] {
        let message = message(opened, folder.path());
        assert!(message.contains("schema version 1 at most, but found version 7"), "{message}");
    }
}

#[test]
fn names_that_mean_something_to_sqlite_are_names() {
    let folder = tempfile::tempdir().unwrap();
    for name in [":memory:", "file:a?mode=memory", "a%20b?immutable=1#c", "ü \n'\""] {
        let path = folder.path().join(name);
        add(&SqliteStore::create(&path).unwrap(), &[TranslationUnit::default()]);
        assert!(path.is_file());
        assert_eq!(SqliteStore::open(&path).unwrap().count().unwrap(), 1);
        assert_eq!(SqliteStore::open_read_only(&path).unwrap().count().unwrap(), 1);
    }
}

#[test]
fn a_memory_that_is_only_read_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.memory");
    add(&SqliteStore::create(&path).unwrap(), &[TranslationUnit::default()]);
    let store = SqliteStore::open_read_only(&path).unwrap();
    let error = message(store.write(&mut |_| Ok(())), folder.path());
    assert!(
        error.ends_with("expected a memory that was opened for writing; this one is only read")
    );
}

/// What a medium that cannot be written looks like to SQLite.
#[test]
fn a_file_can_be_read_as_it_stands() {
    use super::connections::{Access, Mode};

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a b%20?#.memory");
    add(&SqliteStore::create(&path).unwrap(), &[TranslationUnit::default()]);
    let wait = std::time::Duration::ZERO;
    let access = Access { path: path.clone(), wait, mode: Mode::Frozen, durable: true };
    let in_use = SqliteStore::in_use(&access).unwrap();
    let store = SqliteStore::new(access, None, in_use);
    assert_eq!((store.count().unwrap(), store.check().unwrap().len()), (1, 0));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no files beside");
}

#[test]
fn the_check_compares_columns_with_records() {
    let folder = tempfile::tempdir().unwrap();
    let mut unit = TranslationUnit::default();
    unit.origin.path = Some("a.md".into());
    for (damage, expected) in [
        ("UPDATE unit SET slot = slot + 1", "columns of unit 1"),
        ("UPDATE unit SET ordinal = 3", "columns of unit 1"),
        ("UPDATE unit SET content = 7", "a record that is not the one that was written"),
        ("UPDATE unit SET record = replace(record, 'a.md', 'b.md')", "a record that is not"),
        ("UPDATE document SET path = 'b.md'", "columns of unit 1"),
        ("DELETE FROM document", "columns of unit 1"),
        ("UPDATE state SET units = 9", "expected 9 units, but found 1"),
        ("UPDATE state SET next_key = 1", "columns of unit 1"),
    ] {
        let path = folder.path().join(expected).with_extension(damage.len().to_string());
        let store = SqliteStore::create(&path).unwrap();
        add(&store, std::slice::from_ref(&unit));
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
        Connection::open(&path).unwrap().execute_batch(damage).unwrap();
        let findings = store.check().unwrap();
        assert!(findings.len() == 1 && findings[0].contains(expected), "{damage}: {findings:?}");
    }
}

#[test]
fn a_file_without_its_one_row_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.memory");
    drop(SqliteStore::create(&path).unwrap());
    Connection::open(&path).unwrap().execute_batch("DELETE FROM state").unwrap();
    let store = SqliteStore::open(&path).unwrap();
    for error in [store.revision().err(), store.write(&mut |_| Ok(())).err()] {
        assert!(error.unwrap().to_string().contains("damaged; go back to a backup"));
    }
}

/// Stretches that end before they begin, and such as no memory has.
#[test]
fn a_damaged_log_of_changes_is_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.memory");
    let store = SqliteStore::create(&path).unwrap();
    add(&store, &[TranslationUnit::default()]);
    for damage in ["last = 0", "last = -1", "first = -5, last = 9223372036854775807"] {
        let damage = format!("UPDATE change SET {damage}");
        Connection::open(&path).unwrap().execute_batch(&damage).unwrap();
        let _ = store.changes_since(Default::default()).unwrap();
    }
}
