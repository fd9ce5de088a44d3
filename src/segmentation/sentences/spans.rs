//! What is markup in a text, as far as sentences go: what reads as a word, what
//! is not read at all, and the ranges in which no sentence ends.

use std::collections::HashMap;
use std::ops::Range;

use rustc_hash::FxBuildHasher;

use crate::inline::{Paired, Syntax, Token, TokenKind, is_in_sentence, is_kept, tag_name};
use crate::inline::{PlaceholderReading, placeholder_reading};

/// What stands for a picture.
const SYMBOL: char = '\u{1f642}';

/// How a range of the text reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkupRole {
    /// As a word: a code span, an image.
    Word,
    /// As this character: an entity.
    Reads(char),
    /// Not at all, and it goes with what stands before it.
    Closes,
    /// Not at all, and it goes with what stands behind it.
    Opens,
}

/// A range of the text that reads in another way than it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MarkupSpan {
    pub(super) range: Range<usize>,
    pub(super) role: MarkupRole,
}

/// The markup of a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct MarkupSpans {
    /// In order, apart from each other.
    pub(super) spans: Vec<MarkupSpan>,
    /// The ranges that no sentence ends inside of, in order, apart from each
    /// other.
    pub(super) unbroken: Vec<Range<usize>>,
    /// Whether the text is HTML, which has no paragraphs but by tags.
    pub(super) is_html: bool,
}

impl MarkupSpans {
    /// Makes each of the ranges a word. Those that overlap are one, and those that
    /// cut a character are widened.
    pub(super) fn of_words(text: &str, words: &[Range<usize>]) -> Self {
        let whole = |range: &Range<usize>| floor(text, range.start)..ceil(text, range.end);
        let unbroken = joined(words.iter().map(whole).collect());
        let word =
            |range: &Range<usize>| MarkupSpan { range: range.clone(), role: MarkupRole::Word };
        Self { spans: unbroken.iter().map(word).collect(), unbroken, is_html: false }
    }

    /// Finds the markup in tokens, whose ranges count from `base`.
    pub(super) fn of_tokens(tokens: &[Token<'_>], base: usize, syntax: Option<Syntax>) -> Self {
        let place = |token: &Token<'_>| token.range.start - base..token.range.end - base;
        let spans = tokens.iter().filter_map(|token| span(token, place(token))).collect();
        let codes = tokens.iter().filter(|token| token.kind != TokenKind::Text).map(place);
        let unbroken = joined(codes.chain(pairs(tokens, base)).collect());
        Self { spans, unbroken, is_html: syntax == Some(Syntax::Html) }
    }
}

fn span(token: &Token<'_>, range: Range<usize>) -> Option<MarkupSpan> {
    let role = match token.kind {
        TokenKind::Text => return None,
        TokenKind::Entity => MarkupRole::Reads(token.entity()?),
        // The backslash alone: the character behind it reads as it is.
        TokenKind::Escape => {
            let backslash = range.start..range.start + 1;
            return Some(MarkupSpan { range: backslash, role: MarkupRole::Opens });
        }
        TokenKind::CodeSpan | TokenKind::Autolink => MarkupRole::Word,
        TokenKind::Placeholder => match placeholder_reading(token.text) {
            PlaceholderReading::Word => MarkupRole::Word,
            PlaceholderReading::Symbol => MarkupRole::Reads(SYMBOL),
            PlaceholderReading::Reference => return None,
        },
        TokenKind::Directive if is_in_sentence(token.text) => MarkupRole::Word,
        TokenKind::Element if tag_name(token.text).eq_ignore_ascii_case("img") => MarkupRole::Word,
        TokenKind::Element if is_kept(token.text) => MarkupRole::Word,
        TokenKind::LineBreak => MarkupRole::Reads(' '),
        TokenKind::Close(_) => MarkupRole::Closes,
        TokenKind::Open(_) | TokenKind::Element | TokenKind::Comment | TokenKind::Directive => {
            MarkupRole::Opens
        }
    };
    Some(MarkupSpan { range, role })
}

/// Finds the ranges from what opens to what closes it.
///
/// In Markdown what opens is closed and nests. The tags of an element pair by
/// name and may overlap with other pairs; what has no other half is no range.
fn pairs(tokens: &[Token<'_>], base: usize) -> Vec<Range<usize>> {
    let mut open = Vec::new();
    let mut elements: HashMap<String, Vec<usize>, FxBuildHasher> = HashMap::default();
    let mut pairs = Vec::new();
    for token in tokens {
        let (start, end) = (token.range.start - base, token.range.end - base);
        match token.kind {
            TokenKind::Open(Paired::Element) => {
                elements.entry(element_name(token.text)).or_default().push(start);
            }
            TokenKind::Close(Paired::Element) => {
                let opening = elements.get_mut(&element_name(token.text)).and_then(Vec::pop);
                pairs.extend(opening.map(|opening| opening..end));
            }
            TokenKind::Open(_) => open.push(start),
            TokenKind::Close(_) => pairs.extend(open.pop().map(|opening| opening..end)),
            _ => {}
        }
    }
    pairs
}

/// Returns the name of an element in lower case, from its tag.
fn element_name(tag: &str) -> String {
    tag_name(tag).to_ascii_lowercase()
}

/// Puts ranges in order, joins those that overlap, and leaves out the empty ones.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

/// Returns the start of the character that the offset is in, or the end of the text.
fn floor(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (0..=offset).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Returns the end of the character that the offset is in, or the end of the text.
fn ceil(text: &str, offset: usize) -> usize {
    (offset..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}
