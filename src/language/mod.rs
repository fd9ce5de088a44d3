//! Language tags in the canonical case of BCP 47, and which of them serve for
//! which.

mod locale;
mod negotiation;
mod subtags;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub(crate) use locale::SCRIPTS;
pub use negotiation::LanguageMatch;
pub(crate) use negotiation::Proximity;

use crate::error::{Error, ErrorKind};

/// A language tag: well-formed by BCP 47 (RFC 5646 section 2.2.9) and in its
/// canonical case (section 2.1.1): `zh-CN`, `zh-Hans-CN`, `de`.
///
/// Cloning one is cheap: every unit carries several.
///
/// Locale names, as operating systems write them, are read as the tags that they
/// mean: `fr_FR.UTF-8` as `fr-FR`, `ca@valencia` as `ca-valencia`, `sr@latin` as
/// `sr-Latn`. Whether the subtags are registered is not checked.
///
/// # Example
///
/// ```
/// use bitext::Language;
///
/// let language: Language = "ZH_hans_cn".parse()?;
/// assert_eq!(language.as_str(), "zh-Hans-CN");
/// assert_eq!(language.primary(), "zh");
/// assert!("*all*".parse::<Language>().is_err());
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(Arc<str>);

impl Language {
    /// The tag in canonical case.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The primary language subtag: `zh` of `zh-Hans-CN`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Returns the language alone, as it is written now: `he` of `iw-IL`. Languages
    /// that [match](Self::matches) have the same one.
    pub(crate) fn family(&self) -> &str {
        subtags::Subtags::new(&self.0).language
    }

    /// American English, `en-US`: the source of annotated documents that name none.
    pub fn en_us() -> Self {
        Self("en-US".into())
    }

    /// A language that is not known, `und` (RFC 5646 section 4.1): what a text is in
    /// whose language is named in a way that cannot be read. It serves for no other.
    pub(crate) fn undetermined() -> Self {
        Self("und".into())
    }
}

impl FromStr for Language {
    type Err = Error;

    /// Reads a tag.
    ///
    /// # Errors
    ///
    /// Where the text is neither a well-formed BCP 47 tag nor a locale name that
    /// gives one.
    fn from_str(text: &str) -> Result<Self, Error> {
        let hyphenated = locale::tag(text.trim()).replace('_', "-");
        match oxilangtag::LanguageTag::parse_and_normalize(&hyphenated) {
            Ok(tag) => Ok(Self(tag.into_inner().into())),
            Err(cause) => Err(Error::new(ErrorKind::Language {
                found: text.to_owned(),
                cause: cause.to_string(),
            })),
        }
    }
}

impl AsRef<str> for Language {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_case() {
        for (written, canonical) in [
            ("zh-cn", "zh-CN"),
            ("th_TH", "th-TH"),
            ("sr-latn-rs", "sr-Latn-RS"),
            ("DE", "de"),
            (" ja-JP ", "ja-JP"),
            ("fr_FR.UTF-8", "fr-FR"),
            ("de_DE.ISO8859-15@euro", "de-DE"),
            ("ca_ES@valencia", "ca-ES-valencia"),
            ("sr_RS.UTF-8@latin", "sr-Latn-RS"),
        ] {
            assert_eq!(written.parse::<Language>().unwrap().as_str(), canonical);
        }
    }

    #[test]
    fn what_is_no_tag() {
        for text in ["", "e", "French (France)", "C.UTF-8", "de@", "@latin", ".UTF-8", "de@@euro"] {
            assert!(text.parse::<Language>().is_err(), "{text}");
        }
        let undetermined = Language::undetermined();
        assert_eq!("und".parse::<Language>().unwrap(), undetermined);
        assert_eq!(Language::en_us().matches(&undetermined), None);
    }

    #[test]
    fn says_what_it_found() {
        let error = "e".parse::<Language>().unwrap_err().to_string();
        assert!(error.starts_with("expected a BCP 47 language tag"), "{error}");
        assert!(error.contains("`e`"), "{error}");
    }

    #[test]
    fn serde_round_trip() {
        let language: Language = serde_json::from_str("\"pt-br\"").unwrap();
        assert_eq!(serde_json::to_string(&language).unwrap(), "\"pt-BR\"");
        assert!(serde_json::from_str::<Language>("\"*all*\"").is_err());
    }
}
