//! What stands behind a place where a sentence may end.

use super::class::{is_bracket_or_quote, is_closing, is_dash};
use super::view::WORD;
use crate::text::step;

/// How what stands behind the place begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beginning {
    /// With a capital letter.
    Capital,
    /// With a small letter.
    Small,
    /// With a letter of a script that has no capitals.
    Caseless,
    /// With an inline code that reads as a word.
    Code,
    /// With a number.
    Number,
    /// With something else, or there is nothing.
    Other,
}

/// What stands behind the place, and what is in front of its first word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Next<'v> {
    /// From the first word on.
    rest: &'v str,
    pub(super) beginning: Beginning,
    /// A bracket or quote opens before it.
    pub(super) opened: bool,
    /// A dash or a bullet stands before it.
    pub(super) dash: bool,
}

impl<'v> Next<'v> {
    pub(super) fn new(behind: &'v str) -> Self {
        let inner = behind.trim_start_matches(is_opener);
        let undashed = inner.trim_start_matches(is_dash);
        let dash = undashed.len() < inner.len();
        let rest = if dash { undashed.trim_start_matches(is_opener_or_space) } else { inner };
        Self { rest, beginning: beginning(rest), opened: inner.len() < behind.len(), dash }
    }

    /// Whether a closing quote stands there by itself, which goes with what is
    /// before it.
    pub(super) fn is_closing(behind: &str) -> bool {
        let mut characters = behind.chars();
        characters.next().is_some_and(is_closing)
            && characters.next().is_none_or(char::is_whitespace)
    }

    /// From the first word on.
    pub(super) fn rest(&self) -> &'v str {
        self.rest
    }

    /// The letters and digits that it begins with.
    pub(super) fn word(&self) -> &'v str {
        let end = self.rest.find(|c: char| !c.is_alphanumeric());
        let word = &self.rest[..end.unwrap_or(self.rest.len())];
        step(word.len());
        word
    }

    /// Whether it begins with a letter and a full stop.
    pub(super) fn is_initial(&self) -> bool {
        let word = self.word();
        word.chars().nth(1).is_none() && self.rest[word.len()..].starts_with('.')
    }

    /// Whether it begins with a number: of digits, with digits in it, or Roman.
    pub(super) fn is_number(&self) -> bool {
        let word = self.word();
        word.contains(char::is_numeric)
            || super::class::is_roman(word)
            || self.rest.starts_with('#')
    }

    /// Whether it begins with a name that is written in lower case: `iOS`,
    /// `app.config`, `log_level`.
    pub(super) fn is_technical(&self) -> bool {
        let end = self.rest.find([' ', '\n']).unwrap_or(self.rest.len());
        step(end);
        let word = self.rest[..end].trim_end_matches(|c: char| !c.is_alphanumeric());
        word.contains(|c: char| c.is_uppercase() || c.is_numeric() || matches!(c, '_' | '.'))
    }

    /// Whether it begins with one of these words, or in a script without
    /// capitals, where words are not told apart, with the letters of one.
    pub(super) fn begins_with_any(&self, words: &[Box<str>]) -> bool {
        words.iter().any(|word| {
            self.rest.strip_prefix(&**word).is_some_and(|after| {
                self.beginning == Beginning::Caseless || !after.starts_with(char::is_alphanumeric)
            })
        })
    }
}

fn is_opener(character: char) -> bool {
    is_bracket_or_quote(character) || matches!(character, '¿' | '¡')
}

fn is_opener_or_space(character: char) -> bool {
    character == ' ' || is_opener(character)
}

fn beginning(rest: &str) -> Beginning {
    match rest.chars().next() {
        Some(WORD) => Beginning::Code,
        Some(first) if first.is_uppercase() => Beginning::Capital,
        Some(first) if first.is_lowercase() => Beginning::Small,
        Some(first) if first.is_alphabetic() => Beginning::Caseless,
        Some(first) if first.is_numeric() => Beginning::Number,
        _ => Beginning::Other,
    }
}
