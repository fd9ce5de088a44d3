//! What is counted in a band, and in all of them.

use std::iter::Sum;
use std::ops::{Add, AddAssign};

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Band, PriceGrid};

/// What is counted in a band.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct BandCounts {
    /// Segments.
    pub segments: u64,
    /// Words of their sources, inline codes aside, as
    /// [`Statistics::words`](crate::Statistics::words) counts them: runs of
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
        let mut map = serializer.serialize_map(Some(Band::ALL.len()))?;
        for (band, counts) in self.iter() {
            map.serialize_entry(band.as_str(), &counts)?;
        }
        map.end()
    }
}
