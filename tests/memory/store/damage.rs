//! Files that are cut off or changed by something else.

use std::fs;
use std::path::{Path, PathBuf};

use bitext::memory::Store;
use bitext::{Error, SqliteStore};

use super::{contents, import_round};

const UNITS: u64 = 60;

/// Does all that can be done with a file, and says whether something was wrong.
fn use_all(path: &Path) -> Result<Vec<String>, Error> {
    let store = SqliteStore::open(path)?;
    let findings = store.check()?;
    store.revision()?;
    store.changes_since(Default::default())?;
    store.units_after(Default::default(), usize::MAX)?;
    store.visit_in_order(&mut |_, _| Ok(()))?;
    import_round(&store, UNITS, 3)?;
    Ok(findings)
}

/// A memory after a few transactions, and its contents.
fn memory(folder: &Path) -> (PathBuf, String) {
    let path = folder.join("a.memory");
    let store = SqliteStore::create(&path).unwrap();
    import_round(&store, UNITS, 1).unwrap();
    import_round(&store, UNITS / 2, 2).unwrap();
    let contents = contents(&store);
    (path, contents)
}

/// Either something is said, or nothing is wrong with the units.
fn expect_said(path: &Path, expected: &str, name: &str) -> bool {
    let readable = SqliteStore::open_read_only(path).and_then(|store| {
        let findings = store.check()?;
        Ok((findings, store.visit_in_order(&mut |_, _| Ok(())).map(|()| contents(&store))))
    });
    let is_said = match readable {
        Err(_) | Ok((_, Err(_))) => true,
        Ok((findings, Ok(found))) => {
            assert!(!findings.is_empty() || found == expected, "{name}: wrong, and not a word");
            !findings.is_empty()
        }
    };
    // Neither a panic nor a hang, whatever is done with it.
    let _ = use_all(path);
    is_said
}

#[test]
fn files_that_are_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let (path, expected) = memory(folder.path());
    let whole = fs::read(&path).unwrap();
    for part in 0..24 {
        let length = whole.len() * part / 24 + part % 3;
        let cut = folder.path().join(format!("{length}.cut"));
        fs::write(&cut, &whole[..length]).unwrap();
        let is_said = expect_said(&cut, &expected, &format!("{length} bytes"));
        assert!(is_said, "{length} of {} bytes are no whole memory", whole.len());
    }
}

#[test]
fn bits_that_flip() {
    let folder = tempfile::tempdir().unwrap();
    let (path, expected) = memory(folder.path());
    let whole = fs::read(&path).unwrap();
    let mut said = 0;
    let places = (0..120).chain((0..200).map(|number| number * 7_919_123));
    for (number, place) in places.map(|place| place % whole.len()).enumerate() {
        let flipped = folder.path().join(format!("{number}.flipped"));
        let mut bytes = whole.clone();
        bytes[place] ^= 1 << (number % 8);
        fs::write(&flipped, bytes).unwrap();
        said += u32::from(expect_said(&flipped, &expected, &format!("bit of byte {place}")));
        fs::remove_file(&flipped).unwrap();
    }
    assert!(said > 20, "only {said} were noticed");
}

#[test]
fn a_log_that_is_damaged_or_foreign() {
    let folder = tempfile::tempdir().unwrap();
    let (path, expected) = memory(folder.path());
    for (number, log) in [&b""[..], b"no log", &[0xff; 40_000]].iter().enumerate() {
        let copy = folder.path().join(format!("{number}.memory"));
        fs::copy(&path, &copy).unwrap();
        fs::write(folder.path().join(format!("{number}.memory-wal")), log).unwrap();
        assert_eq!(contents(&SqliteStore::open(&copy).unwrap()), expected);
    }
}
