//! Counting shared features of all sequences at once.
//!
//! The sequences are taken 4,096 at a time, a bit each, 64 in a word. How many
//! of the query's features each of them holds is counted in bit planes: the
//! planes hold the binary digits of 4,096 counters, and adding a feature is a
//! ripple of a few operations on words for all of them ("vertical counters").
//! The counters start below zero by as much as is needed, so that the carry out
//! of the highest plane marks those that have enough.

use std::ops::Range;

use super::postings::Posting;

/// Words in a tile: so many are counted at once.
const TILE_WORDS: usize = 64;

/// Sequences in a tile.
pub(super) const TILE_SEQUENCES: u32 = TILE_WORDS as u32 * 64;

/// As many postings in a tile are added one by one; more are added as a bitmap.
const FEW: usize = 48;

/// A bit for each sequence of a tile.
type Bits = [u64; TILE_WORDS];

/// The counters of a tile.
#[derive(Debug)]
pub(super) struct Counters {
    planes: Vec<Bits>,
    enough: Bits,
}

impl Default for Counters {
    fn default() -> Self {
        Self { planes: Vec::new(), enough: [0; TILE_WORDS] }
    }
}

impl Counters {
    /// Calls `found` with each sequence of a range that holds enough of the
    /// features, and with how many it holds.
    ///
    /// `needed` gives how many are enough for a sequence: from 1, and for a
    /// later sequence not fewer.
    pub(super) fn sharing(
        &mut self,
        features: &mut [Posting<'_>],
        range: &Range<u32>,
        mut needed: impl FnMut(u32) -> u32,
        mut found: impl FnMut(u32, u32),
    ) {
        for start in (range.start / 64 * 64..range.end).step_by(TILE_SEQUENCES as usize) {
            let mut needs = [1; TILE_WORDS];
            for (word, need) in (start..range.end).step_by(64).zip(&mut needs) {
                *need = needed(word.max(range.start));
            }
            self.begin(&needs, features.len() as u32);
            features.iter_mut().for_each(|feature| self.add(feature, start));
            self.each_enough(|word, bit, surplus| {
                let sequence = start + word as u32 * 64 + bit;
                if range.contains(&sequence) {
                    found(sequence, needs[word] + surplus);
                }
            });
        }
    }

    /// Begins a tile: planes for counting to `most`, each word below zero by
    /// what its sequences need.
    fn begin(&mut self, needs: &[u32; TILE_WORDS], most: u32) {
        let greatest = needs.iter().fold(most, |greatest, need| greatest.max(*need));
        let planes = u32::BITS - greatest.leading_zeros();
        self.planes.resize(planes as usize, [0; TILE_WORDS]);
        for (digit, plane) in self.planes.iter_mut().enumerate() {
            for (word, need) in plane.iter_mut().zip(needs) {
                let below = (1_u64 << planes) - u64::from(*need);
                *word = 0_u64.wrapping_sub(below >> digit & 1);
            }
        }
        self.enough = [0; TILE_WORDS];
    }

    /// Counts one more for each sequence of the tile that holds the feature; a
    /// list is left without what is before the end of the tile.
    fn add(&mut self, feature: &mut Posting<'_>, start: u32) {
        match feature {
            Posting::Bitmap(bits) => {
                let bits = &bits[start as usize / 64..];
                match bits.first_chunk() {
                    Some(bits) => self.add_bits(bits),
                    None => self.add_bits(&std::array::from_fn(|word| {
                        bits.get(word).copied().unwrap_or_default()
                    })),
                }
            }
            Posting::List(list) => {
                let end = start.saturating_add(TILE_SEQUENCES);
                let here = list.partition_point(|sequence| *sequence < end);
                self.add_list(&list[..here], start);
                *list = &list[here..];
            }
        }
    }

    fn add_list(&mut self, list: &[u32], start: u32) {
        let positions = list.iter().map(|sequence| {
            let position = sequence - start;
            (position as usize / 64, 1_u64 << (position % 64))
        });
        if list.len() <= FEW {
            return positions.for_each(|(word, bit)| self.add_bit(word, bit));
        }
        let mut bits = [0; TILE_WORDS];
        positions.for_each(|(word, bit)| bits[word] |= bit);
        self.add_bits(&bits);
    }

    fn add_bit(&mut self, word: usize, bit: u64) {
        let mut carry = bit;
        for plane in &mut self.planes {
            let next = plane[word] & carry;
            plane[word] ^= carry;
            carry = next;
            if carry == 0 {
                return;
            }
        }
        self.enough[word] |= carry;
    }

    fn add_bits(&mut self, bits: &Bits) {
        let mut carry = *bits;
        for plane in &mut self.planes {
            for (digit, carry) in plane.iter_mut().zip(&mut carry) {
                let next = *digit & *carry;
                *digit ^= *carry;
                *carry = next;
            }
        }
        for (enough, carry) in self.enough.iter_mut().zip(&carry) {
            *enough |= carry;
        }
    }

    /// Calls `each` with the word and the bit of each sequence that has enough,
    /// and with how many it has beyond.
    fn each_enough(&self, mut each: impl FnMut(usize, u32, u32)) {
        for (word, enough) in self.enough.iter().enumerate() {
            let mut enough = *enough;
            while enough != 0 {
                let bit = enough.trailing_zeros();
                enough &= enough - 1;
                each(word, bit, self.digits(word, bit));
            }
        }
    }

    /// Returns the number that the planes hold for a sequence.
    fn digits(&self, word: usize, bit: u32) -> u32 {
        let planes = self.planes.iter().enumerate();
        planes.map(|(digit, plane)| ((plane[word] >> bit & 1) as u32) << digit).sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_counting_one_by_one(
            holders in prop::collection::vec(prop::collection::btree_set(0_u32..9_000, 0..200), 1..20),
            dense in prop::collection::vec(any::<bool>(), 20),
            range in (0_u32..9_000, 0_u32..9_000),
            need in 1_u32..6,
        ) {
            let range = range.0.min(range.1)..range.0.max(range.1);
            let lists: Vec<Vec<u32>> = holders.iter().map(|holders| {
                holders.iter().copied().filter(|sequence| range.contains(sequence)).collect()
            }).collect();
            let bitmaps: Vec<Vec<u64>> = holders.iter().map(|holders| {
                let mut bits = vec![0; 9_000_usize.div_ceil(64)];
                holders.iter().for_each(|at| bits[*at as usize / 64] |= 1 << (at % 64));
                bits
            }).collect();
            let mut features: Vec<Posting<'_>> = (0..holders.len()).map(|index| match dense[index] {
                true => Posting::Bitmap(&bitmaps[index]),
                false => Posting::List(&lists[index]),
            }).collect();
            // Later sequences need more, by word as the counters see them.
            let needed = |sequence: u32| need + sequence / 64 / 30;
            let mut found = Vec::new();
            Counters::default().sharing(&mut features, &range, needed, |at, shared| found.push((at, shared)));
            let expected: Vec<(u32, u32)> = range.clone().filter_map(|at| {
                let shared = holders.iter().filter(|holders| holders.contains(&at)).count() as u32;
                (shared >= needed(at.max(range.start))).then_some((at, shared))
            }).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
