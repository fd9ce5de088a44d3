//! What became of the units of an import, and why some were left out.

use serde::{Deserialize, Serialize};

use crate::error::names;
use crate::inline::CodedText;
use crate::memory::units::UnitKey;
use crate::unit::TranslationUnit;

/// What became of a unit that was handed to an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Imported {
    /// It was added under this key.
    Added(UnitKey),
    /// It took the place of the unit with this key.
    Updated(UnitKey),
    /// The unit with this key is equal, so that nothing was to be done.
    Unchanged(UnitKey),
    /// It was left out.
    Skipped(SkipReason),
}

/// How many units an import added, updated and so on.
///
/// Each unit handed over is counted once: as added, updated, unchanged or
/// skipped. Removed units are those of the memory that had to go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportCounts {
    /// Units that were added.
    pub added: u64,
    /// Units that took the place of another.
    pub updated: u64,
    /// Units that the memory had already.
    pub unchanged: u64,
    /// Units of the memory that were removed: their document no longer holds
    /// them, or a unit took the place of several.
    pub removed: u64,
    /// By reason, in the order of [`SkipReason::ALL`].
    skipped: [u64; SkipReason::ALL.len()],
}

impl ImportCounts {
    /// How many units were handed over.
    pub fn total(&self) -> u64 {
        self.added + self.updated + self.unchanged + self.skipped()
    }

    /// How many units were left out.
    pub fn skipped(&self) -> u64 {
        self.skipped.iter().sum()
    }

    /// The reasons for which units were left out, each with their number, in the
    /// order of [`SkipReason::ALL`].
    pub fn skips(&self) -> impl Iterator<Item = (SkipReason, u64)> {
        let skips = SkipReason::ALL.iter().copied().zip(self.skipped);
        skips.filter(|(_, count)| *count > 0)
    }

    pub(super) fn note(&mut self, imported: Imported) {
        *match imported {
            Imported::Added(_) => &mut self.added,
            Imported::Updated(_) => &mut self.updated,
            Imported::Unchanged(_) => &mut self.unchanged,
            Imported::Skipped(reason) => &mut self.skipped[reason as usize],
        } += 1;
    }
}

/// Why a unit was left out of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SkipReason {
    /// It has fewer than two variants, and so no translation.
    NoTranslation,
    /// A variant does not name its language.
    NoLanguage,
    /// Its source has neither text nor codes.
    EmptySource,
    /// None of its translations has text or codes.
    EmptyTarget,
    /// Its source has neither letter nor digit outside its codes.
    NoLetter,
    /// Its state is below the one asked for: a person still has to look at it.
    Unreviewed,
    /// The memory has another in its place, which is to be kept.
    Kept,
    /// The memory has another in its place, which is as new or newer.
    NotNewer,
}

names!(SkipReason {
    NoTranslation => "no-translation",
    NoLanguage => "no-language",
    EmptySource => "empty-source",
    EmptyTarget => "empty-target",
    NoLetter => "no-letter",
    Unreviewed => "unreviewed",
    Kept => "kept",
    NotNewer => "not-newer",
});

impl SkipReason {
    /// Returns why a unit is not fit for a memory, the first reason that holds; `symbols`
    /// lets units pass whose source has no letter or digit.
    pub(super) fn of(unit: &TranslationUnit, symbols: bool) -> Option<Self> {
        if unit.variants.len() < 2 {
            return Some(Self::NoTranslation);
        }
        if unit.variants.iter().any(|variant| variant.language.is_none()) {
            return Some(Self::NoLanguage);
        }
        let source = unit.source_index()?;
        let others = unit.variants.iter().enumerate().filter(|(index, _)| *index != source);
        let text = &unit.variants[source].text;
        match () {
            () if is_blank(text) => Some(Self::EmptySource),
            () if others.map(|(_, other)| &other.text).all(is_blank) => Some(Self::EmptyTarget),
            () if !symbols && !has_letter(text.text()) => Some(Self::NoLetter),
            () => None,
        }
    }
}

/// Returns whether there is neither text nor code: white space is no text.
fn is_blank(text: &CodedText) -> bool {
    text.codes().next().is_none() && text.text().chars().all(char::is_whitespace)
}

fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_add_up() {
        let mut counts = ImportCounts::default();
        for &reason in SkipReason::ALL {
            counts.note(Imported::Skipped(reason));
        }
        counts.note(Imported::Skipped(SkipReason::NoLetter));
        let key = UnitKey::START;
        for imported in [Imported::Added(key), Imported::Updated(key), Imported::Unchanged(key)] {
            counts.note(imported);
        }
        assert_eq!((counts.skipped(), counts.total()), (9, 12));
        let expected = SkipReason::ALL.iter().map(|&reason| (reason, 1));
        let skips = counts.skips().map(|(reason, count)| match reason {
            SkipReason::NoLetter => (reason, count - 1),
            _ => (reason, count),
        });
        assert!(skips.eq(expected));
    }

    use crate::inline::Syntax;
    use crate::unit::Variant;

    fn reason(variants: &[(&str, &str)], symbols: bool) -> Option<SkipReason> {
        let variant = |(language, text): &(&str, &str)| {
            Variant::new(language.parse().ok(), CodedText::parse(text, Syntax::Markdown))
        };
        let variants = variants.iter().map(variant).collect();
        let unit = TranslationUnit { variants, ..<_>::default() };
        SkipReason::of(&unit, symbols)
    }

    #[test]
    fn reasons() {
        use SkipReason::*;
        for (variants, expected, with_symbols) in [
            (&[("en", "Go"), ("de", "Los")][..], None, None),
            (&[], Some(NoTranslation), Some(NoTranslation)),
            (&[("en", "Go")], Some(NoTranslation), Some(NoTranslation)),
            (&[("en", "Go"), ("", "Los")], Some(NoLanguage), Some(NoLanguage)),
            (&[("", "Go"), ("de", "Los")], Some(NoLanguage), Some(NoLanguage)),
            (&[("en", ""), ("de", "Los")], Some(EmptySource), Some(EmptySource)),
            (&[("en", " \t\u{a0}"), ("de", "Los")], Some(EmptySource), Some(EmptySource)),
            (&[("en", "Go"), ("de", " ")], Some(EmptyTarget), Some(EmptyTarget)),
            (&[("en", "Go"), ("de", ""), ("fr", "Va")], None, None),
            (&[("en", "Go"), ("de", "<br>")], None, None),
            (&[("en", "—"), ("de", "–")], Some(NoLetter), None),
            (&[("en", "<br>"), ("de", "<br>")], Some(NoLetter), None),
            (&[("en", "`ls`"), ("de", "`ls`")], Some(NoLetter), None),
            (&[("en", "7"), ("de", "7")], None, None),
            (&[("th", "๗"), ("de", "7")], None, None),
            (&[("zh", "概"), ("de", "Über")], None, None),
        ] {
            assert_eq!(reason(variants, false), expected, "{variants:?}");
            assert_eq!(reason(variants, true), with_symbols, "{variants:?}");
        }
    }
}
