//! What a phrase may meet in a text: parts of words, other case, codes.

use serde::{Deserialize, Serialize};

use crate::error::names;

/// Whether a phrase is found within words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum WordMode {
    /// A phrase is found anywhere: `sign` finds `signing`.
    #[default]
    Parts,
    /// A phrase is found where it begins and ends at word boundaries, by the
    /// default rules of UAX #29, section 4: `sign` does not find `signing`. White
    /// space is evened out before, and case has no part in it.
    ///
    /// Those rules know no dictionary. In scripts that are written without
    /// spaces they give
    ///
    /// - each character of Han and Hiragana as a word: all that [`Parts`](Self::Parts)
    ///   finds is found;
    /// - each run of Katakana as a word: `サーバ` does not find `サーバー`;
    /// - each character of Thai, Lao, Khmer and Myanmar with the marks on it as a
    ///   word: a phrase does not end between a character and its marks.
    Whole,
}

/// Whether a phrase is found in other case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum CaseMode {
    /// Texts are alike that differ in case alone: `sign in` finds `Sign In`.
    ///
    /// Each character is made lower case by itself, and a final `ς` is `σ`; `ß`
    /// and `ss` stay different.
    #[default]
    Ignore,
    /// A phrase is found as written: `IT` does not find `it`.
    Respect,
}

/// Whether a phrase is found across inline codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum CodeMode {
    /// Codes are passed over: `click Save` finds `click **Save**`.
    #[default]
    Ignore,
    /// No code stands within what is found; one may stand at its edges.
    Respect,
}

impl WordMode {
    /// All modes.
    pub const ALL: [Self; 2] = [Self::Parts, Self::Whole];

    /// The name of the mode: `parts`, `whole`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Parts => "parts",
            Self::Whole => "whole",
        }
    }
}

impl CaseMode {
    /// All modes.
    pub const ALL: [Self; 2] = [Self::Ignore, Self::Respect];

    /// The name of the mode: `ignore`, `respect`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ignore => "ignore",
            Self::Respect => "respect",
        }
    }
}

impl CodeMode {
    /// All modes.
    pub const ALL: [Self; 2] = [Self::Ignore, Self::Respect];

    /// The name of the mode: `ignore`, `respect`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ignore => "ignore",
            Self::Respect => "respect",
        }
    }
}

names!(WordMode);
names!(CaseMode);
names!(CodeMode);
