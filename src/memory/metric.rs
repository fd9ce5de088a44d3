//! What fuzzy scores count.

use serde::{Deserialize, Serialize};

use crate::error::names;

/// What the distance between two texts counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Metric {
    /// Tokens in lower case: words of scripts that are written with spaces,
    /// single grapheme clusters of the others, and each other character that is
    /// not white space.
    #[default]
    Words,
    /// Code points, in the case they have.
    Characters,
}

impl Metric {
    /// All metrics.
    pub const ALL: [Self; 2] = [Self::Words, Self::Characters];

    /// The name of the metric: `words`, `characters`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Characters => "characters",
        }
    }
}

names!(Metric);
