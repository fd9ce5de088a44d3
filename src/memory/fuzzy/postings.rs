//! Which sequences hold a feature.
//!
//! A feature is a symbol together with which occurrence of it in the sequence is
//! meant: a sequence with three `*` has the features (`*`, 1), (`*`, 2) and
//! (`*`, 3). So the symbols that two sequences share, each as often as both have
//! it, are the features that both have, and bags can be compared as sets.
//!
//! # Counting
//!
//! Counting shared features of the sequences on the query's rare features.
//!
//! Merging of inverted lists with a counter for each sequence: "ScanCount" of
//! Li, Lu and Lu (2008), "Efficient merging and filtering algorithms for
//! approximate string searches".

use std::io::{self, Read, Write};
use std::ops::Range;

use super::sequences::Sequences;
use crate::memory::followed::{ColumnReader, ColumnWriter, ReadError, are_starts, ensure};

/// From one sequence in this many on, a bit for each sequence takes less room
/// than a number for each that holds the feature.
const DENSE: usize = 32;

/// The sequences of each feature, by list or by bitmap.
#[derive(Clone, Debug, Default)]
pub(super) struct Postings {
    /// The first feature of each symbol, and the end of the last.
    symbol_starts: Vec<u32>,
    /// How many sequences hold each feature.
    counts: Vec<u32>,
    /// Where each feature's list begins in `lists`, or its bitmap in `bitmaps`.
    starts: Vec<u64>,
    /// Ascending sequences.
    lists: Vec<u32>,
    /// A bit for each sequence.
    bitmaps: Vec<u64>,
    /// How many sequences there are.
    sequences: usize,
    /// Words in a bitmap.
    words: usize,
}

/// The sequences that hold a feature.
#[derive(Clone, Copy, Debug)]
pub(super) enum Posting<'a> {
    /// Ascending.
    List(&'a [u32]),
    /// A bit for each sequence.
    Bitmap(&'a [u64]),
}

/// Counts how often each symbol came so far in the sequence at hand.
#[derive(Debug)]
struct Occurrences {
    /// Of each symbol: the sequence in which it came last, and how often.
    last: Vec<(u32, u32)>,
}

impl Occurrences {
    fn new(symbols: usize) -> Self {
        Self { last: vec![(u32::MAX, 0); symbols] }
    }

    /// Returns how often the symbol came before in this sequence.
    fn next(&mut self, sequence: u32, symbol: u32) -> u32 {
        let (last, count) = &mut self.last[symbol as usize];
        if *last != sequence {
            (*last, *count) = (sequence, 0);
        }
        *count += 1;
        *count - 1
    }
}

impl Postings {
    /// Collects the features of sequences whose symbols are less than `symbols`.
    pub(super) fn of(sequences: &Sequences, symbols: usize) -> Self {
        let total = sequences.len() as usize;
        let mut postings = Self { sequences: total, words: total.div_ceil(64), ..Self::default() };
        postings.number_features(sequences, symbols);
        postings.count(sequences, symbols);
        let (lists, bitmaps) = postings.lay_out();
        postings.lists = vec![0; lists as usize];
        postings.bitmaps = vec![0; bitmaps as usize];
        postings.fill(sequences, symbols);
        postings
    }

    /// Numbers as many features for each symbol as it occurs in one sequence at most.
    fn number_features(&mut self, sequences: &Sequences, symbols: usize) {
        let mut most = vec![0; symbols];
        each_occurrence(sequences, symbols, |_, symbol, occurrence| {
            let most = &mut most[symbol as usize];
            *most = (occurrence + 1).max(*most);
        });
        let ends = most.iter().scan(0, |end, most| {
            *end += most;
            Some(*end)
        });
        self.symbol_starts = std::iter::once(0).chain(ends).collect();
    }

    fn count(&mut self, sequences: &Sequences, symbols: usize) {
        let mut counts = vec![0; self.features()];
        each_occurrence(sequences, symbols, |_, symbol, occurrence| {
            counts[(self.symbol_starts[symbol as usize] + occurrence) as usize] += 1;
        });
        self.counts = counts;
    }

    /// Works out where each feature's sequences begin, and returns how long all lists and all
    /// bitmaps are.
    fn lay_out(&mut self) -> (u64, u64) {
        let (mut list, mut bitmap) = (0, 0);
        let starts = self.counts.iter().map(|&count| {
            let (end, length) = match is_dense(count, self.sequences) {
                true => (&mut bitmap, self.words as u64),
                false => (&mut list, u64::from(count)),
            };
            *end += length;
            *end - length
        });
        self.starts = starts.collect();
        (list, bitmap)
    }

    fn fill(&mut self, sequences: &Sequences, symbols: usize) {
        let mut filled = self.starts.clone();
        each_occurrence(sequences, symbols, |sequence, symbol, occurrence| {
            let feature = (self.symbol_starts[symbol as usize] + occurrence) as usize;
            let start = filled[feature] as usize;
            if is_dense(self.counts[feature], self.sequences) {
                self.bitmaps[start + sequence as usize / 64] |= 1 << (sequence % 64);
            } else {
                self.lists[start] = sequence;
                filled[feature] += 1;
            }
        });
    }

    fn features(&self) -> usize {
        self.symbol_starts.last().map_or(0, |end| *end as usize)
    }

    /// Returns the feature of a symbol's occurrence, counted from 0; `None` where no
    /// sequence has the symbol so often.
    pub(super) fn feature(&self, symbol: u32, occurrence: u32) -> Option<u32> {
        let symbol = symbol as usize;
        let (start, end) = (self.symbol_starts[symbol], self.symbol_starts[symbol + 1]);
        (occurrence < end - start).then_some(start + occurrence)
    }

    /// Counts the sequences that hold a feature.
    pub(super) fn count_of(&self, feature: u32) -> u32 {
        self.counts[feature as usize]
    }

    /// Returns the list of a feature; an empty one where it has a bitmap.
    fn list(&self, feature: usize) -> &[u32] {
        let (count, start) = (self.counts[feature], self.starts[feature] as usize);
        match is_dense(count, self.sequences) {
            true => &[],
            false => &self.lists[start..start + count as usize],
        }
    }

    /// Returns the sequences of a range that hold a feature; a bitmap is always whole.
    pub(super) fn posting(&self, feature: u32, range: &Range<u32>) -> Posting<'_> {
        let (count, start) = (self.count_of(feature), self.starts[feature as usize] as usize);
        if is_dense(count, self.sequences) {
            return Posting::Bitmap(&self.bitmaps[start..start + self.words]);
        }
        let list = self.list(feature as usize);
        let from = list.partition_point(|sequence| *sequence < range.start);
        let to = from + list[from..].partition_point(|sequence| *sequence < range.end);
        Posting::List(&list[from..to])
    }
}

impl Postings {
    pub(super) fn write<W: Write>(&self, to: &mut ColumnWriter<W>) -> io::Result<()> {
        to.write(&self.symbol_starts)?;
        to.write(&self.counts)?;
        to.write(&self.lists)?;
        to.write(&self.bitmaps)
    }

    /// Reads the features of so many sequences and symbols.
    pub(super) fn read<R: Read>(
        from: &mut ColumnReader<R>,
        sequences: usize,
        symbols: usize,
    ) -> Result<Self, ReadError> {
        let mut read = Self { sequences, words: sequences.div_ceil(64), ..Self::default() };
        read.symbol_starts = from.read_exactly(symbols + 1)?;
        read.counts = from.read()?;
        ensure(are_starts(&read.symbol_starts, read.counts.len() as u32))?;
        ensure(read.counts.iter().all(|count| *count as usize <= sequences))?;
        let (lists, bitmaps) = read.lay_out();
        read.lists = from.read_exactly(lists as usize)?;
        read.bitmaps = from.read_exactly(bitmaps as usize)?;
        ensure(read.lists.iter().all(|sequence| (*sequence as usize) < sequences))?;
        ensure(
            (0..read.counts.len()).all(|feature| read.list(feature).is_sorted_by(|a, b| a < b)),
        )?;
        Ok(read)
    }
}

/// Returns whether a feature of so many sequences is kept as a bitmap.
fn is_dense(count: u32, sequences: usize) -> bool {
    count as usize > sequences / DENSE + 1
}

fn each_occurrence(sequences: &Sequences, symbols: usize, mut each: impl FnMut(u32, u32, u32)) {
    let mut occurrences = Occurrences::new(symbols);
    sequences.each_symbol(|sequence, symbol| {
        each(sequence, symbol, occurrences.next(sequence, symbol));
    });
}

/// The most features that a counter counts.
pub(super) const MOST_COUNTED: usize = u8::MAX as usize;

/// Where there are fewer postings than one for so many counters, the counters are
/// put back to 0 one by one.
const FEW: usize = 16;

/// A counter for each sequence, all at 0 between searches.
#[derive(Debug, Default)]
pub(super) struct Counts {
    counts: Vec<u8>,
    enough: Vec<u32>,
}

impl Counts {
    /// Calls `found` with each sequence of a range that is on at least `least` of
    /// the lists, from 1, and with on how many. The lists hold sequences of the
    /// range only; bitmaps are left out.
    pub(super) fn on_lists(
        &mut self,
        range: &Range<u32>,
        features: &[Posting<'_>],
        least: u32,
        mut found: impl FnMut(u32, u32),
    ) {
        debug_assert!(features.len() <= MOST_COUNTED);
        self.counts.resize(self.counts.len().max(range.end as usize), 0);
        self.enough.clear();
        each_posting(features, |sequence| {
            let count = &mut self.counts[sequence as usize];
            *count += 1;
            if u32::from(*count) == least {
                self.enough.push(sequence);
            }
        });
        for &sequence in &self.enough {
            found(sequence, u32::from(self.counts[sequence as usize]));
        }
        let range = range.start as usize..range.end as usize;
        match postings(features) > range.len() / FEW {
            true => self.counts[range].fill(0),
            false => each_posting(features, |sequence| self.counts[sequence as usize] = 0),
        }
    }
}

fn postings(features: &[Posting<'_>]) -> usize {
    let mut count = 0;
    for feature in features {
        if let Posting::List(list) = feature {
            count += list.len();
        }
    }
    count
}

fn each_posting(features: &[Posting<'_>], mut each: impl FnMut(u32)) {
    for feature in features {
        if let Posting::List(list) = feature {
            list.iter().for_each(|sequence| each(*sequence));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_begin_at_zero_again() {
        let lists = [&[1, 4, 9][..], &[4, 9], &[0, 9]].map(Posting::List);
        let mut counts = Counts::default();
        for end in [10, 10, 1000, 1000] {
            let mut found = Vec::new();
            counts.on_lists(&(0..end), &lists, 2, |sequence, on| found.push((sequence, on)));
            assert_eq!(found, [(4, 2), (9, 3)]);
        }
    }
}
