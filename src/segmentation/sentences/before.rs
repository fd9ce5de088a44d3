//! What stands in front of a place where a sentence may end.

use super::class::{is_bracket_or_quote, is_closing};
use super::view::{CLOSED, WORD};
use crate::text::step;

/// The longest word that is looked at, in characters, so that no look back takes
/// long.
const LONGEST_WORD: usize = 40;

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
pub(super) struct Before<'v> {
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

impl<'v> Before<'v> {
    /// `unicode` says that UAX #29 ends a sentence here, so that what stands
    /// before closing brackets is a mark, whatever it is.
    pub(super) fn new(text: &'v str, unicode: bool) -> Self {
        let close = without_detached(text);
        let marked = close.trim_end_matches(|c| c == CLOSED || is_bracket_or_quote(c));
        let body = marked.trim_end_matches(is_mark);
        let mark = mark(&marked[body.len()..]);
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

    /// The last words with their full stops, the first of them the nearest;
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

    /// The last word without its mark.
    pub(super) fn last_word(&self) -> &'v str {
        last_word(self.body)
    }

    /// The word in front of the last word and a space.
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
            _ if word.contains(super::class::is_caseless) => true,
            _ if capitals == 0 => count >= letters,
            _ => capitals == count && count > 2 || count > letters,
        }
    }
}

/// The text without a closing quote that has white space in front of it, as in
/// French: `« Venez. »`.
fn without_detached(text: &str) -> &str {
    let before = text.strip_suffix(is_closing).and_then(|before| before.strip_suffix(' '));
    before.unwrap_or(text)
}

/// The letters, digits, hyphens and full stops at the end of a text.
fn last_word(text: &str) -> &str {
    let mut start = text.len();
    for (at, character) in text.char_indices().rev().take(LONGEST_WORD) {
        if !(character.is_alphanumeric() || character == '-' || is_mark(character)) {
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

fn mark(marks: &str) -> Mark {
    match marks {
        "" => Mark::None,
        "." => Mark::FullStop,
        _ if marks.contains(['!', '?']) => Mark::Strong,
        _ => Mark::Ellipsis,
    }
}
