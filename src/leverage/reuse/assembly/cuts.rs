//! Where a text can be cut into parts that are translated alone.

use std::ops::Range;

use super::Item;
use super::slice::{Slicer, Span};
use crate::inline::CodedText;
use crate::language::Language;
use crate::segmentation::SentenceRules;

/// The most parts of a text.
const MOST: usize = 5;

/// What stands between the lead of a list item and the rest, and how much of it
/// may belong to the lead.
const SEPARATORS: [(&str, usize); 5] = [(": ", 1), (" – ", 0), (" — ", 0), (" - ", 0), ("：", 3)];

/// The ways to cut a text, the likeliest first.
pub(super) fn cuts(text: &CodedText, language: &Language) -> Vec<Vec<Item>> {
    let plain = text.text();
    if !has_cut(text) {
        return Vec::new();
    }
    let slicer = Slicer::new(text);
    let sentences = || sentences(plain, &slicer, language);
    let mut cuts = Vec::new();
    if ends_sentence_within(plain) {
        cuts.extend(items(&slicer, &sentences(), false));
    }
    for parts in leads(plain, &slicer).into_iter().chain(brackets(plain)) {
        for unwraps in [false, true] {
            let items = items(&slicer, &parts, unwraps).filter(|items| !cuts.contains(items));
            cuts.extend(items);
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

/// The sentences of a text. None ends inside a pair of codes.
fn sentences(plain: &str, slicer: &Slicer<'_>, language: &Language) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let (mut start, mut end) = (0, 0);
    for sentence in SentenceRules::of(language).split(plain) {
        end += sentence.len();
        if end == plain.len() || slicer.is_cut(end) {
            sentences.push(std::mem::replace(&mut start, end)..end);
        }
        if sentences.len() > MOST {
            break;
        }
    }
    sentences
}

/// Leads and rests: at the first of each separator, and after the first pair of
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

/// A text and what stands in brackets at its end, but for an abbreviation.
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

/// The items of a text with these parts, white space around them left out. Of
/// the first, the pair of codes around it may be left out too.
fn items(slicer: &Slicer<'_>, parts: &[Range<usize>], unwraps: bool) -> Option<Vec<Item>> {
    if !(2..=MOST).contains(&parts.len()) {
        return None;
    }
    let mut items = Vec::with_capacity(2 * parts.len() + 1);
    let (mut at, mut code) = (0, 0);
    let mut glue = |slicer: &Slicer<'_>, next: &Span, items: &mut Vec<Item>| {
        let between = Span { text: at..next.text.start, codes: code..next.codes.start };
        (at, code) = (next.text.end, next.codes.end);
        let glue = slicer.slice(&between)?;
        if !glue.is_empty() {
            items.push(Item::Glue(glue));
        }
        Some(())
    };
    for (index, part) in parts.iter().enumerate() {
        let span = slicer.trimmed(slicer.span(part.clone())?);
        let span = if unwraps && index == 0 { slicer.unwrapped(&span)? } else { span };
        glue(slicer, &span, &mut items)?;
        let part = slicer.slice(&span)?;
        part.plain().contains(char::is_alphabetic).then_some(())?;
        items.push(Item::Part(part));
    }
    glue(slicer, &slicer.end(), &mut items)?;
    Some(items)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::inline::Syntax;

    fn cut(markup: &str) -> Vec<String> {
        let text = CodedText::parse(markup, Syntax::Markdown);
        let shown = |item: &Item| match item {
            Item::Part(part) => format!("[{}]", part.markup()),
            Item::Glue(glue) => glue.markup().into_owned(),
        };
        let cuts = cuts(&text, &Language::en_us());
        cuts.iter().map(|items| items.iter().map(shown).collect()).collect()
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
        fn the_items_are_the_text(
            markup in "(Ab|c|[. :()*`\\[\\]!]|: |\\. |\\*\\*|`d`|\\]\\(x\\)| – |<b>|</b>|&amp;){0,16}",
        ) {
            let text = CodedText::parse(&markup, Syntax::Markdown);
            for items in cuts(&text, &Language::en_us()) {
                let all: String = items.iter().map(|item| match item {
                    Item::Part(text) | Item::Glue(text) => text.markup().into_owned(),
                }).collect();
                prop_assert_eq!(&all, &markup);
                let parts: Vec<_> = items.iter().filter_map(|item| match item {
                    Item::Part(part) => Some(part),
                    Item::Glue(_) => None,
                }).collect();
                prop_assert!(parts.len() >= 2);
                for part in &parts {
                    prop_assert!(Slicer::new(part).is_cut(part.text().len()));
                }
            }
        }
    }
}
