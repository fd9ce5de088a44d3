//! Texts as what distances count: symbols, a number for each distinct token.

use std::io::{self, Read, Write};

use xxhash_rust::xxh3::xxh3_64;

use crate::memory::followed::{ColumnReader, ColumnWriter, ReadError, are_starts, ensure};
use crate::memory::query::Metric;
use crate::text::{Fold, fold_text, tokens};

/// A place in the table that no symbol has.
const FREE: u32 = u32::MAX;

/// Numbers for distinct tokens, from 0, found by an open-addressed table.
///
/// All is flat, so that it can be written to a file as it is.
#[derive(Clone, Debug)]
pub(crate) struct Dictionary {
    /// The tokens, one after the other.
    bytes: Vec<u8>,
    /// Where each token begins in `bytes`, and where the last ends.
    starts: Vec<u64>,
    /// Symbols at the places of their hashes; twice as many as symbols at least,
    /// and a power of two.
    slots: Vec<u32>,
}

impl Default for Dictionary {
    fn default() -> Self {
        Self { bytes: Vec::new(), starts: vec![0], slots: Vec::new() }
    }
}

impl Dictionary {
    /// Counts the symbols.
    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Returns the symbol of a token, where it has one.
    pub(crate) fn get(&self, token: &str) -> Option<u32> {
        let symbol = *self.slots.get(self.slot(token.as_bytes())?)?;
        (symbol != FREE).then_some(symbol)
    }

    /// Returns the symbol of a token, a new one where it has none.
    pub(crate) fn intern(&mut self, token: &str) -> u32 {
        if (self.len() + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let slot = self.slot(token.as_bytes()).expect("a table that has grown has a place");
        if self.slots[slot] == FREE {
            self.slots[slot] = u32::try_from(self.len()).expect("fewer than 2^32 tokens");
            self.push(token.as_bytes());
        }
        self.slots[slot]
    }

    /// Gives the same tokens other numbers: `order` gives the old symbols in the
    /// order of the new ones.
    pub(super) fn reordered(&self, order: &[u32]) -> Self {
        let mut new = Self { slots: vec![FREE; self.slots.len()], ..Self::default() };
        new.bytes.reserve_exact(self.bytes.len());
        new.starts.reserve_exact(self.len());
        for &symbol in order {
            new.push(self.token(symbol));
        }
        new.fill_slots();
        new
    }

    fn push(&mut self, token: &[u8]) {
        self.bytes.extend_from_slice(token);
        self.starts.push(self.bytes.len() as u64);
    }

    fn token(&self, symbol: u32) -> &[u8] {
        let symbol = symbol as usize;
        &self.bytes[self.starts[symbol] as usize..self.starts[symbol + 1] as usize]
    }

    /// Returns the place of a token: where it is, or else where it would be put.
    fn slot(&self, token: &[u8]) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = xxh3_64(token) as usize & mask;
        while self.slots[slot] != FREE && self.token(self.slots[slot]) != token {
            slot = (slot + 1) & mask;
        }
        Some(slot)
    }

    fn grow(&mut self) {
        self.slots = vec![FREE; (self.slots.len() * 2).max(64)];
        self.fill_slots();
    }

    fn fill_slots(&mut self) {
        let mask = self.slots.len().wrapping_sub(1);
        for symbol in 0..self.len() as u32 {
            let mut slot = xxh3_64(self.token(symbol)) as usize & mask;
            while self.slots[slot] != FREE {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = symbol;
        }
    }

    pub(super) fn write<W: Write>(&self, to: &mut ColumnWriter<W>) -> io::Result<()> {
        to.write(&self.bytes)?;
        to.write(&self.starts)?;
        to.write(&self.slots)
    }

    pub(super) fn read<R: Read>(from: &mut ColumnReader<R>) -> Result<Self, ReadError> {
        let (bytes, starts, slots) = (from.read()?, from.read()?, from.read()?);
        let read = Self { bytes, starts, slots };
        ensure(are_starts(&read.starts, read.bytes.len() as u64))?;
        // A free place ends each search.
        let symbols = read.slots.iter().filter(|symbol| **symbol != FREE);
        ensure(symbols.clone().all(|symbol| (*symbol as usize) < read.len()))?;
        ensure(symbols.count() == read.len() && read.len() * 2 <= read.slots.len())?;
        ensure(read.slots.is_empty() || read.slots.len().is_power_of_two())?;
        Ok(read)
    }
}

/// Cuts texts into what a metric counts.
#[derive(Debug, Default)]
pub(crate) struct Cutter {
    folded: String,
}

impl Cutter {
    /// Calls `each` with the tokens of a text, or with its characters.
    pub(crate) fn cut(&mut self, metric: Metric, text: &str, mut each: impl FnMut(&str)) {
        match metric {
            Metric::Words => {
                self.folded.clear();
                fold_text(text, Fold::Case, &mut self.folded);
                tokens(&self.folded).for_each(each);
            }
            Metric::Characters => {
                let mut buffer = [0; 4];
                text.chars().for_each(|character| each(character.encode_utf8(&mut buffer)));
            }
        }
    }

    /// Counts the symbols of a text.
    pub(crate) fn count(&mut self, metric: Metric, text: &str) -> u32 {
        let mut count = 0;
        self.cut(metric, text, |_| count += 1);
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_for_each_token() {
        let mut dictionary = Dictionary::default();
        assert_eq!(dictionary.get("a"), None);
        for number in 0..1000 {
            assert_eq!(dictionary.intern(&number.to_string()), number);
        }
        assert_eq!((dictionary.intern("7"), dictionary.len()), (7, 1000));
        assert_eq!((dictionary.get("999"), dictionary.get("x")), (Some(999), None));
        let order: Vec<u32> = (0..1000).rev().collect();
        let reordered = dictionary.reordered(&order);
        assert_eq!((reordered.get("999"), reordered.get("x")), (Some(0), None));
    }
}
