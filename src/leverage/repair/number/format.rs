//! How languages write numbers.
//!
//! From CLDR 48 (`numbers.json`: the symbols `decimal` and `group`, and
//! `minimumGroupingDigits`), for the digits that are usual in the language.

use crate::language::Language;

/// How a language writes numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NumberFormat {
    /// Stands before the fraction.
    pub(super) decimal: char,
    /// Stands between groups of three digits.
    pub(super) group: char,
    /// How many digits have to stand before the first separator of groups.
    pub(super) least: usize,
}

/// A space that does not break, and the narrow one.
const NO_BREAK: char = '\u{a0}';
const NARROW: char = '\u{202f}';

/// Most languages, and those of which nothing is known.
const POINT: NumberFormat = NumberFormat { decimal: '.', group: ',', least: 1 };

/// The languages that write otherwise. A region or a script counts before the
/// language alone.
const OTHERS: [(&str, NumberFormat); 8] = [
    (
        "az bs ca da de el eu fo gl hr id is lo mk nl pt ro sr tr vi es-AR es-CL es-CO \
         ar-DZ ar-LY ar-MA ar-TN",
        NumberFormat { decimal: ',', group: '.', least: 1 },
    ),
    ("es it sl", NumberFormat { decimal: ',', group: '.', least: 2 }),
    (
        "af cs fi kk ky lt nb nn no ru sk sv uk uz de-AT fr-CA en-ZA",
        NumberFormat { decimal: ',', group: NO_BREAK, least: 1 },
    ),
    ("be bg et hu hy ka lv pl sq pt-PT", NumberFormat { decimal: ',', group: NO_BREAK, least: 2 }),
    ("fr", NumberFormat { decimal: ',', group: NARROW, least: 1 }),
    ("de-CH de-LI it-CH", NumberFormat { decimal: '.', group: '\u{2019}', least: 1 }),
    ("es-MX es-419 es-US", POINT),
    ("fa ar-EG ar-SA", NumberFormat { decimal: '٫', group: '٬', least: 1 }),
];

impl NumberFormat {
    /// The format of a language.
    pub(super) fn of(language: Option<&Language>) -> Self {
        let Some(language) = language else { return POINT };
        let listed = |tag: &str| {
            let mut lists = OTHERS.iter();
            lists.find(|(tags, _)| tags.split(' ').any(|listed| listed == tag))
        };
        let found = listed(language.as_str()).or_else(|| listed(language.primary()));
        found.map_or(POINT, |(_, format)| *format)
    }

    /// The same for a number in these digits: those of Arabic have separators of
    /// their own.
    pub(super) fn for_digits(self, zero: char) -> Self {
        match zero {
            '\u{660}' | '\u{6f0}' => Self { decimal: '٫', group: '٬', ..self },
            _ if self.decimal == '٫' => Self { least: self.least, ..POINT },
            _ => self,
        }
    }

    /// Whether a separator stands between groups in this format. Spaces do in
    /// all of them: ISO 80000-1, section 7.3.1.
    pub(super) fn is_group(self, separator: char) -> bool {
        let separator = plain(separator);
        separator == plain(self.group) || separator == ' '
    }

    /// Whether a separator stands before a fraction in this format.
    pub(super) fn is_decimal(self, separator: char) -> bool {
        plain(separator) == plain(self.decimal)
    }
}

/// A separator without the width it has: spaces of all widths are one, and so
/// are both apostrophes, and the forms that go with wide characters.
fn plain(separator: char) -> char {
    match separator {
        NO_BREAK | NARROW | '\u{2009}' => ' ',
        '\u{2019}' => '\'',
        '．' => '.',
        '，' => ',',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_and_regions() {
        for (tag, decimal, group) in [
            ("en-US", '.', ','),
            ("zh-Hans-CN", '.', ','),
            ("de-DE", ',', '.'),
            ("de-CH", '.', '\u{2019}'),
            ("fr-FR", ',', NARROW),
            ("fr-CA", ',', NO_BREAK),
            ("pt-BR", ',', '.'),
            ("pt-PT", ',', NO_BREAK),
            ("es-MX", '.', ','),
            ("ar-SA", '٫', '٬'),
            ("ar", '.', ','),
            ("tlh", '.', ','),
        ] {
            let format = NumberFormat::of(Some(&tag.parse().unwrap()));
            assert_eq!((format.decimal, format.group), (decimal, group), "{tag}");
        }
        assert_eq!(NumberFormat::of(None), POINT);
    }
}
