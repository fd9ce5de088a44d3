//! A process that imports is killed at any moment.

use std::io::Write;
use std::time::Duration;

use bitext::SqliteStore;

use super::{assert_whole, child, import_round, round_of};

const KILLS: u64 = 100;

/// So many that an import has to write before it is done.
const UNITS: u64 = 400;

/// Two of three processes are not let come to the end of their transaction, and
/// are killed while they import; one is killed around the end.
#[test]
fn a_killed_import_leaves_the_state_before_or_after() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.memory");
    let store = SqliteStore::create(&path).unwrap();
    import_round(&store, UNITS, 0).unwrap();
    drop(store);
    let mut before = 0;
    let (mut kept, mut done) = (0, 0);
    let mut random = 1_u64;
    for round in 1..=KILLS {
        // SplitMix64 (Steele, Lea and Flood, 2014), the high bits.
        random = random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (random ^ (random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let moment = (mixed ^ (mixed >> 27)) >> 54;
        let ends = round % 3 == 0;
        let mut process = child::start("step", UNITS, round, &path);
        let steps = vec![0; UNITS as usize + usize::from(ends)];
        process.stdin.as_mut().unwrap().write_all(&steps).unwrap();
        if ends {
            child::wait_for_step(&mut process, UNITS);
            std::thread::sleep(Duration::from_micros(2 * moment));
        } else {
            child::wait_for_step(&mut process, moment * UNITS / 1024);
        }
        process.kill().unwrap();
        process.wait().unwrap();
        assert_whole(&path);
        let found = round_of(&SqliteStore::open(&path).unwrap(), UNITS).unwrap();
        assert!(found == before || ends && found == round, "{found} after {before} and {round}");
        if found == round {
            done += 1
        } else {
            kept += 1
        }
        before = found;
    }
    println!("{KILLS} kills: {kept} before, {done} after");
    assert!(kept > 0, "no process was killed before it was done");
}

/// The import stops at known places: at the beginning, after a number of units,
/// before the end.
#[test]
fn a_process_that_ends_in_a_transaction_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.memory");
    import_round(&SqliteStore::create(&path).unwrap(), UNITS, 7).unwrap();
    for step in [0, UNITS / 2, UNITS] {
        let mut process = child::start("step", UNITS, 8, &path);
        process.stdin.as_mut().unwrap().write_all(&vec![0; step as usize]).unwrap();
        child::wait_for_step(&mut process, step);
        process.kill().unwrap();
        process.wait().unwrap();
        let store = SqliteStore::open(&path).unwrap();
        assert_eq!(round_of(&store, UNITS), Some(7));
    }
    let store = SqliteStore::open(&path).unwrap();
    import_round(&store, UNITS, 8).unwrap();
    assert_eq!(round_of(&store, UNITS), Some(8));
}
