//! Translations of parts, joined as the target language joins them.

use super::Item;
use crate::inline::{Code, CodedText, Piece};
use crate::language::Language;
use crate::leverage::codes::{greatest, renumbered};

/// Puts the targets in the place of the parts, in order.
pub(super) fn join<'t>(
    items: &[Item],
    mut targets: impl Iterator<Item = &'t CodedText>,
    language: Option<&Language>,
) -> CodedText {
    let language = language.map_or("", Language::primary);
    let mut joined = CodedText::default();
    let mut used = items
        .iter()
        .map(|item| match item {
            Item::Glue(glue) => greatest(glue),
            Item::Part(_) => 0,
        })
        .max()
        .unwrap_or(0);
    let mut after_part = false;
    for item in items {
        match item {
            Item::Part(_) => {
                let Some(target) = targets.next() else { continue };
                if after_part && has_spaces(language) {
                    joined.push_text(" ");
                }
                push(&mut joined, target.pieces(), used);
                used = used.saturating_add(greatest(target));
            }
            Item::Glue(glue) => {
                for piece in glue.pieces() {
                    let before = joined.text().chars().next_back();
                    let piece = match piece {
                        Piece::Text(text) => Piece::Text(localized(text, before, language)),
                        other => other,
                    };
                    push(&mut joined, [piece], 0);
                }
            }
        }
        after_part = matches!(item, Item::Part(_));
    }
    joined
}

/// Adds pieces, their pairs with other numbers.
fn push<'p>(joined: &mut CodedText, pieces: impl IntoIterator<Item = Piece<'p>>, by: u32) {
    for piece in pieces {
        joined.push(match piece {
            Piece::Code(code) => Piece::Code(Code { role: renumbered(code.role, by), ..code }),
            text => text,
        });
    }
}

/// Whether a space stands between sentences.
fn has_spaces(language: &str) -> bool {
    !matches!(language, "zh" | "ja" | "yue")
}

/// What stands between parts, as a language has it: no space after punctuation
/// of full width; the wide colon of Chinese; the space before a French one.
fn localized<'g>(glue: &'g str, before: Option<char>, language: &str) -> &'g str {
    let is_space = glue.chars().all(char::is_whitespace);
    match (language, glue) {
        _ if is_space && !has_spaces(language) && before.is_some_and(is_wide) => "",
        ("zh" | "yue", ": ") => "：",
        ("fr", ": ") => "\u{a0}: ",
        _ => glue,
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
        for (language, first, glue, second, expected) in [
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
            let part = || Item::Part(CodedText::default());
            let mut items = vec![part(), part()];
            if !glue.is_empty() {
                items.insert(1, Item::Glue(glue.into()));
            }
            let language = language.parse().ok();
            let joined = join(&items, [&first, &second].into_iter(), language.as_ref());
            assert_eq!(joined.markup(), expected);
            let again = CodedText::parse(expected, Syntax::Markdown);
            assert_eq!(joined.codes().collect::<Vec<_>>(), again.codes().collect::<Vec<_>>());
        }
    }
}
