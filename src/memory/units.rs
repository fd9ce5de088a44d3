//! The units of a memory: the numbers that it gives them, and all of them in order.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::vec;

use serde::{Deserialize, Serialize};

use super::store::Store;
use crate::error::Error;
use crate::unit::TranslationUnit;

/// The number of a unit in a memory: given in order from 1, and never twice.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct UnitKey(u64);

/// The state of a memory: 0 for an empty one, greater with each transaction
/// that changed something.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Revision(u64);

impl UnitKey {
    /// Before the first key: where walking begins.
    pub const START: Self = Self(0);

    /// The key of a number.
    pub fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub fn get(self) -> u64 {
        self.0
    }

    /// Returns the key after this one.
    pub(crate) fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl Revision {
    /// The revision of a number.
    pub fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub fn get(self) -> u64 {
        self.0
    }

    /// Returns the revision after this one.
    pub(crate) fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for UnitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How many units are asked for at once.
const UNITS_AT_ONCE: usize = 4096;

/// The units of a [`Memory`](crate::Memory), by ascending key; made by
/// [`Memory::units`](crate::Memory::units).
///
/// They are read from the store page by page, so a change that is made meanwhile
/// may be seen or not. After an error there is nothing more.
pub struct MemoryUnits<'m> {
    store: Option<&'m dyn Store>,
    page: vec::IntoIter<(UnitKey, Arc<TranslationUnit>)>,
    last: UnitKey,
}

impl<'m> MemoryUnits<'m> {
    pub(super) fn new(store: &'m dyn Store) -> Self {
        Self { store: Some(store), page: Vec::new().into_iter(), last: UnitKey::START }
    }
}

impl Iterator for MemoryUnits<'_> {
    type Item = Result<(UnitKey, Arc<TranslationUnit>), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.page.as_slice().is_empty() {
            match self.store?.units_after(self.last, UNITS_AT_ONCE) {
                Ok(page) => self.page = page.into_iter(),
                Err(error) => {
                    self.store = None;
                    return Some(Err(error));
                }
            }
        }
        let Some(next) = self.page.next() else {
            self.store = None;
            return None;
        };
        self.last = next.0;
        Some(Ok(next))
    }
}

/// A set of keys, in a bit each: keys are given in order, so that few are missing
/// between two.
#[derive(Debug, Default)]
pub(crate) struct KeySet {
    /// The bits of [`PAGE_BITS`] keys each.
    pages: BTreeMap<u64, Box<[u64; PAGE_WORDS]>>,
}

const PAGE_WORDS: usize = 64;
const PAGE_BITS: u64 = 64 * PAGE_WORDS as u64;

impl KeySet {
    /// Adds a key.
    pub(crate) fn insert(&mut self, key: UnitKey) {
        let (page, word, bit) = position(key);
        self.pages.entry(page).or_insert_with(|| Box::new([0; PAGE_WORDS]))[word] |= bit;
    }

    /// Returns whether a key was added.
    pub(crate) fn contains(&self, key: UnitKey) -> bool {
        let (page, word, bit) = position(key);
        self.pages.get(&page).is_some_and(|page| page[word] & bit != 0)
    }
}

fn position(key: UnitKey) -> (u64, usize, u64) {
    let key = key.get();
    (key / PAGE_BITS, (key % PAGE_BITS / 64) as usize, 1 << (key % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_apart() {
        let numbers = [0, 1, 63, 64, 4095, 4096, 4097, 1 << 40, u64::MAX];
        let mut keys = KeySet::default();
        for (index, key) in numbers.iter().enumerate() {
            keys.insert(UnitKey::new(*key));
            for (other, key) in numbers.iter().enumerate() {
                assert_eq!(keys.contains(UnitKey::new(*key)), other <= index);
            }
        }
        assert!(!keys.contains(UnitKey::new(2)));
    }
}
