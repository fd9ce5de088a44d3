//! The places where sentences end.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::class::is_opening;
use super::ending::Place;
use super::rules::Rules;
use super::spans::{Role, Spans};
use super::view::{PARAGRAPH, View, is_passed_over};
use super::whole::whole_ranges;
use crate::text::step;

/// The ends of the sentences of a text, in order; the last is the end of the
/// text.
///
/// The places come from UAX #29 (Unicode Text Segmentation, section 5), and
/// every white space is one besides; the rules judge each. Every step looks only
/// a bounded way back and ahead, so that the whole is linear.
pub(super) fn ends(text: &str, markup: &Spans, rules: &Rules) -> Vec<usize> {
    if text.is_empty() {
        return Vec::new();
    }
    let view = View::new(text, &markup.spans, &rules.marks);
    let seen = view.as_str();
    let mut whole = Inside::new(whole_ranges(seen, &rules.whole));
    let mut unbroken = Inside::new(markup.unbroken.clone());
    let mut walk = Walk { text, markup, span: 0 };
    let mut sentence = Sentence::default();
    let mut ends = Vec::new();
    for (end, unicode) in places(seen) {
        sentence.read(seen, end);
        let (before, behind) = seen.split_at(end);
        let place = Place { before, behind, unicode, letters: sentence.letters };
        if whole.holds(end) || !place.is_end(rules) {
            continue;
        }
        let written =
            walk.behind(view.written_end(before.trim_end_matches([' ', PARAGRAPH]).len()));
        if !unbroken.holds(written) {
            sentence.end();
            ends.push(written);
        }
    }
    sentence.read(seen, seen.len());
    // What has neither letter nor number goes with the sentence before it.
    if !sentence.readable && !seen.ends_with(PARAGRAPH) {
        ends.pop();
    }
    ends.push(text.len());
    ends.dedup();
    ends
}

/// What was read of a sentence so far.
#[derive(Default)]
struct Sentence {
    at: usize,
    letters: usize,
    readable: bool,
}

impl Sentence {
    /// Reads on up to a place of the view.
    fn read(&mut self, view: &str, end: usize) {
        step(end - self.at);
        for character in view[self.at..end].chars() {
            self.letters += usize::from(character.is_alphabetic());
            self.readable |= character.is_alphanumeric();
        }
        self.at = end;
    }

    fn end(&mut self) {
        (self.letters, self.readable) = (0, false);
    }
}

/// The places where a sentence may end, in order, and whether UAX #29 ends one
/// there.
fn places(view: &str) -> impl Iterator<Item = (usize, bool)> {
    let bounds = view.split_sentence_bound_indices();
    let bounds = bounds.map(|(start, sentence)| before_opening(view, start + sentence.len()));
    let mut bounds = bounds.peekable();
    let mut spaces = memchr::memchr_iter(b' ', view.as_bytes()).map(|at| at + 1).peekable();
    std::iter::from_fn(move || {
        let bound = bounds.peek().copied();
        let space = spaces.peek().copied();
        let end = bound.into_iter().chain(space).min()?;
        bounds.next_if_eq(&end);
        spaces.next_if_eq(&end);
        Some((end, bound == Some(end)))
    })
    .filter(move |(end, _)| *end < view.len())
}

/// The place before what opens directly in front of a bound: UAX #29 does not
/// tell brackets that open from those that close, and leaves `「` with what stands
/// before it.
fn before_opening(view: &str, bound: usize) -> usize {
    view[..bound].trim_end_matches(is_opening).len()
}

/// Ranges in order, asked about places in order.
struct Inside {
    ranges: std::iter::Peekable<std::vec::IntoIter<Range<usize>>>,
}

impl Inside {
    fn new(ranges: Vec<Range<usize>>) -> Self {
        Self { ranges: ranges.into_iter().peekable() }
    }

    /// Whether the place is inside a range, not at its edge.
    fn holds(&mut self, place: usize) -> bool {
        while self.ranges.next_if(|range| range.end <= place).is_some() {}
        self.ranges.peek().is_some_and(|range| range.start < place)
    }
}

/// From the end of a sentence in the text as written to where the next begins.
struct Walk<'t, 's> {
    text: &'t str,
    markup: &'s Spans,
    /// The first span that is not behind.
    span: usize,
}

impl Walk<'_, '_> {
    /// Where white space and markup that closes end, from `at` on. What opens
    /// goes with the next sentence.
    fn behind(&mut self, mut at: usize) -> usize {
        let spans = &self.markup.spans;
        self.span += spans[self.span..].iter().take_while(|span| span.range.end <= at).count();
        let mut apart = false;
        loop {
            let markup = spans.get(self.span).filter(|span| span.range.start == at);
            match (markup.map(|span| span.role), self.text[at..].chars().next()) {
                (Some(Role::Closes), _) => at = spans[self.span].range.end,
                (Some(Role::Reads(read)), _) if read.is_whitespace() => {
                    at = spans[self.span].range.end;
                }
                (None, Some(next)) if next.is_whitespace() => {
                    at += next.len_utf8();
                    apart = true;
                }
                (None, Some(next)) if !apart && is_passed_over(next) => at += next.len_utf8(),
                _ => return at,
            }
            if markup.is_some() {
                self.span += 1;
            }
        }
    }
}
