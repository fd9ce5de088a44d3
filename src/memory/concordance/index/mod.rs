//! Which texts hold a phrase, in the order of rank.
//!
//! The texts are kept in the form for comparison, in lower case, one after the
//! other, shortest first. That is the order of rank for any phrase, so a search
//! goes through them from the first to the last and may stop when it has enough:
//! a phrase that many texts hold is found early.
//!
//! For a phrase that few texts hold there are the [`Signatures`]: they hold for
//! each block of texts which sequences of three bytes it may hold. Blocks that
//! lack one of the phrase are passed over, 64 at a time; in the others the
//! phrase is searched for (`memchr::memmem`). Sequences of bytes, not of
//! characters, make all scripts alike: one Han character is a sequence already.
//! A phrase shorter than that is searched for everywhere.
//!
//! Time: in the worst case linear in the bytes of all texts. Space, beyond the
//! texts themselves: 4 bytes a text, and a fixed part of the bytes of the texts:
//! an eighth for [`capitals`], a quarter for the signatures, about a fiftieth
//! for the blocks.
//!
//! # Signatures
//!
//! Which sequences of three bytes a block of texts may hold.
//!
//! The bytes are those of the form in lower case. A sequence with capitals counts
//! a second time, with them: so `THE` is not searched for wherever `the` is.
//!
//! Each sequence is hashed to one of [`ROWS`] rows; a block has a bit in each
//! row, set where it holds a sequence of that row (superimposed coding: Roberts,
//! "Partial-match retrieval via the method of superimposed codes", 1979). A
//! block that holds a phrase has the bits of all its sequences. The bits of one
//! row for 64 blocks are one word, and the words of those blocks lie together,
//! so that a search looks at one word a sequence for 64 blocks, and the signatures
//! grow at their end.

mod capitals;
mod search;

use std::io::{self, Read, Write};

use memchr::memchr_iter;
use rustc_hash::FxHashSet;

use crate::memory::followed::{ColumnReader, ColumnWriter, Damaged, ReadError, ensure};
use crate::text::{Fold, normalize};
use capitals::{Capitals, Case};

/// Ends each text: white space other than a space is not in the form for
/// comparison.
const END: u8 = b'\n';

/// What is the same in the texts of the index: whoever asks for more judges what is found.
const FORM: Fold = Fold::CaseAndAccents;

/// Texts that can be searched for those that hold a phrase.
///
/// Texts are numbered in the order given, from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PhraseIndex {
    /// The texts in the form for comparison, each followed by [`END`], by length
    /// and then by number.
    text: String,
    /// The numbers of the texts, in that order.
    numbers: Vec<u32>,
    capitals: Capitals,
    blocks: Blocks,
    signatures: Signatures,
}

/// Texts in a row, taken together until they have enough bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Blocks {
    /// The byte offset where each block begins, and where the last one ends.
    starts: Vec<u64>,
    /// How many texts come before each block, and how many there are.
    firsts: Vec<u32>,
}

impl PhraseIndex {
    /// Counts the texts.
    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }
}

impl Blocks {
    fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }
}

/// How many bytes of texts make a block full.
///
/// Smaller blocks leave out more texts and take more space; see the bench.
const BLOCK_BYTES: usize = 1024;

impl PhraseIndex {
    /// Builds an index of texts.
    pub(crate) fn build<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let texts: Vec<&str> = texts.into_iter().collect();
        let mut index = Self {
            text: String::with_capacity(texts.iter().map(|text| text.len() + 1).sum()),
            numbers: Vec::with_capacity(texts.len()),
            capitals: Capitals::default(),
            blocks: Blocks::default(),
            signatures: Signatures::default(),
        };
        for number in by_rank(&texts) {
            index.push(number, texts[number as usize]);
        }
        index.blocks.starts.push(index.text.len() as u64);
        index.blocks.firsts.push(index.numbers.len() as u32);
        index
    }

    fn push(&mut self, number: u32, text: &str) {
        let start = self.text.len();
        self.blocks.make_room(start, self.numbers.len());
        normalize(text, FORM, &mut self.text);
        let form = &self.text[start..];
        self.capitals.add(text, form, start);
        let capitals = |at| self.capitals.bits_at(start + at);
        self.signatures.add(self.blocks.starts.len() - 1, form.as_bytes(), capitals);
        self.text.push(char::from(END));
        self.numbers.push(number);
    }
}

impl Blocks {
    /// Begins a block for a text at `start`, where the last one is full.
    fn make_room(&mut self, start: usize, text: usize) {
        let is_full = |last: &u64| start - *last as usize >= BLOCK_BYTES;
        if self.starts.last().is_none_or(is_full) {
            self.starts.push(start as u64);
            self.firsts.push(text as u32);
        }
    }
}

/// Returns the length by which texts are ranked: in characters, white space at the edges
/// left out.
pub(crate) fn length(text: &str) -> usize {
    text.trim().chars().count()
}

/// Lists the numbers of texts by length, then by number.
fn by_rank(texts: &[&str]) -> Vec<u32> {
    let mut ranked: Vec<(u32, u32)> = (0..)
        .zip(texts)
        .map(|(number, text)| (u32::try_from(length(text)).unwrap_or(u32::MAX), number))
        .collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, number)| number).collect()
}

impl PhraseIndex {
    /// Writes the fields in the order of their declaration.
    pub(crate) fn write<W: Write>(&self, to: &mut ColumnWriter<W>) -> io::Result<()> {
        to.write(self.text.as_bytes())?;
        to.write(&self.numbers)?;
        to.write(self.capitals.words())?;
        to.write(&self.blocks.starts)?;
        to.write(&self.blocks.firsts)?;
        to.write(self.signatures.words())
    }

    /// Reads an index that can be searched.
    pub(crate) fn read<R: Read>(from: &mut ColumnReader<R>) -> Result<Self, ReadError> {
        let text = from.read()?;
        let text = String::from_utf8(text).map_err(|_| Damaged)?;
        let numbers = from.read()?;
        let capitals = Capitals::from_words(from.read_exactly(Capitals::words_for(text.len()))?);
        let blocks = Blocks { starts: from.read()?, firsts: from.read()? };
        ensure(blocks.starts.len() == blocks.firsts.len())?;
        let words = Signatures::words_for(blocks.len()).ok_or(Damaged)?;
        let signatures = Signatures::from_words(from.read_exactly(words)?);
        Ok(Self { text, numbers, capitals, blocks, signatures }.checked()?)
    }

    /// Returns the index where a search in it can find its way.
    fn checked(self) -> Result<Self, Damaged> {
        ensure(is_permutation(&self.numbers))?;
        ensure(self.blocks.divide(self.text.as_bytes(), self.numbers.len()))?;
        Ok(self)
    }
}

impl Blocks {
    /// Returns whether the blocks divide so many texts, each one holding whole ones.
    fn divide(&self, bytes: &[u8], texts: usize) -> bool {
        let ends = self.starts.last().zip(self.firsts.last());
        let edges = self.starts.windows(2).zip(self.firsts.windows(2));
        self.starts.first().zip(self.firsts.first()) == Some((&0, &0))
            && ends == Some((&(bytes.len() as u64), &(texts as u32)))
            && edges.into_iter().all(|(starts, firsts)| {
                let block = bytes.get(starts[0] as usize..starts[1] as usize).unwrap_or_default();
                let texts = memchr_iter(END, block).count() as u64;
                block.last() == Some(&END) && u64::from(firsts[0]) + texts == u64::from(firsts[1])
            })
    }
}

fn is_permutation(numbers: &[u32]) -> bool {
    let mut is_taken = vec![false; numbers.len()];
    numbers.iter().all(|number| {
        let is_taken = is_taken.get_mut(*number as usize);
        is_taken.is_some_and(|is_taken| !std::mem::replace(is_taken, true))
    })
}

/// How many rows there are.
const ROWS: usize = 1 << ROW_BITS;
const ROW_BITS: u32 = 11;

/// The bits of one sequence among those of capitals.
const SEQUENCE: u64 = 0b111;
const NO_CAPITALS: u64 = 0;

/// How many blocks share a word.
const GROUP: usize = u64::BITS as usize;

/// The bits of all blocks: for each group of [`GROUP`] blocks, a word a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Signatures(Vec<u64>);

impl Signatures {
    /// Returns how many words the signatures of this many blocks take.
    fn words_for(blocks: usize) -> Option<usize> {
        blocks.div_ceil(GROUP).checked_mul(ROWS)
    }

    /// Signatures that were written before.
    fn from_words(words: Vec<u64>) -> Self {
        Self(words)
    }

    fn words(&self) -> &[u64] {
        &self.0
    }

    /// Adds a text to a block: to one there is, or to the next one.
    ///
    /// `capitals` has a bit for each byte from an offset in the text on.
    fn add(&mut self, block: usize, text: &[u8], capitals: impl Fn(usize) -> u64) {
        let (group, bit) = (block / GROUP, 1 << (block % GROUP));
        if self.0.len() == group * ROWS {
            self.0.resize((group + 1) * ROWS, 0);
        }
        let words = &mut self.0[group * ROWS..][..ROWS];
        for (at, sequence) in text.windows(3).enumerate() {
            words[row(sequence, NO_CAPITALS)] |= bit;
            let capitals = capitals(at) & SEQUENCE;
            if capitals != NO_CAPITALS {
                words[row(sequence, capitals)] |= bit;
            }
        }
    }

    /// Finds the blocks of a group that may hold what has these rows: a bit each.
    fn candidates(&self, group: usize, rows: &[usize]) -> u64 {
        let words = &self.0[group * ROWS..][..ROWS];
        let mut candidates = u64::MAX;
        for row in rows {
            candidates &= words[*row];
            if candidates == 0 {
                break;
            }
        }
        candidates
    }
}

/// Lists the rows of a phrase, each once.
fn rows(phrase: &[u8], case: Option<Case>) -> Vec<usize> {
    let capitals = case.map_or(NO_CAPITALS, Case::bits);
    // Of the sequences that end beyond what is known of the case, nothing is asked.
    let with_capitals = (0..u64::BITS - 2)
        .map(|at| capitals >> at & SEQUENCE)
        .zip(phrase.windows(3))
        .map(|(capitals, sequence)| row(sequence, capitals));
    let in_lower_case = phrase.windows(3).map(|sequence| row(sequence, NO_CAPITALS));
    let mut listed = FxHashSet::default();
    with_capitals.chain(in_lower_case).filter(|row| listed.insert(*row)).collect()
}

/// Returns the row of a sequence of three bytes with these capitals, by multiplicative
/// hashing (Knuth, The Art of Computer Programming, volume 3, section 6.4). Files
/// depend on it.
fn row(sequence: &[u8], capitals: u64) -> usize {
    let number =
        sequence.iter().fold(capitals as u32, |number, byte| number << 8 | u32::from(*byte));
    (number.wrapping_mul(0x9e37_79b1) >> (u32::BITS - ROW_BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_with_the_phrase_is_a_candidate() {
        let mut signatures = Signatures::default();
        for (block, text) in (0..130).map(|number| (number, format!("text {number:03}"))) {
            signatures.add(block, text.as_bytes(), |at| u64::from(at == 0 && block == 3));
        }
        assert_eq!(signatures.words().len(), Signatures::words_for(130).unwrap());
        assert_ne!(signatures.candidates(1, &rows(b"text 077", None)) & 1 << (77 - 64), 0);
        assert_eq!(signatures.candidates(2, &rows(b"xt 1", None)), 0b11);
        assert_eq!(signatures.candidates(2, &rows(b"zzz", None)), 0);
        assert_eq!(signatures.candidates(0, &rows(b"te", None)), u64::MAX);
        let capital = Case::of("Text", "text");
        assert_eq!(signatures.candidates(0, &rows(b"text", Some(capital))), 1 << 3);
    }
}
