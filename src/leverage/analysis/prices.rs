//! What a word of each band costs.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::{Band, BandCounts};
use crate::error::Error;

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
