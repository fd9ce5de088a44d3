//! A tag taken apart, for comparison.

use super::tables;

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
        let mut subtags = Self::split(tables::alias(tag).unwrap_or(tag));
        if let Some(alias) = tables::alias(subtags.language).map(Subtags::split) {
            subtags.language = alias.language;
            subtags.script = first_known(subtags.script, alias.script);
            subtags.region = first_known(subtags.region, alias.region);
        }
        subtags.region = tables::current_region(subtags.region);
        let likely = tables::likely_script(subtags.language, subtags.region);
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
            (!region.is_empty()).then(|| tables::parent_region(language, region))
        })
    }

    /// Returns whether the region is the one that the language is at home in.
    pub(super) fn is_at_home(&self) -> bool {
        self.region == tables::likely_region(self.language, self.script)
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
