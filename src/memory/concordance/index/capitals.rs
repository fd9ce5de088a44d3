//! Which bytes of the texts in lower case were something else.
//!
//! That distinguishes `IT` from `it` without the text itself, nearly always: seldom do
//! two characters have one lower case (`K` and the Kelvin sign).

use super::FORM;
use crate::text::{fold_character, spaced_characters};

/// How many bits a word has.
const BITS: usize = u64::BITS as usize;

/// A bit for each byte of the texts: whether it comes from a character that is
/// not its own lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Capitals(Vec<u64>);

/// What the first bytes of a phrase, 64 at most, have for capitals.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case {
    mask: u64,
    bits: u64,
}

impl Capitals {
    /// Returns how many words the bits of this many bytes take.
    pub(super) fn words_for(bytes: usize) -> usize {
        bytes.div_ceil(BITS)
    }

    /// Bits that were written before.
    pub(super) fn from_words(words: Vec<u64>) -> Self {
        Self(words)
    }

    pub(super) fn words(&self) -> &[u64] {
        &self.0
    }

    /// Marks the capitals of a text whose form begins at `start`; the byte that
    /// follows it is none.
    pub(super) fn add(&mut self, text: &str, form: &str, start: usize) {
        self.0.resize(Self::words_for(start + form.len() + 1), 0);
        if text == form {
            return;
        }
        // Nearly all texts: each byte is a character, and no white space was taken away.
        if text.is_ascii() && text.len() == form.len() {
            let upper = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_uppercase());
            return upper.for_each(|(at, _)| self.mark(start + at));
        }
        let (mut at, mut buffer) = (start, String::new());
        for (_, character) in spaced_characters(text) {
            let (length, is_capital) = lower(character, &mut buffer);
            if is_capital {
                (at..at + length).for_each(|at| self.mark(at));
            }
            at += length;
        }
    }

    fn mark(&mut self, at: usize) {
        self.0[at / BITS] |= 1 << (at % BITS);
    }

    /// Returns the bits of 64 bytes from a place on; those behind the end are 0.
    pub(super) fn bits_at(&self, at: usize) -> u64 {
        let word = |index: usize| self.0.get(index).copied().unwrap_or_default();
        let (index, shift) = (at / BITS, at % BITS);
        let low = word(index) >> shift;
        // Shifted in two steps, as a shift by 64 is none.
        low | word(index + 1) << (BITS - 1 - shift) << 1
    }

    /// Returns whether the text at a place has the case of a phrase, as far as is
    /// known.
    pub(super) fn may_be(&self, case: Case, at: usize) -> bool {
        self.bits_at(at) & case.mask == case.bits
    }
}

impl Case {
    /// Returns the case of a phrase that has this form.
    pub(super) fn of(phrase: &str, form: &str) -> Self {
        let mut capitals = Capitals::default();
        capitals.add(phrase, form, 0);
        let mask = u64::MAX >> (BITS - form.len().clamp(1, BITS));
        Self { mask, bits: capitals.bits_at(0) & mask }
    }

    /// Returns the bits; those behind the phrase are 0.
    pub(super) fn bits(self) -> u64 {
        self.bits
    }
}

/// Returns how many bytes a character has in the form of the index, and whether that is
/// another one in lower case.
fn lower(character: char, form: &mut String) -> (usize, bool) {
    if character.is_ascii() {
        return (1, character.is_ascii_uppercase());
    }
    form.clear();
    fold_character(character, FORM, form);
    (form.len(), character.to_lowercase().next() != Some(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_from_any_place() {
        let mut capitals = Capitals::default();
        let text = "aB".repeat(100);
        capitals.add(&text, &text.to_lowercase(), 0);
        for at in 0..text.len() - 64 {
            let expected = if at % 2 == 0 { 0xaaaa_aaaa_aaaa_aaaa } else { 0x5555_5555_5555_5555 };
            assert_eq!(capitals.bits_at(at), expected, "{at}");
        }
        assert_eq!(capitals.bits_at(199), 1);
        assert_eq!(capitals.bits_at(1000), 0);
    }

    #[test]
    fn case_by_text() {
        for (text, place, phrase, expected) in [
            ("in IT", 3, "IT", true),
            ("in it", 3, "IT", false),
            ("in IT", 3, "it", false),
            ("a  É", 2, "É", true),
            ("a é", 2, "É", false),
            ("İx", 0, "İ", true),
            ("i\u{307}x", 0, "İ", false),
        ] {
            let mut form = String::new();
            crate::text::normalize(text, FORM, &mut form);
            let mut capitals = Capitals::default();
            capitals.add(text, &form, 0);
            let mut needle = String::new();
            crate::text::normalize(phrase, FORM, &mut needle);
            let case = Case::of(phrase, &needle);
            assert_eq!(capitals.may_be(case, place), expected, "{phrase} in {text}");
        }
    }
}
