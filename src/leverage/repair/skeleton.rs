//! A text as words and values, numbers read in the format of its language.

use std::ops::Range;

use super::RepairKind;
use super::number::Number;
use crate::inline::{alike_destination, placeholders};
use crate::language::Language;
use crate::text::{Value, ValueKind, tokens, values};

/// A text as words and values, without the white space.
pub(super) struct Skeleton<'t> {
    pub(super) text: &'t str,
    elements: Vec<Element<'t>>,
    pub(super) values: Vec<FoundValue<'t>>,
}

/// A word, or where a value stands.
struct Element<'t> {
    /// Byte offset in the text.
    start: usize,
    length: usize,
    word: Option<&'t str>,
}

/// Where a code stands among the elements: after how many, and how far into the
/// last of them where it stands inside.
pub(super) type ElementPosition = (usize, Option<usize>);

impl<'t> Skeleton<'t> {
    /// Cuts a text into words and values.
    pub(super) fn of(text: &'t str, language: Option<&Language>) -> Self {
        let values = values_in(text, language);
        let mut elements = Vec::new();
        let mut at = 0;
        for value in &values {
            push_words(text, at..value.range.start, &mut elements);
            let (start, length) = (value.range.start, value.text.len());
            elements.push(Element { start, length, word: None });
            at = value.range.end;
        }
        push_words(text, at..text.len(), &mut elements);
        Self { text, elements, values }
    }

    /// Whether two have the same words, and values of the same kinds between
    /// them.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.words().eq(other.words())
            && self.values.iter().zip(&other.values).all(|(value, other)| value.is_like(other))
    }

    /// Lists the words, `None` for each value.
    fn words(&self) -> impl Iterator<Item = Option<&'t str>> {
        self.elements.iter().map(|element| element.word)
    }

    /// Finds the position of a byte offset among the elements.
    pub(super) fn position(&self, at: usize) -> ElementPosition {
        let before = self.elements.partition_point(|element| element.start < at);
        let last = before.checked_sub(1).map(|last| &self.elements[last]);
        let inside = last.filter(|last| at < last.start + last.length).map(|last| at - last.start);
        (before, inside)
    }
}

/// Adds the words of a range of a text.
fn push_words<'t>(text: &'t str, range: Range<usize>, elements: &mut Vec<Element<'t>>) {
    for word in tokens(&text[range]) {
        // A token is a slice of the text.
        let start = word.as_ptr().addr() - text.as_ptr().addr();
        elements.push(Element { start, length: word.len(), word: Some(word) });
    }
}

/// A value of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FoundValue<'t> {
    /// What kind of thing it is; `None` for a date that languages write in ways
    /// of their own.
    pub(super) kind: Option<RepairKind>,
    /// Its bytes in the text, from 0.
    pub(super) range: Range<usize>,
    pub(super) text: &'t str,
    /// The number that it is, where that is certain.
    pub(super) number: Option<Number>,
}

/// Finds the values of a text in a language, in order.
pub(super) fn values_in<'t>(text: &'t str, language: Option<&Language>) -> Vec<FoundValue<'t>> {
    let mut all: Vec<FoundValue<'t>> = Vec::new();
    for value in values_and_placeholders(text) {
        let found = FoundValue::new(text, value, language);
        let joined = all.last_mut().is_some_and(|last| last.joins(&found, text, language));
        if !joined {
            all.push(found);
        }
    }
    all
}

/// Finds the values of a text, and what else stands for something in it: what begins
/// first, and of two that begin together the longer one.
fn values_and_placeholders(text: &str) -> Vec<Value> {
    let of = |range| Value { kind: ValueKind::Placeholder, range };
    let mut all: Vec<Value> = values(text).chain(placeholders(text).map(of)).collect();
    all.sort_by_key(|value| (value.range.start, std::cmp::Reverse(value.range.end)));
    let mut end = 0;
    all.retain(|value| {
        let is_apart = value.range.start >= end;
        end = if is_apart { value.range.end } else { end };
        is_apart
    });
    all
}

impl<'t> FoundValue<'t> {
    fn new(text: &'t str, Value { kind, range }: Value, language: Option<&Language>) -> Self {
        let text = &text[range.clone()];
        let number = match kind {
            ValueKind::Number | ValueKind::Version => Number::read(text, language),
            _ => None,
        };
        let kind = match kind {
            ValueKind::Number => Some(RepairKind::Number),
            ValueKind::Version if number.is_some() => Some(RepairKind::Number),
            ValueKind::Version => Some(RepairKind::Version),
            ValueKind::Url => Some(RepairKind::Url),
            ValueKind::Email => Some(RepairKind::Email),
            ValueKind::Placeholder => Some(RepairKind::Placeholder),
            ValueKind::Date => is_iso_date(text).then_some(RepairKind::Number),
        };
        Self { kind, range, text, number }
    }

    /// Joins the number after this one to it, where a space alone stands between
    /// two groups of one number: `1 234`. Returns whether it did.
    fn joins(&mut self, next: &Self, text: &'t str, language: Option<&Language>) -> bool {
        let is_near = text.get(self.range.end..next.range.start) == Some(" ");
        let Some(number) = self.number.as_mut().filter(|_| is_near) else { return false };
        if !Number::has_spaces(language) || !number.extend(next.text, language) {
            return false;
        }
        self.range.end = next.range.end;
        self.text = &text[self.range.clone()];
        true
    }

    /// Whether it may stand in place of another one in the same sentence.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let is_numeric =
            |found: &Self| matches!(found.kind, Some(RepairKind::Number | RepairKind::Version));
        self.kind == other.kind || (is_numeric(self) && is_numeric(other))
    }

    /// Returns what is the same for values that are the same, however they are
    /// written, and for the address of a page in several languages.
    pub(super) fn key(&self) -> String {
        match &self.number {
            Some(number) => number.key(),
            None if self.kind == Some(RepairKind::Url) => alike_destination(self.text),
            None => self.text.to_owned(),
        }
    }
}

/// Whether a date is year, month and day as ISO 8601 has them, which all
/// languages share.
fn is_iso_date(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [4, 2, 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_where_only_values_and_white_space_differ() {
        for (one, other, alike) in [
            ("Open 5 files.", "Open  12 files.", true),
            ("Open 1 file.", "Open 2 files.", false),
            ("open 5 files.", "Open 5 files.", false),
            ("Get 2.1", "Get 2.1.1", true),
            ("See {0}.", "See 0.", false),
            ("See {0}.", "See {name}.", true),
            ("5", "5 6", false),
        ] {
            let [one, other] = [one, other].map(|text| Skeleton::of(text, None));
            assert_eq!(one.is_like(&other), alike, "{} | {}", one.text, other.text);
        }
    }

    #[test]
    fn positions() {
        let skeleton = Skeleton::of("ab 12.", None);
        let positions: Vec<_> = (0..=6).map(|at| skeleton.position(at)).collect();
        let expected =
            [(0, None), (1, Some(1)), (1, None), (1, None), (2, Some(1)), (2, None), (3, None)];
        assert_eq!(positions, expected);
    }

    #[test]
    fn values_by_language() {
        for (text, tag, expected) in [
            ("1 234 567,5 fichiers", "fr", &["1 234 567,5"][..]),
            ("1 234 files", "en", &["1", "234"]),
            ("5 12", "ru", &["5", "12"]),
            ("1.234.567 und 2.1.0", "de", &["1.234.567", "2.1.0"]),
            ("12 345 67", "ru", &["12 345", "67"]),
        ] {
            let language: Language = tag.parse().unwrap();
            let found = values_in(text, Some(&language));
            let texts: Vec<_> = found.iter().map(|found| found.text).collect();
            assert_eq!(texts, expected, "{text}");
        }
    }

    #[test]
    fn kinds() {
        for (text, kind) in [
            ("1.234.567", Some(RepairKind::Number)),
            ("2.1.0", Some(RepairKind::Version)),
            ("2020-05-12", Some(RepairKind::Number)),
            ("5/12/2020", None),
            ("12-05-2020", None),
        ] {
            let language: Language = "de".parse().unwrap();
            assert_eq!(values_in(text, Some(&language))[0].kind, kind, "{text}");
        }
    }
}
