//! Where sentences end, by language.
//!
//! # How a text is cut
//!
//! 1. The text is seen without its markup ([`view`]): codes that read as a word
//!    are one letter, other codes are not there.
//! 2. The places where a sentence may end ([`splitter`]) are those of Unicode
//!    Standard Annex #29 ("Unicode Text Segmentation", section 5, "Sentence
//!    Boundaries"), and all white space besides.
//! 3. Each place is judged ([`ending`]) by what stands in front of it and behind
//!    it ([`context`]), and by the rules of the language ([`rules`], which has
//!    the form of the rule files).
//!
//! What holds for all languages:
//!
//! - After `.`, `!`, `?` and `…` a sentence ends only where white space follows,
//!   behind closing quotes, brackets and markup. So there is no end in `v2.0`,
//!   `app.config`, `.NET` or a URL. Full-width marks, the Arabic question mark,
//!   the danda and other marks of scripts that have their own need none.
//! - A number with its full stop, and anything else without a letter, is no
//!   sentence: `1. Install it` is one.
//! - A sentence that begins with a small letter, a number, a bracket or a code is
//!   one where the word before is no abbreviation; UAX #29 has no sentences that
//!   begin in lower case (rule SB8).
//! - After a mark with a reference behind it (`[1]`) a sentence ends as it does
//!   without one.
//! - Where a paragraph is an enumeration in one line, each item is a sentence
//!   ([`enumeration`]).
//! - A quotation after which the sentence around goes on is not cut ([`quotes`]).
//! - A colon or a semicolon ends no sentence. A line break is white space; two
//!   of them end a sentence, except in HTML and on both sides of markup.
//! - No sentence ends inside a code, or between what opens and what closes.

mod characters;
mod context;
mod ending;
mod enumeration;
mod quotes;
mod rules;
mod spans;
mod splitter;
mod view;

use std::ops::Range;
use std::sync::Arc;

use crate::error::Error;
use crate::inline::{Syntax, Token, tokenize};
use crate::language::Language;
use rules::{Rules, rules_of};
use spans::MarkupSpans;

/// The rules of a language for where a sentence ends.
///
/// Cloning them is cheap.
///
/// # Example
///
/// ```
/// use bitext::SentenceRules;
///
/// let rules = SentenceRules::of(&"de".parse()?);
/// let sentences: Vec<_> = rules.split("Am 3. Mai, z. B. um 9 Uhr. Oder später?").collect();
/// assert_eq!(sentences, ["Am 3. Mai, z. B. um 9 Uhr. ", "Oder später?"]);
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct SentenceRules {
    rules: Arc<Rules>,
}

impl Default for SentenceRules {
    /// The rules of `en-US`.
    fn default() -> Self {
        Self::of(&Language::en_us())
    }
}

impl SentenceRules {
    /// The rules of a language; a language without rules of its own has those of
    /// all languages.
    pub fn of(language: &Language) -> Self {
        Self { rules: rules_of(language) }
    }

    /// The same with more rules, in the form of the rule files: a directive and
    /// its values on each line, as `docs/segmentation.md` lists them.
    ///
    /// # Errors
    ///
    /// Where a line is not in that form.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::{Language, SentenceRules};
    ///
    /// let text = "See Bul. Seven of the series.";
    /// let rules = SentenceRules::of(&Language::en_us());
    /// assert_eq!(rules.split(text).count(), 2);
    ///
    /// let rules = rules.with_rules("abbreviation Bul.  # bulletin")?;
    /// assert_eq!(rules.split(text).count(), 1);
    /// # Ok::<(), bitext::Error>(())
    /// ```
    pub fn with_rules(mut self, rules: &str) -> Result<Self, Error> {
        Arc::make_mut(&mut self.rules).add(rules)?;
        Ok(self)
    }

    /// The sentences of a plain text.
    pub fn split<'t>(&self, text: &'t str) -> Sentences<'t> {
        self.split_around(text, &[])
    }

    /// The sentences of a text in which each of the ranges, in bytes from 0, reads
    /// as a word, and none is cut.
    pub fn split_around<'t>(&self, text: &'t str, words: &[Range<usize>]) -> Sentences<'t> {
        self.cut(text, &MarkupSpans::of_words(text, words))
    }

    /// The sentences of a text with markup. None ends inside a code, or between
    /// what opens and what closes; markup that closes goes with the sentence
    /// before it, and markup that opens with the one behind.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::{SentenceRules, Syntax};
    ///
    /// let text = "**Save your work.** `exit` closes it. [Read on. It is fun.](x.md)";
    /// let rules = SentenceRules::default();
    /// let sentences: Vec<_> = rules.split_markup(text, Syntax::Markdown).collect();
    /// assert_eq!(sentences, [
    ///     "**Save your work.** ",
    ///     "`exit` closes it. ",
    ///     "[Read on. It is fun.](x.md)",
    /// ]);
    /// ```
    pub fn split_markup<'t>(&self, text: &'t str, syntax: Syntax) -> Sentences<'t> {
        let tokens: Vec<Token<'_>> = tokenize(text, syntax).collect();
        self.split_tokens(text, &tokens, Some(syntax))
    }

    /// Splits a text whose tokens are known: all of a text, or some that
    /// follow each other and concatenate to this one.
    pub(crate) fn split_tokens<'t>(
        &self,
        text: &'t str,
        tokens: &[Token<'_>],
        syntax: Option<Syntax>,
    ) -> Sentences<'t> {
        let base = tokens.first().map_or(0, |token| token.range.start);
        self.cut(text, &MarkupSpans::of_tokens(tokens, base, syntax))
    }

    fn cut<'t>(&self, text: &'t str, markup: &MarkupSpans) -> Sentences<'t> {
        let ends = splitter::ends(text, markup, &self.rules).into_iter();
        Sentences { text, at: 0, ends }
    }
}

/// The sentences of a text, which concatenate to it: white space behind a
/// sentence belongs to it.
#[derive(Clone, Debug)]
pub struct Sentences<'t> {
    text: &'t str,
    at: usize,
    /// The ends of the sentences to come.
    ends: std::vec::IntoIter<usize>,
}

impl<'t> Iterator for Sentences<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let end = self.ends.next()?;
        let sentence = &self.text[self.at..end];
        self.at = end;
        Some(sentence)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.ends.size_hint()
    }
}

impl ExactSizeIterator for Sentences<'_> {}
impl std::iter::FusedIterator for Sentences<'_> {}

#[cfg(test)]
mod tests;
