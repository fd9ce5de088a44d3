//! Changes to a memory, and what look-ups see of them.

use bitext::Memory;
use bitext::memory::{InMemory, UnitKey};

use super::{memory, query, summaries, unit};

#[test]
fn the_next_look_up_sees_a_change() {
    let memory = memory([unit("Save", "a"), unit("Open", "b")]);
    assert_eq!(summaries(&memory, &query("Save")), ["1 100"]);
    let key = memory.add(unit("Save", "a")).unwrap();
    assert_eq!(summaries(&memory, &query("Save")), ["1 100", "3 100"]);
    assert!(memory.update(key, unit("Save", "c")).unwrap());
    let both = ["1 99 -1 several-targets", "3 99 -1 several-targets"];
    assert_eq!(summaries(&memory, &query("Save")), both);
    assert!(memory.update(UnitKey::new(1), unit("Close", "d")).unwrap());
    assert_eq!(summaries(&memory, &query("Save")), ["3 100"]);
    assert!(memory.remove(key).unwrap());
    assert!(summaries(&memory, &query("Save")).is_empty());
    assert_eq!(summaries(&memory, &query("Close")), ["1 100"]);
    assert!(!memory.update(key, unit("Save", "a")).unwrap());
}

#[test]
fn a_failed_transaction_changes_nothing() {
    let memory = memory([unit("Save", "a")]);
    let failed: Result<(), _> = memory.write(|transaction| {
        transaction.remove(UnitKey::new(1))?;
        Err(bitext::Error::argument("no"))
    });
    assert_eq!(failed.unwrap_err().to_string(), "no");
    assert_eq!(summaries(&memory, &query("Save")), ["1 100"]);
}

#[test]
fn a_store_may_be_written_past_the_memory() {
    let memory = Memory::with_store(InMemory::default());
    assert!(summaries(&memory, &query("Save")).is_empty());
    let add = |source: &str| {
        let unit = unit(source, "x");
        memory.store().write(&mut |transaction| transaction.add(unit.clone().into()).map(drop))
    };
    add("Save").unwrap();
    assert_eq!(summaries(&memory, &query("Save")), ["1 100"]);
    add("Save").unwrap();
    assert_eq!(summaries(&memory, &query("Save")), ["1 100", "2 100"]);
}

#[test]
fn units_come_by_key() {
    let memory = memory((0..3000).map(|number| unit(&format!("Text {number}"), "x")));
    memory.remove(UnitKey::new(7)).unwrap();
    let keys: Vec<u64> = memory.units().map(|unit| unit.unwrap().0.get()).collect();
    assert_eq!(keys, (1..=3000).filter(|key| *key != 7).collect::<Vec<_>>());
    assert_eq!(memory.unit(UnitKey::new(7)).unwrap(), None);
}
