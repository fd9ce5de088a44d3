//! Classes of characters and words that the rules ask for.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use crate::steps::step;

/// Whether the character opens or closes: `Close` in UAX #29.
pub(super) fn is_bracket_or_quote(character: char) -> bool {
    step(1);
    matches!(character, '"' | '\'') || is_opening(character) || is_closing(character)
}

/// Whether the character opens: a bracket, or a quote that has another form where
/// it closes. German closes with what English opens with, but white space follows
/// there.
pub(super) fn is_opening(character: char) -> bool {
    step(1);
    use GeneralCategory::{InitialPunctuation, OpenPunctuation};
    match character.is_ascii() {
        true => matches!(character, '(' | '[' | '{'),
        false => matches!(character.general_category(), OpenPunctuation | InitialPunctuation),
    }
}

/// Whether the character closes, and nothing else.
pub(super) fn is_closing(character: char) -> bool {
    use GeneralCategory::{ClosePunctuation, FinalPunctuation};
    match character.is_ascii() {
        true => matches!(character, ')' | ']' | '}'),
        false => matches!(character.general_category(), ClosePunctuation | FinalPunctuation),
    }
}

/// Whether the character is a dash or a bullet before a sentence.
pub(super) fn is_dash(character: char) -> bool {
    step(1);
    matches!(character, '-' | '–' | '—' | '―' | '•' | '·' | '*')
}

/// Whether the character is of Chinese or Japanese, which have no white space
/// between words.
pub(super) fn is_ideographic(character: char) -> bool {
    matches!(character,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether the letter is of a script without capitals.
pub(super) fn is_caseless(character: char) -> bool {
    character.is_alphabetic() && !character.is_lowercase() && !character.is_uppercase()
}

/// Whether the character is of the kind that repeats or marks a word without
/// being one: the Thai `ๆ`.
pub(super) fn is_modifier(character: char) -> bool {
    character.general_category() == GeneralCategory::ModifierLetter
}

/// Whether the word is a Roman number in capitals.
pub(super) fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| b"IVXLCDM".contains(&byte))
}

/// Whether UAX #29 passes over the character (rule SB5): a mark on a letter, or
/// what formats.
pub(super) fn is_passed_over(character: char) -> bool {
    !character.is_ascii()
        && matches!(
            character.general_category(),
            GeneralCategory::NonspacingMark
                | GeneralCategory::SpacingMark
                | GeneralCategory::EnclosingMark
                | GeneralCategory::Format
        )
}
