//! How thoroughly a look-up searches.

use serde::{Deserialize, Serialize};

use crate::error::names;

/// How thoroughly a look-up searches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Effort {
    /// Nothing is missed: all that is asked for is found.
    #[default]
    Complete,
    /// Faster at low thresholds, at the cost of some matches far down: only
    /// the most promising texts are compared with the query.
    Bounded,
}

impl Effort {
    /// All efforts.
    pub const ALL: [Self; 2] = [Self::Complete, Self::Bounded];

    /// The name of the effort: `complete`, `bounded`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Bounded => "bounded",
        }
    }
}

names!(Effort);
