//! Which units of the memory an import has seen.

use std::collections::BTreeMap;

use crate::memory::units::UnitKey;

/// A set of keys, in a bit each: keys are given in order, so that few are missing
/// between two.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The bits of [`BITS`] keys each.
    pages: BTreeMap<u64, Box<[u64; WORDS]>>,
}

const WORDS: usize = 64;
const BITS: u64 = 64 * WORDS as u64;

impl Seen {
    /// Notes a key.
    pub(super) fn insert(&mut self, key: UnitKey) {
        let (page, word, bit) = place(key);
        self.pages.entry(page).or_insert_with(|| Box::new([0; WORDS]))[word] |= bit;
    }

    /// Whether a key was noted.
    pub(super) fn contains(&self, key: UnitKey) -> bool {
        let (page, word, bit) = place(key);
        self.pages.get(&page).is_some_and(|page| page[word] & bit != 0)
    }
}

fn place(key: UnitKey) -> (u64, usize, u64) {
    let key = key.get();
    (key / BITS, (key % BITS / 64) as usize, 1 << (key % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_apart() {
        let keys = [0, 1, 63, 64, 4095, 4096, 4097, 1 << 40, u64::MAX];
        let mut seen = Seen::default();
        for (index, key) in keys.iter().enumerate() {
            seen.insert(UnitKey::new(*key));
            for (other, key) in keys.iter().enumerate() {
                assert_eq!(seen.contains(UnitKey::new(*key)), other <= index);
            }
        }
        assert!(!seen.contains(UnitKey::new(2)));
    }
}
