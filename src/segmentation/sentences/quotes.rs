//! Quotations that are a part of the sentence around them.
//!
//! Sentences inside quotes end as they do elsewhere, except where the sentence
//! around goes on behind the quotation: `„Das reicht. Danke“, sagte sie.` Cut
//! inside, neither piece would be a sentence.

use std::ops::Range;

use super::characters::{is_dash, is_opening};
use super::view::{CLOSED, PARAGRAPH};

/// The longest quotation that is kept whole, in bytes: quotes of one form that
/// belong to two quotations may look like one.
const LONGEST: usize = 400;

/// Finds the quotations after which the sentence around goes on, in order and
/// apart from each other.
pub(super) fn quoted_ranges(view: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut last = PARAGRAPH;
    for (at, character) in view.char_indices() {
        match open {
            _ if character == PARAGRAPH => open = None,
            Some((start, quote)) if closes(quote, character) => {
                let end = at + character.len_utf8();
                if end - start <= LONGEST && goes_on(&view[end..]) {
                    ranges.push(start..end);
                }
                open = None;
            }
            None if opens(character, last) => open = Some((at, character)),
            _ => {}
        }
        last = character;
    }
    ranges
}

/// Whether a quote opens behind this character.
fn opens(quote: char, last: char) -> bool {
    matches!(quote, '"' | '“' | '”' | '„' | '«' | '»')
        && (last == PARAGRAPH || last.is_whitespace() || is_dash(last) || is_opening(last))
}

/// Whether a quote closes what another opened.
fn closes(open: char, close: char) -> bool {
    match open {
        '"' => close == '"',
        '„' => matches!(close, '“' | '”' | '"'),
        '“' | '”' => close == '”',
        '«' => close == '»',
        _ => close == '«',
    }
}

/// Whether what stands behind a quotation goes on with the sentence around it.
fn goes_on(behind: &str) -> bool {
    let behind = behind.trim_start_matches(CLOSED);
    match behind.chars().next() {
        Some(',' | ';' | '.') => true,
        Some(' ') => behind[1..].starts_with(|c: char| c.is_lowercase() || is_dash(c) && c != '•'),
        _ => false,
    }
}
