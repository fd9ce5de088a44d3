//! What to do where the memory has another unit in the same slot.

use serde::{Deserialize, Serialize};

use crate::error::names;

/// What to do with a unit where the memory has another in the same
/// [`Slot`](crate::Slot): the same source, context and languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum OnConflict {
    /// Add it beside the other.
    #[default]
    Add,
    /// Put it in the place of the other. Units of one import do not overwrite
    /// each other: all of them are added.
    Overwrite,
    /// Keep the other and leave this one out. Units of one import do not keep
    /// each other out: all of them are added.
    Keep,
    /// Put it in the place of the other where it is newer, or else leave it out;
    /// this goes for units of one import too, so that the newest is left.
    ///
    /// The date of a unit is the latest at which it or one of its variants was
    /// changed, or else made; without such, the date of its origin. A date is
    /// newer than none, and nothing is newer than what has the same date.
    Newest,
}

impl OnConflict {
    /// All that can be done.
    pub const ALL: [Self; 4] = [Self::Add, Self::Overwrite, Self::Keep, Self::Newest];

    /// The name: `add`, `overwrite`, `keep`, `newest`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Overwrite => "overwrite",
            Self::Keep => "keep",
            Self::Newest => "newest",
        }
    }
}

names!(OnConflict);
