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

use rustc_hash::FxHashSet;

use super::capitals::Case;

/// How many rows there are.
pub(super) const ROWS: usize = 1 << ROW_BITS;
const ROW_BITS: u32 = 11;

/// The bits of one sequence among those of capitals.
const SEQUENCE: u64 = 0b111;
const NO_CAPITALS: u64 = 0;

/// How many blocks share a word.
pub(super) const GROUP: usize = u64::BITS as usize;

/// The bits of all blocks: for each group of [`GROUP`] blocks, a word a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Signatures(Vec<u64>);

impl Signatures {
    /// Returns how many words the signatures of this many blocks take.
    pub(super) fn words_for(blocks: usize) -> Option<usize> {
        blocks.div_ceil(GROUP).checked_mul(ROWS)
    }

    /// Signatures that were written before.
    pub(super) fn from_words(words: Vec<u64>) -> Self {
        Self(words)
    }

    pub(super) fn words(&self) -> &[u64] {
        &self.0
    }

    /// Adds a text to a block: to one there is, or to the next one.
    ///
    /// `capitals` has a bit for each byte from an offset in the text on.
    pub(super) fn add(&mut self, block: usize, text: &[u8], capitals: impl Fn(usize) -> u64) {
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
    pub(super) fn candidates(&self, group: usize, rows: &[usize]) -> u64 {
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
pub(super) fn rows(phrase: &[u8], case: Option<Case>) -> Vec<usize> {
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
