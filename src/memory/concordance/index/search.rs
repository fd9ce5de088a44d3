//! Searching the index.

use std::cmp::Reverse;
use std::ops::{ControlFlow, Range};

use memchr::{memchr, memchr_iter};

use super::capitals::Case;
use super::{END, FORM, GROUP, PhraseIndex, rows};
use crate::memory::concordance::pattern::{Needle, may_divide};
use crate::memory::concordance::{CaseMode, Concordance, Pattern, WordMode};
use crate::text::normalize;

impl PhraseIndex {
    /// Calls `visit` with the number of each text that the pattern may be found
    /// in, once each, until it breaks: by [`length`](super::length), then by
    /// number.
    ///
    /// No text that the pattern is found in is left out. Where case, accents, words and
    /// codes are ignored, each text that is visited holds the phrase in order, unless it
    /// is there within what one character becomes in the form of the index.
    pub(crate) fn search(
        &self,
        pattern: &Pattern<'_>,
        mut visit: impl FnMut(u32) -> ControlFlow<()>,
    ) {
        let mut phrases: Vec<Phrase> =
            pattern.query().parts().iter().map(|part| Phrase::new(part, pattern.query())).collect();
        // The longest part is rarest, and the pattern judges the others.
        phrases.sort_by_key(|phrase| Reverse(phrase.needle.len()));
        let Some(phrase) = phrases.first().filter(|phrase| phrase.needle.len() > 0) else {
            // Of accents alone the index knows nothing.
            let _ = self.numbers.iter().try_for_each(|number| visit(*number));
            return;
        };
        let rows: Vec<usize> =
            phrases.iter().flat_map(|phrase| rows(phrase.needle.as_bytes(), phrase.case)).collect();
        for group in 0..self.blocks.len().div_ceil(GROUP) {
            let candidates = self.signatures.candidates(group, &rows);
            for run in runs(candidates, self.blocks.len() - group * GROUP) {
                let blocks = group * GROUP + run.start..group * GROUP + run.end;
                if self.search_blocks(blocks, phrase, &mut visit).is_break() {
                    return;
                }
            }
        }
    }

    fn search_blocks(
        &self,
        blocks: Range<usize>,
        phrase: &Phrase,
        visit: &mut impl FnMut(u32) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let end = self.blocks.starts[blocks.end] as usize;
        let mut start = self.blocks.starts[blocks.start] as usize;
        let mut text = self.blocks.firsts[blocks.start] as usize;
        while let Some(place) = phrase.first_place(self, start..end) {
            let bytes = &self.text.as_bytes()[..end];
            text += memchr_iter(END, &bytes[start..place]).count();
            visit(self.numbers[text])?;
            // A text is visited once.
            start = memchr(END, &bytes[place..]).map_or(end, |length| place + length + 1);
            text += 1;
        }
        ControlFlow::Continue(())
    }
}

/// A phrase or a part of it in lower case, and what can be judged of its places in the
/// index.
struct Phrase {
    needle: Needle,
    /// Its case, where case matters.
    case: Option<Case>,
    /// Its first and its last character, where words matter.
    edges: Option<(char, char)>,
}

impl Phrase {
    fn new(part: &str, query: &Concordance) -> Self {
        let mut folded = String::new();
        normalize(part, FORM, &mut folded);
        let case = (query.case() == CaseMode::Respect).then(|| Case::of(part, &folded));
        let edges = folded.chars().next().zip(folded.chars().next_back());
        let edges = edges.filter(|_| query.words() == WordMode::Whole);
        Self { needle: Needle::new(&folded), case, edges }
    }

    /// Finds the first place in a range of the texts that may be a hit.
    fn first_place(&self, index: &PhraseIndex, range: Range<usize>) -> Option<usize> {
        let bytes = &index.text.as_bytes()[range.clone()];
        let mut places = self.needle.places(bytes).map(|place| range.start + place);
        places.find(|place| self.may_be_case(index, *place) && self.may_be_words(index, *place))
    }

    fn may_be_case(&self, index: &PhraseIndex, place: usize) -> bool {
        self.case.is_none_or(|case| index.capitals.may_be(case, place))
    }

    /// Returns whether a place may be whole words. What ends a text divides words like
    /// any white space.
    fn may_be_words(&self, index: &PhraseIndex, place: usize) -> bool {
        let Some((first, last)) = self.edges else { return true };
        let before = index.text[..place].chars().next_back();
        let after = index.text[place + self.needle.len()..].chars().next();
        before.is_none_or(|before| may_divide(before, first))
            && after.is_none_or(|after| may_divide(last, after))
    }
}

/// Lists the runs of set bits, of those below a limit.
fn runs(bits: u64, limit: usize) -> impl Iterator<Item = Range<usize>> {
    let mut rest = if limit < GROUP { bits & ((1 << limit) - 1) } else { bits };
    std::iter::from_fn(move || {
        let start = (rest != 0).then(|| rest.trailing_zeros())?;
        let length = (rest >> start).trailing_ones();
        let end = start + length;
        rest = rest.checked_shr(end).and_then(|rest| rest.checked_shl(end)).unwrap_or_default();
        Some(start as usize..end as usize)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_bits() {
        for (bits, limit, expected) in [
            (0, 64, &[][..]),
            (u64::MAX, 64, &[(0, 64)]),
            (u64::MAX, 3, &[(0, 3)]),
            (0b1101_1000, 99, &[(3, 5), (6, 8)]),
            (1 << 63 | 1, 64, &[(0, 1), (63, 64)]),
        ] {
            let found: Vec<_> = runs(bits, limit).map(|run| (run.start, run.end)).collect();
            assert_eq!(found, expected, "{bits:b}");
        }
    }
}
