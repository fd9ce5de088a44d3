//! The values of front matter, with the structure that YAML gives them.

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value of front matter.
///
/// Scalars keep the text as written, quotes and escapes undone: `no` stays `no`
/// and `1.10` stays `1.10`. As JSON a value is a string, an array or an object.
///
/// # Example
///
/// ```
/// use bitext::document::FrontMatterValue;
///
/// let value: FrontMatterValue = serde_json::from_str(r#"{"ms.topic": ["how-to", "1.10"]}"#)?;
/// let FrontMatterValue::Map(entries) = &value else { unreachable!() };
/// assert_eq!(entries[0].0, "ms.topic");
/// assert_eq!(entries[0].1.as_list().unwrap()[1].as_str(), Some("1.10"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FrontMatterValue {
    /// A text; the empty text where the key has no value.
    Scalar(String),
    /// A sequence.
    List(Vec<FrontMatterValue>),
    /// A mapping, in the order of the file.
    Map(Vec<(String, FrontMatterValue)>),
}

impl Default for FrontMatterValue {
    /// Returns the empty text.
    fn default() -> Self {
        Self::Scalar(String::new())
    }
}

impl FrontMatterValue {
    /// The text of a scalar.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Scalar(text) => Some(text),
            Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The items of a list.
    pub fn as_list(&self) -> Option<&[FrontMatterValue]> {
        match self {
            Self::List(items) => Some(items),
            Self::Scalar(_) | Self::Map(_) => None,
        }
    }

    /// The value under a key of a map.
    pub fn get(&self, key: &str) -> Option<&FrontMatterValue> {
        match self {
            Self::Map(entries) => entries.iter().find(|entry| entry.0 == key).map(|entry| &entry.1),
            Self::Scalar(_) | Self::List(_) => None,
        }
    }
}

impl Serialize for FrontMatterValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Scalar(text) => serializer.serialize_str(text),
            Self::List(items) => items.serialize(serializer),
            Self::Map(entries) => {
                serialize_entries(serializer, entries.iter().map(|(key, value)| (&**key, value)))
            }
        }
    }
}

/// Writes entries as one map, in their order.
pub(super) fn serialize_entries<'v, S: Serializer>(
    serializer: S,
    entries: impl ExactSizeIterator<Item = (&'v str, &'v FrontMatterValue)>,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(entries.len()))?;
    for (key, value) in entries {
        map.serialize_entry(key, value)?;
    }
    map.end()
}

impl<'de> Deserialize<'de> for FrontMatterValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = FrontMatterValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, an array or an object")
    }

    fn visit_str<E>(self, text: &str) -> Result<FrontMatterValue, E> {
        Ok(FrontMatterValue::Scalar(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<FrontMatterValue, E> {
        Ok(FrontMatterValue::Scalar(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<FrontMatterValue, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(FrontMatterValue::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<FrontMatterValue, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(FrontMatterValue::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_round_trip() {
        let json = r#"{"b":["1.10","no",[],{}],"a":"","b.c":{"x":"y"}}"#;
        let value: FrontMatterValue = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), json);
        assert_eq!(value.get("a").unwrap().as_str(), Some(""));
        assert_eq!(value.get("b").unwrap().as_list().unwrap().len(), 4);
        assert_eq!(value.get("b").unwrap().get("x"), None);
        assert_eq!(value.get("c"), None);
    }

    #[test]
    fn numbers_have_no_text_to_keep() {
        let error = serde_json::from_str::<FrontMatterValue>("[1.10]").unwrap_err().to_string();
        assert!(error.contains("expected a string, an array or an object"), "{error}");
    }
}
