//! The rules of a language as data, and how a rule file is read.
//!
//! # The form of a rule file
//!
//! A line is a directive, a space and its values, with commas between them. What
//! follows a `#` is a comment; a line without anything else has no effect. Lines
//! may come in any order and add up; where two differ on the same word, the last
//! one holds.
//!
//! | directive | values | meaning |
//! |---|---|---|
//! | `abbreviation` | `e.g.`, `Dr.` | something always follows: no sentence ends with it |
//! | `final` | `etc.` | an abbreviation that may end a sentence: it does so before a capital letter |
//! | `name` | `Inc.`, `p.m.` | an abbreviation that is often followed by a name: it ends a sentence only before a word that `start` lists |
//! | `numbered` | `No.`, `Fig.` | an abbreviation if a number follows, a word if not |
//! | `word` | `no.` | no abbreviation after all: takes a value of the four above back |
//! | `start` | `The`, `However` | words that begin sentences, as they are written there |
//! | `continuation` | `と` | words that no sentence begins with; looked at behind closing quotes and brackets, and at white space that may end a sentence |
//! | `initials` | | a capital letter and a full stop, once or more, is a `name` |
//! | `ordinal-before` | `am`, `der` | words after which one or two digits and a full stop are an ordinal number |
//! | `ordinal-after` | `Mai` | words before which up to three digits and a full stop are an ordinal number |
//! | `lower-case` | `4` | a sentence may begin with a lower-case letter, after a word of at least so many lower-case letters that is no abbreviation |
//! | `white-space` | `40` | the language has no full stop: white space between two letters ends a sentence where at least so many letters stand on both sides |
//! | `mark` | `;` | characters that end a sentence as `?` does |
//! | `whole` | `「」` | pairs of brackets or quotes inside which no sentence ends |
//!
//! An abbreviation with white space in it is found with and without: `z. B.` is
//! also `z.B.`. One in lower case is also found with a capital first letter. It is
//! made of letters, digits, hyphens and full stops, and ends with its mark. It has at
//! most 16 words and 256 bytes.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxBuildHasher;

use super::characters::is_passed_over;
use crate::error::{Error, ErrorKind};
use crate::language::Language;
use crate::position::Position;
use crate::steps::step;

type Map<V> = HashMap<Box<str>, V, FxBuildHasher>;
type Set = HashSet<Box<str>, FxBuildHasher>;

/// When a sentence ends after an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Never.
    Never,
    /// Before a capital letter.
    BeforeCapital,
    /// Before a word that sentences begin with.
    BeforeStart,
    /// If no number follows.
    UnlessNumber,
    /// As after any word.
    Word,
}

/// The rules of a language.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    /// By the abbreviation without white space.
    abbreviations: Map<Abbreviation>,
    /// The beginnings of abbreviations of several words, without white space,
    /// each with what may follow them.
    beginnings: Map<Rests>,
    /// The most words that an abbreviation has.
    pub(super) most_words: usize,
    /// Words that sentences begin with.
    pub(super) starts: Set,
    /// Words that no sentence begins with.
    pub(super) continuations: Vec<Box<str>>,
    /// Whether a capital letter and a full stop are an abbreviation.
    pub(super) initials: bool,
    /// Words after which a number is an ordinal number.
    ordinal_before: Set,
    /// Words before which a number is an ordinal number.
    ordinal_after: Set,
    /// The letters of a word after which a sentence may begin in lower case.
    pub(super) lower_case: Option<usize>,
    /// The letters on both sides of white space that ends a sentence.
    pub(super) white_space: Option<usize>,
    /// Characters that end a sentence as `?` does.
    pub(super) marks: Vec<char>,
    /// Pairs of brackets or quotes inside which no sentence ends.
    pub(super) whole: Vec<(char, char)>,
}

/// What may follow the beginning of an abbreviation, without white space.
#[derive(Clone, Debug, Default)]
pub(super) struct Rests {
    rests: Set,
    /// Their lengths in bytes.
    lengths: BTreeSet<usize>,
}

impl Rests {
    fn add(&mut self, rest: String) {
        self.lengths.insert(rest.len());
        self.rests.insert(rest.into());
    }

    /// Returns whether a text without white space begins with one of them. There are
    /// never more lengths than the longest abbreviation has bytes.
    pub(super) fn begin(&self, text: &str) -> bool {
        self.lengths.iter().any(|&length| {
            step(1);
            text.get(..length).is_some_and(|start| self.rests.contains(start))
        })
    }

    /// Returns how long the longest is, in bytes.
    pub(super) fn longest(&self) -> usize {
        self.lengths.last().copied().unwrap_or_default()
    }
}

impl Rules {
    /// Finds the rule for an abbreviation, given without white space.
    pub(super) fn abbreviation(&self, written: &str) -> Option<Abbreviation> {
        // An initial is no abbreviation: `P.` is not `p.`.
        let is_initial = written.chars().nth(2).is_none();
        let exact = self.abbreviations.get(written);
        exact
            .or_else(|| {
                if is_initial { None } else { with_small_initial(&self.abbreviations, written) }
            })
            .copied()
    }

    /// Finds what may follow the beginning of an abbreviation, given without white
    /// space.
    pub(super) fn rests(&self, written: &str) -> Option<&Rests> {
        let exact = self.beginnings.get(written);
        exact.or_else(|| with_small_initial(&self.beginnings, written))
    }

    /// Whether a number is an ordinal number after this word.
    pub(super) fn makes_ordinal_before(&self, word: &str) -> bool {
        self.ordinal_before.contains(word)
            || self.ordinal_before.contains(word.to_lowercase().as_str())
    }

    /// Whether a number is an ordinal number before this word.
    pub(super) fn makes_ordinal_after(&self, word: &str) -> bool {
        self.ordinal_after.contains(word)
            || self.ordinal_after.contains(word.to_lowercase().as_str())
    }

    /// Whether numbers with a full stop may be ordinal numbers.
    pub(super) fn has_ordinals(&self) -> bool {
        !(self.ordinal_before.is_empty() && self.ordinal_after.is_empty())
    }

    /// Adds an abbreviation, unless it has too many words or bytes.
    fn add_abbreviation(&mut self, written: &str, kind: Abbreviation) -> bool {
        // As the view has it.
        let written: String = written.chars().filter(|&c| !is_passed_over(c)).collect();
        let words: Vec<&str> = written.split_whitespace().take(MOST_WORDS + 1).collect();
        if words.len() > MOST_WORDS || written.len() > MOST_BYTES {
            return false;
        }
        self.most_words = self.most_words.max(words.len());
        self.abbreviations.insert(words.concat().into(), kind);
        for split in 1..words.len() {
            step(1);
            let rests = self.beginnings.entry(words[..split].concat().into()).or_default();
            rests.add(words[split..].concat());
        }
        true
    }
}

/// Finds the value that a word with a capital first letter has with a small one.
fn with_small_initial<'m, V>(map: &'m Map<V>, word: &str) -> Option<&'m V> {
    let mut characters = word.chars();
    let first = characters.next().filter(|first| first.is_uppercase())?;
    map.get(first.to_lowercase().chain(characters).collect::<String>().as_str())
}

/// The rules that every language has.
const ROOT: &str = include_str!("root.txt");

/// What a language has besides, by primary language.
macro_rules! languages {
    ($($language:literal),* $(,)?) => {
        const LANGUAGES: &[(&str, &str)] =
            &[$(($language, include_str!(concat!($language, ".txt")))),*];
    };
}

languages!(
    "am", "ar", "bg", "cs", "da", "de", "el", "en", "es", "fi", "fr", "hy", "it", "ja", "ko", "nb",
    "nl", "pl", "pt", "ru", "sk", "sv", "th", "tr", "uk", "zh",
);

/// Returns the rules of a language, read when they are first asked for.
pub(super) fn rules_of(language: &Language) -> Arc<Rules> {
    static READ: [OnceLock<Arc<Rules>>; LANGUAGES.len()] =
        [const { OnceLock::new() }; LANGUAGES.len()];
    static OTHERS: OnceLock<Arc<Rules>> = OnceLock::new();
    let index = LANGUAGES.iter().position(|(name, _)| *name == language.family());
    match index {
        Some(index) => READ[index].get_or_init(|| read(LANGUAGES[index].1)).clone(),
        None => OTHERS.get_or_init(|| read("")).clone(),
    }
}

/// Reads the rules of all languages and those of one.
fn read(text: &str) -> Arc<Rules> {
    let mut rules = Rules::default();
    for text in [ROOT, text] {
        let added = rules.add(text);
        // A test reads each file.
        debug_assert!(added.is_ok(), "{added:?}");
    }
    Arc::new(rules)
}

/// The most letters that a directive may ask for: so many are looked for at each
/// place, whatever the text.
const MOST_LETTERS: usize = 1000;

/// The most words of an abbreviation, and the most bytes: so many are looked for at
/// each place, whatever the text.
const MOST_WORDS: usize = 16;
const MOST_BYTES: usize = 256;

/// What a directive makes of its values.
enum Directive {
    Abbreviation(Abbreviation),
    Words(fn(&mut Rules, &str)),
    Flag(fn(&mut Rules)),
    Number(fn(&mut Rules, usize)),
    Character(fn(&mut Rules, char)),
    Pair(fn(&mut Rules, (char, char))),
}

/// Every directive, in the order of the table in the documentation.
const DIRECTIVES: [(&str, Directive); 14] = [
    ("abbreviation", Directive::Abbreviation(Abbreviation::Never)),
    ("final", Directive::Abbreviation(Abbreviation::BeforeCapital)),
    ("name", Directive::Abbreviation(Abbreviation::BeforeStart)),
    ("numbered", Directive::Abbreviation(Abbreviation::UnlessNumber)),
    ("word", Directive::Abbreviation(Abbreviation::Word)),
    ("start", Directive::Words(|rules, word| _ = rules.starts.insert(word.into()))),
    ("continuation", Directive::Words(|rules, word| rules.continuations.push(word.into()))),
    ("initials", Directive::Flag(|rules| rules.initials = true)),
    (
        "ordinal-before",
        Directive::Words(|rules, word| _ = rules.ordinal_before.insert(word.into())),
    ),
    ("ordinal-after", Directive::Words(|rules, word| _ = rules.ordinal_after.insert(word.into()))),
    ("lower-case", Directive::Number(|rules, letters| rules.lower_case = Some(letters))),
    ("white-space", Directive::Number(|rules, letters| rules.white_space = Some(letters))),
    ("mark", Directive::Character(|rules, mark| rules.marks.push(mark))),
    ("whole", Directive::Pair(|rules, pair| rules.whole.push(pair))),
];

impl Rules {
    /// Adds the rules of a text in the form of a rule file.
    pub(crate) fn add(&mut self, text: &str) -> Result<(), Error> {
        for (index, line) in text.lines().enumerate() {
            let rule = line.split_once('#').map_or(line, |(rule, _)| rule).trim();
            if !rule.is_empty() {
                let wrong = |message| syntax_error(index + 1, line, rule, message);
                self.add_line(rule).map_err(wrong)?;
            }
        }
        Ok(())
    }

    /// Adds the rules of a line; the error names what was expected and found.
    fn add_line(&mut self, rule: &str) -> Result<(), String> {
        let (name, values) = rule.split_once(char::is_whitespace).unwrap_or((rule, ""));
        let named = DIRECTIVES.iter().find(|(directive, _)| *directive == name);
        let (_, directive) = named.ok_or_else(|| unknown_directive(name))?;
        let values = values.trim();
        if let Directive::Flag(set) = directive {
            set(self);
            return match values {
                "" => Ok(()),
                _ => Err(expected("nothing", name, values)),
            };
        }
        values
            .split(',')
            .map(str::trim)
            .try_for_each(|value| self.add_value(name, directive, value))
    }

    fn add_value(&mut self, name: &str, directive: &Directive, value: &str) -> Result<(), String> {
        let wrong = |what: &str| expected(what, name, value);
        match directive {
            Directive::Flag(set) => set(self),
            Directive::Abbreviation(kind) => {
                let has_mark = value.ends_with(['.', '!', '?']);
                if !has_mark || !value.starts_with(char::is_alphanumeric) {
                    return Err(wrong("a word with its full stop, such as `No.`,"));
                }
                if !self.add_abbreviation(value, *kind) {
                    let most = format!(
                        "an abbreviation of at most {MOST_WORDS} words and {MOST_BYTES} bytes"
                    );
                    return Err(wrong(&most));
                }
            }
            Directive::Words(add) => {
                if value.is_empty() || value.contains(char::is_whitespace) {
                    return Err(wrong("one word between commas"));
                }
                add(self, value);
            }
            Directive::Number(set) => {
                let number =
                    value.parse().ok().filter(|number| (1..=MOST_LETTERS).contains(number));
                let what = format!("a number of letters from 1 to {MOST_LETTERS}");
                set(self, number.ok_or_else(|| wrong(&what))?);
            }
            Directive::Character(add) => {
                let mut characters = value.chars();
                let only = characters.next().filter(|_| characters.next().is_none());
                add(self, only.ok_or_else(|| wrong("one character between commas"))?);
            }
            Directive::Pair(add) => {
                let mut characters = value.chars();
                let pair = characters.next().zip(characters.next());
                let pair =
                    pair.filter(|(open, close)| open != close && characters.next().is_none());
                add(self, pair.ok_or_else(|| wrong("two different characters, such as `()`,"))?);
            }
        }
        Ok(())
    }
}

fn expected(what: &str, name: &str, value: &str) -> String {
    match value {
        "" => format!("expected {what} after `{name}`, but found nothing"),
        _ => format!("expected {what} after `{name}`, but found `{}`", shortened(value)),
    }
}

/// Cuts a value that is too long for a message.
fn shortened(value: &str) -> Cow<'_, str> {
    const LONGEST: usize = 60;
    match value.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &value[..end]).into(),
        None => value.into(),
    }
}

fn unknown_directive(found: &str) -> String {
    let known: Vec<&str> = DIRECTIVES.iter().map(|(name, _)| *name).collect();
    format!("expected a directive (`{}`), but found `{found}`", known.join("`, `"))
}

/// Makes the error about a rule, at the place where it begins in its line.
fn syntax_error(number: usize, line: &str, rule: &str, message: String) -> Error {
    let indent = &line[..line.len() - line.trim_start().len()];
    debug_assert!(line[indent.len()..].starts_with(rule));
    let position = Position { line: number, column: indent.chars().count() + 1 };
    Error::new(ErrorKind::Syntax { position, message })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segmentation::SentenceRules;
    use crate::steps::assert_linear;

    #[test]
    fn every_file_is_in_the_form() {
        for (language, text) in LANGUAGES.iter().chain([&("root", ROOT)]) {
            let added = Rules::default().add(text);
            assert!(added.is_ok(), "{language}.txt: {}", added.unwrap_err());
        }
    }

    #[test]
    fn languages_are_found_by_tag() {
        for (tag, found) in
            [("en-GB", true), ("zh-Hant-TW", true), ("no", true), ("pt-BR", true), ("qq", false)]
        {
            let language: Language = tag.parse().unwrap();
            let named = LANGUAGES.iter().any(|(name, _)| *name == language.family());
            assert_eq!(named, found, "{tag}");
        }
    }

    #[test]
    fn abbreviations_have_limits() {
        let words = |count: usize| format!("abbreviation {}", "1. ".repeat(count));
        assert!(Rules::default().add(&words(MOST_WORDS)).is_ok());
        for rule in [words(MOST_WORDS + 1), format!("name {}.", "a".repeat(MOST_BYTES))] {
            let error = Rules::default().add(&rule).unwrap_err().to_string();
            assert!(error.contains("an abbreviation of at most") && error.len() < 300, "{error}");
        }
    }

    #[test]
    fn many_abbreviations_with_one_beginning_take_linear_time() {
        assert_linear("rules and a text", |length| {
            let rule = |number: usize| format!("abbreviation a. {number}.\n");
            let rules: String = (0..length / 8).map(rule).collect();
            let rules = SentenceRules::default().with_rules(&rules).unwrap();
            let text = "so a. B, ".repeat(length / 8);
            assert!(rules.split(&text).count() > 0);
        });
        let rules = SentenceRules::default().with_rules("abbreviation a. b. c., a. b.").unwrap();
        assert_eq!(rules.split("So a. b. c. D. So A. B. D.").count(), 2);
    }

    #[test]
    fn a_language_without_rules_has_those_of_all() {
        let rules = rules_of(&"qq".parse().unwrap());
        assert!(rules.initials);
        assert!(rules.abbreviation("Dr.").is_some());
        assert!(rules.abbreviation("bzw.").is_none());
    }
}
