//! What is said of a file, by the reader and by the validator alike.

use crate::language::Language;

/// Shows a text of a file in a message: in one line, and not too long.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        None => text.escape_debug().to_string(),
        Some((end, _)) => format!("{}…", text[..end].escape_debug()),
    }
}

/// Returns whether a text is white space as XML has it (XML 1.0, production 3).
pub(super) fn is_space(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}

/// Says that an element does not have an attribute of this name.
pub(super) fn unknown(element: &str, name: &str) -> String {
    format!("expected no attribute `{}` in `{element}`", shown(name))
}

/// Says that an element lacks an attribute.
pub(super) fn missing(element: &str, name: &str) -> String {
    format!("expected an attribute `{name}` in `{element}`, but found none")
}

/// Says that a value is no date.
pub(super) fn no_date(name: &str, value: &str) -> String {
    format!("expected a date such as `20021116T012345Z` in `{name}`, but found `{}`", shown(value))
}

/// Says that a text is no language tag.
pub(super) fn no_language(tag: &str) -> String {
    format!("expected a BCP 47 language tag such as `zh-CN`, but found `{}`", shown(tag))
}

/// Says that a language tag is in another case than the canonical one.
pub(super) fn other_spelling(tag: &str, language: &Language) -> String {
    format!("expected the language tag `{language}`, but found `{}`", shown(tag))
}

/// Says that the root is not that of a TMX file.
pub(super) fn no_tmx(root: &str) -> String {
    format!("expected a `tmx` element, but found `{}`; give a TMX file", shown(root))
}
