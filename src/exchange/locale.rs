//! Language tags as locale names, which gettext and Weblate use: `pt_BR`,
//! `sr@latin`. They are read as any other tag is.

use crate::language::{Language, SCRIPTS};

/// Tags whose codes Weblate writes another way: by its language data, the file
/// `aliases.csv`.
const CODES: [(&str, &str); 9] = [
    ("zh-CN", "zh_Hans"),
    ("zh-Hans-CN", "zh_Hans"),
    ("zh-SG", "zh_Hans_SG"),
    ("zh-TW", "zh_Hant"),
    ("zh-Hant-TW", "zh_Hant"),
    ("zh-HK", "zh_Hant_HK"),
    ("sr-Latn-RS", "sr_Latn"),
    ("sr-Cyrl-RS", "sr_Cyrl"),
    ("bs-Latn-BA", "bs_Latn"),
];

/// Returns the locale of a tag as gettext names it, with script and variant as a
/// modifier where it has one: `sr_RS@latin`, `ca@valencia`; or else with
/// underscores: `pt_BR`, `zh_Hans`.
pub(super) fn gettext(language: &Language) -> String {
    let scripts = SCRIPTS.iter().find_map(|(word, script)| {
        let rest = language.as_str().strip_prefix(language.primary())?;
        let rest = rest.strip_prefix('-')?.strip_prefix(script)?;
        (rest.is_empty() || rest.starts_with('-'))
            .then(|| format!("{}{}@{word}", language.primary(), rest.replace('-', "_")))
    });
    scripts.unwrap_or_else(|| with_variant(language.as_str()))
}

/// Returns the code of a language as Weblate writes it: `zh_Hans`, `pt_BR`,
/// `ca@valencia`.
pub(super) fn weblate(language: &Language) -> String {
    let tag = language.as_str();
    match CODES.iter().find(|(special, _)| *special == tag) {
        Some((_, code)) => (*code).to_owned(),
        None => with_variant(tag),
    }
}

/// Returns the locale of a tag with script and country behind underscores, and a
/// variant as a modifier.
fn with_variant(tag: &str) -> String {
    let is_variant = |subtag: &str| subtag.len() >= 5;
    match tag.rsplit_once('-') {
        Some((base, variant)) if is_variant(variant) && !base.split('-').any(is_variant) => {
            format!("{}@{variant}", base.replace('-', "_"))
        }
        _ => tag.replace('-', "_"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    fn parse(locale: &str) -> Result<Language, Error> {
        locale.parse()
    }

    #[test]
    fn both_ways() {
        for (tag, locale) in [
            ("de", "de"),
            ("pt-BR", "pt_BR"),
            ("zh-Hans", "zh_Hans"),
            ("zh-Hant-HK", "zh_Hant_HK"),
            ("sr-Latn", "sr@latin"),
            ("sr-Latn-RS", "sr_RS@latin"),
            ("uz-Cyrl-UZ", "uz_UZ@cyrillic"),
            ("ca-valencia", "ca@valencia"),
            ("ca-ES-valencia", "ca_ES@valencia"),
            ("es-419", "es_419"),
            ("sl-rozaj-solba", "sl_rozaj_solba"),
        ] {
            let language: Language = tag.parse().unwrap();
            assert_eq!(gettext(&language), locale);
            assert_eq!(parse(locale).unwrap(), language);
        }
    }

    #[test]
    fn other_forms_are_read() {
        for (locale, tag) in
            [("de_DE.UTF-8", "de-DE"), ("pt-BR", "pt-BR"), ("zh_cn", "zh-CN"), ("C", "")]
        {
            assert_eq!(parse(locale).ok(), tag.parse().ok(), "{locale}");
        }
        assert!(parse("").is_err());
        assert!(parse("de@").is_err());
        assert!(parse("@latin").is_err());
    }

    #[test]
    fn weblate_has_codes_of_its_own() {
        for (tag, written, read) in [
            ("en", "en", "en"),
            ("en-US", "en_US", "en-US"),
            ("pt-BR", "pt_BR", "pt-BR"),
            ("zh-CN", "zh_Hans", "zh-Hans"),
            ("zh-Hans", "zh_Hans", "zh-Hans"),
            ("zh-Hant-TW", "zh_Hant", "zh-Hant"),
            ("zh-HK", "zh_Hant_HK", "zh-Hant-HK"),
            ("sr-Latn-RS", "sr_Latn", "sr-Latn"),
            ("ca-valencia", "ca@valencia", "ca-valencia"),
            ("de-1901", "de_1901", "de-1901"),
        ] {
            let language: Language = tag.parse().unwrap();
            assert_eq!(weblate(&language), written);
            assert_eq!(parse(written).unwrap().as_str(), read);
        }
        assert_eq!(parse("sr@latin").unwrap().as_str(), "sr-Latn", "as older versions write it");
    }
}
