//! Who made and changed a text, and when.

use serde::{Deserialize, Serialize};

use super::Date;

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
