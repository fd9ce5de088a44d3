//! Copies of a memory that is in use.

use std::thread;

use bitext::SqliteStore;
use bitext::memory::Store;

use super::{assert_whole, contents, create_patient, import_round, round_of};

const UNITS: u64 = 100;

#[test]
fn a_copy_holds_one_revision() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.memory");
    let store = create_patient(&path);
    import_round(&store, UNITS, 0).unwrap();
    thread::scope(|scope| {
        let store = &store;
        let writer = scope.spawn(move || {
            for round in 1..30 {
                import_round(store, UNITS, round).unwrap();
            }
        });
        let mut last = 0;
        for number in 0.. {
            let copy = folder.path().join(format!("{number}.copy"));
            store.backup(&copy).unwrap();
            assert_whole(&copy);
            let copied = SqliteStore::open(&copy).unwrap();
            let round = round_of(&copied, UNITS).unwrap();
            assert!(round >= last);
            last = round;
            let revision = copied.revision().unwrap();
            assert_eq!(copied.stamp(revision).unwrap(), store.stamp(revision).unwrap());
            if writer.is_finished() {
                break;
            }
        }
    });
    let copy = folder.path().join("last.copy");
    store.backup(&copy).unwrap();
    let copied = SqliteStore::open(&copy).unwrap();
    assert_eq!(contents(&copied), contents(&store));
    // From here on they are two memories.
    import_round(&copied, UNITS, 98).unwrap();
    import_round(&store, UNITS, 99).unwrap();
    let revision = store.revision().unwrap();
    assert_eq!(copied.revision().unwrap(), revision);
    assert_ne!(copied.stamp(revision).unwrap(), store.stamp(revision).unwrap());
}

#[test]
fn a_copy_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.memory");
    let store = SqliteStore::create(&path).unwrap();
    let taken = folder.path().join("taken");
    std::fs::write(&taken, "precious").unwrap();
    for target in [&taken, &path] {
        let message = store.backup(target).unwrap_err().to_string();
        assert!(message.contains("expected a name that is free"), "{message}");
    }
    assert_eq!(std::fs::read(&taken).unwrap(), b"precious");
    assert!(store.backup(folder.path().join("no/where")).is_err());
    let names = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = names.filter_map(|name| name.into_string().ok()).collect();
    names.sort();
    assert_eq!(names, ["a.memory", "a.memory-shm", "a.memory-wal", "taken"]);
}
