//! The bands that segments are counted in, and what is counted.

use std::iter::Sum;
use std::ops::{Add, AddAssign, RangeInclusive};

use serde::{Serialize, Serializer};

use super::PriceGrid;
use crate::error::names;

/// How much of a segment is translated already: each segment is in one band.
///
/// A match in context counts as one even where it repeats another segment, since
/// nothing is left to do there. All others that repeat one are repetitions,
/// whatever the memory has for them: they are translated once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Band {
    /// Identical in the same flow and the same document: 102.
    FlowAndDocument,
    /// Identical in the same flow or the same document: 101.
    FlowOrDocument,
    /// The same text and codes as a segment before it in its document.
    Repetition,
    /// The same text and codes as a segment of a document before it, and the first
    /// such one of its own document.
    CrossDocumentRepetition,
    /// Identical: 100.
    Exact,
    /// 95 to 99.
    From95,
    /// 85 to 94.
    From85,
    /// 75 to 84.
    From75,
    /// 50 to 74.
    From50,
    /// Nothing at 50 or better.
    New,
}

names!(Band {
    FlowAndDocument => "102",
    FlowOrDocument => "101",
    Repetition => "repetitions",
    CrossDocumentRepetition => "cross-document-repetitions",
    Exact => "100",
    From95 => "95-99",
    From85 => "85-94",
    From75 => "75-84",
    From50 => "50-74",
    New => "new",
});

impl Band {
    /// The scores of the band; none for repetitions and for what is new.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::leverage::Band;
    ///
    /// assert_eq!("85-94".parse::<Band>()?, Band::From85);
    /// assert_eq!(Band::From85.scores(), Some(85..=94));
    /// assert_eq!(Band::New.scores(), None);
    /// # Ok::<(), bitext::Error>(())
    /// ```
    pub fn scores(self) -> Option<RangeInclusive<u8>> {
        match self {
            Band::FlowAndDocument => Some(102..=102),
            Band::FlowOrDocument => Some(101..=101),
            Band::Repetition | Band::CrossDocumentRepetition | Band::New => None,
            Band::Exact => Some(100..=100),
            Band::From95 => Some(95..=99),
            Band::From85 => Some(85..=94),
            Band::From75 => Some(75..=84),
            Band::From50 => Some(50..=74),
        }
    }

    /// Finds the band of a score by itself.
    pub(super) fn of_score(score: Option<u8>) -> Self {
        let has = |band: &&Band| band.scores().zip(score).is_some_and(|(s, at)| s.contains(&at));
        Band::ALL.iter().find(has).copied().unwrap_or(Band::New)
    }

    /// Whether a segment is in this band even where it repeats another.
    pub(super) fn is_in_context(self) -> bool {
        matches!(self, Band::FlowAndDocument | Band::FlowOrDocument)
    }
}

impl Serialize for Band {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// What is counted in a band.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct BandCounts {
    /// Segments.
    pub segments: u64,
    /// Words of their sources, inline codes aside, as
    /// [`Statistics::words`](crate::memory::Statistics::words) counts them: runs of
    /// letters and digits, and each single character of a script that is written
    /// without spaces.
    pub words: u64,
    /// Code points of their sources that are not white space, inline codes aside.
    pub characters: u64,
}

impl Add for BandCounts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            segments: self.segments + other.segments,
            words: self.words + other.words,
            characters: self.characters + other.characters,
        }
    }
}

impl AddAssign for BandCounts {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for BandCounts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), Add::add)
    }
}

/// The counts of all bands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bands {
    /// By the place of the band in [`Band::ALL`].
    counts: [BandCounts; Band::ALL.len()],
}

impl Bands {
    /// The counts of a band.
    pub fn get(&self, band: Band) -> BandCounts {
        self.counts[band as usize]
    }

    /// All bands with their counts, empty ones too, in the order of
    /// [`Band::ALL`].
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Band, BandCounts)> {
        Band::ALL.iter().map(|band| (*band, self.get(*band)))
    }

    /// The sum of all bands.
    pub fn total(&self) -> BandCounts {
        self.counts.iter().copied().sum()
    }

    /// The words that are paid: those of each band by its weight.
    pub fn weighted_words(&self, prices: &PriceGrid) -> f64 {
        prices.weighted(self.iter())
    }

    pub(super) fn add(&mut self, band: Band, counts: BandCounts) {
        self.counts[band as usize] += counts;
    }
}

impl AddAssign<&Bands> for Bands {
    fn add_assign(&mut self, other: &Bands) {
        for (own, other) in self.counts.iter_mut().zip(&other.counts) {
            *own += *other;
        }
    }
}

impl Serialize for Bands {
    /// An object with the bands by name, in their order.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_score_has_one_band() {
        for score in 0..=102 {
            let of = |band: &&Band| band.scores().is_some_and(|scores| scores.contains(&score));
            assert_eq!(Band::ALL.iter().filter(of).count(), usize::from(score >= 50), "{score}");
        }
        assert_eq!(Band::of_score(Some(49)), Band::New);
        assert_eq!(Band::of_score(None), Band::New);
        assert_eq!(Band::of_score(Some(74)), Band::From50);
        assert_eq!(Band::of_score(Some(102)), Band::FlowAndDocument);
    }

    #[test]
    fn bands_stand_where_the_list_says() {
        for (place, band) in Band::ALL.iter().enumerate() {
            assert_eq!(*band as usize, place);
            assert_eq!(band.as_str().parse::<Band>().unwrap(), *band);
        }
    }
}
