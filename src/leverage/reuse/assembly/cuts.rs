//! Where a text can be cut into parts that are translated alone.

use std::ops::Range;

use super::CutPiece;
use super::slice::{Slicer, Span};
use crate::inline::CodedText;
use crate::language::Language;
use crate::segmentation::SentenceRules;

/// The most parts of a text.
const MOST_PARTS: usize = 5;

/// What stands between the lead of a list item and the rest, and how much of it
/// may belong to the lead.
const SEPARATORS: [(&str, usize); 5] = [(": ", 1), (" – ", 0), (" — ", 0), (" - ", 0), ("：", 3)];

/// Finds the ways to cut a text, the likeliest first.
pub(super) fn cuts(text: &CodedText, language: &Language) -> Vec<Vec<CutPiece>> {
    let plain = text.text();
    if !has_cut(text) {
        return Vec::new();
    }
    let slicer = Slicer::new(text);
    let mut cuts = Vec::new();
    if ends_sentence_within(plain) {
        cuts.extend(pieces(&slicer, &sentences(plain, &slicer, language), false));
    }
    for parts in leads(plain, &slicer).into_iter().chain(brackets(plain)) {
        for unwraps in [false, true] {
            let pieces = pieces(&slicer, &parts, unwraps).filter(|pieces| !cuts.contains(pieces));
            cuts.extend(pieces);
        }
    }
    cuts
}

/// Whether it is worth the while to look closer.
fn has_cut(text: &CodedText) -> bool {
    let plain = text.text();
    SEPARATORS.iter().any(|(separator, _)| plain.contains(separator))
        || plain.ends_with([')', '）'])
        || ends_sentence_within(plain)
        || text.placed_codes().next().is_some_and(|(at, _)| at == 0)
}

/// Whether a mark stands within a text with which a sentence may end.
fn ends_sentence_within(plain: &str) -> bool {
    let mut marks = plain.match_indices(['.', '!', '?', '。', '！', '？', '؟', '۔']);
    marks.any(|(at, mark)| {
        let after = &plain[at + mark.len()..];
        !after.trim().is_empty() && (mark.len() > 1 || after.starts_with(char::is_whitespace))
    })
}

/// Finds the sentences of a text. None ends inside a pair of codes.
fn sentences(plain: &str, slicer: &Slicer<'_>, language: &Language) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let (mut start, mut end) = (0, 0);
    for sentence in SentenceRules::of(language).split(plain) {
        end += sentence.len();
        if end == plain.len() || slicer.is_cut(end) {
            sentences.push(std::mem::replace(&mut start, end)..end);
        }
        if sentences.len() > MOST_PARTS {
            break;
        }
    }
    sentences
}

/// Finds leads and rests: at the first of each separator, and after the first pair of
/// codes.
fn leads(plain: &str, slicer: &Slicer<'_>) -> Vec<[Range<usize>; 2]> {
    let mut leads = Vec::new();
    for (separator, kept) in SEPARATORS {
        let Some(at) = plain.find(separator) else { continue };
        let rest = at + separator.len()..plain.len();
        if kept > 0 {
            leads.push([0..at + kept, rest.clone()]);
        }
        leads.push([0..at, rest]);
    }
    let first = slicer.pairs().filter(|pair| pair.start == 0).max_by_key(|pair| pair.end);
    let is_followed = |pair: &Range<usize>| {
        let next = plain[pair.end..].strip_prefix(' ').and_then(|rest| rest.chars().next());
        next.is_some_and(char::is_alphanumeric)
    };
    leads.extend(first.filter(is_followed).map(|pair| [pair.clone(), pair.end..plain.len()]));
    leads
}

/// Finds a text and what stands in brackets at its end, but for an abbreviation.
fn brackets(plain: &str) -> Option<[Range<usize>; 2]> {
    let (inside, opening) = match plain.strip_suffix(')') {
        Some(inside) => (inside, '('),
        None => (plain.strip_suffix('）')?, '（'),
    };
    let at = inside.rfind(['(', ')', '（', '）'])?;
    // An abbreviation stands for the text before it, in that language or another.
    let is_abbreviation = !inside[at..].contains(char::is_lowercase) && inside.is_ascii();
    let is_opening = inside[at..].starts_with(opening) && !is_abbreviation;
    is_opening.then(|| [0..at, at + opening.len_utf8()..inside.len()])
}

/// Cuts a text into these parts, without the white space around them, and what
/// is between. Of the first, the pair of codes around it may be left out too.
/// Returns `None` where the text cannot be cut so.
fn pieces(slicer: &Slicer<'_>, parts: &[Range<usize>], unwraps: bool) -> Option<Vec<CutPiece>> {
    if !(2..=MOST_PARTS).contains(&parts.len()) {
        return None;
    }
    let mut pieces = Vec::with_capacity(2 * parts.len() + 1);
    let mut last = Span { text: 0..0, codes: 0..0 };
    for (index, part) in parts.iter().enumerate() {
        let span = slicer.trimmed(slicer.span(part.clone())?);
        let span = if unwraps && index == 0 { slicer.unwrapped(&span)? } else { span };
        pieces.extend(between(slicer, &last, &span)?);
        let part = slicer.slice(&span)?;
        part.plain().contains(char::is_alphabetic).then_some(())?;
        pieces.push(CutPiece::Part(part));
        last = span;
    }
    pieces.extend(between(slicer, &last, &slicer.end())?);
    Some(pieces)
}

/// Slices what is between two spans. Returns `None` where that cuts an escape.
fn between(slicer: &Slicer<'_>, last: &Span, next: &Span) -> Option<Option<CutPiece>> {
    let span =
        Span { text: last.text.end..next.text.start, codes: last.codes.end..next.codes.start };
    let between = slicer.slice(&span)?;
    Some((!between.is_empty()).then_some(CutPiece::Between(between)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::inline::Syntax;

    fn cut(markup: &str) -> Vec<String> {
        let text = CodedText::parse(markup, Syntax::Markdown);
        let shown = |piece: &CutPiece| match piece {
            CutPiece::Part(part) => format!("[{}]", part.markup()),
            CutPiece::Between(between) => between.markup().into_owned(),
        };
        let cuts = cuts(&text, &Language::en_us());
        cuts.iter().map(|pieces| pieces.iter().map(shown).collect()).collect()
    }

    #[test]
    fn ways_to_cut() {
        for (markup, expected) in [
            ("Save the file", &[][..]),
            ("Save it. Then close it.", &["[Save it.] [Then close it.]"]),
            (
                "**Name**: The name",
                &["[**Name**:] [The name]", "[**Name**]: [The name]", "**[Name]**: [The name]"],
            ),
            ("**Name:** The name", &["[**Name:**] [The name]", "**[Name:]** [The name]"]),
            ("Name – the `x`", &["[Name] – [the `x`]"]),
            ("[Plans](a.md) for all", &["[[Plans](a.md)] [for all]", "[[Plans]](a.md) [for all]"]),
            ("The name (optional)", &["[The name] ([optional])"]),
            ("Questions (FAQ)", &[]),
            (
                "**Save it.** Then [close it. Now.](x)",
                &[
                    "[**Save it.**] [Then [close it. Now.](x)]",
                    "**[Save it.]** [Then [close it. Now.](x)]",
                ],
            ),
            ("A ![](x.png) b: `c`", &[]),
            ("1: 2", &[]),
            ("**a: b**", &[]),
        ] {
            let cuts = cut(markup);
            assert_eq!(cuts, expected, "{markup}");
        }
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_text(
            markup in "(Ab|c|[. :()*`\\[\\]!]|: |\\. |\\*\\*|`d`|\\]\\(x\\)| – |<b>|</b>|&amp;){0,16}",
        ) {
            let text = CodedText::parse(&markup, Syntax::Markdown);
            for pieces in cuts(&text, &Language::en_us()) {
                let all: String = pieces.iter().map(|piece| match piece {
                    CutPiece::Part(text) | CutPiece::Between(text) => text.markup().into_owned(),
                }).collect();
                prop_assert_eq!(&all, &markup);
                let parts: Vec<_> = pieces.iter().filter_map(|piece| match piece {
                    CutPiece::Part(part) => Some(part),
                    CutPiece::Between(_) => None,
                }).collect();
                prop_assert!(parts.len() >= 2);
                for part in &parts {
                    prop_assert!(Slicer::new(part).is_cut(part.text().len()));
                }
            }
        }
    }
}
