//! Many threads at one memory.

use std::sync::atomic::{AtomicBool, Ordering};

use bitext::{Match, Memory, Metric, Penalties, Query};

use super::{memory, query, summary, unit};

const fn assert_shared<T: Send + Sync>() {}
const _: () = assert_shared::<Memory>();
const _: () = assert_shared::<Query>();
const _: () = assert_shared::<Penalties>();
const _: () = assert_shared::<Match>();

/// What is written in one transaction is seen together or not at all, and each
/// match is one of a unit that was there.
#[test]
fn look_ups_while_units_are_changed() {
    let memory = memory([unit("Save the file 0", "0")]);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = Metric::ALL
            .iter()
            .chain(Metric::ALL)
            .map(|&metric| {
                scope.spawn({
                    let (memory, done) = (&memory, &done);
                    move || {
                        let mut seen = 0;
                        while !done.load(Ordering::Acquire) {
                            seen = seen.max(read(memory, metric));
                        }
                        seen.max(read(memory, metric))
                    }
                })
            })
            .collect();
        for number in 1..200_u32 {
            let key = memory.add(unit(&format!("Save the file {number}"), "new")).unwrap();
            let target = number.to_string();
            assert!(memory.update(key, unit(&format!("Save the file {number}"), &target)).unwrap());
            let found = memory.lookup(&query(&format!("Save the file {number}"))).unwrap();
            assert_eq!(summary(&found[0]), format!("{key} 100"));
            if number % 3 == 0 {
                assert!(memory.remove(key).unwrap());
            }
        }
        done.store(true, Ordering::Release);
        for reader in readers {
            assert_eq!(reader.join().unwrap(), 134);
        }
    });
}

/// How many units a reader finds.
fn read(memory: &Memory, metric: Metric) -> usize {
    let query = query("Save the file 0").with_metric(metric).with_limit(None);
    let found = memory.lookup(&query).unwrap();
    for found in &found {
        let (source, target) = (found.source().text.plain(), found.target().text.plain());
        assert!(target == "new" || source == format!("Save the file {target}"));
        let is_first = source == "Save the file 0";
        assert_eq!(found.score() == 100, is_first, "{source}");
    }
    found.len()
}
