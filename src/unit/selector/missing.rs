//! Why a unit has no variants for a language pair.

use std::fmt;

use crate::language::Language;
use crate::unit::TranslationUnit;

/// Why a unit has no variants for a language pair.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum MissingVariant {
    /// It has no variant that serves as the source.
    Source(Missing),
    /// It has no variant that serves as the target.
    Target(Missing),
}

/// A language that a unit does not have, and what it has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Missing {
    /// The language wanted, where one was named.
    pub wanted: Option<Language>,
    /// The languages of the unit's variants, each once, sorted.
    pub found: Vec<Language>,
}

impl Missing {
    pub(super) fn new(wanted: Option<&Language>, unit: &TranslationUnit) -> Self {
        let mut found: Vec<Language> =
            unit.variants.iter().filter_map(|variant| variant.language.clone()).collect();
        found.sort_unstable();
        found.dedup();
        Self { wanted: wanted.cloned(), found }
    }
}

impl fmt::Display for MissingVariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (side, Missing { wanted, found }) = match self {
            MissingVariant::Source(missing) => ("source", missing),
            MissingVariant::Target(missing) => ("target", missing),
        };
        write!(f, "expected a {side} variant")?;
        if let Some(wanted) = wanted {
            write!(f, " in `{wanted}`")?;
        }
        if found.is_empty() {
            return f.write_str(", but found none with a language");
        }
        f.write_str(", but found ")?;
        for (index, language) in found.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}`{language}`")?;
        }
        f.write_str(" only")
    }
}

impl std::error::Error for MissingVariant {}
