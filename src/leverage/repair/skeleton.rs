//! A text as words and values.

use super::value::{Found, values_in};
use crate::language::Language;
use crate::text::tokens;

/// A text as words and values, without the white space.
pub(super) struct Skeleton<'t> {
    pub(super) text: &'t str,
    elements: Vec<Element<'t>>,
    pub(super) values: Vec<Found<'t>>,
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
pub(super) type Place = (usize, Option<usize>);

impl<'t> Skeleton<'t> {
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
        let words = |skeleton: &Self| -> Vec<Option<&'t str>> {
            skeleton.elements.iter().map(|element| element.word).collect()
        };
        self.elements.len() == other.elements.len()
            && words(self) == words(other)
            && self.values.iter().zip(&other.values).all(|(value, other)| value.is_like(other))
    }

    /// The place of a byte offset.
    pub(super) fn place(&self, at: usize) -> Place {
        let before = self.elements.partition_point(|element| element.start < at);
        let last = before.checked_sub(1).map(|last| &self.elements[last]);
        let inside = last.filter(|last| at < last.start + last.length).map(|last| at - last.start);
        (before, inside)
    }
}

fn push_words<'t>(text: &'t str, range: std::ops::Range<usize>, elements: &mut Vec<Element<'t>>) {
    for word in tokens(&text[range]) {
        // A token is a slice of the text.
        let start = word.as_ptr().addr() - text.as_ptr().addr();
        elements.push(Element { start, length: word.len(), word: Some(word) });
    }
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
    fn places() {
        let skeleton = Skeleton::of("ab 12.", None);
        let places: Vec<_> = (0..=6).map(|at| skeleton.place(at)).collect();
        let expected =
            [(0, None), (1, Some(1)), (1, None), (1, None), (2, Some(1)), (2, None), (3, None)];
        assert_eq!(places, expected);
    }
}
