//! What CLDR 48 says of numbers: how languages write them, and which form of a
//! word a whole number asks for.
//!
//! From `numbers.json` (the symbols `decimal` and `group`, and
//! `minimumGroupingDigits`), for the digits that are usual in the language; and
//! from `plurals.json` (LDML part 3, "Language Plural Rules"), the cardinal rules
//! for whole numbers without an exponent.

use PluralForm::{Few, Many, One, Other, Two, Zero};

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
    /// Returns the format of a language.
    pub(super) fn of(language: Option<&Language>) -> Self {
        let Some(language) = language else { return POINT };
        let listed = |tag: &str| {
            let mut lists = OTHERS.iter();
            lists.find(|(tags, _)| tags.split(' ').any(|listed| listed == tag))
        };
        let found = listed(language.as_str()).or_else(|| listed(language.primary()));
        found.map_or(POINT, |(_, format)| *format)
    }

    /// Returns the format for a number in these digits: those of Arabic have
    /// separators of their own.
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

/// Returns a separator without its width: spaces of all widths are one, and so
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

/// The form of a word that a number asks for; it depends on the language which
/// number asks for which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PluralForm {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

/// Returns the form for a whole number, of which the last six digits decide at
/// most.
pub(super) fn plural_form(number: u64, language: Option<&Language>) -> PluralForm {
    let (tens, hundreds) = (number % 10, number % 100);
    let teens = (11..=19).contains(&hundreds);
    match language.map_or("", Language::primary) {
        "id" | "ja" | "km" | "ko" | "lo" | "ms" | "my" | "th" | "vi" | "yue" | "zh" => Other,
        "am" | "bn" | "fa" | "fr" | "gu" | "hi" | "hy" | "kn" | "pa" | "zu" => first(number < 2),
        // European Portuguese has the first form for one alone.
        "pt" if language.is_some_and(|language| language.as_str() != "pt-PT") => first(number < 2),
        "is" | "mk" => first(tens == 1 && hundreds != 11),
        "fil" | "tl" => first(!matches!(tens, 4 | 6 | 9)),
        "ru" | "uk" | "be" => match tens {
            1 if !teens => One,
            2..=4 if !teens => Few,
            _ => Many,
        },
        "bs" | "hr" | "sr" => match tens {
            1 if !teens => One,
            2..=4 if !teens => Few,
            _ => Other,
        },
        "cs" | "sk" => match number {
            1 => One,
            2..=4 => Few,
            _ => Other,
        },
        "pl" => match tens {
            _ if number == 1 => One,
            2..=4 if !teens => Few,
            _ => Many,
        },
        "lt" => match tens {
            0 => Other,
            _ if teens => Other,
            1 => One,
            _ => Few,
        },
        "lv" => match tens {
            0 => Zero,
            _ if teens => Zero,
            1 => One,
            _ => Other,
        },
        "ro" => match hundreds {
            _ if number == 1 => One,
            0 if number > 0 => Other,
            0..=19 => Few,
            _ => Other,
        },
        "sl" => match hundreds {
            1 => One,
            2 => Two,
            3 | 4 => Few,
            _ => Other,
        },
        "he" => match number {
            1 => One,
            2 => Two,
            _ => Other,
        },
        "ga" => match number {
            1 => One,
            2 => Two,
            3..=6 => Few,
            7..=10 => Many,
            _ => Other,
        },
        "cy" => match number {
            0 => Zero,
            1 => One,
            2 => Two,
            3 => Few,
            6 => Many,
            _ => Other,
        },
        "mt" => match hundreds {
            _ if number == 1 => One,
            _ if number == 2 => Two,
            0 if number > 0 => Other,
            1 | 2 => Other,
            0 | 3..=10 => Few,
            11..=19 => Many,
            _ => Other,
        },
        "ar" => match hundreds {
            _ if number == 0 => Zero,
            _ if number == 1 => One,
            _ if number == 2 => Two,
            3..=10 => Few,
            11.. => Many,
            _ => Other,
        },
        _ => first(number == 1),
    }
}

fn first(is_one: bool) -> PluralForm {
    if is_one { One } else { Other }
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

    #[test]
    fn forms_by_language() {
        let all = [Zero, One, Two, Few, Many, Other];
        let letters = ['z', 'o', 't', 'f', 'm', '-'];
        let numbers = [0, 1, 2, 3, 5, 6, 8, 11, 14, 21, 22, 100, 101, 102, 111];
        for (tag, expected) in [
            ("en-US", "-o-------------"),
            ("zh-CN", "---------------"),
            ("fr-FR", "oo-------------"),
            ("pt-BR", "oo-------------"),
            ("pt-PT", "-o-------------"),
            ("ru", "moffmmmmmofmofm"),
            ("sr", "-off-----of-of-"),
            ("pl", "moffmmmmmmfmmfm"),
            ("cs", "-off-----------"),
            ("sl", "-otf--------ot-"),
            ("lt", "-offfff--of-of-"),
            ("lv", "zo-----zzo-zo-z"),
            ("ro", "fofffffff---fff"),
            ("he", "-ot------------"),
            ("ga", "-otfffm--------"),
            ("cy", "zotf-m---------"),
            ("mt", "fotffffmm-----m"),
            ("ar", "zotffffmmmm---m"),
            ("is", "-o-------o--o--"),
            ("fil", "ooooo-oo-oooooo"),
        ] {
            let language = tag.parse().unwrap();
            let letter = |number| {
                let form = plural_form(number, Some(&language));
                letters[all.iter().position(|listed| *listed == form).unwrap()]
            };
            assert_eq!(numbers.map(letter).iter().collect::<String>(), expected, "{tag}");
        }
    }
}
