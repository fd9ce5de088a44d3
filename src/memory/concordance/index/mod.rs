//! Which texts hold a phrase, in the order of rank.
//!
//! The texts are kept in the form for comparison, in lower case, one after the
//! other, shortest first. That is the order of rank for any phrase, so a search
//! goes through them from the first to the last and may stop when it has enough:
//! a phrase that many texts hold is found early.
//!
//! For a phrase that few texts hold there are the [`signatures`]: they hold for
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

mod capitals;
mod search;
mod signatures;

use std::io::{self, Read, Write};

use memchr::memchr_iter;

use capitals::Capitals;
use signatures::Signatures;

use crate::memory::followed::{ColumnReader, ColumnWriter, Damaged, ReadError, ensure};
use crate::text::{Fold, normalize};

/// Ends each text: white space other than a space is not in the form for
/// comparison.
const END: u8 = b'\n';

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
        normalize(text, Fold::Case, &mut self.text);
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
