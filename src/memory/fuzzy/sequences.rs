//! The texts as sequences of symbols, equal ones once, shorter ones first.

use std::io::{self, Read, Write};
use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::memory::followed::{ColumnReader, ColumnWriter, Damaged, ReadError, are_starts, ensure};

/// Distinct sequences of symbols, numbered by ascending length, and the texts
/// that have them.
#[derive(Debug, Default)]
pub(super) struct Sequences {
    /// The symbols of all sequences, one after the other.
    symbols: Symbols,
    /// The lengths there are, ascending.
    groups: Vec<Group>,
    /// Where the texts of each sequence begin in `members`, and where the last end.
    member_starts: Vec<u32>,
    /// The texts of each sequence, ascending.
    members: Vec<u32>,
}

/// Symbols in as little room as their number allows.
#[derive(Debug)]
enum Symbols {
    Narrow(Vec<u16>),
    Wide(Vec<u32>),
}

/// The symbols of one sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sequence<'a> {
    Narrow(&'a [u16]),
    Wide(&'a [u32]),
}

/// The sequences of one length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// How many symbols each of them has.
    pub(super) length: u32,
    /// The first of them.
    pub(super) first: u32,
    /// Where its symbols begin.
    start: u64,
}

/// Texts as they come, before they are sorted.
#[derive(Debug, Default)]
pub(super) struct Collected {
    /// The symbols of all texts, one after the other.
    symbols: Vec<u32>,
    /// Where each text ends.
    ends: Vec<u64>,
}

impl Collected {
    /// Adds a symbol to the text at hand.
    pub(super) fn push(&mut self, symbol: u32) {
        self.symbols.push(symbol);
    }

    /// Ends the text at hand.
    pub(super) fn end_text(&mut self) {
        self.ends.push(self.symbols.len() as u64);
    }

    /// Lists the symbols, frequent ones first, so that what is looked at often lies
    /// together.
    pub(super) fn by_frequency(&self, symbols: usize) -> Vec<u32> {
        let mut counts = vec![0_u32; symbols];
        for &symbol in &self.symbols {
            counts[symbol as usize] += 1;
        }
        let mut order: Vec<u32> = (0..symbols as u32).collect();
        order.sort_unstable_by_key(|&symbol| (std::cmp::Reverse(counts[symbol as usize]), symbol));
        order
    }

    /// Gives each symbol the number of its place in `order`.
    pub(super) fn renumber(&mut self, order: &[u32]) {
        let mut numbers = vec![0; order.len()];
        for (number, &symbol) in (0..).zip(order) {
            numbers[symbol as usize] = number;
        }
        for symbol in &mut self.symbols {
            *symbol = numbers[*symbol as usize];
        }
    }

    fn text(&self, text: u32) -> &[u32] {
        let text = text as usize;
        let start = text.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.symbols[start as usize..self.ends[text] as usize]
    }
}

impl Sequences {
    /// Sorts texts by length and joins those with equal symbols; all symbols are
    /// less than `symbols`.
    pub(super) fn sorted(texts: &Collected, symbols: usize) -> Self {
        let count = u32::try_from(texts.ends.len()).expect("fewer than 2^32 texts");
        // Equal sequences have equal hashes, so sorting brings them together;
        // the number keeps texts in order.
        let mut order: Vec<(u32, u64, u32)> = (0..count)
            .map(|number| {
                let text = texts.text(number);
                (text.len() as u32, hash(text), number)
            })
            .collect();
        order.sort_unstable();
        let mut sorted = Self { symbols: Symbols::for_numbers_below(symbols), ..Self::default() };
        sorted.members.reserve_exact(texts.ends.len());
        for run in order.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            sorted.push_equal_hashes(texts, run.iter().map(|(_, _, text)| *text).collect());
        }
        sorted.member_starts.push(count);
        sorted
    }

    /// Adds texts whose hashes agree: one sequence as a rule.
    fn push_equal_hashes(&mut self, texts: &Collected, mut run: Vec<u32>) {
        while let Some(&first) = run.first() {
            let sequence = texts.text(first);
            self.begin(sequence);
            run.retain(|&text| {
                let equal = texts.text(text) == sequence;
                if equal {
                    self.members.push(text);
                }
                !equal
            });
        }
    }

    fn begin(&mut self, sequence: &[u32]) {
        let length = sequence.len() as u32;
        if self.groups.last().is_none_or(|group| group.length != length) {
            let (first, start) = (self.member_starts.len() as u32, self.symbols.len() as u64);
            self.groups.push(Group { length, first, start });
        }
        self.member_starts.push(self.members.len() as u32);
        self.symbols.extend(sequence);
    }

    /// Counts the sequences.
    pub(super) fn len(&self) -> u32 {
        self.member_starts.len().saturating_sub(1) as u32
    }

    /// Lists the lengths there are, ascending.
    pub(super) fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Returns the sequences of some groups, which follow each other.
    pub(super) fn of_groups(&self, groups: Range<usize>) -> Range<u32> {
        let first = |group| self.groups.get(group).map_or(self.len(), |group: &Group| group.first);
        first(groups.start)..first(groups.end)
    }

    /// Returns the group of a sequence.
    pub(super) fn group_of(&self, sequence: u32) -> &Group {
        &self.groups[self.groups.partition_point(|group| group.first <= sequence) - 1]
    }

    /// Returns the symbols of a sequence of a group.
    pub(super) fn symbols(&self, group: &Group, sequence: u32) -> Sequence<'_> {
        let length = group.length as usize;
        let start = group.start as usize + (sequence - group.first) as usize * length;
        match &self.symbols {
            Symbols::Narrow(symbols) => Sequence::Narrow(&symbols[start..start + length]),
            Symbols::Wide(symbols) => Sequence::Wide(&symbols[start..start + length]),
        }
    }

    /// Lists the texts that have this sequence, ascending.
    pub(super) fn members(&self, sequence: u32) -> &[u32] {
        let sequence = sequence as usize;
        let (start, end) = (self.member_starts[sequence], self.member_starts[sequence + 1]);
        &self.members[start as usize..end as usize]
    }

    /// Counts the texts.
    pub(super) fn texts(&self) -> usize {
        self.members.len()
    }

    /// Calls `each` with each symbol of each sequence, in order.
    pub(super) fn each_symbol(&self, mut each: impl FnMut(u32, u32)) {
        for (index, group) in self.groups.iter().enumerate() {
            for sequence in self.of_groups(index..index + 1) {
                match self.symbols(group, sequence) {
                    Sequence::Narrow(symbols) => {
                        symbols.iter().for_each(|symbol| each(sequence, u32::from(*symbol)));
                    }
                    Sequence::Wide(symbols) => {
                        symbols.iter().for_each(|symbol| each(sequence, *symbol));
                    }
                }
            }
        }
    }
}

impl Sequences {
    pub(super) fn write<W: Write>(&self, to: &mut ColumnWriter<W>) -> io::Result<()> {
        match &self.symbols {
            Symbols::Narrow(symbols) => to.write(symbols)?,
            Symbols::Wide(symbols) => to.write(symbols)?,
        }
        let lengths: Vec<u32> = self.groups.iter().map(|group| group.length).collect();
        let firsts: Vec<u32> = self.groups.iter().map(|group| group.first).collect();
        to.write(&lengths)?;
        to.write(&firsts)?;
        to.write(&self.member_starts)?;
        to.write(&self.members)
    }

    /// Reads sequences of symbols that are less than `symbols`.
    pub(super) fn read<R: Read>(
        from: &mut ColumnReader<R>,
        symbols: usize,
    ) -> Result<Self, ReadError> {
        let symbols = Symbols::read(from, symbols)?;
        let lengths: Vec<u32> = from.read()?;
        let firsts = from.read_exactly::<u32>(lengths.len())?;
        let (member_starts, members): (Vec<u32>, Vec<u32>) = (from.read()?, from.read()?);
        ensure(u32::try_from(members.len()).is_ok_and(|end| are_starts(&member_starts, end)))?;
        ensure(members.iter().all(|text| (*text as usize) < members.len()))?;
        let groups = groups(&lengths, &firsts, member_starts.len() as u32 - 1, symbols.len())?;
        Ok(Self { symbols, groups, member_starts, members })
    }
}

/// Returns groups of ascending lengths whose sequences take up all symbols.
fn groups(
    lengths: &[u32],
    firsts: &[u32],
    sequences: u32,
    symbols: usize,
) -> Result<Vec<Group>, Damaged> {
    ensure(lengths.is_sorted_by(|a, b| a < b) && firsts.is_sorted_by(|a, b| a < b))?;
    ensure(
        firsts.first().is_none_or(|first| *first == 0) && lengths.is_empty() == (sequences == 0),
    )?;
    let (mut groups, mut start) = (Vec::new(), 0_u64);
    let ends = firsts.iter().skip(1).chain([&sequences]);
    for ((&length, &first), &end) in lengths.iter().zip(firsts).zip(ends) {
        groups.push(Group { length, first, start });
        let count = end.checked_sub(first).ok_or(Damaged)?;
        start = start.checked_add(u64::from(length) * u64::from(count)).ok_or(Damaged)?;
    }
    ensure(start == symbols as u64)?;
    Ok(groups)
}

impl Symbols {
    fn read<R: Read>(from: &mut ColumnReader<R>, end: usize) -> Result<Self, ReadError> {
        let symbols = match Self::for_numbers_below(end) {
            Self::Narrow(_) => Self::Narrow(from.read()?),
            Self::Wide(_) => Self::Wide(from.read()?),
        };
        ensure(match &symbols {
            Self::Narrow(symbols) => symbols.iter().all(|symbol| usize::from(*symbol) < end),
            Self::Wide(symbols) => symbols.iter().all(|symbol| (*symbol as usize) < end),
        })?;
        Ok(symbols)
    }

    fn for_numbers_below(end: usize) -> Self {
        match end <= usize::from(u16::MAX) + 1 {
            true => Self::Narrow(Vec::new()),
            false => Self::Wide(Vec::new()),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Narrow(symbols) => symbols.len(),
            Self::Wide(symbols) => symbols.len(),
        }
    }

    fn extend(&mut self, sequence: &[u32]) {
        match self {
            Self::Narrow(symbols) => symbols.extend(sequence.iter().map(|symbol| *symbol as u16)),
            Self::Wide(symbols) => symbols.extend_from_slice(sequence),
        }
    }
}

impl Default for Symbols {
    fn default() -> Self {
        Self::Narrow(Vec::new())
    }
}

/// Hashes a sequence: the hash decides the order of sequences of one length, which
/// no result shows.
fn hash(sequence: &[u32]) -> u64 {
    let mut bytes = [0; 256];
    let chunk = bytes.len() / 4;
    sequence.chunks(chunk).fold(0, |seed, symbols| {
        for (bytes, symbol) in bytes.chunks_exact_mut(4).zip(symbols) {
            bytes.copy_from_slice(&symbol.to_le_bytes());
        }
        xxh3_64_with_seed(&bytes[..symbols.len() * 4], seed)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one_sequence_and_lengths_ascend() {
        let mut texts = Collected::default();
        for text in [&[1, 2, 3][..], &[], &[7], &[1, 2, 3], &[3, 2, 1], &[7]] {
            text.iter().for_each(|symbol| texts.push(*symbol));
            texts.end_text();
        }
        for symbols in [8, 1 << 17] {
            let sequences = Sequences::sorted(&texts, symbols);
            let lengths: Vec<u32> = sequences.groups().iter().map(|group| group.length).collect();
            assert_eq!(lengths, [0, 1, 3]);
            assert_eq!(sequences.len(), 4);
            let mut members: Vec<_> = (0..4).map(|number| sequences.members(number)).collect();
            members.sort();
            assert_eq!(members, [&[0, 3][..], &[1], &[2, 5], &[4]]);
            let mut symbols = vec![Vec::new(); 4];
            sequences.each_symbol(|sequence, symbol| symbols[sequence as usize].push(symbol));
            symbols.sort();
            assert_eq!(symbols, [vec![], vec![1, 2, 3], vec![3, 2, 1], vec![7]]);
        }
    }

    #[test]
    fn frequent_symbols_come_first() {
        let mut texts = Collected::default();
        [0, 2, 2, 1, 2, 1].into_iter().for_each(|symbol| texts.push(symbol));
        texts.end_text();
        let order = texts.by_frequency(3);
        assert_eq!(order, [2, 1, 0]);
        texts.renumber(&order);
        assert_eq!(texts.text(0), [2, 0, 0, 1, 0, 1]);
    }
}
