//! What is known of languages: three tables, one entry a line, sorted by bytes:
//! a key, a space, a value.
//!
//! - `aliases.txt`: a tag or primary language that is written another way now.
//!   The grandfathered tags of RFC 5646 section 2.1 with their preferred values,
//!   or for want of one what Unicode Technical Standard 35 ("Language Identifier
//!   Aliases") gives; the codes of CLDR's `languageAlias` that have two letters
//!   or stand for a code of two letters, `eng` and `ger` among them; `no` for
//!   `nb`, which CLDR's `languageMatching` puts at the least distance; and
//!   `zh-CHS` and `zh-CHT`, as Windows named them.
//! - `likely.txt`: the script and the region of a language, `zh Hans CN`; the
//!   region of a language in another script, `zh-Hant Hant TW`; the script of a
//!   language in a region that writes another one, `zh-TW Hant TW`. From CLDR's
//!   `likelySubtags`, for languages of two letters, those that CLDR has a locale
//!   for, and those that the third kind of line is about.
//! - `parents.txt`: the region between a region and the whole language, `es-MX
//!   419`. From CLDR's `parentLocales`.
//!
//! The data is that of Unicode CLDR 47: Copyright © 1991-2025 Unicode, Inc.,
//! under the Unicode License V3, <https://www.unicode.org/license.txt>.

use std::sync::LazyLock;

/// The entries of a table, sorted by key.
type Table = LazyLock<Vec<(Key, &'static str)>>;

/// The bytes of a key, filled up with zeros, as a number: in the same order,
/// and many times quicker to compare.
type Key = u128;

static ALIASES: Table = LazyLock::new(|| entries(include_str!("aliases.txt")));
static LIKELY: Table = LazyLock::new(|| entries(include_str!("likely.txt")));
static PARENTS: Table = LazyLock::new(|| entries(include_str!("parents.txt")));

fn entries(text: &'static str) -> Vec<(Key, &'static str)> {
    let entry = |line: &'static str| {
        let (name, value) = line.split_once(' ')?;
        Some((key(&[name])?, value))
    };
    text.lines().filter_map(entry).collect()
}

/// Returns the key of a text in parts, or `None` where it is longer than all
/// keys are.
fn key(parts: &[&str]) -> Option<Key> {
    let mut bytes = [0; size_of::<Key>()];
    let mut length = 0;
    for part in parts {
        bytes.get_mut(length..length + part.len())?.copy_from_slice(part.as_bytes());
        length += part.len();
    }
    Some(Key::from_be_bytes(bytes))
}

/// Returns the value of a key, given in parts.
fn lookup(table: &Table, parts: &[&str]) -> Option<&'static str> {
    let wanted = key(parts)?;
    let found = table.binary_search_by_key(&wanted, |(key, _)| *key);
    found.ok().map(|index| table[index].1)
}

/// Returns how a tag or a primary language is written now, where it was written
/// another way before.
pub(super) fn alias(written: &str) -> Option<&'static str> {
    lookup(&ALIASES, &[written])
}

/// Returns the script that a language is written in, in a region or as a whole;
/// an empty text where that is not known.
pub(super) fn likely_script(language: &str, region: &str) -> &'static str {
    let in_region = if region.is_empty() { None } else { likely(language, region) };
    in_region.or_else(|| lookup(&LIKELY, &[language])).map_or("", |found| split(found).0)
}

/// Returns the region that a language, in a script, is at home in; an empty
/// text where that is not known.
pub(super) fn likely_region(language: &str, script: &str) -> &'static str {
    let in_script = likely(language, script);
    in_script.or_else(|| lookup(&LIKELY, &[language])).map_or("", |found| split(found).1)
}

fn likely(language: &str, script_or_region: &str) -> Option<&'static str> {
    lookup(&LIKELY, &[language, "-", script_or_region])
}

/// Returns the region whose texts come next where a region has none: 419, Latin
/// America, for Spanish in Mexico; an empty text for the language as a whole.
pub(super) fn parent_region(language: &str, region: &str) -> &'static str {
    lookup(&PARENTS, &[language, "-", region]).unwrap_or_default()
}

/// Returns the region that a withdrawn code stands for: the preferred values of
/// the IANA registry, and CLDR's `territoryAlias` for `UK`, and for the first
/// of several where a state fell apart.
pub(super) fn current_region(region: &str) -> &str {
    match region {
        "BU" => "MM",
        "CS" | "YU" => "RS",
        "DD" => "DE",
        "FX" => "FR",
        "SU" => "RU",
        "TP" => "TL",
        "UK" => "GB",
        "YD" => "YE",
        "ZR" => "CD",
        _ => region,
    }
}

fn split(value: &'static str) -> (&'static str, &'static str) {
    value.split_once(' ').unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    const TEXTS: [&str; 3] =
        [include_str!("aliases.txt"), include_str!("likely.txt"), include_str!("parents.txt")];

    fn lines(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
        text.lines().map(|line| line.split_once(' ').unwrap())
    }

    /// Every key is found, so the tables are sorted and no key is too long.
    #[test]
    fn every_entry_is_found() {
        for (table, text) in [&ALIASES, &LIKELY, &PARENTS].into_iter().zip(TEXTS) {
            for (key, value) in lines(text) {
                assert_eq!(lookup(table, &[key]), Some(value), "{key}");
                let (start, end) = key.split_at(key.len() / 2);
                assert_eq!(lookup(table, &[start, end]), Some(value), "{key}");
            }
            for key in ["", " ", "a", "zzz", "zz-ZZ", "aa Latn", "longer-than-any-key"] {
                assert_eq!(lookup(table, &[key]), None, "{key}");
            }
        }
    }

    #[test]
    fn aliases_are_tags_and_have_no_aliases_themselves() {
        for (key, value) in lines(TEXTS[0]) {
            for tag in [key, value] {
                assert_eq!(tag.parse::<Language>().unwrap().as_str(), tag);
            }
            assert_eq!(alias(value), None, "{key}");
            assert_eq!(alias(value.split('-').next().unwrap()), None, "{key}");
        }
    }

    #[test]
    fn values_have_the_form_that_their_readers_expect() {
        for (key, value) in lines(TEXTS[1]) {
            let (script, region) = split(value);
            assert_eq!(script.len(), 4, "{key}");
            assert!(matches!(region.len(), 2..=3), "{key}");
        }
        for (key, _) in lines(TEXTS[2]) {
            let (language, mut region) = key.split_once('-').unwrap();
            for _ in 0..3 {
                region = parent_region(language, region);
            }
            assert_eq!(region, "", "{key}: expected an end after three steps");
        }
    }

    #[test]
    fn scripts_and_regions() {
        for (language, region, script) in [
            ("zh", "", "Hans"),
            ("zh", "CN", "Hans"),
            ("zh", "SG", "Hans"),
            ("zh", "TW", "Hant"),
            ("zh", "HK", "Hant"),
            ("zh", "MO", "Hant"),
            ("sr", "", "Cyrl"),
            ("sr", "ME", "Latn"),
            ("az", "", "Latn"),
            ("uz", "AF", "Arab"),
            ("mn", "CN", "Mong"),
            ("pa", "PK", "Arab"),
            ("bs", "BA", "Latn"),
            ("xx", "CN", ""),
        ] {
            assert_eq!(likely_script(language, region), script, "{language}-{region}");
        }
        assert_eq!(likely_region("zh", "Hans"), "CN");
        assert_eq!(likely_region("zh", "Hant"), "TW");
        assert_eq!(likely_region("pt", "Latn"), "BR");
    }
}
