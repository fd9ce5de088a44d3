//! Which form of a word a whole number asks for.
//!
//! From the cardinal rules of CLDR 48 (`plurals.json`; LDML part 3, "Language
//! Plural Rules"), for whole numbers without an exponent.

use crate::language::Language;

/// The form that a number asks for; which number has which says the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PluralForm {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

use PluralForm::{Few, Many, One, Other, Two, Zero};

/// The form of a whole number, of which the last six digits decide at most.
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
