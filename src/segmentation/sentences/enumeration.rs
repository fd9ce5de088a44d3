//! Items of an enumeration that stand in one line: `1) Open it 2) Read it`, and the
//! marks that items and headings begin with.
//!
//! An item begins only where the paragraph begins with one, and the marks are of
//! one form and count on: 1, 2, 3, or a, b, c; a bullet need not count. So no
//! number that the text happens to hold makes an item.

use super::characters::is_roman;
use super::view::PARAGRAPH;
use crate::steps::step;

/// The most digits of the number of an item.
const MOST_DIGITS: usize = 3;

/// What an item begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
struct ItemMark<'v> {
    /// A bullet, or the number or the letter.
    value: Value,
    /// What opens and closes around the value.
    form: (&'v str, &'v str),
}

impl ItemMark<'_> {
    /// Whether it is a letter with a full stop, which is a segment of its own in front of
    /// whole sentences.
    fn is_lettered(self) -> bool {
        matches!(self.value, Value::Letter(_)) && self.form.1 == "."
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Bullet(char),
    Number(u32),
    Letter(char),
}

impl Value {
    /// Whether this is what comes after `last`.
    fn follows(self, last: Value) -> bool {
        match (last, self) {
            (Value::Bullet(last), Value::Bullet(this)) => last == this,
            (Value::Number(last), Value::Number(this)) => last + 1 == this,
            (Value::Letter(last), Value::Letter(this)) => u32::from(last) + 1 == u32::from(this),
            _ => false,
        }
    }
}

/// Finds the places of the view where the items begin, in order, for each
/// enumeration of two or more.
pub(super) fn item_starts(view: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut at = 0;
    for paragraph in view.split_inclusive(PARAGRAPH) {
        let indent = paragraph.len() - paragraph.trim_start_matches(' ').len();
        if let Some(first) = item_mark(&paragraph[indent..]) {
            add_items(paragraph, at, first, &mut starts);
        }
        at += paragraph.len();
    }
    starts
}

fn add_items(paragraph: &str, at: usize, first: ItemMark<'_>, starts: &mut Vec<usize>) {
    let mut last = first;
    for space in memchr::memchr_iter(b' ', paragraph.as_bytes()).skip(1) {
        let next = item_mark(&paragraph[space + 1..]);
        if let Some(next) = next.filter(|next| next.form == last.form)
            && next.value.follows(last.value)
            && !(next.is_lettered() && paragraph[..space].ends_with(['.', '!', '?']))
        {
            if last == first {
                starts.push(at);
            }
            starts.push(at + space + 1);
            last = next;
        }
    }
}

/// Reads the mark of an item at the beginning of a text.
fn item_mark(text: &str) -> Option<ItemMark<'_>> {
    let first = text.chars().next()?;
    if is_bullet(first) {
        return Some(ItemMark { value: Value::Bullet(first), form: ("", "") });
    }
    let (open, inner) = match text.strip_prefix('(') {
        Some(inner) => ("(", inner),
        None => ("", text),
    };
    let (value, rest) = value(inner)?;
    let close = [".)", ")", "."].into_iter().find(|close| rest.starts_with(close))?;
    let content = rest[close.len()..].strip_prefix(' ')?;
    // A full stop alone may be an initial, or end a sentence with a number.
    let is_small = matches!(value, Value::Letter(letter) if letter.is_lowercase());
    let is_number = matches!(value, Value::Number(_));
    let is_clear = close != "." || (is_small || is_number) && content.starts_with(is_beginning);
    let is_paired = open.is_empty() || close == ")";
    (is_clear && is_paired).then_some(ItemMark { value, form: (open, close) })
}

/// Reads a number or a letter, and returns what stands behind it.
fn value(text: &str) -> Option<(Value, &str)> {
    let digits = text.bytes().take(MOST_DIGITS).take_while(u8::is_ascii_digit).count();
    step(digits + 1);
    if digits > 0 {
        let (number, rest) = text.split_at(digits);
        return Some((Value::Number(number.parse().ok()?), rest));
    }
    let letter = text.chars().next().filter(|letter| letter.is_alphabetic())?;
    Some((Value::Letter(letter), &text[letter.len_utf8()..]))
}

fn is_bullet(character: char) -> bool {
    matches!(character, '•' | '⁃' | '‣' | '▪' | '●' | '◦')
}

fn is_beginning(character: char) -> bool {
    character.is_alphabetic() && !character.is_lowercase()
}

/// Whether a text is the mark of an item alone: `a.`, `(b)`, `IV.`.
pub(super) fn is_mark_alone(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c == ' ' || is_bullet(c));
    let inner = text.strip_prefix('(').unwrap_or(text);
    let value = inner.strip_suffix(')').unwrap_or(inner);
    let value = value.strip_suffix('.').unwrap_or(value);
    value.len() < inner.len() && (is_letter(value) || is_small_roman(value))
}

/// Whether a paragraph is a title with a mark in front: a capital letter or a Roman
/// number with its full stop, then words without a full stop at their end: `IV. The end`.
pub(super) fn is_title(paragraph: &str) -> bool {
    let Some((mark, words)) = paragraph.split_once(". ") else { return false };
    let is_mark = is_letter(mark) && mark.starts_with(char::is_uppercase) || is_small_roman(mark);
    is_mark && words.trim_end().ends_with(char::is_alphanumeric)
}

fn is_letter(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

/// Whether a word is a Roman number up to 39.
fn is_small_roman(word: &str) -> bool {
    let units = word.trim_start_matches('X');
    let is_valid =
        matches!(units, "" | "I" | "II" | "III" | "IV" | "V" | "VI" | "VII" | "VIII" | "IX");
    is_roman(word) && is_valid && word.len() - units.len() <= 3
}
