//! Which texts hold a phrase, in the order of rank.
//!
//! The texts are kept in the form for comparison, in lower case, one after the
//! other, shortest first. That is the order of rank for any phrase, so a search
//! goes through them from the first to the last and may stop when it has enough:
//! a phrase that many texts hold is found early.
//!
//! For a phrase that few texts hold there are the [`signatures`]: they say of
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

mod build;
mod capitals;
mod file;
mod search;
mod signatures;

use capitals::Capitals;
use signatures::Signatures;

pub(crate) use build::length;

/// Ends each text; white space other than a space is not in the form for
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
    /// How many texts stand before each block, and how many there are.
    firsts: Vec<u32>,
}

impl PhraseIndex {
    /// How many texts there are.
    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }
}

impl Blocks {
    fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }
}
