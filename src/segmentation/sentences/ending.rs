//! Whether a sentence ends at a place.

use smallvec::SmallVec;

use super::characters::{is_caseless, is_ideographic, is_modifier, is_roman};
use super::context::{Beginning, Mark, TextBefore, TextBehind};
use super::rules::{Abbreviation, Rests, Rules};
use super::view::PARAGRAPH;
use crate::steps::step;

/// The letters of a word that is taken for no abbreviation, where the rules do
/// not say.
const PLAIN_WORD: usize = 4;

/// The same, where what follows looks like no part of a sentence.
const SHORT_WORD: usize = 3;

/// The same before a number, which follows many abbreviations.
const NUMBERED_WORD: usize = 6;

/// The letters of a sentence that says no more than when: `At 5 a.m. Mr. Smith`.
const ADVERBIAL: usize = 8;

/// A place of the view where a sentence may end.
pub(super) struct Boundary<'v> {
    /// The view up to the place.
    pub(super) before: &'v str,
    /// The view from the place on.
    pub(super) behind: &'v str,
    /// UAX #29 ends a sentence here.
    pub(super) unicode: bool,
    /// The letters since the last sentence ended.
    pub(super) letters: usize,
}

impl Boundary<'_> {
    /// Whether a sentence ends here by the rules.
    pub(super) fn is_end(&self, rules: &Rules) -> bool {
        if self.before.ends_with(PARAGRAPH) {
            return true;
        }
        let text = self.before.trim_end_matches(' ');
        // Most white space stands between two words.
        let between_words = !self.unicode && text.ends_with(char::is_alphanumeric);
        if between_words && rules.white_space.is_none() || TextBehind::is_closing(self.behind) {
            return false;
        }
        let gap = text.len() < self.before.len();
        let before = TextBefore::new(text, self.unicode);
        if before.mark != Mark::None && (self.letters == 0 || before.is_inside_bracket()) {
            return false;
        }
        if before.mark != Mark::None && TextBehind::is_reference(self.behind) {
            return false;
        }
        let next = TextBehind::new(self.behind);
        let Self { unicode, letters, .. } = *self;
        let ending = MarkedBoundary { rules, before, next, unicode, letters };
        match before.mark {
            Mark::None => gap && self.is_between_letters(text, rules) && !ending.continues(),
            Mark::FullStop if gap => ending.by_full_stop(),
            Mark::Strong if gap => ending.by_strong_mark(),
            Mark::Ellipsis => gap && ending.by_ellipsis(),
            Mark::FullStop | Mark::Strong => self.unicode && ending.is_between_ideographs(),
            Mark::Other(mark) => self.unicode && ending.by_other_mark(mark),
        }
    }

    /// Whether white space here ends a sentence in a language without full stops.
    fn is_between_letters(&self, text: &str, rules: &Rules) -> bool {
        let Some(letters) = rules.white_space else { return false };
        let last = text.chars().next_back();
        let next = self.behind.chars().next();
        last.is_some_and(|last| is_caseless(last) && !is_modifier(last))
            && next.is_some_and(is_caseless)
            && self.letters >= letters
            && self.letters_ahead(letters) >= letters
    }

    /// Counts the letters up to the end of the paragraph, up to `most`.
    fn letters_ahead(&self, most: usize) -> usize {
        let paragraph = self.behind.chars().take_while(|&character| character != PARAGRAPH);
        let ahead = paragraph.take(4 * most).inspect(|_| step(1));
        ahead.filter(|character| character.is_alphabetic()).take(most).count()
    }
}

/// What is known of a place that has a mark in front of it.
struct MarkedBoundary<'r, 'v> {
    rules: &'r Rules,
    before: TextBefore<'v>,
    next: TextBehind<'v>,
    unicode: bool,
    letters: usize,
}

impl MarkedBoundary<'_, '_> {
    fn by_full_stop(&self) -> bool {
        match self.abbreviation() {
            Some(Abbreviation::Never) => false,
            Some(Abbreviation::BeforeCapital) => self.after_final(),
            Some(Abbreviation::BeforeStart) => self.starts(),
            Some(Abbreviation::UnlessNumber) if self.next.is_number() => false,
            Some(Abbreviation::UnlessNumber) => self.next.beginning != Beginning::Small,
            None if self.rules.initials && self.before.is_initials() => self.starts(),
            None if self.is_ordinal() => false,
            None | Some(Abbreviation::Word) => self.after_word(),
        }
    }

    /// Whether a sentence ends after an abbreviation that may end one.
    fn after_final(&self) -> bool {
        match self.next.beginning {
            Beginning::Capital | Beginning::Caseless | Beginning::Code => {
                !(self.next.dash || self.continues() || self.is_adverbial())
            }
            _ => false,
        }
    }

    /// Whether the sentence so far is a time alone, with which one begins.
    fn is_adverbial(&self) -> bool {
        let is_time = self.before.word_before().ends_with(char::is_numeric);
        is_time && self.letters < ADVERBIAL && !self.starts()
    }

    /// Whether a sentence ends after a word that is no abbreviation, as far as is
    /// known.
    fn after_word(&self) -> bool {
        match self.next.beginning {
            Beginning::Capital | Beginning::Caseless | Beginning::Code => {
                !self.next.dash || self.before.is_plain(SHORT_WORD)
            }
            Beginning::Small if self.next.dash => false,
            Beginning::Small if self.next.opened => self.is_plain(),
            Beginning::Small => self.begins_small(),
            Beginning::Number if self.next.opened => self.is_plain(),
            Beginning::Number => self.unicode || self.before.is_plain(self.number_word()),
            Beginning::Other if self.next.rest().starts_with('№') => false,
            Beginning::Other => self.unicode || self.next.is_after_ellipsis() && self.is_plain(),
        }
    }

    /// Whether the word in front is no abbreviation, even where it is in no list.
    fn is_plain(&self) -> bool {
        self.before.is_plain(self.rules.lower_case.unwrap_or(PLAIN_WORD))
    }

    /// The letters of a word after which a number begins a sentence.
    fn number_word(&self) -> usize {
        if self.rules.lower_case.is_some() { SHORT_WORD } else { NUMBERED_WORD }
    }

    /// Whether a sentence begins with the small letter that follows.
    fn begins_small(&self) -> bool {
        let technical = || self.next.is_technical() && self.before.is_plain(SHORT_WORD);
        let allowed = || self.rules.lower_case.is_some() && self.is_plain();
        let is_item = || self.before.last_word().bytes().all(|byte| byte.is_ascii_digit());
        !self.before.closed && (technical() || allowed()) && !(is_item() && self.continues())
    }

    fn by_strong_mark(&self) -> bool {
        match self.abbreviation() {
            Some(Abbreviation::Never) => false,
            Some(Abbreviation::BeforeStart) => self.starts(),
            _ => match self.next.beginning {
                Beginning::Small if self.before.closed => false,
                Beginning::Small if self.continues() => false,
                Beginning::Small => self.rules.lower_case.is_some() || self.next.is_technical(),
                _ => self.unicode,
            },
        }
    }

    /// Whether an ellipsis ends a sentence: before a capital, since a name such as
    /// `Browse...` goes on with anything else.
    fn by_ellipsis(&self) -> bool {
        let capital = matches!(self.next.beginning, Beginning::Capital | Beginning::Caseless);
        capital && !self.next.dash
    }

    fn by_other_mark(&self, mark: char) -> bool {
        let number = mark == '．' && self.before.body.ends_with(char::is_numeric);
        !(number || self.before.closed && self.continues())
    }

    /// Whether a mark without white space behind it stands in Chinese or Japanese.
    fn is_between_ideographs(&self) -> bool {
        self.before.body.ends_with(is_ideographic)
            && self.next.word().starts_with(is_ideographic)
            && !(self.before.closed && self.continues())
    }

    /// Whether what follows begins no sentence.
    fn continues(&self) -> bool {
        self.next.begins_with_any(&self.rules.continuations)
    }

    /// Whether what follows begins with a word that sentences begin with.
    fn starts(&self) -> bool {
        !self.next.dash && !self.next.is_initial() && self.rules.starts.contains(self.next.word())
    }

    /// Finds the rule for the abbreviation in front, if it is one: the longest that
    /// ends here, or goes on behind the place.
    fn abbreviation(&self) -> Option<Abbreviation> {
        let words: SmallVec<[&str; 4]> =
            self.before.words().take(self.rules.most_words.max(1)).collect();
        let joined = |count: usize| words[..count].iter().rev().copied().collect::<String>();
        (2..=words.len())
            .rev()
            .find_map(|count| self.abbreviation_of(&joined(count)))
            .or_else(|| self.abbreviation_of(words.first()?))
            .or_else(|| self.abbreviation_of(words.first()?.rsplit_once('-')?.1))
            .or_else(|| self.abbreviation_of(after_number(words.first()?)?))
    }

    fn abbreviation_of(&self, written: &str) -> Option<Abbreviation> {
        let goes_on = self.rules.rests(written).is_some_and(|rests| self.goes_on_with(rests));
        let kind = self.rules.abbreviation(written);
        if goes_on { Some(Abbreviation::Never) } else { kind }
    }

    /// Whether the rest of an abbreviation follows, with white space or without.
    fn goes_on_with(&self, rests: &Rests) -> bool {
        if self.before.closed || self.next.opened || self.next.dash {
            return false;
        }
        let next = self.next.rest().chars().filter(|&character| character != ' ');
        // Characters, of which each has a byte or more.
        let next: String = next.take(rests.longest()).collect();
        step(next.len());
        rests.begin(&next)
    }

    /// Whether the number in front is an ordinal number.
    fn is_ordinal(&self) -> bool {
        let number = self.before.last_word().trim_start_matches('-');
        let digits = number.bytes().all(|byte| byte.is_ascii_digit());
        let most = match number.len() {
            0 => return false,
            length if digits => length,
            1 if is_roman(number) => 1,
            _ if is_roman(number) => return self.is_roman_ordinal(),
            _ => return false,
        };
        let before = || {
            most <= 2
                && !self.starts()
                && self.rules.makes_ordinal_before(self.before.word_before())
        };
        let after = || most <= 3 && self.rules.makes_ordinal_after(self.next.word());
        let number = || most <= 2 && self.next.beginning == Beginning::Number;
        self.rules.has_ordinals() && !self.before.closed && (number() || before() || after())
    }

    /// Whether a Roman number of several letters is an ordinal number: a full stop
    /// makes it one, unless a new sentence clearly begins.
    fn is_roman_ordinal(&self) -> bool {
        self.rules.has_ordinals() && !self.before.closed && !self.starts()
    }
}

/// Returns what stands behind the digits that a word begins with: the `a.m.` of `6a.m.`.
fn after_number(word: &str) -> Option<&str> {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    (unit.len() < word.len() && unit.starts_with(char::is_alphabetic)).then_some(unit)
}
