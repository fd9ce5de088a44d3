//! The places where sentences end.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::characters::{is_opening, is_passed_over};
use super::ending::Boundary;
use super::enumeration::{is_mark_alone, is_title, item_starts};
use super::quotes::quoted_ranges;
use super::rules::Rules;
use super::spans::{MarkupRole, MarkupSpans};
use super::view::{PARAGRAPH, View};
use crate::steps::step;

/// Finds the ends of the sentences of a text, in order; the last is the end of the
/// text.
///
/// The places come from UAX #29 (Unicode Text Segmentation, section 5), and
/// every white space is one besides; the rules judge each. Every step looks only
/// a bounded way back and ahead, so that the whole is linear.
pub(super) fn ends(text: &str, markup: &MarkupSpans, rules: &Rules) -> Vec<usize> {
    if text.is_empty() {
        return Vec::new();
    }
    let view = match markup.is_html {
        true => View::of_html(text, &markup.spans, &rules.marks),
        false => View::new(text, &markup.spans, &rules.marks),
    };
    let viewed = view.as_str();
    let mut whole = OrderedRanges::new(whole_ranges(viewed, &rules.whole));
    let mut quoted = OrderedRanges::new(quoted_ranges(viewed));
    let items = item_starts(viewed);
    let mut unbroken = OrderedRanges::new(markup.unbroken.clone());
    let mut gaps = Gaps { text, markup, span: 0 };
    let mut sentence = SentenceSoFar::default();
    let mut ends = Vec::new();
    for (end, unicode) in places(viewed) {
        sentence.read(viewed, end);
        let (before, behind) = viewed.split_at(end);
        let boundary = Boundary { before, behind, unicode, letters: sentence.letters };
        let is_whole = whole.hold(end) | quoted.hold(end);
        let is_item = sentence.is_readable && items.binary_search(&end).is_ok();
        let is_mark = || sentence.is_mark(viewed, &items);
        if is_whole || !is_item && (is_mark() || !boundary.is_end(rules)) {
            continue;
        }
        let last = before.trim_end_matches([' ', PARAGRAPH]).len();
        let written = gaps.end(view.written_end(last));
        if !unbroken.hold(written) {
            sentence.end();
            ends.push(written);
        }
    }
    sentence.read(viewed, viewed.len());
    // What has neither letter nor number goes with the sentence before it.
    if !sentence.is_readable && !viewed.ends_with(PARAGRAPH) {
        ends.pop();
    }
    ends.push(text.len());
    ends.dedup();
    ends
}

/// The most letters of the mark of an item: `XXXVIII.`.
const LONGEST_MARK: usize = 7;

/// What was read of a sentence so far.
#[derive(Default)]
struct SentenceSoFar {
    start: usize,
    at: usize,
    letters: usize,
    is_readable: bool,
}

impl SentenceSoFar {
    /// Reads on up to a place of the view.
    fn read(&mut self, view: &str, end: usize) {
        step(end - self.at);
        for character in view[self.at..end].chars() {
            self.letters += usize::from(character.is_alphabetic());
            self.is_readable |= character.is_alphanumeric();
        }
        self.at = end;
    }

    /// Whether there is no more than the mark of an item or of a title.
    fn is_mark(&self, view: &str, items: &[usize]) -> bool {
        (1..=LONGEST_MARK).contains(&self.letters)
            && !view[..self.at].ends_with(PARAGRAPH)
            && is_mark_alone(&view[self.start..self.at])
            && (items.binary_search(&self.start).is_ok() || self.begins_title(view))
    }

    fn begins_title(&self, view: &str) -> bool {
        let is_first = self.start == 0 || view[..self.start].ends_with(PARAGRAPH);
        is_first && view[self.start..].split(PARAGRAPH).next().is_some_and(is_title)
    }

    fn end(&mut self) {
        (self.start, self.letters, self.is_readable) = (self.at, 0, false);
    }
}

/// Lists the places where a sentence may end, in order, and whether UAX #29 ends one
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

/// Returns the place before what opens directly in front of a bound: UAX #29 makes
/// no difference between brackets that open and those that close, and leaves `「` with what stands
/// before it.
fn before_opening(view: &str, bound: usize) -> usize {
    view[..bound].trim_end_matches(is_opening).len()
}

/// Ranges in order, asked about places in order.
struct OrderedRanges {
    ranges: std::iter::Peekable<std::vec::IntoIter<Range<usize>>>,
}

impl OrderedRanges {
    fn new(ranges: Vec<Range<usize>>) -> Self {
        Self { ranges: ranges.into_iter().peekable() }
    }

    /// Whether the ranges hold a place: one has it inside, not at its edge.
    fn hold(&mut self, place: usize) -> bool {
        while self.ranges.next_if(|range| range.end <= place).is_some() {}
        self.ranges.peek().is_some_and(|range| range.start < place)
    }
}

/// What is between a sentence and the next in the text as written.
struct Gaps<'t, 's> {
    text: &'t str,
    markup: &'s MarkupSpans,
    /// The first span that is not behind.
    span: usize,
}

impl Gaps<'_, '_> {
    /// Finds where white space and markup that closes end, from `at` on. What opens
    /// goes with the next sentence.
    fn end(&mut self, mut at: usize) -> usize {
        let spans = &self.markup.spans;
        self.span += spans[self.span..].iter().take_while(|span| span.range.end <= at).count();
        let mut is_apart = false;
        loop {
            let markup = spans.get(self.span).filter(|span| span.range.start == at);
            match (markup.map(|span| span.role), self.text[at..].chars().next()) {
                (Some(MarkupRole::Closes), _) => at = spans[self.span].range.end,
                (Some(MarkupRole::Reads(read)), _) if read.is_whitespace() => {
                    at = spans[self.span].range.end;
                }
                (None, Some(next)) if next.is_whitespace() => {
                    at += next.len_utf8();
                    is_apart = true;
                }
                (None, Some(next)) if !is_apart && is_passed_over(next) => at += next.len_utf8(),
                _ => return at,
            }
            if markup.is_some() {
                self.span += 1;
            }
        }
    }
}

/// Finds the ranges inside pairs of brackets, in order and apart from each other. A
/// bracket closes the nearest one of its kind; what is not closed in its
/// paragraph is no range.
fn whole_ranges(view: &str, pairs: &[(char, char)]) -> Vec<Range<usize>> {
    if pairs.is_empty() {
        return Vec::new();
    }
    let mut open = vec![Vec::new(); pairs.len()];
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (at, character) in view.char_indices() {
        if character == PARAGRAPH {
            open.iter_mut().for_each(Vec::clear);
        } else if let Some(kind) = pairs.iter().position(|&(opening, _)| opening == character) {
            open[kind].push(at);
        } else if let Some(kind) = pairs.iter().position(|&(_, closing)| closing == character)
            && let Some(start) = open[kind].pop()
        {
            let end = at + character.len_utf8();
            ranges.truncate(ranges.partition_point(|range| range.start < start));
            ranges.push(start..end);
        }
    }
    ranges
}
