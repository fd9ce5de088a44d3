//! The rules of a language as data.
//!
//! # The form of a rule file
//!
//! A line is a directive, a space and its values, with commas between them. What
//! follows a `#` is a comment; a line without anything else says nothing. Lines
//! may come in any order and add up; where two say something else of the same
//! word, the last one holds.
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
//! made of letters, digits, hyphens and full stops, and ends with its mark.

mod languages;
mod parse;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

pub(super) use languages::rules_of;

use super::view::is_passed_over;

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
    beginnings: Map<Vec<Box<str>>>,
    /// The most words that an abbreviation has.
    most_words: usize,
    starts: Set,
    pub(super) continuations: Vec<Box<str>>,
    pub(super) initials: bool,
    ordinal_before: Set,
    ordinal_after: Set,
    /// The letters of a word after which a sentence may begin in lower case.
    pub(super) lower_case: Option<usize>,
    /// The letters on both sides of white space that ends a sentence.
    pub(super) white_space: Option<usize>,
    pub(super) marks: Vec<char>,
    pub(super) whole: Vec<(char, char)>,
}

impl Rules {
    /// What is said of an abbreviation, given without white space.
    pub(super) fn abbreviation(&self, written: &str) -> Option<Abbreviation> {
        // An initial is none: `P.` is no `p.`.
        let is_initial = written.chars().nth(2).is_none();
        let exact = self.abbreviations.get(written);
        exact
            .or_else(|| {
                if is_initial { None } else { with_small_initial(&self.abbreviations, written) }
            })
            .copied()
    }

    /// What may follow the beginning of an abbreviation, both without white space.
    pub(super) fn rests(&self, written: &str) -> &[Box<str>] {
        let exact = self.beginnings.get(written);
        exact.or_else(|| with_small_initial(&self.beginnings, written)).map_or(&[], Vec::as_slice)
    }

    pub(super) fn most_words(&self) -> usize {
        self.most_words.max(1)
    }

    pub(super) fn is_start(&self, word: &str) -> bool {
        self.starts.contains(word)
    }

    pub(super) fn makes_ordinal_before(&self, word: &str) -> bool {
        self.ordinal_before.contains(word)
            || self.ordinal_before.contains(word.to_lowercase().as_str())
    }

    pub(super) fn makes_ordinal_after(&self, word: &str) -> bool {
        self.ordinal_after.contains(word)
    }

    /// Whether numbers with a full stop may be ordinal numbers.
    pub(super) fn has_ordinals(&self) -> bool {
        !(self.ordinal_before.is_empty() && self.ordinal_after.is_empty())
    }

    fn add_abbreviation(&mut self, written: &str, kind: Abbreviation) {
        // As the view has it.
        let written: String = written.chars().filter(|&c| !is_passed_over(c)).collect();
        let words: Vec<&str> = written.split_whitespace().collect();
        self.most_words = self.most_words.max(words.len());
        self.abbreviations.insert(words.concat().into(), kind);
        for split in 1..words.len() {
            let rests = self.beginnings.entry(words[..split].concat().into()).or_default();
            let rest = words[split..].concat().into();
            if !rests.contains(&rest) {
                rests.push(rest);
            }
        }
    }
}

/// The value of a word with a capital first letter as it is with a small one.
fn with_small_initial<'m, V>(map: &'m Map<V>, word: &str) -> Option<&'m V> {
    let mut characters = word.chars();
    let first = characters.next().filter(|first| first.is_uppercase())?;
    map.get(first.to_lowercase().chain(characters).collect::<String>().as_str())
}

/// Rules that many hold.
pub(super) type SharedRules = Arc<Rules>;
