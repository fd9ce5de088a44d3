//! Counting shared features of the sequences on the query's rare features.
//!
//! Merging of inverted lists with a counter for each sequence: "ScanCount" of
//! Li, Lu and Lu (2008), "Efficient merging and filtering algorithms for
//! approximate string searches".

use std::ops::Range;

use super::postings::Posting;

/// The most features that a counter counts.
pub(super) const MOST: usize = u8::MAX as usize;

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
        debug_assert!(features.len() <= MOST);
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
