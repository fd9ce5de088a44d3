//! A text as a place in Markdown needs it.
//!
//! A backslash makes text of any punctuation (CommonMark 0.31.2, 2.4), so that
//! is how whatever would change the blocks of the document is disarmed.

use super::super::found::{Leaf, Surroundings};
use super::{block_start, on_one_line};
use crate::inline::{Syntax, TokenKind, tokenize};

/// The text on one line, with what would disturb its surroundings escaped.
pub(super) fn fitted(text: &str, surroundings: &Surroundings) -> String {
    let mut fitted = without_line_breaks(text);
    if fitted.is_empty() {
        return fitted;
    }
    if surroundings.leaf == Leaf::Cell || surroundings.above_delimiters {
        fitted = escaped_pipes(&fitted);
    }
    if surroundings.in_link {
        fitted = escaped_brackets(&fitted);
    }
    if matches!(surroundings.leaf, Leaf::Heading | Leaf::Underlined) && surroundings.ends_block {
        escape_heading_end(&mut fitted);
    }
    if surroundings.begins_line
        && let Some(at) = block_start::mark(&fitted)
    {
        fitted.insert(at, '\\');
    }
    if ends_in_backslash(&fitted) {
        fitted.push('\\');
    }
    if surroundings.leaf == Leaf::Cell
        && !fitted.is_empty()
        && fitted.bytes().all(|byte| b"-:".contains(&byte))
    {
        // A row of such cells delimits the head of a table.
        fitted.insert(0, '\\');
    }
    if surroundings.leaf == Leaf::Cell && fitted.ends_with('\\') {
        // Parsers differ in what two backslashes before a pipe are.
        fitted.truncate(fitted.len() - 2);
        fitted.push_str("&#92;");
    }
    fitted
}

/// The text with a space for each line break and `<br>` for each hard one.
fn without_line_breaks(text: &str) -> String {
    if memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_none() {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    for token in tokenize(text, Syntax::Markdown) {
        match token.kind {
            TokenKind::LineBreak if !token.text.starts_with('<') => line.push_str("<br>"),
            _ => line.push_str(token.text),
        }
    }
    on_one_line(&line)
}

/// Whether the character behind the text would be escaped by its end.
fn ends_in_backslash(text: &str) -> bool {
    text.bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 1
}

/// The text with each pipe escaped, which parts cells even in code (GFM 0.29,
/// 4.10).
fn escaped_pipes(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut after_backslash = false;
    for character in text.chars() {
        match character {
            '|' if after_backslash => escaped.push('|'),
            // Parsers differ in what two backslashes before a pipe are.
            '|' if escaped.ends_with('\\') => escaped.push_str("&#124;"),
            '|' => escaped.push_str("\\|"),
            _ => escaped.push(character),
        }
        after_backslash = character == '\\' && !after_backslash;
    }
    escaped
}

/// The text with each bracket escaped that has no other half, so that the link
/// around it ends where it did.
fn escaped_brackets(text: &str) -> String {
    let mut open = Vec::new();
    let mut single = Vec::new();
    for token in tokenize(text, Syntax::Markdown).filter(|token| token.kind == TokenKind::Text) {
        for (at, bracket) in token.text.match_indices(['[', ']']) {
            let at = token.range.start + at;
            match bracket {
                "[" => open.push(at),
                _ if open.pop().is_none() => single.push(at),
                _ => {}
            }
        }
    }
    single.append(&mut open);
    single.sort_unstable();
    let mut escaped = text.to_owned();
    for &at in single.iter().rev() {
        escaped.insert(at, '\\');
    }
    // A caret would make a footnote of a link.
    if escaped.starts_with('^') {
        escaped.insert(0, '\\');
    }
    escaped
}

/// Escapes what a heading does not have for its text: closing marks (4.2) and
/// attributes in braces.
fn escape_heading_end(text: &mut String) {
    let without_marks = text.trim_end_matches('#');
    if without_marks.len() < text.len()
        && (without_marks.is_empty() || without_marks.ends_with([' ', '\t']))
    {
        text.insert(text.len() - 1, '\\');
    } else if text.ends_with('}') && text.contains('{') {
        // A backslash does not tell parsers that these are no attributes.
        text.truncate(text.len() - 1);
        text.push_str("&#125;");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fit_their_place() {
        let line = Surroundings { begins_line: true, ..Surroundings::default() };
        let inside = Surroundings { begins_line: false, ..line };
        let cell = Surroundings { leaf: Leaf::Cell, ..inside };
        let above = Surroundings { leaf: Leaf::Lines, above_delimiters: true, ..inside };
        let link = Surroundings { in_link: true, ..inside };
        let heading = Surroundings { leaf: Leaf::Heading, ends_block: true, ..inside };
        for (surroundings, text, expected) in [
            (line, "- a", "\\- a"),
            (inside, "- a", "- a"),
            (line, "a\nb", "a b"),
            (line, "a  \nb\\\nc", "a<br>b<br>c"),
            (inside, "a\n\n  b", "a b"),
            (inside, "a\\", "a\\\\"),
            (inside, "a\\\\", "a\\\\"),
            (line, "a | b", "a | b"),
            (cell, "a | `b|c` \\| d", "a \\| `b\\|c` \\| d"),
            (link, "a [b] c] [d", "a [b] c\\] \\[d"),
            (link, "`]`", "`]`"),
            (link, "^1", "\\^1"),
            (heading, "C #", "C \\#"),
            (heading, "C#", "C#"),
            (heading, "a ##", "a #\\#"),
            (heading, "a {#b}", "a {#b&#125;"),
            (cell, "a\\", "a&#92;"),
            (cell, "---", "\\---"),
            (cell, "a\\\\|b", "a\\\\&#124;b"),
            (cell, "", ""),
            (heading, "", ""),
            (above, "a | b", "a \\| b"),
            (heading, "# a", "# a"),
        ] {
            assert_eq!(fitted(text, &surroundings), expected, "{text}");
        }
    }
}
