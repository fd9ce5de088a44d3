//! A process that imports is killed at any moment.

use std::time::Instant;

use bitext::SqliteStore;

use crate::{assert_whole, child, import_round, round_of};

const KILLS: u64 = 100;

/// So many that an import takes a while beside the start of the process, and has
/// to write before it is done.
const UNITS: u64 = 400;

#[test]
fn a_killed_import_leaves_the_state_before_or_after() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.memory");
    let store = SqliteStore::create(&path).unwrap();
    import_round(&store, UNITS, 0).unwrap();
    drop(store);
    let whole = Instant::now();
    child::said(child::start("import", UNITS, 1, &path));
    let whole = whole.elapsed() * 11 / 10;
    let mut before = 1;
    let (mut kept, mut done) = (0, 0);
    let mut random = 1_u64;
    for round in 2..2 + KILLS {
        let mut process = child::start("import", UNITS, round, &path);
        // SplitMix64 (Steele, Lea and Flood, 2014), the high bits.
        random = random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (random ^ (random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let moment = (mixed ^ (mixed >> 27)) >> 54;
        std::thread::sleep(whole.mul_f64(moment as f64 / 1024.0));
        process.kill().unwrap();
        process.wait().unwrap();
        assert_whole(&path);
        let found = round_of(&SqliteStore::open(&path).unwrap(), UNITS).unwrap();
        assert!(found == before || found == round, "{found} after {before} and {round}");
        if found == round {
            done += 1
        } else {
            kept += 1
        }
        before = found;
    }
    println!("{KILLS} kills within {:?}: {kept} before, {done} after", whole);
    assert!(kept > 0, "no process was killed before it was done");
}

/// The import stops at known places: after a number of units, before the end.
#[test]
fn a_process_that_ends_in_a_transaction_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.memory");
    import_round(&SqliteStore::create(&path).unwrap(), UNITS, 7).unwrap();
    let mut process = child::start("hold", 0, 60_000, &path);
    wait_for_line(&mut process);
    process.kill().unwrap();
    process.wait().unwrap();
    let store = SqliteStore::open(&path).unwrap();
    assert_eq!(round_of(&store, UNITS), Some(7));
    import_round(&store, UNITS, 8).unwrap();
    assert_eq!(round_of(&store, UNITS), Some(8));
}

/// Waits until a process says that it holds the memory.
pub(crate) fn wait_for_line(process: &mut std::process::Child) {
    use std::io::{BufRead, BufReader};

    let output = BufReader::new(process.stdout.as_mut().expect("a pipe"));
    let mut lines = output.lines().map_while(Result::ok);
    assert!(lines.any(|line| line.ends_with("held")), "the process never held the memory");
}
