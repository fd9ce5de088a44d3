//! Building the index.

use super::{Blocks, Capitals, END, PhraseIndex, Signatures};
use crate::text::{Fold, normalize};

/// How many bytes of texts make a block full.
///
/// Smaller blocks are told apart better and take more space; see the bench.
const BLOCK_BYTES: usize = 1024;

impl PhraseIndex {
    /// An index of texts.
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

/// The length by which texts are ranked: in characters, white space at the edges
/// left out.
pub(crate) fn length(text: &str) -> usize {
    text.trim().chars().count()
}

/// The numbers of texts by length, then by number.
fn by_rank(texts: &[&str]) -> Vec<u32> {
    let mut ranked: Vec<(u32, u32)> = (0..)
        .zip(texts)
        .map(|(number, text)| (u32::try_from(length(text)).unwrap_or(u32::MAX), number))
        .collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, number)| number).collect()
}
