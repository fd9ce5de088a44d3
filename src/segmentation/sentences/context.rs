//! What stands in front of a place where a sentence may end, and what behind it.

use super::characters::{is_bracket_or_quote, is_caseless, is_closing, is_dash, is_roman};
use super::view::{CLOSED, PARAGRAPH, WORD};
use crate::steps::step;

/// The longest word that is looked at, in characters, so that no look back takes
/// long.
const LONGEST_WORD: usize = 40;

/// How many references to notes are looked for behind a sentence.
const MOST_REFERENCES: usize = 4;

/// How many digits a reference to a note has.
const REFERENCE_DIGITS: usize = 3;

/// What kind of mark stands at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// None.
    None,
    /// A single full stop.
    FullStop,
    /// Several, or `…`.
    Ellipsis,
    /// A question mark or an exclamation mark.
    Strong,
    /// The mark of a language that puts no white space behind it.
    Other(char),
}

/// The text in front of the place, without the white space at its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextBefore<'v> {
    /// Up to the mark, without it.
    pub(super) body: &'v str,
    /// With the mark.
    marked: &'v str,
    pub(super) mark: Mark,
    /// A bracket, a quote or markup closes behind the mark.
    pub(super) closed: bool,
    /// A bracket is among what closes.
    bracket: bool,
}

impl<'v> TextBefore<'v> {
    /// Finds the mark at the end. Where UAX #29 ends a sentence (`unicode`), what
    /// stands before closing brackets is a mark, whatever it is.
    pub(super) fn new(text: &'v str, unicode: bool) -> Self {
        let text = without_references(text);
        let close = without_detached(text);
        let marked = close.trim_end_matches(|c| c == CLOSED || is_bracket_or_quote(c));
        let body = marked.trim_end_matches(is_mark);
        let mark = match mark(&marked[body.len()..]) {
            Mark::FullStop if is_spaced(body) => Mark::Ellipsis,
            mark => mark,
        };
        let last = marked.chars().next_back();
        let (body, mark) = match (mark, last) {
            (Mark::None, Some(last)) if unicode => {
                (&marked[..marked.len() - last.len_utf8()], Mark::Other(last))
            }
            _ => (body, mark),
        };
        let closing = &text[marked.len()..];
        let bracket = closing.contains([')', ']', '}']);
        Self { body, marked, mark, closed: !closing.is_empty(), bracket }
    }

    /// Whether the mark ends a sentence inside brackets. The brackets go with the
    /// sentence around them, as in the segmentation of CAT tools; the marks of
    /// scripts that have their own are left to UAX #29.
    pub(super) fn is_inside_bracket(&self) -> bool {
        self.bracket && !matches!(self.mark, Mark::None | Mark::Other(_))
    }

    /// Lists the last words with their full stops, the first of them the nearest;
    /// between them stands a single space.
    pub(super) fn words(&self) -> impl Iterator<Item = &'v str> {
        let mut rest = Some(self.marked);
        std::iter::from_fn(move || {
            let text = rest?;
            let word = last_word(text);
            let before = &text[..text.len() - word.len()];
            rest = before.strip_suffix(' ');
            (!word.is_empty()).then_some(word)
        })
    }

    /// Returns the last word without its mark.
    pub(super) fn last_word(&self) -> &'v str {
        last_word(self.body)
    }

    /// Returns the word in front of the last word and a space.
    pub(super) fn word_before(&self) -> &'v str {
        let before = &self.body[..self.body.len() - self.last_word().len()];
        before.strip_suffix(' ').map_or("", last_word)
    }

    /// Whether the last word is made of initials: `J.`, `U.S.`, `J.-P.`.
    pub(super) fn is_initials(&self) -> bool {
        let word = self.last_word();
        let in_front = self.body[..self.body.len() - word.len()].chars().next_back();
        let is_part = matches!(in_front, Some('\'' | '’' | '_' | '/' | '+'));
        let is_initial = |letters: &str| {
            let mut characters = letters.chars();
            characters.next().is_some_and(char::is_uppercase) && characters.next().is_none()
        };
        !is_part && word.split(".-").flat_map(|part| part.split('.')).all(is_initial)
    }

    /// Whether the last word is clearly no abbreviation: a code, a number, or a
    /// word of at least so many letters.
    pub(super) fn is_plain(&self, letters: usize) -> bool {
        let word = self.last_word();
        let count = word.chars().count();
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        match word.chars().next() {
            None => true,
            _ if word.contains(|c: char| c.is_numeric() || c == WORD) => true,
            _ if word.contains('.') => false,
            _ if word.contains(is_caseless) => true,
            _ if capitals == 0 => count >= letters,
            _ => capitals == count && count > 2 || count > letters,
        }
    }
}

/// Leaves out a closing quote that has white space in front of it, as in
/// French: `« Venez. »`.
fn without_detached(text: &str) -> &str {
    let before = text.strip_suffix(is_closing).and_then(|before| before.strip_suffix(' '));
    before.unwrap_or(text)
}

/// Returns the letters, digits, hyphens, degree signs and full stops at the end of
/// a text: `°C.` and `N°.` are words.
fn last_word(text: &str) -> &str {
    let mut start = text.len();
    for (at, character) in text.char_indices().rev().take(LONGEST_WORD) {
        if !(character.is_alphanumeric() || matches!(character, '-' | '°') || is_mark(character)) {
            break;
        }
        start = at;
    }
    step(text.len() - start);
    &text[start..]
}

fn is_mark(character: char) -> bool {
    step(1);
    matches!(character, '.' | '!' | '?' | '…' | '‥')
}

/// Whether the full stop behind this text is the last of several with spaces
/// between them: `. . .`.
fn is_spaced(body: &str) -> bool {
    body.strip_suffix(' ').is_some_and(|body| body.ends_with(is_mark))
}

/// Leaves out references to notes behind the mark of a sentence: `Yes.[1][2]`.
fn without_references(text: &str) -> &str {
    let sentence = std::iter::successors(Some(text), |text| without_reference(text));
    let sentence = sentence.take(MOST_REFERENCES + 1).last().unwrap_or(text);
    if sentence.ends_with(is_mark) { sentence } else { text }
}

fn without_reference(text: &str) -> Option<&str> {
    let number = text.strip_suffix(']')?;
    let before = number.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_short = (1..=REFERENCE_DIGITS).contains(&(number.len() - before.len()));
    let text = before.strip_suffix('[').filter(|_| is_short)?;
    Some(text.strip_suffix(' ').unwrap_or(text))
}

fn mark(marks: &str) -> Mark {
    match marks {
        "" => Mark::None,
        "." => Mark::FullStop,
        _ if marks.ends_with("..") || marks.ends_with('…') => Mark::Ellipsis,
        _ if marks.contains(['!', '?']) => Mark::Strong,
        _ => Mark::Ellipsis,
    }
}

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
pub(super) struct TextBehind<'v> {
    /// From the first word on.
    rest: &'v str,
    pub(super) beginning: Beginning,
    /// A bracket or quote opens before it.
    pub(super) opened: bool,
    /// A dash or a bullet stands before it.
    pub(super) dash: bool,
}

impl<'v> TextBehind<'v> {
    /// Finds the first word and what is in front of it.
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

    /// Whether a reference to a note stands there, which goes with the sentence
    /// before it: `[1]`.
    pub(super) fn is_reference(behind: &str) -> bool {
        let Some(number) = behind.strip_prefix('[') else { return false };
        let rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
        (1..=REFERENCE_DIGITS).contains(&(number.len() - rest.len()))
            && rest
                .strip_prefix(']')
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '[', PARAGRAPH]))
    }

    /// Whether an ellipsis stands right in front of a word: `...and so it ended`.
    pub(super) fn is_after_ellipsis(&self) -> bool {
        let word = self.rest.strip_prefix("...").or_else(|| self.rest.strip_prefix('…'));
        word.is_some_and(|word| word.starts_with(char::is_alphabetic))
    }

    /// Returns the text from the first word on.
    pub(super) fn rest(&self) -> &'v str {
        self.rest
    }

    /// Returns the letters and digits that it begins with.
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
        word.contains(char::is_numeric) || is_roman(word) || self.rest.starts_with('#')
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
    /// capitals, where words have no ends, with the letters of one.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_look_back_is_long() {
        let text = "a!".repeat(1_000);
        assert_eq!(last_word(&text).chars().count(), LONGEST_WORD);
        assert_eq!(last_word("b a-c."), "a-c.");
    }
}
