//! Numbers as languages write them: read in one format, written in another.

mod cldr;

use cldr::{NumberFormat, plural_form};

use crate::language::Language;
use crate::steps::step;

/// A number, and how it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// The digits before the fraction, from `0` to `9`.
    integer: String,
    /// The digits of the fraction, as many as there are.
    fraction: Option<String>,
    style: Style,
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Style {
    /// The digit 0.
    zero: char,
    /// The separator of its groups, where it has one.
    group: Option<char>,
    /// The separator of its fraction, where it has one.
    decimal: Option<char>,
}

impl Number {
    /// Reads a number in the format of a language. Returns `None` where it may mean
    /// something else: where groups have not three digits each, or there are
    /// zeros in front.
    pub(super) fn read(text: &str, language: Option<&Language>) -> Option<Self> {
        let zero = text.chars().next().and_then(zero_of)?;
        let format = NumberFormat::of(language).for_digits(zero);
        let mut number = Number {
            integer: String::new(),
            fraction: None,
            style: Style { zero, group: None, decimal: None },
        };
        number.read_on(text, format)?;
        number.is_certain().then_some(number)
    }

    /// Reads what stands behind a space after this number as its next groups. Returns
    /// whether they are, and leaves the number as it was where not.
    pub(super) fn extend(&mut self, groups: &str, language: Option<&Language>) -> bool {
        if self.fraction.is_some() {
            return false;
        }
        let (style, length) = (self.style, self.integer.len());
        let format = NumberFormat::of(language).for_digits(style.zero);
        let read = self.separate(' ', format).and_then(|()| self.read_on(groups, format));
        let is_read = read.is_some() && self.is_certain();
        if !is_read {
            self.integer.truncate(length);
            (self.fraction, self.style) = (None, style);
        }
        is_read
    }

    /// Reads digits and separators to the end of a text.
    fn read_on(&mut self, text: &str, format: NumberFormat) -> Option<()> {
        step(text.len());
        let (mut rest, zero) = (text, self.style.zero);
        loop {
            let length = rest.find(|character| digit(character, zero).is_none());
            let (digits, after) = rest.split_at(length.unwrap_or(rest.len()));
            self.add(digits.chars().filter_map(|character| digit(character, zero)))?;
            let mut characters = after.chars();
            let Some(separator) = characters.next() else { return Some(()) };
            self.separate(separator, format)?;
            rest = characters.as_str();
        }
    }

    /// Adds a run of digits. Returns `None` where a group has another length.
    fn add(&mut self, digits: impl Iterator<Item = char>) -> Option<()> {
        let before = self.integer.len();
        match &mut self.fraction {
            Some(fraction) => fraction.extend(digits),
            None => self.integer.extend(digits),
        }
        let added = self.integer.len() - before;
        let is_valid = match self.style.group {
            _ if self.fraction.is_some() => true,
            Some(_) => added == 3,
            None => added > 0,
        };
        is_valid.then_some(())
    }

    /// Takes a separator for what it is in a format. Returns `None` where it is
    /// neither that of groups nor that of a fraction.
    fn separate(&mut self, separator: char, format: NumberFormat) -> Option<()> {
        let starts_groups = self.style.group.is_none() && self.integer.len() <= 3;
        if self.fraction.is_some() {
            return None;
        }
        if format.is_decimal(separator) {
            self.fraction = Some(String::new());
            self.style.decimal = Some(separator);
        } else if format.is_group(separator)
            && (starts_groups || self.style.group == Some(separator))
        {
            self.style.group = Some(separator);
        } else {
            return None;
        }
        Some(())
    }

    fn is_certain(&self) -> bool {
        let has_zeros = self.integer.len() > 1 && self.integer.starts_with('0');
        !has_zeros && self.fraction.as_ref().is_none_or(|fraction| !fraction.is_empty())
    }

    /// Whether two are the same number, to the same number of digits.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.integer == other.integer && self.fraction == other.fraction
    }

    /// Returns the digits, which are the same for numbers that are the same.
    pub(super) fn key(&self) -> String {
        match &self.fraction {
            Some(fraction) => format!("{}.{fraction}", self.integer),
            None => self.integer.clone(),
        }
    }

    /// Whether spaces stand between groups in a language.
    pub(super) fn has_spaces(language: Option<&Language>) -> bool {
        NumberFormat::of(language).group.is_whitespace()
    }

    /// Whether words that go with this number in a language have the same form
    /// with another one.
    pub(super) fn agrees_as(&self, other: &Self, language: Option<&Language>) -> bool {
        let form = |number: &Self| {
            let whole = number.fraction.is_none().then_some(&number.integer)?;
            // The last digits decide, and whether there are others before them.
            let last = &whole[whole.len().saturating_sub(9)..];
            Some(plural_form(last.parse().ok()?, language))
        };
        form(self) == form(other)
    }

    /// Writes this number in place of `written`, which stood in a text of this
    /// language where the source has `source`: with its digits and separators,
    /// and with those of the language where it shows none.
    pub(super) fn write_like(
        &self,
        source: &Self,
        written: &Self,
        language: Option<&Language>,
    ) -> String {
        let zero = written.style.zero;
        let format = NumberFormat::of(language).for_digits(zero);
        let is_grouped =
            self.integer.len() >= 3 + format.least && self.is_grouped_like(source, written);
        let group = is_grouped.then(|| written.style.group.unwrap_or(format.group));
        let mut text = String::new();
        for (index, digit) in self.integer.chars().enumerate() {
            let left = self.integer.len() - index;
            if index > 0 && left.is_multiple_of(3) {
                text.extend(group);
            }
            text.push(with_zero(digit, zero));
        }
        if let Some(fraction) = &self.fraction {
            text.push(written.style.decimal.unwrap_or(format.decimal));
            text.extend(fraction.chars().map(|digit| with_zero(digit, zero)));
        }
        text
    }

    /// Whether there are groups in place of a number: as there were, where the
    /// source has them as it had; or else as the source has them.
    fn is_grouped_like(&self, source: &Self, written: &Self) -> bool {
        let is_grouped = |number: &Self| number.style.group.is_some();
        match written.integer.len() {
            4.. if is_grouped(self) == is_grouped(source) => is_grouped(written),
            4.. if is_grouped(self) => is_grouped(written) || !is_grouped(source),
            _ => is_grouped(self),
        }
    }
}

/// The digit 0 of each script that has digits of its own, with the other nine
/// after it: general category Nd of the Unicode
/// Standard, for scripts in use.
const ZEROS: [char; 18] = [
    '0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}',
    '\u{c66}', '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{1040}', '\u{17e0}', '\u{1810}',
    '\u{ff10}',
];

/// Finds the digit 0 of the script of a digit.
fn zero_of(character: char) -> Option<char> {
    ZEROS.into_iter().find(|zero| digit(character, *zero).is_some())
}

/// Returns the digit from `0` to `9` for one of the script with this zero.
fn digit(character: char, zero: char) -> Option<char> {
    let value = (character as u32).checked_sub(zero as u32)?;
    char::from_digit(value, 10)
}

/// Returns the digit of the script with this zero for one from `0` to `9`.
fn with_zero(digit: char, zero: char) -> char {
    let value = digit.to_digit(10).unwrap_or_default();
    char::from_u32(zero as u32 + value).unwrap_or(digit)
}

#[cfg(test)]
mod tests;
