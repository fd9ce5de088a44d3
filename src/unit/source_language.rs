//! Which variant of a unit is the source.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::language::Language;

/// Which variant of a unit is the source: TMX's `srclang`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceLanguage {
    /// Nothing is said; the first variant is taken for the source.
    #[default]
    Unknown,
    /// Any of them may be: TMX's `*all*`.
    Any,
    /// The first variant in this language.
    Is(Language),
}

impl SourceLanguage {
    /// How TMX writes [`SourceLanguage::Any`] (TMX 1.4b, attribute `srclang`).
    pub const ANY: &'static str = "*all*";

    /// The language, where there is a certain one.
    pub fn language(&self) -> Option<&Language> {
        match self {
            SourceLanguage::Is(language) => Some(language),
            SourceLanguage::Unknown | SourceLanguage::Any => None,
        }
    }

    /// Whether nothing is said.
    pub fn is_unknown(&self) -> bool {
        *self == SourceLanguage::Unknown
    }
}

impl From<Language> for SourceLanguage {
    fn from(language: Language) -> Self {
        SourceLanguage::Is(language)
    }
}

impl From<Option<Language>> for SourceLanguage {
    fn from(language: Option<Language>) -> Self {
        language.map_or(SourceLanguage::Unknown, SourceLanguage::Is)
    }
}

/// A language tag, `*all*` or nothing.
impl Serialize for SourceLanguage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            SourceLanguage::Unknown => serializer.serialize_none(),
            SourceLanguage::Any => serializer.serialize_some(Self::ANY),
            SourceLanguage::Is(language) => serializer.serialize_some(language),
        }
    }
}

impl<'de> Deserialize<'de> for SourceLanguage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Option::<String>::deserialize(deserializer)?.as_deref() {
            None => Ok(SourceLanguage::Unknown),
            Some(Self::ANY) => Ok(SourceLanguage::Any),
            Some(tag) => tag.parse().map(SourceLanguage::Is).map_err(serde::de::Error::custom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serde_round_trip() {
        for (value, json) in [
            (SourceLanguage::Unknown, "null"),
            (SourceLanguage::Any, "\"*all*\""),
            (SourceLanguage::Is(Language::en_us()), "\"en-US\""),
        ] {
            assert_eq!(serde_json::to_string(&value).unwrap(), json);
            assert_eq!(serde_json::from_str::<SourceLanguage>(json).unwrap(), value);
        }
        assert!(serde_json::from_str::<SourceLanguage>("\"*\"").is_err());
    }
}
