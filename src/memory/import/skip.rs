//! Why a unit is left out of an import.

use serde::{Deserialize, Serialize};

use crate::error::names;
use crate::inline::CodedText;
use crate::unit::TranslationUnit;

/// Why a unit was left out of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SkipReason {
    /// It has fewer than two variants, and so no translation.
    NoTranslation,
    /// A variant does not say its language.
    NoLanguage,
    /// Its source has neither text nor codes.
    EmptySource,
    /// None of its translations has text or codes.
    EmptyTarget,
    /// Its source has neither letter nor digit outside its codes.
    NoLetter,
    /// The memory has another in its place, which is to be kept.
    Kept,
    /// The memory has another in its place, which is as new or newer.
    NotNewer,
}

impl SkipReason {
    /// All reasons.
    pub const ALL: [Self; 7] = [
        Self::NoTranslation,
        Self::NoLanguage,
        Self::EmptySource,
        Self::EmptyTarget,
        Self::NoLetter,
        Self::Kept,
        Self::NotNewer,
    ];

    /// The name in lower case with a hyphen, such as `empty-source`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoTranslation => "no-translation",
            Self::NoLanguage => "no-language",
            Self::EmptySource => "empty-source",
            Self::EmptyTarget => "empty-target",
            Self::NoLetter => "no-letter",
            Self::Kept => "kept",
            Self::NotNewer => "not-newer",
        }
    }

    /// Why a unit is not fit for a memory, the first reason that holds; `symbols`
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

names!(SkipReason);

/// White space is no text.
fn is_blank(text: &CodedText) -> bool {
    text.codes().next().is_none() && text.text().chars().all(char::is_whitespace)
}

fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
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
