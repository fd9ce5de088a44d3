//! What people and tools keep with a unit: notes, properties, and who made and
//! changed it when.

use serde::{Deserialize, Serialize};

use super::Date;
use crate::language::Language;

/// A remark for people: TMX's and XLIFF's `note`, a comment of PO.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Note {
    /// What it says.
    pub text: String,
    /// The language it is written in, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Who says it, such as `developer` or `translator`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What it is about, by a word of its author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// How much it matters, from 1, the most, to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<u8>,
    /// The encoding it had before it was put into a file: TMX's `o-encoding`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
}

impl Note {
    /// A remark, and nothing known of it.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Says who wrote the remark.
    #[must_use]
    pub fn with_from(mut self, from: impl Into<String>) -> Self {
        self.from = Some(from.into());
        self
    }
}

impl From<&str> for Note {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// A named value that a tool keeps with a unit or a variant: TMX's `prop`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Property {
    /// The name; those of one's own making begin with `x-`.
    pub name: String,
    /// The value.
    pub value: String,
    /// The language the value is written in, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The encoding it had before it was put into a file: TMX's `o-encoding`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
}

impl Property {
    /// A property of a name and a value.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), language: None, encoding: None }
    }

    /// Returns the value of the first property of a name.
    pub(crate) fn value_of<'a>(properties: &'a [Self], name: &str) -> Option<&'a str> {
        let named = properties.iter().find(|property| property.name == name);
        named.map(|property| property.value.as_str())
    }
}

/// Who made, changed and used a unit or a variant, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct History {
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Date>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Date>,
    /// Who changed it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_by: Option<String>,
    /// When it was last used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used: Option<Date>,
    /// How often it was used, where a tool counts that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage_count: Option<u32>,
}

impl History {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        let Self { created, created_by, changed, changed_by, last_used, usage_count } = self;
        created.is_none()
            && created_by.is_none()
            && changed.is_none()
            && changed_by.is_none()
            && last_used.is_none()
            && usage_count.is_none()
    }
}
