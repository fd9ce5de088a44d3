//! Moments, in whole seconds of UTC.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// A moment in UTC, to the second.
///
/// It shows and serializes as RFC 3339: `2020-07-29T00:00:00Z`. TMX writes the
/// same moment as `20200729T000000Z`, which [`Date::tmx`] gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "Timestamp", into = "Timestamp")]
pub struct Date(Timestamp);

impl Date {
    /// The moment `seconds` after 1970-01-01T00:00:00Z, or nothing where the
    /// year would leave −9999 to 9999.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        Timestamp::from_second(seconds).ok().map(Self)
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z.
    pub(crate) fn unix_seconds(self) -> i64 {
        self.0.as_second()
    }

    /// Midnight UTC of a day written as `month/day/year`, the form of
    /// `ms.lasthandoff` and `ms.date`; nothing where the text is not such a day.
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
        let parts: Vec<&str> = text.trim().split('/').collect();
        let [month, day, year] = parts.as_slice() else { return None };
        let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || !parts.iter().all(is_number) {
            return None;
        }
        let (month, day, year) = (month.parse().ok()?, day.parse().ok()?, year.parse().ok()?);
        let day = civil::Date::new(year, month, day).ok()?;
        day.to_zoned(TimeZone::UTC).ok().map(|zoned| Self(zoned.timestamp()))
    }

    /// The moment in TMX's form, `YYYYMMDDThhmmssZ` (TMX 1.4b, section 5,
    /// attribute `creationdate`).
    pub fn tmx(self) -> String {
        match self.spread(b"........T......Z") {
            Some(bytes) => String::from_utf8(bytes.to_vec()).unwrap_or_default(),
            None => self.0.strftime("%Y%m%dT%H%M%SZ").to_string(),
        }
    }

    /// The moment that TMX's form `YYYYMMDDThhmmssZ` says, or nothing where the
    /// text does not have that form or there is no such moment.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::Date;
    ///
    /// let date = Date::from_tmx("20200729T101500Z").unwrap();
    /// assert_eq!(date.to_string(), "2020-07-29T10:15:00Z");
    /// assert_eq!(Date::from_tmx("20200230T000000Z"), None);
    /// ```
    pub fn from_tmx(text: &str) -> Option<Self> {
        let bytes: &[u8; 16] = text.as_bytes().try_into().ok()?;
        if bytes[8] != b'T' || bytes[15] != b'Z' {
            return None;
        }
        let pair = |at: usize| match [bytes[at], bytes[at + 1]] {
            [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
                Some((10 * (tens - b'0') + ones - b'0') as i8)
            }
            _ => None,
        };
        let year = i16::from(pair(0)?) * 100 + i16::from(pair(2)?);
        let day = civil::Date::new(year, pair(4)?, pair(6)?).ok()?;
        let time = civil::Time::new(pair(9)?, pair(11)?, pair(13)?, 0).ok()?;
        TimeZone::UTC.to_timestamp(day.to_datetime(time)).ok().map(Self)
    }

    /// Adds the moment in RFC 3339.
    pub(crate) fn push_rfc_3339(self, out: &mut Vec<u8>) {
        match self.spread(b"....-..-..T..:..:..Z") {
            Some(bytes) => out.extend_from_slice(&bytes),
            None => out.extend_from_slice(self.0.to_string().as_bytes()),
        }
    }

    /// Returns the pattern with the digits of the moment for its dots; nothing for
    /// a year before 0. By hand, because every unit of a file has a date or more.
    fn spread<const N: usize>(self, pattern: &[u8; N]) -> Option<[u8; N]> {
        let mut bytes = *pattern;
        let places = bytes.iter_mut().filter(|byte| **byte == b'.');
        places.zip(self.digits()?).for_each(|(place, digit)| *place = digit);
        Some(bytes)
    }

    /// Returns the digits of year, month, day, hour, minute and second; nothing for
    /// a year before 0.
    fn digits(self) -> Option<[u8; 14]> {
        let moment = TimeZone::UTC.to_datetime(self.0);
        let year = u16::try_from(moment.year()).ok()?;
        let mut digits = [b'0'; 14];
        let fields =
            [moment.month(), moment.day(), moment.hour(), moment.minute(), moment.second()];
        let fields = fields.map(|field| u16::from(field.unsigned_abs()));
        let pairs = [year / 100, year % 100].into_iter().chain(fields);
        for (pair, value) in digits.chunks_exact_mut(2).zip(pairs) {
            pair[0] += (value / 10) as u8;
            pair[1] += (value % 10) as u8;
        }
        Some(digits)
    }
}

impl From<Timestamp> for Date {
    /// Fractions of a second are dropped.
    fn from(moment: Timestamp) -> Self {
        Self(Timestamp::from_second(moment.as_second()).unwrap_or(moment))
    }
}

impl From<Date> for Timestamp {
    fn from(date: Date) -> Self {
        date.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Date {
    type Err = Error;

    /// Reads an RFC 3339 moment.
    ///
    /// # Errors
    ///
    /// If the text is not RFC 3339.
    fn from_str(text: &str) -> Result<Self, Error> {
        text.parse().map(|moment: Timestamp| moment.into()).map_err(|_| {
            Error::argument(format!(
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
        for text in
            ["", "7/29/20", "+7/29/2020", "13/01/2020", "02/30/2021", "1/2", "1/2/3/4", "a/b/c"]
        {
            assert_eq!(Date::from_month_day_year(text), None, "{text}");
        }
    }

    #[test]
    fn tmx_is_what_strftime_gives() {
        for seconds in [0, 1_595_980_799, -62_135_596_800, 253_402_207_200, -99_999_999_999] {
            let date = Date::from_unix_seconds(seconds).unwrap();
            assert_eq!(date.tmx(), date.0.strftime("%Y%m%dT%H%M%SZ").to_string());
        }
    }

    #[test]
    fn tmx_reads_back() {
        for seconds in [0, 1_595_980_799, -62_135_596_800, -62_167_219_200, 253_402_207_200] {
            let date = Date::from_unix_seconds(seconds).unwrap();
            assert_eq!(Date::from_tmx(&date.tmx()), Some(date));
        }
        for text in [
            "",
            "20200729",
            "20200729T101500",
            "20200729 101500Z",
            "20200729t101500z",
            "20201329T101500Z",
            "20200729T241500Z",
            "20200729T101560Z",
            "+0200729T101500Z",
            "202007é9T101500Z",
        ] {
            assert_eq!(Date::from_tmx(text), None, "{text}");
        }
    }

    #[test]
    fn rfc_3339_is_what_jiff_gives() {
        for seconds in [0, 1_595_980_799, -62_135_596_800, 253_402_207_200, -99_999_999_999] {
            let date = Date::from_unix_seconds(seconds).unwrap();
            let mut written = Vec::new();
            date.push_rfc_3339(&mut written);
            assert_eq!(String::from_utf8(written).unwrap(), date.to_string());
        }
    }

    #[test]
    fn serde_is_rfc_3339() {
        let date = Date::from_unix_seconds(0).unwrap();
        let json = serde_json::to_string(&date).unwrap();
        assert_eq!(json, "\"1970-01-01T00:00:00Z\"");
        assert_eq!(serde_json::from_str::<Date>(&json).unwrap(), date);
        for text in ["1970-01-01T00:00:00Z", "1970-01-01T01:00:00.75+01:00"] {
            assert_eq!(text.parse::<Date>().unwrap(), date);
            assert_eq!(serde_json::from_str::<Date>(&format!("\"{text}\"")).unwrap(), date);
        }
    }
}
