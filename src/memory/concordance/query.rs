//! What is searched for, and what it may meet in a text: parts of words, other case,
//! codes.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::pattern::Pattern;
use crate::error::{Error, names};
use crate::inline::CodedText;
use crate::text::Fold;

/// A phrase to search a memory for, and how.
///
/// A phrase of any length and any script is found wherever it is in a text,
/// be it one character. White space is evened out on both sides: each run of it
/// counts as one space, and none counts at the edges of the phrase. So are signs that
/// stand for each other: `'` and `’`, `-` and `–`, `A` and the full-width `Ａ`. Texts that
/// hold the phrase are ranked by the share of the text that the phrase covers:
/// those that consist of it first, then shorter ones before longer ones.
///
/// # Example
///
/// ```
/// use bitext::memory::{CaseMode, WordMode};
/// use bitext::{CodedText, Concordance, Syntax};
///
/// let text = CodedText::parse("Click **Save**, then click saved.", Syntax::Markdown);
/// let phrase = Concordance::new("click save")?;
/// let found = phrase.find_in(&text);
/// assert_eq!(found, [0..10, 17..27]);
/// assert_eq!(&text.plain()[found[0].clone()], "Click Save");
///
/// let whole = phrase.clone().with_words(WordMode::Whole);
/// assert_eq!(whole.find_in(&text), [0..10]);
/// let exact = phrase.with_case(CaseMode::Respect);
/// assert_eq!(exact.find_in(&text), [17..27]);
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Concordance {
    phrase: String,
    words: WordMode,
    case: CaseMode,
    codes: CodeMode,
    accents: AccentMode,
    any_order: bool,
    limit: Option<usize>,
}

impl Concordance {
    /// A search for a phrase: also within words, in any case, across codes, and
    /// without a limit.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`](crate::ErrorKind::Argument) where the phrase is
    /// empty or holds white space alone.
    pub fn new(phrase: &str) -> Result<Self, Error> {
        let phrase = phrase.trim();
        if phrase.is_empty() {
            return Err(Error::argument(
                "expected a phrase to search for, but found no more than white space; \
                 give one character at least",
            ));
        }
        Ok(Self {
            phrase: phrase.to_owned(),
            words: WordMode::default(),
            case: CaseMode::default(),
            codes: CodeMode::default(),
            accents: AccentMode::default(),
            any_order: false,
            limit: None,
        })
    }

    /// Whether the phrase is found within words.
    #[must_use]
    pub fn with_words(self, words: WordMode) -> Self {
        Self { words, ..self }
    }

    /// Whether the phrase is found in other case.
    #[must_use]
    pub fn with_case(self, case: CaseMode) -> Self {
        Self { case, ..self }
    }

    /// Whether the phrase is found across inline codes.
    #[must_use]
    pub fn with_codes(self, codes: CodeMode) -> Self {
        Self { codes, ..self }
    }

    /// Whether the phrase is found with other accents.
    #[must_use]
    pub fn with_accents(self, accents: AccentMode) -> Self {
        Self { accents, ..self }
    }

    /// Whether the words of the phrase, divided by white space, are found in any order
    /// and apart from each other; a text has to hold all of them.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::{CodedText, Concordance};
    ///
    /// let words = Concordance::new("cloud save")?.with_any_order(true);
    /// assert_eq!(words.find_in(&CodedText::from_plain("Save in the cloud")), [0..4, 12..17]);
    /// assert!(words.find_in(&CodedText::from_plain("Save it")).is_empty());
    /// # Ok::<(), bitext::Error>(())
    /// ```
    #[must_use]
    pub fn with_any_order(self, any_order: bool) -> Self {
        Self { any_order, ..self }
    }

    /// How many hits are wanted at most: those that rank first.
    #[must_use]
    pub fn with_limit(self, limit: usize) -> Self {
        Self { limit: Some(limit), ..self }
    }

    /// The phrase, without white space at its edges.
    pub fn phrase(&self) -> &str {
        &self.phrase
    }

    /// Whether the phrase is found within words.
    pub fn words(&self) -> WordMode {
        self.words
    }

    /// Whether the phrase is found in other case.
    pub fn case(&self) -> CaseMode {
        self.case
    }

    /// Whether the phrase is found across inline codes.
    pub fn codes(&self) -> CodeMode {
        self.codes
    }

    /// Whether the phrase is found with other accents.
    pub fn accents(&self) -> AccentMode {
        self.accents
    }

    /// What is the same in a text and the phrase.
    pub(super) fn fold(&self) -> Fold {
        match (self.case, self.accents) {
            (CaseMode::Respect, _) => Fold::Nothing,
            (_, AccentMode::Respect) => Fold::Case,
            (_, AccentMode::Ignore) => Fold::CaseAndAccents,
        }
    }

    /// Whether the words of the phrase are found in any order.
    pub fn any_order(&self) -> bool {
        self.any_order
    }

    /// The parts that a text has to hold: the phrase, or each word of it once.
    pub(super) fn parts(&self) -> Vec<&str> {
        if !self.any_order {
            return vec![&self.phrase];
        }
        let mut words: Vec<&str> = self.phrase.split_whitespace().collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// How many hits are wanted at most; none where all are.
    pub fn limit(&self) -> Option<usize> {
        self.limit
    }

    /// The places of the phrase in a text: byte ranges in
    /// [`CodedText::plain`], in order, that do not overlap.
    ///
    /// Of places that overlap the first is taken. No range begins or ends
    /// within a character; a range may begin or end between a letter and a
    /// combining mark on it, unless [`WordMode::Whole`] is asked for.
    pub fn find_in(&self, text: &CodedText) -> Vec<Range<usize>> {
        Pattern::new(self).find_in(text)
    }
}

/// Whether a phrase is found within words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum WordMode {
    /// A phrase is found anywhere: `sign` finds `signing`.
    #[default]
    Parts,
    /// A phrase is found where it begins and ends at word boundaries, by the
    /// default rules of UAX #29, section 4: `sign` does not find `signing`. White
    /// space is evened out before, and case has no part in it.
    ///
    /// Those rules know no dictionary. In scripts that are written without
    /// spaces they give
    ///
    /// - each character of Han and Hiragana as a word: all that [`Parts`](Self::Parts)
    ///   finds is found;
    /// - each run of Katakana as a word: `サーバ` does not find `サーバー`;
    /// - each character of Thai, Lao, Khmer and Myanmar with the marks on it as a
    ///   word: a phrase does not end between a character and its marks.
    Whole,
}

names!(WordMode { Parts => "parts", Whole => "whole" });

/// Whether a phrase is found in other case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum CaseMode {
    /// Texts are alike that differ in case alone: `sign in` finds `Sign In`.
    ///
    /// Each character is made lower case by itself; a final `ς` is `σ`, `ß` is `ss`, and
    /// `İ` and `ı` are `i`.
    #[default]
    Ignore,
    /// A phrase is found as written: `IT` does not find `it`.
    Respect,
}

names!(CaseMode { Ignore => "ignore", Respect => "respect" });

/// Whether a phrase is found with other accents.
///
/// `é` is the same in one character and in two in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum AccentMode {
    /// `resume` does not find `résumé`.
    #[default]
    Respect,
    /// Texts are alike that differ in the accents of Latin, Greek and Cyrillic
    /// (U+0300 to U+036F): `resume` finds `résumé`. Where case is respected, so are
    /// accents.
    Ignore,
}

names!(AccentMode { Respect => "respect", Ignore => "ignore" });

/// Whether a phrase is found across inline codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum CodeMode {
    /// Codes are passed over: `click Save` finds `click **Save**`.
    #[default]
    Ignore,
    /// No code is within what is found; one may be at its edges.
    Respect,
}

names!(CodeMode { Ignore => "ignore", Respect => "respect" });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_has_a_character() {
        for phrase in ["", " ", "\t\u{3000}\n"] {
            let error = Concordance::new(phrase).unwrap_err();
            assert!(error.to_string().starts_with("expected a phrase"), "{error}");
        }
        assert_eq!(Concordance::new(" 保存\n").unwrap().phrase(), "保存");
    }
}
