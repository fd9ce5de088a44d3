//! Several who write, and those who read meanwhile.

use std::io::Write;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use bitext::memory::Store;
use bitext::{Error, Import, SqliteStore};

use super::{child, create_patient, import_round, round_of, unit};

const UNITS: u64 = 50;

fn assert_busy(error: &Error) {
    let message = error.to_string();
    assert!(message.contains("another program is writing to the memory; try again"), "{message}");
}

#[test]
fn the_second_writer_waits() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.memory");
    let store = create_patient(&path);
    let mut process = child::start("step", 0, 0, &path);
    child::wait_for_step(&mut process, 0);
    let impatient = SqliteStore::builder().with_wait(Duration::ZERO).open(&path).unwrap();
    assert_busy(&import_round(&impatient, UNITS, 2).unwrap_err());
    let (begin, has_begun) = mpsc::channel();
    thread::scope(|scope| {
        let store = &store;
        let second = scope.spawn(move || {
            begin.send(()).unwrap();
            import_round(store, UNITS, 1)
        });
        has_begun.recv().unwrap();
        thread::sleep(Duration::from_millis(100));
        assert!(!second.is_finished(), "it does not wait");
        process.stdin.as_mut().unwrap().write_all(&[0]).unwrap();
        second.join().unwrap().unwrap();
    });
    assert_eq!(round_of(&store, UNITS), Some(1));
    assert!(process.wait().unwrap().success());
}

#[test]
fn the_second_writer_is_told_when_it_waited_long_enough() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.memory");
    let wait = Duration::from_millis(50);
    let store = SqliteStore::builder().with_wait(wait).create(&path).unwrap();
    import_round(&store, UNITS, 1).unwrap();
    let mut process = child::start("step", 0, 0, &path);
    child::wait_for_step(&mut process, 0);
    assert_busy(&import_round(&store, UNITS, 2).unwrap_err());
    // Who reads is not held up, and neither is who opens.
    assert_eq!(round_of(&store, UNITS), Some(1));
    let other = SqliteStore::builder().with_wait(wait).open(&path).unwrap();
    assert_eq!(round_of(&other, UNITS), Some(1));
    process.kill().unwrap();
    process.wait().unwrap();
    import_round(&other, UNITS, 3).unwrap();
    assert_eq!(round_of(&store, UNITS), Some(3));
}

#[test]
fn threads_wait_for_each_other_too() {
    let folder = tempfile::tempdir().unwrap();
    let wait = Duration::from_millis(50);
    let store =
        SqliteStore::builder().with_wait(wait).create(folder.path().join("a.memory")).unwrap();
    let (held, is_held) = mpsc::channel();
    let (release, is_released) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let store = &store;
        scope.spawn(move || {
            store.write(&mut |work| {
                work.add(unit(1, 1).into())?;
                held.send(()).unwrap();
                is_released.recv().unwrap();
                Ok(())
            })
        });
        is_held.recv().unwrap();
        assert_busy(&store.write(&mut |_| Ok(())).unwrap_err());
        assert_eq!(store.count().unwrap(), 0);
        release.send(()).unwrap();
    });
    store.write(&mut |work| work.add(unit(2, 1).into()).map(drop)).unwrap();
    assert_eq!(store.count().unwrap(), 2);
}

#[test]
fn many_threads_write_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let store = create_patient(&folder.path().join("a.memory"));
    thread::scope(|scope| {
        let store = &store;
        for thread in 0..4 {
            scope.spawn(move || {
                for number in 0..10 {
                    let add = |importer: &mut bitext::memory::Importer<'_>| {
                        importer.add(unit(10 * thread + number, 1)).map(drop)
                    };
                    Import::new().run(store, add).unwrap();
                    assert!(store.count().unwrap() > number);
                    assert!(store.revision().unwrap().get() > number);
                }
            });
        }
    });
    assert_eq!((store.count().unwrap(), store.revision().unwrap().get()), (40, 40));
    assert!(store.check().unwrap().is_empty());
}

#[test]
fn another_process_reads_while_one_writes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.memory");
    let store = create_patient(&path);
    import_round(&store, UNITS, 0).unwrap();
    let mut process = child::start("read", UNITS, 200, &path);
    let mut round = 0;
    while process.try_wait().unwrap().is_none() {
        round += 1;
        import_round(&store, UNITS, round).unwrap();
    }
    assert!(child::said(process).contains("done"), "the reader failed");
    assert!(round > 0);
}

/// What one store writes, another that was open before sees at once.
#[test]
fn changes_of_others_are_seen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.memory");
    let store = SqliteStore::create(&path).unwrap();
    let readers = [SqliteStore::open(&path).unwrap(), SqliteStore::open_read_only(&path).unwrap()];
    for number in 0..5 {
        let before = readers[0].revision().unwrap();
        store.write(&mut |work| work.add(unit(number, 0).into()).map(drop)).unwrap();
        for reader in &readers {
            assert_eq!(reader.revision().unwrap(), store.revision().unwrap());
            let changes = reader.changes_since(before).unwrap().unwrap();
            assert_eq!(changes.changes.len(), 1);
            assert_eq!(changes.changes[0].unit.as_deref(), Some(&unit(number, 0)));
        }
    }
}
