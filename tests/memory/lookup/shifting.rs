//! Stores that change while a look-up is under way, or do not say so.

use std::sync::{Arc, Mutex};

use bitext::memory::{Changes, InMemory, Revision, Store, Transaction, UnitKey};
use bitext::{Error, Memory, TranslationUnit};

use super::{query, unit};

type Work = Box<dyn FnMut(&InMemory) + Send>;

/// A store that does something each time a unit is asked for.
struct Shifting {
    inner: InMemory,
    before_unit: Mutex<Work>,
    /// What is said instead of what was stored.
    lie: Option<(UnitKey, Arc<TranslationUnit>)>,
}

impl Shifting {
    fn memory(before_unit: impl FnMut(&InMemory) + Send + 'static) -> Memory {
        let before_unit = Mutex::new(Box::new(before_unit) as Work);
        let memory =
            Memory::with_store(Self { inner: InMemory::default(), before_unit, lie: None });
        memory.add(unit("Save", "a")).unwrap();
        memory.add(unit("Save", "b")).unwrap();
        memory
    }
}

impl Store for Shifting {
    fn unit(&self, key: UnitKey) -> Result<Option<Arc<TranslationUnit>>, Error> {
        (self.before_unit.lock().unwrap())(&self.inner);
        match &self.lie {
            Some((about, unit)) if *about == key => Ok(Some(unit.clone())),
            _ => self.inner.unit(key),
        }
    }

    fn revision(&self) -> Result<Revision, Error> {
        self.inner.revision()
    }

    fn stamp(&self, revision: Revision) -> Result<Option<u64>, Error> {
        self.inner.stamp(revision)
    }

    fn count(&self) -> Result<u64, Error> {
        self.inner.count()
    }

    fn units_after(
        &self,
        key: UnitKey,
        limit: usize,
    ) -> Result<Vec<(UnitKey, Arc<TranslationUnit>)>, Error> {
        self.inner.units_after(key, limit)
    }

    fn changes_since(&self, revision: Revision) -> Result<Option<Changes>, Error> {
        self.inner.changes_since(revision)
    }

    fn visit_in_order(
        &self,
        visit: &mut dyn FnMut(UnitKey, &TranslationUnit) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.inner.visit_in_order(visit)
    }

    fn write(
        &self,
        work: &mut dyn FnMut(&mut dyn Transaction) -> Result<(), Error>,
    ) -> Result<Revision, Error> {
        self.inner.write(work)
    }
}

fn found(memory: &Memory) -> Vec<String> {
    memory.lookup(&query("Save")).unwrap().iter().map(super::summary).collect()
}

fn put(store: &InMemory, key: u64, source: &str, target: &str) {
    let unit: Arc<_> = unit(source, target).into();
    let key = UnitKey::new(key);
    store.write(&mut |transaction| transaction.update(key, unit.clone().into()).map(drop)).unwrap();
}

#[test]
fn a_look_up_begins_again_where_units_changed_under_it() {
    for (source, target, expected) in [
        ("Open", "b", &["1 100"][..]),
        ("Save", "a", &["1 100", "2 100"]),
        ("Save", "c", &["1 99 -1 several-targets", "2 99 -1 several-targets"]),
    ] {
        let mut asked = 0;
        let memory = Shifting::memory(move |store| {
            asked += 1;
            if asked == 1 {
                put(store, 2, source, target);
            }
        });
        assert_eq!(found(&memory), expected, "{source} {target}");
    }
}

#[test]
fn a_unit_that_always_changes_is_left_out() {
    let mut asked = 0;
    let memory = Shifting::memory(move |store| {
        asked += 1;
        put(store, 2, "Save", &format!("b{asked}"));
    });
    let found = found(&memory);
    assert_eq!(found, ["1 99 -1 several-targets"]);
}

#[test]
fn a_store_that_contradicts_itself_is_not_believed() {
    let memory = Memory::with_store(Shifting {
        inner: InMemory::default(),
        before_unit: Mutex::new(Box::new(|_| ())),
        lie: Some((UnitKey::new(1), unit("Open", "a").into())),
    });
    memory.add(unit("Save", "a")).unwrap();
    memory.add(unit("Save", "a")).unwrap();
    assert_eq!(found(&memory), ["2 100"]);
}
