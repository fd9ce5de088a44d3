//! A translation put together from the translations of parts.
//!
//! A text is cut ([`cuts`]) into its sentences, into the lead of a list item and
//! the rest, or into a text and what stands in brackets at its end. Where the
//! memory has each part exactly, codes included, their targets are joined
//! ([`join`]) as the target language joins them.
//!
//! Cutting costs little; the parts of all texts are looked up at once, by their
//! hashes.

mod cuts;
mod slice;

use super::{Reuse, ReuseMethod};
use crate::error::Error;
use crate::inline::{Code, CodedText, Piece};
use crate::language::Language;
use crate::leverage::codes::{greatest_pair_number, is_read_back, renumbered};
use crate::leverage::leverage::Settings;
use crate::memory::{Match, Memory, Query};

/// The best score of what is assembled: from two parts.
pub(super) const BEST: u8 = 98;

/// A piece of a text that is cut.
#[derive(Clone, Debug, PartialEq, Eq)]
enum CutPiece {
    /// Is translated as the memory has it.
    Part(CodedText),
    /// White space, punctuation and codes between parts.
    Between(CodedText),
}

impl CutPiece {
    fn part(&self) -> Option<&CodedText> {
        match self {
            CutPiece::Part(part) => Some(part),
            CutPiece::Between(_) => None,
        }
    }
}

/// Assembles translations of those of the texts of which the memory has the
/// parts. Each text comes with a number, and its translation under the same.
pub(super) fn assemble(
    memory: &Memory,
    settings: &Settings,
    texts: Vec<(usize, &CodedText)>,
) -> Result<Vec<(usize, Reuse)>, Error> {
    let languages = memory.languages(settings.source.as_ref(), settings.target.as_ref())?;
    let language = languages.map_or_else(Language::en_us, |(source, _)| source);
    let cuts: Vec<_> = texts.iter().map(|(_, text)| cuts::cuts(text, &language)).collect();
    let parts = cuts.iter().flatten().flatten().filter_map(CutPiece::part);
    let query = |part: &CodedText| settings.query(part.clone()).with_min_score(100).with_limit(1);
    let queries: Vec<Query> = parts.map(query).collect();
    let mut matches = memory.lookup_targets(&queries)?.into_iter();
    let mut assembled = Vec::new();
    for ((number, text), cuts) in texts.into_iter().zip(&cuts) {
        let tried = cuts.iter().map(|pieces| Reuse::assembled(pieces, &mut matches));
        // All are tried, for each takes the matches of its parts.
        let tried: Vec<_> = tried.collect();
        let is_valid = |reuse: &Reuse| is_read_back(&reuse.target, text, text);
        let first = tried.into_iter().flatten().find(is_valid);
        assembled.extend(first.map(|reuse| (number, reuse)));
    }
    Ok(assembled)
}

impl Reuse {
    /// Joins the targets of the first match of each part, which come next.
    /// Returns `None` where a part has none.
    fn assembled(
        pieces: &[CutPiece],
        matches: &mut impl Iterator<Item = Vec<Match>>,
    ) -> Option<Self> {
        let texts = pieces.iter().filter_map(CutPiece::part);
        let firsts: Vec<Option<Match>> =
            texts.clone().map(|_| matches.next()?.into_iter().next()).collect();
        let matches: Vec<Match> = firsts.into_iter().collect::<Option<_>>()?;
        let parts = texts.zip(&matches);
        let parts: Vec<Reuse> =
            parts.map(|(text, found)| Reuse::adapted(text, found, ReuseMethod::Exact)).collect();
        let score = usize::from(BEST + 2).saturating_sub(parts.len());
        let language = matches.first()?.target().language.as_ref();
        Some(Self {
            target: join(pieces, parts.iter().map(|part| &part.target), language),
            score: u8::try_from(score).unwrap_or_default(),
            method: ReuseMethod::Assembled,
            lacks_codes: parts.iter().any(|part| part.lacks_codes),
            is_certain: true,
            differs_in_modality: false,
            repairs: Vec::new(),
            matches,
        })
    }
}

/// Puts the targets in the place of the parts, in order, as a language joins
/// them.
fn join<'t>(
    pieces: &[CutPiece],
    mut targets: impl Iterator<Item = &'t CodedText>,
    language: Option<&Language>,
) -> CodedText {
    let language = language.map_or("", Language::primary);
    let between = pieces.iter().map(|piece| match piece {
        CutPiece::Between(between) => greatest_pair_number(between),
        CutPiece::Part(_) => 0,
    });
    let mut greatest = between.max().unwrap_or(0);
    let mut joined = CodedText::default();
    let mut is_after_part = false;
    for piece in pieces {
        match piece {
            CutPiece::Part(_) => {
                let Some(target) = targets.next() else { continue };
                if is_after_part && has_spaces(language) {
                    joined.push_text(" ");
                }
                push_renumbered(&mut joined, target, greatest);
                greatest = greatest.saturating_add(greatest_pair_number(target));
            }
            CutPiece::Between(between) => push_between(&mut joined, between, language),
        }
        is_after_part = matches!(piece, CutPiece::Part(_));
    }
    joined
}

/// Adds a text, its pairs numbered after `greatest`.
fn push_renumbered(joined: &mut CodedText, text: &CodedText, greatest: u32) {
    for piece in text.pieces() {
        joined.push(match piece {
            Piece::Code(code) => {
                Piece::Code(Code { role: renumbered(code.role, greatest), ..code })
            }
            text => text,
        });
    }
}

/// Adds what stands between parts, as a language has it.
fn push_between(joined: &mut CodedText, between: &CodedText, language: &str) {
    for piece in between.pieces() {
        let before = joined.text().chars().next_back();
        joined.push(match piece {
            Piece::Text(text) => Piece::Text(localized(text, before, language)),
            other => other,
        });
    }
}

/// Whether a space stands between sentences.
fn has_spaces(language: &str) -> bool {
    !matches!(language, "zh" | "ja" | "yue")
}

/// Writes what stands between parts as a language has it: no space after punctuation
/// of full width; the wide colon of Chinese; the space before a French one.
fn localized<'b>(between: &'b str, before: Option<char>, language: &str) -> &'b str {
    let is_space = between.chars().all(char::is_whitespace);
    match (language, between) {
        _ if is_space && !has_spaces(language) && before.is_some_and(is_wide) => "",
        ("zh" | "yue", ": ") => "：",
        ("fr", ": ") => "\u{a0}: ",
        _ => between,
    }
}

/// Whether this is punctuation that takes the width of an ideograph: the Unicode
/// blocks CJK Symbols and Punctuation, and Halfwidth and Fullwidth Forms.
fn is_wide(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff60}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inline::Syntax;

    #[test]
    fn languages_join_in_their_own_way() {
        for (language, first, between, second, expected) in [
            ("de", "Eins.", " ", "Zwei.", "Eins. Zwei."),
            ("zh-CN", "一。", " ", "二。", "一。二。"),
            ("ja-JP", "一。", " ", "二。", "一。二。"),
            ("ja-JP", "Word", " ", "二。", "Word 二。"),
            ("en", "One.", "", "Two.", "One. Two."),
            ("zh-CN", "一", ": ", "二", "一：二"),
            ("zh-CN", "**一**", ": ", "**二**", "**一**：**二**"),
            ("zh-CN", "一：", " ", "二", "一：二"),
            ("fr-FR", "Un", ": ", "deux", "Un\u{a0}: deux"),
            ("de", "Eins", " – ", "zwei", "Eins – zwei"),
        ] {
            let [first, second] =
                [first, second].map(|text| CodedText::parse(text, Syntax::Markdown));
            let part = || CutPiece::Part(CodedText::default());
            let mut pieces = vec![part(), part()];
            if !between.is_empty() {
                pieces.insert(1, CutPiece::Between(between.into()));
            }
            let language = language.parse().ok();
            let joined = join(&pieces, [&first, &second].into_iter(), language.as_ref());
            assert_eq!(joined.markup(), expected);
            let again = CodedText::parse(expected, Syntax::Markdown);
            assert_eq!(joined.codes().collect::<Vec<_>>(), again.codes().collect::<Vec<_>>());
        }
    }
}
