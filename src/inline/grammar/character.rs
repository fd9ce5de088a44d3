//! What CommonMark asks of a character beside a delimiter run.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// The classes that the flanking rules tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Whitespace,
    Punctuation,
    Other,
}

/// The class of a character; CommonMark 0.31.2, section 2.1. The start and the
/// end of the text (`None`) count as white space.
pub(crate) fn class(character: Option<char>) -> Class {
    match character {
        None | Some(' ' | '\t' | '\n' | '\x0c' | '\r') => Class::Whitespace,
        Some(ascii) if ascii.is_ascii_punctuation() => Class::Punctuation,
        Some(ascii) if ascii.is_ascii() => Class::Other,
        Some(other) => match other.general_category_group() {
            GeneralCategoryGroup::Punctuation | GeneralCategoryGroup::Symbol => Class::Punctuation,
            // U+2028 and U+2029 too, which the section does not name: they end lines.
            GeneralCategoryGroup::Separator => Class::Whitespace,
            _ => Class::Other,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes() {
        for (character, expected) in [
            (Some(' '), Class::Whitespace),
            (Some('\u{a0}'), Class::Whitespace),
            (Some('\u{3000}'), Class::Whitespace),
            (None, Class::Whitespace),
            (Some('*'), Class::Punctuation),
            (Some('$'), Class::Punctuation),
            (Some('。'), Class::Punctuation),
            (Some('£'), Class::Punctuation),
            (Some('a'), Class::Other),
            (Some('文'), Class::Other),
            (Some('\u{200b}'), Class::Other),
            (Some('\0'), Class::Other),
        ] {
            assert_eq!(class(character), expected, "{character:?}");
        }
    }
}
