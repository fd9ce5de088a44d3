//! Which units stand in a slot, are equal, or belong to a document.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::memory::origin::document_of;
use crate::memory::slot::Slot;
use crate::memory::units::UnitKey;
use crate::unit::TranslationUnit;

/// The keys of units, by what transactions ask for.
#[derive(Debug, Default)]
pub(super) struct Found {
    slots: BTreeSet<(u64, UnitKey)>,
    documents: BTreeSet<(Arc<str>, UnitKey)>,
    /// With the hash of the standard library, which nobody can make collide.
    contents: HashMap<Arc<TranslationUnit>, BTreeSet<UnitKey>>,
}

impl Found {
    /// Notes a unit.
    pub(super) fn insert(&mut self, key: UnitKey, unit: &Arc<TranslationUnit>) {
        self.slots.insert((Slot::of(unit).number(), key));
        self.documents.extend(document_of(unit).map(|path| (path.into(), key)));
        self.contents.entry(unit.clone()).or_default().insert(key);
    }

    /// Forgets a unit.
    pub(super) fn remove(&mut self, key: UnitKey, unit: &Arc<TranslationUnit>) {
        self.slots.remove(&(Slot::of(unit).number(), key));
        if let Some(path) = document_of(unit) {
            self.documents.remove(&(path.into(), key));
        }
        if let Some(keys) = self.contents.get_mut(unit) {
            keys.remove(&key);
            if keys.is_empty() {
                self.contents.remove(unit);
            }
        }
    }

    /// The keys whose units may stand in the slot.
    pub(super) fn slot(&self, slot: u64) -> impl Iterator<Item = UnitKey> {
        let range = (slot, UnitKey::START)..=(slot, UnitKey::new(u64::MAX));
        self.slots.range(range).map(|(_, key)| *key)
    }

    /// The keys after this one whose units belong to the document.
    pub(super) fn document(&self, path: &str, after: UnitKey) -> impl Iterator<Item = UnitKey> {
        let path: Arc<str> = path.into();
        let range = (path.clone(), after.next())..=(path, UnitKey::new(u64::MAX));
        self.documents.range(range).map(|(_, key)| *key)
    }

    /// The keys of the units that are equal to this one.
    pub(super) fn identical(&self, unit: &TranslationUnit) -> impl Iterator<Item = UnitKey> {
        self.contents.get(unit).into_iter().flatten().copied()
    }
}
