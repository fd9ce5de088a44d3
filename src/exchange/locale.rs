//! Language tags as locale names, which gettext and Weblate use: `pt_BR`,
//! `sr@latin`.

use crate::error::Error;
use crate::language::Language;

/// The scripts that glibc's locales name in a modifier, and their subtags.
const SCRIPTS: [(&str, &str); 4] =
    [("latin", "Latn"), ("cyrillic", "Cyrl"), ("arabic", "Arab"), ("devanagari", "Deva")];

/// The tag of a locale, `language[_COUNTRY][.charset][@modifier]` (gettext manual,
/// "Locale Names"). A modifier is a script or a variant.
///
/// # Errors
///
/// Where the name gives no well-formed tag.
pub(super) fn parse(name: &str) -> Result<Language, Error> {
    let (base, modifier) = match name.split_once('@') {
        Some((base, modifier)) => (base, Some(modifier)),
        None => (name, None),
    };
    let base = base.split('.').next().unwrap_or(base);
    let script = SCRIPTS.iter().find(|(word, _)| Some(*word) == modifier);
    let tag = match (script, modifier) {
        (Some((_, script)), _) => {
            let (language, rest) = base.split_at(base.find(['_', '-']).unwrap_or(base.len()));
            format!("{language}-{script}{rest}")
        }
        (None, Some(variant)) => format!("{base}-{variant}"),
        (None, None) => base.to_owned(),
    };
    tag.parse()
}

/// The locale of a tag as gettext names it, with script and variant as a
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

/// The locale of a tag with script and country behind underscores, and a variant
/// as a modifier.
pub(super) fn with_variant(tag: &str) -> String {
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
}
