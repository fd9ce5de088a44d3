//! A tag taken apart, for comparison.
//!
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

/// The parts of a tag that decide whether two languages meet, as they are
/// written now, and with the script that a reader would expect.
///
/// A part that is not known is an empty text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Subtags<'t> {
    /// The primary language, or the whole of a tag of private use.
    pub(super) language: &'t str,
    pub(super) script: &'t str,
    pub(super) region: &'t str,
    /// What follows: variants, extensions and private use, as written.
    pub(super) rest: &'t str,
}

impl<'t> Subtags<'t> {
    /// Returns the parts of a tag in canonical case.
    ///
    /// Replaces what is withdrawn (RFC 5646 section 4.5, Unicode Technical
    /// Standard 35, "Language Identifier Canonicalization"), and adds the
    /// likely script, as the same standard's "Likely Subtags" does. The likely
    /// region is not added: `pt` is not `pt-BR`.
    pub(super) fn new(tag: &'t str) -> Self {
        let mut subtags = Self::split(alias(tag).unwrap_or(tag));
        if let Some(alias) = alias(subtags.language).map(Subtags::split) {
            subtags.language = alias.language;
            subtags.script = first_known(subtags.script, alias.script);
            subtags.region = first_known(subtags.region, alias.region);
        }
        subtags.region = current_region(subtags.region);
        let likely = likely_script(subtags.language, subtags.region);
        subtags.script = first_known(subtags.script, likely);
        subtags
    }

    /// Takes a tag apart by the grammar of RFC 5646 section 2.1, which knows the
    /// parts by their length.
    fn split(tag: &'t str) -> Self {
        let (mut language, mut rest) = first_subtag(tag);
        if language.len() == 1 {
            return Self { language: tag, script: "", region: "", rest: "" };
        }
        // An extended language stands for itself: `zh-yue` is `yue` (section 4.5).
        while let (extended, after) = first_subtag(rest)
            && extended.len() == 3
            && is_alphabetic(extended)
        {
            (language, rest) = (extended, after);
        }
        let script = take_first(&mut rest, |subtag| subtag.len() == 4 && is_alphabetic(subtag));
        let region = take_first(&mut rest, is_region);
        Self { language, script, region, rest }
    }

    /// Returns whether texts in the languages can be read as one language: the same
    /// language in the same script, or in one that is not known.
    pub(super) fn meets(&self, other: &Subtags<'_>) -> bool {
        let no_other_script =
            self.script == other.script || self.script.is_empty() || other.script.is_empty();
        self.language == other.language && no_other_script
    }

    /// Returns whether every text in `other`, which meets it, is also in this
    /// language: `es-419` covers `es-MX`.
    pub(super) fn covers(&self, other: &Subtags<'_>) -> bool {
        (self.script.is_empty() || self.script == other.script)
            && (self.region == other.region || self.is_wider_region_of(other))
            && is_start(self.rest, other.rest)
    }

    /// Returns whether the region is a group of regions, or none, that `other`'s is
    /// in.
    fn is_wider_region_of(&self, other: &Subtags<'_>) -> bool {
        let is_group = self.region.bytes().all(|byte| byte.is_ascii_digit());
        is_group && other.regions().any(|region| region == self.region)
    }

    /// Returns the region, those around it, and at last the empty text for them
    /// all.
    pub(super) fn regions(&self) -> impl Iterator<Item = &'t str> {
        let language = self.language;
        std::iter::successors(Some(self.region), move |region| {
            (!region.is_empty()).then(|| parent_region(language, region))
        })
    }

    /// Returns whether the region is the one that the language is at home in.
    pub(super) fn is_at_home(&self) -> bool {
        self.region == likely_region(self.language, self.script)
    }
}

fn first_known<'t>(one: &'t str, other: &'t str) -> &'t str {
    if one.is_empty() { other } else { one }
}

/// Returns the text up to the first hyphen, and what follows it.
fn first_subtag(tag: &str) -> (&str, &str) {
    tag.split_once('-').unwrap_or((tag, ""))
}

/// Takes the first subtag off, if it is of the kind wanted.
fn take_first<'t>(tag: &mut &'t str, is_wanted: impl Fn(&str) -> bool) -> &'t str {
    let (first, after) = first_subtag(tag);
    if !is_wanted(first) {
        return "";
    }
    *tag = after;
    first
}

fn is_region(subtag: &str) -> bool {
    let is_number = subtag.len() == 3 && subtag.bytes().all(|byte| byte.is_ascii_digit());
    is_number || (subtag.len() == 2 && is_alphabetic(subtag))
}

fn is_alphabetic(subtag: &str) -> bool {
    subtag.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Returns whether `long` begins with the subtags of `short`.
fn is_start(short: &str, long: &str) -> bool {
    let after = long.strip_prefix(short);
    after.is_some_and(|after| short.is_empty() || after.is_empty() || after.starts_with('-'))
}

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
fn alias(written: &str) -> Option<&'static str> {
    lookup(&ALIASES, &[written])
}

/// Returns the script that a language is written in, in a region or as a whole;
/// an empty text where that is not known.
fn likely_script(language: &str, region: &str) -> &'static str {
    let in_region = if region.is_empty() { None } else { likely(language, region) };
    in_region.or_else(|| lookup(&LIKELY, &[language])).map_or("", |found| split(found).0)
}

/// Returns the region that a language, in a script, is at home in; an empty
/// text where that is not known.
fn likely_region(language: &str, script: &str) -> &'static str {
    let in_script = likely(language, script);
    in_script.or_else(|| lookup(&LIKELY, &[language])).map_or("", |found| split(found).1)
}

fn likely(language: &str, script_or_region: &str) -> Option<&'static str> {
    lookup(&LIKELY, &[language, "-", script_or_region])
}

/// Returns the region whose texts come next where a region has none: 419, Latin
/// America, for Spanish in Mexico; an empty text for the language as a whole.
fn parent_region(language: &str, region: &str) -> &'static str {
    lookup(&PARENTS, &[language, "-", region]).unwrap_or_default()
}

/// Returns the region that a withdrawn code stands for: the preferred values of
/// the IANA registry, and CLDR's `territoryAlias` for `UK`, and for the first
/// of several where a state fell apart.
fn current_region(region: &str) -> &str {
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

    #[test]
    fn parts() {
        for (tag, [language, script, region, rest]) in [
            ("zh-CN", ["zh", "Hans", "CN", ""]),
            ("zh-Hant", ["zh", "Hant", "", ""]),
            ("zh-cmn-Hans-CN", ["zh", "Hans", "CN", ""]),
            ("zh-yue-HK", ["yue", "Hant", "HK", ""]),
            ("zh-chs", ["zh", "Hans", "", ""]),
            ("es-419", ["es", "Latn", "419", ""]),
            ("de-1996", ["de", "Latn", "", "1996"]),
            ("de-CH-1901-u-co-phonebk-x-a", ["de", "Latn", "CH", "1901-u-co-phonebk-x-a"]),
            ("sh", ["sr", "Latn", "", ""]),
            ("sh-Cyrl-YU", ["sr", "Cyrl", "RS", ""]),
            ("prs", ["fa", "Arab", "AF", ""]),
            ("en-UK", ["en", "Latn", "GB", ""]),
            ("eng-US", ["en", "Latn", "US", ""]),
            ("en-GB-oed", ["en", "Latn", "GB", "oxendict"]),
            ("i-lux", ["lb", "Latn", "", ""]),
            ("zh-min-nan", ["nan", "Hans", "", ""]),
            ("x-acme-zh", ["x-acme-zh", "", "", ""]),
            ("qaa-Qaaa-QM-x-southern", ["qaa", "Qaaa", "QM", "x-southern"]),
            ("und", ["und", "", "", ""]),
        ] {
            assert_eq!(Subtags::new(tag), Subtags { language, script, region, rest }, "{tag}");
        }
    }

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
