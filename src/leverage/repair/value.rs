//! The values of a text, numbers read in the format of its language.

use std::ops::Range;

use super::RepairKind;
use super::number::Number;
use crate::inline::alike_destination;
use crate::language::Language;
use crate::text::{Value, ValueKind, values};

/// A value that was found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found<'t> {
    /// What kind of thing it is; nothing for a date that languages write in ways
    /// of their own.
    pub(super) kind: Option<RepairKind>,
    /// Its bytes in the text, from 0.
    pub(super) range: Range<usize>,
    pub(super) text: &'t str,
    /// The number that it is, where that is certain.
    pub(super) number: Option<Number>,
}

/// The values of a text in a language, in order.
pub(super) fn values_in<'t>(text: &'t str, language: Option<&Language>) -> Vec<Found<'t>> {
    let mut all: Vec<Found<'t>> = Vec::new();
    for value in values(text) {
        let found = Found::new(text, value, language);
        let joined = all.last_mut().is_some_and(|last| last.joins(&found, text, language));
        if !joined {
            all.push(found);
        }
    }
    all
}

impl<'t> Found<'t> {
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

    /// Takes the number after this one in, where a space alone stands between
    /// two groups of one number: `1 234`.
    fn joins(&mut self, next: &Self, text: &'t str, language: Option<&Language>) -> bool {
        let is_near = self.number.is_some() && self.range.end + 1 == next.range.start;
        if !is_near
            || !Number::has_spaces(language)
            || &text[self.range.end..next.range.start] != " "
        {
            return false;
        }
        let joined = &text[self.range.start..next.range.end];
        let Some(number) = Number::read(joined, language) else { return false };
        (self.range.end, self.text, self.number) = (next.range.end, joined, Some(number));
        true
    }

    /// Whether it may stand in place of another one in the same sentence.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let is_numeric =
            |found: &Self| matches!(found.kind, Some(RepairKind::Number | RepairKind::Version));
        self.kind == other.kind || (is_numeric(self) && is_numeric(other))
    }

    /// What is the same for values that are the same, however they are written,
    /// and for the address of a page in several languages.
    pub(super) fn key(&self) -> String {
        match &self.number {
            Some(number) => number.key(),
            None if self.kind == Some(RepairKind::Url) => alike_destination(self.text),
            None => self.text.to_owned(),
        }
    }
}

/// Year, month and day as ISO 8601 has them, which all languages share.
fn is_iso_date(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [4, 2, 2]
}

#[cfg(test)]
mod tests {
    use super::*;

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
