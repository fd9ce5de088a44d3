//! Language tags as Weblate's language codes.

use crate::error::Error;
use crate::exchange::locale;
use crate::language::Language;

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

/// The code of a language: `zh_Hans`, `pt_BR`, `ca@valencia`.
pub(super) fn code(language: &Language) -> String {
    let tag = language.as_str();
    match CODES.iter().find(|(special, _)| *special == tag) {
        Some((_, code)) => (*code).to_owned(),
        None => locale::with_variant(tag),
    }
}

/// The language of a code.
///
/// # Errors
///
/// Where the code gives no well-formed tag.
pub(super) fn parse(code: &str) -> Result<Language, Error> {
    locale::parse(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_codes() {
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
            assert_eq!(code(&language), written);
            assert_eq!(parse(written).unwrap().as_str(), read);
        }
        assert_eq!(parse("sr@latin").unwrap().as_str(), "sr-Latn", "as older versions write it");
    }
}
