//! The bands that segments are counted in, what is counted, and what a word of
//! each band costs.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, RangeInclusive};
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::error::{Error, names};

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

/// What a word of each band costs, in percent of a new one.
///
/// By default, that is
///
/// | band | percent |
/// |---|---|
/// | `102`, `101` | 0 |
/// | `repetitions`, `cross-document-repetitions`, `100` | 10 |
/// | `95-99` | 30 |
/// | `85-94` | 50 |
/// | `75-84` | 70 |
/// | `50-74`, `new` | 100 |
///
/// # Example
///
/// ```
/// use bitext::leverage::{Band, PriceGrid};
///
/// let prices: PriceGrid = "100=25, 95-99=40, repetitions=0".parse()?;
/// assert_eq!(prices.percent(Band::Exact), 25);
/// assert_eq!(prices.percent(Band::From85), 50);
/// assert_eq!(prices.to_string().parse::<PriceGrid>()?, prices);
///
/// let error = "100=125".parse::<PriceGrid>().unwrap_err();
/// assert_eq!(error.to_string(), "expected 0 to 100 percent for the band `100`, but found `125`");
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PriceGrid {
    /// By the place of the band in [`Band::ALL`].
    percent: [u8; Band::ALL.len()],
}

impl Default for PriceGrid {
    fn default() -> Self {
        Self { percent: [0, 0, 10, 10, 10, 30, 50, 70, 100, 100] }
    }
}

impl PriceGrid {
    /// What a word of a band costs, 0 to 100.
    pub fn percent(&self, band: Band) -> u8 {
        self.percent[band as usize]
    }

    /// The same with another price for a band; what is more than 100 counts as
    /// 100.
    #[must_use]
    pub fn with_price(mut self, band: Band, percent: u8) -> Self {
        self.percent[band as usize] = percent.min(100);
        self
    }

    /// Adds the words of some bands up, each by its weight.
    pub(super) fn weighted(&self, bands: impl Iterator<Item = (Band, BandCounts)>) -> f64 {
        let hundredths = bands.map(|(band, counts)| counts.words * u64::from(self.percent(band)));
        hundredths.sum::<u64>() as f64 / 100.0
    }
}

impl FromStr for PriceGrid {
    type Err = Error;

    /// Reads `band=percent` pairs with commas between them. A band that is not
    /// named keeps its default; an en dash serves for the hyphen, and a percent
    /// sign may follow.
    ///
    /// # Errors
    ///
    /// Where a pair has no `=`, names no band or one twice, or its price is no
    /// whole number from 0 to 100.
    fn from_str(text: &str) -> Result<Self, Error> {
        let mut prices = Self::default();
        let mut named = Vec::new();
        for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let (band, percent) = read_pair(pair)?;
            if named.contains(&band) {
                let message = format!("expected one price for the band `{band}`, but found two");
                return Err(Error::argument(message));
            }
            named.push(band);
            prices = prices.with_price(band, percent);
        }
        Ok(prices)
    }
}

/// Reads a `band=percent` pair.
fn read_pair(pair: &str) -> Result<(Band, u8), Error> {
    let Some((name, percent)) = pair.split_once('=') else {
        let message = format!("expected a band and its price such as `100=10`, but found `{pair}`");
        return Err(Error::argument(message));
    };
    let name = name.trim().replace('–', "-");
    let Some(band) = Band::ALL.iter().find(|band| band.as_str() == name) else {
        let known: Vec<String> = Band::ALL.iter().map(|band| format!("`{band}`")).collect();
        let known = known.join(", ");
        let message = format!("expected one of the bands {known}, but found `{name}`");
        return Err(Error::argument(message));
    };
    let percent = percent.trim();
    let number = percent.strip_suffix('%').unwrap_or(percent).trim_end();
    match number.parse::<u8>() {
        Ok(number) if number <= 100 => Ok((*band, number)),
        _ => Err(Error::argument(format!(
            "expected 0 to 100 percent for the band `{band}`, but found `{percent}`"
        ))),
    }
}

impl fmt::Display for PriceGrid {
    /// All bands, in the form that is read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, band) in Band::ALL.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            write!(f, "{comma}{band}={}", self.percent(*band))?;
        }
        Ok(())
    }
}

impl Serialize for PriceGrid {
    /// An object with the percents by band.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Band::ALL.iter().map(|band| (band, self.percent(*band))))
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

    #[test]
    fn what_is_read() {
        for (text, band, percent) in [
            ("", Band::New, 100),
            ("new=80", Band::New, 80),
            (" 50–74 = 60 % ,", Band::From50, 60),
            ("102=5,101=6,100=7", Band::FlowOrDocument, 6),
            ("cross-document-repetitions=3", Band::CrossDocumentRepetition, 3),
            ("cross-document-repetitions=3", Band::Repetition, 10),
        ] {
            assert_eq!(text.parse::<PriceGrid>().unwrap().percent(band), percent, "{text}");
        }
    }

    #[test]
    fn what_is_not() {
        for (text, message) in [
            ("100", "expected a band and its price such as `100=10`, but found `100`"),
            ("new=-1", "expected 0 to 100 percent for the band `new`, but found `-1`"),
            ("new=9.5", "expected 0 to 100 percent for the band `new`, but found `9.5`"),
            ("100=1,100=2", "expected one price for the band `100`, but found two"),
            (
                "99=1",
                "expected one of the bands `102`, `101`, `repetitions`, \
                 `cross-document-repetitions`, `100`, `95-99`, `85-94`, `75-84`, `50-74`, `new`, \
                 but found `99`",
            ),
        ] {
            assert_eq!(text.parse::<PriceGrid>().unwrap_err().to_string(), message);
        }
    }
}
