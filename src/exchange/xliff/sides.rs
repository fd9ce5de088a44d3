//! The sides of a unit: its source and its target, as a file has them.

use crate::error::{Error, ErrorKind};
use crate::language::Language;
use crate::unit::{TranslationUnit, Variant};

/// What something is known of: the unit, or one side of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Unit,
    Source,
    Target,
}

impl Side {
    /// Returns the word for a side in `annotates` and `appliesTo`; the unit needs
    /// none.
    pub(super) fn word(self) -> Option<&'static str> {
        match self {
            Self::Unit => None,
            Self::Source => Some("source"),
            Self::Target => Some("target"),
        }
    }

    pub(super) fn of_word(word: Option<&str>) -> Self {
        match word {
            Some("source") => Self::Source,
            Some("target") => Self::Target,
            _ => Self::Unit,
        }
    }
}

/// The texts of a unit by what they are in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides<'a> {
    pub(super) source: &'a Variant,
    pub(super) target: Option<&'a Variant>,
    /// The language of a target that names no other.
    pub(super) target_language: Option<&'a Language>,
}

impl<'a> Sides<'a> {
    /// Returns the variants of the unit that are neither.
    pub(super) fn others(
        self,
        unit: &'a TranslationUnit,
    ) -> impl Iterator<Item = &'a Variant> + Clone {
        unit.variants.iter().filter(move |variant| {
            !std::ptr::eq(*variant, self.source)
                && !self.target.is_some_and(|target| std::ptr::eq(*variant, target))
        })
    }
}

pub(super) fn refused(unit: &TranslationUnit, message: String) -> Error {
    Error::new(ErrorKind::Unit { id: unit.id.clone(), message })
}
