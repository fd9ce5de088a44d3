//! Recognisers: what in a text stands for something and is not translated word
//! for word.
//!
//! | kind | what is recognised |
//! |---|---|
//! | URL | `http`, `https` or `ftp`, `://` and the ASCII characters of RFC 3986, without the punctuation of the sentence at its end; `www.` likewise |
//! | e-mail | an address as RFC 5321 limits it: at most 64 characters before the `@` |
//! | placeholder | `{0}`, `{name}`, `${name}`, `{{name}}`, `$(name)`, `%NAME%`, `<name>`; the conversions of `printf` (POSIX) and their kin: `%s`, `%1$d`, `%(name)s`, `%@` |
//! | date | three numbers with `/` or `-` between them |
//! | version | three numbers or more with dots between them, with the suffixes of Semantic Versioning 2.0.0; `v2`, `v1.1`, `4.x` |
//! | number | decimal digits of any script, in groups or not, with a fraction or not |
//!
//! Nothing is recognised inside a word: not the digits of `x64`, `Office365` or
//! `3D`. Next to scripts that are written without spaces, and to those whose
//! particles are written together with a number, a number may follow a letter.
//!
//! One regular expression finds all, without look-around; what may not be
//! beside a value is checked by hand. Its repetitions have bounds wherever a
//! search might look far ahead and find less, so that all searches in a text
//! together take linear time.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

/// What kind of value a part of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ValueKind {
    Url,
    Email,
    Placeholder,
    Date,
    Version,
    Number,
}

/// A value in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) kind: ValueKind,
    /// Its bytes in the text, from 0.
    pub(crate) range: Range<usize>,
}

/// The kinds, with the patterns that find them; of several that begin at a
/// place, the first counts.
const PATTERNS: [(ValueKind, &str); 6] = [
    (ValueKind::Url, r"(?:(?i:https?|ftp)://|www\.)[0-9A-Za-z%._~:/?#\[\]@!$&'()*+,;=-]+"),
    (ValueKind::Email, r"[0-9A-Za-z._%+-]{1,64}@[0-9A-Za-z-]{1,63}(?:\.[0-9A-Za-z-]{1,63})+"),
    (
        ValueKind::Placeholder,
        concat!(
            r"\{\{ ?[0-9A-Za-z_.-]{1,64} ?\}\}|\$?\{[0-9A-Za-z_][0-9A-Za-z_.:,-]{0,63}\}",
            r"|\$\([A-Za-z_][0-9A-Za-z_.]{0,63}\)|%[A-Za-z_][0-9A-Za-z_]{0,63}%",
            r"|%(?:[0-9]{1,2}\$|\([0-9A-Za-z_.]{1,64}\))?[-+0#]?[0-9]{0,3}(?:\.[0-9]{1,3})?",
            r"(?:hh?|ll?|[Lqjzt])?[@sdiufFeEgGxXoc]",
            r"|<[A-Za-z][0-9A-Za-z_ .-]{0,63}>",
        ),
    ),
    (ValueKind::Date, r"[0-9]{1,4}(?:/[0-9]{1,2}/|-[0-9]{1,2}-)[0-9]{1,4}"),
    (
        ValueKind::Version,
        concat!(
            r"[0-9]+(?:\.[0-9]+)?\.[xX]|(?:[vV][0-9]+(?:\.[0-9]+)*|[0-9]+(?:\.[0-9]+){2,})",
            r"(?:\.[xX])?(?:[-+][0-9A-Za-z.-]{0,31}[0-9A-Za-z])?",
        ),
    ),
    (
        ValueKind::Number,
        r"\p{Nd}+(?:[.,'\x{2019}\x{66b}\x{66c}\x{ff0e}\x{ff0c}\x{a0}\x{202f}\x{2009}]\p{Nd}+)*",
    ),
];

static VALUE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&pattern()).expect("the patterns are constant and tested"));

/// The pattern of all kinds, each in a group of its own.
fn pattern() -> String {
    let groups: Vec<_> = PATTERNS.iter().map(|(_, pattern)| format!("({pattern})")).collect();
    groups.join("|")
}

/// Returns the values of a text, in order and apart from each other.
pub(crate) fn values(text: &str) -> impl Iterator<Item = Value> {
    candidates(text).filter(|value| stands_free(text, value))
}

/// What looks like a value, wherever it is; each is looked for from the end of the
/// one before it on.
fn candidates(text: &str) -> impl Iterator<Item = Value> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let found = VALUE.captures_at(text, at).and_then(|found| value(text, &found))?;
        at = found.range.end;
        Some(found)
    })
}

fn value(text: &str, found: &Captures<'_>) -> Option<Value> {
    let groups = PATTERNS.iter().zip(found.iter().skip(1));
    let (kind, range) =
        groups.into_iter().find_map(|((kind, _), group)| Some((*kind, group?.range())))?;
    let range = match kind {
        ValueKind::Url => range.start..range.start + url_length(&text[range.clone()]),
        _ => range,
    };
    Some(Value { kind, range })
}

/// Returns the length of a URL without the punctuation of the sentence at its
/// end: a closing bracket belongs to it only where it closes one of its own.
fn url_length(url: &str) -> usize {
    let mut open = [('(', ')'), ('[', ']')].map(|(opening, closing)| {
        let count = |wanted| url.matches(wanted).count();
        (closing, count(closing).saturating_sub(count(opening)))
    });
    let mut length = url.len();
    for last in url.chars().rev() {
        let surplus = open.iter_mut().find(|(closing, surplus)| *closing == last && *surplus > 0);
        match surplus {
            Some((_, surplus)) => *surplus -= 1,
            None if matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~') => {}
            None => break,
        }
        // All characters of a URL are ASCII.
        length -= 1;
    }
    length
}

/// Returns whether a value is no part of a word: neither what is before it
/// nor what is after it joins it.
fn stands_free(text: &str, Value { kind, range }: &Value) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let joins_before = match kind {
        // A bracket is bound enough on its own, and `100%d` is no conversion.
        ValueKind::Placeholder if !text[range.clone()].starts_with('%') => false,
        _ => before.is_some_and(joins) || (*kind == ValueKind::Placeholder && before == Some('%')),
    };
    let joins_after = match kind {
        ValueKind::Placeholder if text[range.clone()].ends_with(['}', ')', '>', '%']) => false,
        ValueKind::Url => false,
        _ => after.is_some_and(joins),
    };
    !range.is_empty() && !joins_before && !joins_after
}

/// Returns whether a character makes a word of what it is beside.
fn joins(character: char) -> bool {
    use Script::{Armenian, Cyrillic, Georgian, Greek, Latin};
    match character {
        _ if character.is_ascii() => character.is_ascii_alphanumeric() || character == '_',
        _ if character.is_alphabetic() => {
            [Latin, Greek, Cyrillic, Armenian, Georgian].contains(&character.script())
        }
        _ => matches!(
            character.general_category_group(),
            GeneralCategoryGroup::Number | GeneralCategoryGroup::Mark
        ),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_automata::Input;
    use regex_automata::hybrid::dfa::DFA;

    use super::ValueKind::{Date, Email, Number, Placeholder, Url, Version};
    use super::*;
    use crate::steps::{assert_linear, step};

    fn found(text: &str) -> Vec<(ValueKind, &str)> {
        values(text).map(|Value { kind, range }| (kind, &text[range])).collect()
    }

    #[test]
    fn values_by_kind() {
        for (text, expected) in [
            ("", &[][..]),
            ("See https://example.com/a_(b)?c=1#d.", &[(Url, "https://example.com/a_(b)?c=1#d")]),
            ("(https://example.com/a)", &[(Url, "https://example.com/a")]),
            ("请访问https://example.com。", &[(Url, "https://example.com")]),
            ("www.example.com, now", &[(Url, "www.example.com")]),
            ("to a.b+c@example.co.uk.", &[(Email, "a.b+c@example.co.uk")]),
            (
                "{0} ${name} {{ x.y }} %s %1$d %(n)s %@ %TEMP% <your-name> $(a)",
                &[
                    (Placeholder, "{0}"),
                    (Placeholder, "${name}"),
                    (Placeholder, "{{ x.y }}"),
                    (Placeholder, "%s"),
                    (Placeholder, "%1$d"),
                    (Placeholder, "%(n)s"),
                    (Placeholder, "%@"),
                    (Placeholder, "%TEMP%"),
                    (Placeholder, "<your-name>"),
                    (Placeholder, "$(a)"),
                ],
            ),
            ("第{0}页", &[(Placeholder, "{0}")]),
            ("2020-05-12, 5/12/2020", &[(Date, "2020-05-12"), (Date, "5/12/2020")]),
            (
                "2.1.0, v2 and 1.0.0-beta.2. 4.7.x",
                &[
                    (Version, "2.1.0"),
                    (Version, "v2"),
                    (Version, "1.0.0-beta.2"),
                    (Version, "4.7.x"),
                ],
            ),
            (
                "3 of 1,234.5 or 1\u{202f}234,5 (7%)",
                &[(Number, "3"), (Number, "1,234.5"), (Number, "1\u{202f}234,5"), (Number, "7")],
            ),
            ("共3个，١٢٣ 个１２", &[(Number, "3"), (Number, "١٢٣"), (Number, "１２")]),
            ("3개", &[(Number, "3")]),
            ("10:30", &[(Number, "10"), (Number, "30")]),
            ("UTF-8", &[(Number, "8")]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn nothing_inside_words() {
        for text in
            ["x64", "Office365", "3D", "a_1", "5GB", "1st", "100% sure", "100%d", "%description"]
        {
            let in_words = found(text).into_iter().filter(|(_, value)| *value != "100");
            assert_eq!(in_words.count(), 0, "{text}");
        }
    }

    /// Counts the bytes that a search from `start` on reads, by the automaton that
    /// the regular expression is: it stops where no longer match is possible.
    fn count_search(dfa: &DFA, text: &str, start: usize) {
        let cache = &mut dfa.create_cache();
        let mut state = dfa.start_state_forward(cache, &Input::new(text).range(start..)).unwrap();
        for &byte in &text.as_bytes()[start..] {
            step(1);
            state = dfa.next_state(cache, state, byte).unwrap();
            if state.is_dead() {
                return;
            }
        }
    }

    #[test]
    fn long_texts_take_linear_time() {
        let dfa = DFA::new(&pattern()).unwrap();
        for part in ["1%", "a.", "1.1.1-.", "{a", "<a ", "https://(", "%1", "a@b", "1/1/"] {
            assert_linear(part, |length| {
                let text = part.repeat(length / part.len());
                count_search(&dfa, &text, 0);
                for found in candidates(&text) {
                    count_search(&dfa, &text, found.range.end);
                }
            });
        }
    }

    proptest! {
        #[test]
        fn values_lie_in_order(text in "(\\PC|[0-9.,%{}<>/:@a-c]|https://)*") {
            let mut at = 0;
            for Value { range, .. } in values(&text) {
                prop_assert!(at <= range.start && range.start < range.end);
                prop_assert!(text.get(range.clone()).is_some());
                at = range.end;
            }
        }
    }
}
