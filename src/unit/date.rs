//! Moments, in whole seconds of UTC.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// A moment in UTC, to the second.
///
/// It shows and serializes as RFC 3339: `2020-07-29T00:00:00Z`. TMX writes the
/// same moment as `20200729T000000Z`, which [`Date::tmx`] gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Date(Timestamp);

impl Date {
    /// The moment `seconds` after 1970-01-01T00:00:00Z, or nothing where the
    /// year would leave −9999 to 9999.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        Timestamp::from_second(seconds).ok().map(Self)
    }

    /// Midnight UTC of a day written as `month/day/year`, the form of
    /// `ms.lasthandoff` and `ms.date`; nothing where the text is none.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::Date;
    ///
    /// let date = Date::from_month_day_year("07/29/2020").unwrap();
    /// assert_eq!(date.to_string(), "2020-07-29T00:00:00Z");
    /// assert_eq!(date.tmx(), "20200729T000000Z");
    /// assert_eq!(Date::from_month_day_year("29.07.2020"), None);
    /// ```
    pub fn from_month_day_year(text: &str) -> Option<Self> {
        let mut numbers = text.trim().split('/').map(str::parse::<i16>);
        let (month, day, year) =
            (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
        if numbers.next().is_some() {
            return None;
        }
        let day = civil::Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
        day.to_zoned(TimeZone::UTC).ok().map(|zoned| Self(zoned.timestamp()))
    }

    /// The moment in TMX's form, `YYYYMMDDThhmmssZ` (TMX 1.4b, section 5,
    /// attribute `creationdate`).
    pub fn tmx(self) -> String {
        self.0.strftime("%Y%m%dT%H%M%SZ").to_string()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Date {
    type Err = crate::Error;

    /// Reads an RFC 3339 moment.
    ///
    /// # Errors
    ///
    /// Where the text is none.
    fn from_str(text: &str) -> Result<Self, crate::Error> {
        text.parse().map(Self).map_err(|_| {
            crate::Error::argument(format!(
                "expected a date and time such as `2020-07-29T00:00:00Z`, but found `{text}`"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_what_is_no_day() {
        for text in ["", "13/01/2020", "02/30/2021", "1/2", "1/2/3/4", "a/b/c"] {
            assert_eq!(Date::from_month_day_year(text), None, "{text}");
        }
    }

    #[test]
    fn serde_is_rfc_3339() {
        let date = Date::from_unix_seconds(0).unwrap();
        let json = serde_json::to_string(&date).unwrap();
        assert_eq!(json, "\"1970-01-01T00:00:00Z\"");
        assert_eq!(serde_json::from_str::<Date>(&json).unwrap(), date);
        assert_eq!("1970-01-01T00:00:00Z".parse::<Date>().unwrap(), date);
    }
}
