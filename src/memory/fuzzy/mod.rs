//! Which texts are near a query.
//!
//! # What is found
//!
//! Texts are sequences of symbols: of tokens or of characters, by the
//! [`Metric`]. For a query of n symbols and a text of m, let `d` be their
//! Levenshtein distance and `l = max(n, m)`. The similarity is
//! `⌊100·(l − d)/l⌋`. A search finds each text whose similarity is at least the
//! floor `f`.
//!
//! # Why nothing is missed
//!
//! Three bounds leave out texts before their distance is measured.
//!
//! **Shared symbols.** An optimal alignment of the two pairs symbols of one with
//! symbols of the other, and leaves some without a partner. Each of the `l`
//! symbols of the longer is paired with its equal, or paired with another, or
//! has no partner; each of the last two is an edit. So at least `l − d` symbols
//! are paired with their equals, and the two share as many symbols at least,
//! each counted as often as both have it. The similarity is at least `f` exactly
//! where `100·(l − d) ≥ f·l`, which is `l − d ≥ ⌈f·l/100⌉`. Hence
//!
//! > a text that is found shares at least `⌈f·l/100⌉` symbols with the query
//!
//! and has at least `⌈f·n/100⌉` symbols. With [features](postings), shared
//! symbols are shared members of two sets. If the texts have `k` of the query's
//! features, a text that is found lacks at most `s = k − ⌈f·l/100⌉` of them. It
//! therefore has at least `i − s` of any `i` of them: with `i = s + 1` that is
//! the prefix filter of Chaudhuri, Ganti and Kaushik (2006) and Bayardo, Ma and
//! Srikant (2007, "All-Pairs"); greater `i` ask for more. As `l ≥ n`, the `s` of
//! `l = n` is the greatest.
//!
//! **Best first.** A text that shares `c` symbols has a distance of at least
//! `l − c`, so its similarity is `⌊100·c/l⌋` at most. Candidates are compared in
//! descending order of this bound, and the first one below the floor, which
//! rises as matches are found, ends the search.
//!
//! **Distance.** Reading a text symbol by symbol, the distance to the query is
//! known for what was read, and each symbol that is left takes one from it at
//! most; where that can't be enough, the rest is not read.
//!
//! # How it is counted
//!
//! Texts with equal symbols are one [sequence](sequences); sequences are sorted
//! by length, so the lengths that can be found are a range. Two ways lead to the
//! shared features, and the cheaper is taken, by the lengths of the lists:
//! merging the `s + 2` shortest [lists](postings), where the query has enough rare
//! features, or counting all of them for all sequences of the range, in [bit
//! planes](bit_planes). The first costs as much as the lists are long; the second
//! about as much as reading a bit for each feature and sequence.
//!
//! Under [`Effort::Bounded`] fewer features may be lacking and only the best
//! candidates are compared: then what is found far down is not complete.

mod bit_planes;
mod dictionary;
mod distance;
mod postings;
mod search;
mod sequences;

#[cfg(test)]
mod tests;

use std::fmt;
use std::io::{self, Read, Write};
use std::sync::{Mutex, PoisonError};

pub(crate) use dictionary::{Cutter, Dictionary};
pub(crate) use distance::Pattern;
pub(crate) use sequences::Sequence;

use super::followed::{ColumnReader, ColumnWriter, ReadError, ensure};
use super::query::{Effort, Metric};
use postings::Postings;
use search::Scratch;
use sequences::{Collected, Sequences};

/// Texts that can be searched for those near a query.
///
/// Texts are numbered in the order given, from 0.
pub(crate) struct FuzzyIndex {
    metric: Metric,
    dictionary: Dictionary,
    sequences: Sequences,
    postings: Postings,
    /// What searches work with, one for each that ran at the same time.
    scratch: Mutex<Vec<Scratch>>,
}

/// A text near a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Near {
    /// The number of the text.
    pub(crate) text: u32,
    /// How many symbols have to be inserted, deleted or replaced (Levenshtein).
    pub(crate) distance: u32,
    /// The number of symbols of the longer of query and text.
    pub(crate) length: u32,
}

impl Near {
    /// Returns `⌊100·(length − distance)/length⌋`; 100 for two texts without symbols.
    pub(crate) fn similarity(self) -> u8 {
        let same = u64::from(self.length - self.distance);
        (100 * same).checked_div(u64::from(self.length)).unwrap_or(100) as u8
    }
}

impl FuzzyIndex {
    /// Builds an index of texts.
    pub(crate) fn build<'a>(metric: Metric, texts: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut dictionary, mut collected) = (Dictionary::default(), Collected::default());
        let mut scratch = Scratch::default();
        for text in texts {
            scratch.cutter.cut(metric, text, |token| collected.push(dictionary.intern(token)));
            collected.end_text();
        }
        let order = collected.by_frequency(dictionary.len());
        collected.renumber(&order);
        let dictionary = dictionary.reordered(&order);
        let sequences = Sequences::sorted(&collected, dictionary.len());
        drop(collected);
        let postings = Postings::of(&sequences, dictionary.len());
        Self { metric, dictionary, sequences, postings, scratch: Mutex::new(vec![scratch]) }
    }

    /// Writes all but the metric.
    pub(crate) fn write<W: Write>(&self, to: &mut ColumnWriter<W>) -> io::Result<()> {
        self.dictionary.write(to)?;
        self.sequences.write(to)?;
        self.postings.write(to)
    }

    /// Reads an index of `texts` texts by a metric.
    pub(crate) fn read<R: Read>(
        metric: Metric,
        texts: usize,
        from: &mut ColumnReader<R>,
    ) -> Result<Self, ReadError> {
        let dictionary = Dictionary::read(from)?;
        let sequences = Sequences::read(from, dictionary.len())?;
        ensure(sequences.texts() == texts)?;
        let postings = Postings::read(from, sequences.len() as usize, dictionary.len())?;
        Ok(Self { metric, dictionary, sequences, postings, scratch: Mutex::default() })
    }

    /// Calls `visit` with each text whose similarity is the floor at least, once
    /// each, texts with equal symbols by ascending number one after the other.
    ///
    /// `visit` gives the floor from there on, which may only rise: texts below it
    /// may be left out, those at it or above may not. A floor of 0 counts as 1.
    pub(crate) fn search(
        &self,
        query: &str,
        floor: u8,
        effort: Effort,
        visit: impl FnMut(Near) -> u8,
    ) {
        let pool = || self.scratch.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = pool().pop().unwrap_or_default();
        self.search_with(&mut scratch, query, (floor, effort), visit);
        pool().push(scratch);
    }
}

impl fmt::Debug for FuzzyIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FuzzyIndex").field("metric", &self.metric).finish_non_exhaustive()
    }
}
