//! The rule files that come with the library.

use std::sync::{Arc, OnceLock};

use super::{Rules, SharedRules};
use crate::language::Language;

/// The rules that every language has.
const ROOT: &str = include_str!("root.txt");

/// What a language has besides, by primary language.
macro_rules! languages {
    ($($language:literal),* $(,)?) => {
        const LANGUAGES: &[(&str, &str)] =
            &[$(($language, include_str!(concat!($language, ".txt")))),*];
    };
}

languages!(
    "ar", "cs", "da", "de", "el", "en", "es", "fr", "it", "ja", "ko", "nb", "nl", "pl", "pt", "ru",
    "sv", "th", "tr", "zh",
);

/// The rules of a language, read when they are first asked for.
pub(crate) fn rules_of(language: &Language) -> SharedRules {
    static READ: [OnceLock<SharedRules>; LANGUAGES.len()] =
        [const { OnceLock::new() }; LANGUAGES.len()];
    static OTHERS: OnceLock<SharedRules> = OnceLock::new();
    let index = LANGUAGES.iter().position(|(name, _)| *name == language.family());
    match index {
        Some(index) => READ[index].get_or_init(|| read(LANGUAGES[index].1)).clone(),
        None => OTHERS.get_or_init(|| read("")).clone(),
    }
}

/// The rules of all languages and those of one.
fn read(text: &str) -> SharedRules {
    let mut rules = Rules::default();
    for text in [ROOT, text] {
        let added = rules.add(text);
        // A test reads each file.
        debug_assert!(added.is_ok(), "{added:?}");
    }
    Arc::new(rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_in_the_form() {
        for (language, text) in LANGUAGES.iter().chain([&("root", ROOT)]) {
            let added = Rules::default().add(text);
            assert!(added.is_ok(), "{language}.txt: {}", added.unwrap_err());
        }
    }

    #[test]
    fn languages_are_found_by_tag() {
        for (tag, found) in
            [("en-GB", true), ("zh-Hant-TW", true), ("no", true), ("pt-BR", true), ("qq", false)]
        {
            let language: Language = tag.parse().unwrap();
            let named = LANGUAGES.iter().any(|(name, _)| *name == language.family());
            assert_eq!(named, found, "{tag}");
        }
    }

    #[test]
    fn a_language_without_rules_has_those_of_all() {
        let rules = rules_of(&"qq".parse().unwrap());
        assert!(rules.initials);
        assert!(rules.abbreviation("Dr.").is_some());
        assert!(rules.abbreviation("bzw.").is_none());
    }
}
