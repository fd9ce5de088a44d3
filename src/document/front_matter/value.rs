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
/// use bitext::Value;
///
/// let value: Value = serde_json::from_str(r#"{"ms.topic": ["how-to", "1.10"]}"#)?;
/// let Value::Map(entries) = &value else { unreachable!() };
/// assert_eq!(entries[0].0, "ms.topic");
/// assert_eq!(entries[0].1.as_list().unwrap()[1].as_str(), Some("1.10"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// A text; the empty text where the key has no value.
    Scalar(String),
    /// A sequence.
    List(Vec<Value>),
    /// A mapping, in the order of the file.
    Map(Vec<(String, Value)>),
}

impl Default for Value {
    /// The empty text.
    fn default() -> Self {
        Value::Scalar(String::new())
    }
}

impl Value {
    /// The text of a scalar.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::Scalar(text) => Some(text),
            Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The items of a list.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Value::List(items) => Some(items),
            Value::Scalar(_) | Value::Map(_) => None,
        }
    }

    /// The value under a key of a map.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Map(entries) => {
                entries.iter().find(|entry| entry.0 == key).map(|entry| &entry.1)
            }
            Value::Scalar(_) | Value::List(_) => None,
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Scalar(text) => serializer.serialize_str(text),
            Value::List(items) => items.serialize(serializer),
            Value::Map(entries) => {
                serialize_entries(serializer, entries.iter().map(|(key, value)| (&**key, value)))
            }
        }
    }
}

/// Writes entries as one map, in their order.
pub(super) fn serialize_entries<'v, S: Serializer>(
    serializer: S,
    entries: impl ExactSizeIterator<Item = (&'v str, &'v Value)>,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(entries.len()))?;
    for (key, value) in entries {
        map.serialize_entry(key, value)?;
    }
    map.end()
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, an array or an object")
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Scalar(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Scalar(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Value::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_round_trip() {
        let json = r#"{"b":["1.10","no",[],{}],"a":"","b.c":{"x":"y"}}"#;
        let value: Value = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), json);
        assert_eq!(value.get("a").unwrap().as_str(), Some(""));
        assert_eq!(value.get("b").unwrap().as_list().unwrap().len(), 4);
        assert_eq!(value.get("b").unwrap().get("x"), None);
        assert_eq!(value.get("c"), None);
    }

    #[test]
    fn numbers_have_no_text_to_keep() {
        let error = serde_json::from_str::<Value>("[1.10]").unwrap_err().to_string();
        assert!(error.contains("expected a string, an array or an object"), "{error}");
    }
}
