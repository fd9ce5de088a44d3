//! A text as a place in Markdown needs it.
//!
//! A backslash makes text of any punctuation (CommonMark 0.31.2, 2.4), so that
//! is how whatever would change the blocks of the document is disarmed.

use super::on_one_line;
use crate::inline::{Syntax, TokenKind, tag_name, tokenize};
use crate::segmentation::source::attributes::attribute_list;
use crate::segmentation::source::segment::{LeafKind, Surroundings};

/// Writes the text on one line, with what would disturb its surroundings escaped.
pub(super) fn fitted(text: &str, surroundings: &Surroundings) -> String {
    let mut fitted = without_line_breaks(text);
    if fitted.is_empty() {
        return fitted;
    }
    if surroundings.leaf == LeafKind::Cell || surroundings.above_delimiters {
        fitted = escaped_pipes(&fitted);
    }
    if surroundings.in_link {
        fitted = escaped_brackets(&fitted);
    }
    if matches!(surroundings.leaf, LeafKind::Heading | LeafKind::Underlined)
        && surroundings.ends_block
    {
        escape_heading_end(&mut fitted);
    }
    if surroundings.begins_line
        && let Some(at) = block_mark(&fitted)
    {
        fitted.insert(at, '\\');
    }
    if ends_in_backslash(&fitted) {
        fitted.push('\\');
    }
    if surroundings.leaf == LeafKind::Cell
        && !fitted.is_empty()
        && fitted.bytes().all(|byte| b"-:".contains(&byte))
    {
        // A row of such cells delimits the head of a table.
        fitted.insert(0, '\\');
    }
    if surroundings.leaf == LeafKind::Cell && fitted.ends_with('\\') {
        // Parsers differ in what two backslashes before a pipe are.
        fitted.truncate(fitted.len() - 2);
        fitted.push_str("&#92;");
    }
    fitted
}

/// Writes the text with a space for each line break and `<br>` for each hard one.
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

/// Escapes each pipe, which parts cells even in code (GFM 0.29,
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

/// Escapes each bracket that has no other half, so that the link
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
    } else if attribute_list(text).is_some() {
        // For parsers these are attributes even with a backslash.
        text.truncate(text.len() - 1);
        text.push_str("&#125;");
    }
}

/// Finds the mark that would make another block of a text that begins a line, and
/// that a backslash disarms, in bytes from 0.
pub(super) fn block_mark(text: &str) -> Option<usize> {
    let rest = text.as_bytes();
    let is_mark = match *rest.first()? {
        // A thematic break (CommonMark 0.31.2, 4.1) or a bullet (5.2).
        b'-' | b'*' | b'+' | b'_' => is_bullet(rest) || is_rule(rest),
        b'#' => is_heading(rest),
        b'=' => rest.iter().all(|&byte| byte == b'='),
        b'`' | b'~' => is_fence(rest),
        b'<' => is_html(text),
        b'[' => is_definition(rest) || is_task(rest),
        // A line of a table that delimits its head (GFM 0.29, 4.10).
        b'|' => true,
        b':' => is_delimiter(rest),
        b'>' => true,
        b'0'..=b'9' => return number_mark(rest),
        _ => false,
    };
    is_mark.then_some(0)
}

fn ends_mark(byte: Option<&u8>) -> bool {
    matches!(byte, None | Some(b' ' | b'\t'))
}

fn is_bullet(rest: &[u8]) -> bool {
    rest[0] != b'_' && ends_mark(rest.get(1))
}

/// Whether the line is a thematic break, an underline (4.3), or the delimiters
/// of a table.
fn is_rule(rest: &[u8]) -> bool {
    rest.iter().all(|&byte| byte == rest[0] || byte == b' ' || byte == b'\t') || is_delimiter(rest)
}

fn is_delimiter(rest: &[u8]) -> bool {
    rest.iter().all(|byte| b"-:| \t".contains(byte))
}

/// Whether the line is a heading (4.2).
fn is_heading(rest: &[u8]) -> bool {
    let marks = rest.iter().take_while(|&&byte| byte == b'#').count();
    marks <= 6 && ends_mark(rest.get(marks))
}

/// Whether the line begins fenced code (4.5): behind backticks stand no others.
fn is_fence(rest: &[u8]) -> bool {
    let marks = rest.iter().take_while(|&&byte| byte == rest[0]).count();
    marks >= 3 && (rest[0] == b'~' || !rest[marks..].contains(&b'`'))
}

/// Finds the `.` or `)` of a number that begins a list item (5.2).
fn number_mark(rest: &[u8]) -> Option<usize> {
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let is_mark = digits <= 9
        && matches!(rest.get(digits), Some(b'.' | b')'))
        && ends_mark(rest.get(digits + 1));
    is_mark.then_some(digits)
}

/// Whether the line begins a block of HTML (4.6): a comment and the like, the tag
/// of an element that makes a block, or any tag alone on its line.
fn is_html(text: &str) -> bool {
    let name = text[1..].trim_start_matches('/');
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let is_block = BLOCKS.split(' ').any(|block| block.eq_ignore_ascii_case(&name[..length]));
    let is_alone = !tag_name(text).is_empty() && !text[1..].contains('<') && text.ends_with('>');
    text.starts_with("<!") || text.starts_with("<?") || is_block || is_alone
}

/// The elements of the start conditions 1 and 6 of HTML blocks.
const BLOCKS: &str = "address article aside base basefont blockquote body caption center col colgroup dd \
    details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 \
    h3 h4 h5 h6 head header hr html iframe legend li link main menu menuitem nav noframes ol \
    optgroup option p param pre script search section style summary table tbody td textarea \
    tfoot th thead title tr track ul";

/// Whether the line defines a link (4.7) or a footnote, or may with the lines
/// behind it: a colon stands right behind its first bracket, which holds no other,
/// or that one is still open.
fn is_definition(rest: &[u8]) -> bool {
    let mut at = 1;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'[' => return false,
            b']' => return rest.get(at + 1) == Some(&b':'),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    true
}

/// Whether the item that the line begins is a task (GFM 0.29, 5.3).
fn is_task(rest: &[u8]) -> bool {
    matches!(rest, [b'[', b' ' | b'x' | b'X', b']', ..]) && ends_mark(rest.get(3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fit_their_place() {
        let line = Surroundings { begins_line: true, ..Surroundings::default() };
        let inside = Surroundings { begins_line: false, ..line };
        let cell = Surroundings { leaf: LeafKind::Cell, ..inside };
        let above = Surroundings { leaf: LeafKind::Lines, above_delimiters: true, ..inside };
        let link = Surroundings { in_link: true, ..inside };
        let heading = Surroundings { leaf: LeafKind::Heading, ends_block: true, ..inside };
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

    #[test]
    fn marks() {
        let marks = "- a/-/* a/+\ta/---/- - -/***/___/# a/######/===/=/```/```rust/~~~ a `b`/> a/>a\
                     /<!-- a -->/<div>/<P x>/<?a?>/<b>/<br>/[a]: b/[^1]: b/[x] a/[ ] a/[a/[a\\]b\
                     /|---|/:--|--:/---|---/<pre/| a";
        for text in marks.split('/') {
            assert_eq!(block_mark(text), Some(0), "{text}");
        }
        for (text, at) in [("1. a", 1), ("12) a", 2), ("1.", 1), ("</P>", 0), ("<br/>", 0)] {
            assert_eq!(block_mark(text), Some(at), "{text}");
        }
        let others = "|a|-a|**a** b|*a*|1.5|1234567890. a|####### a|#a|``a``|=a|<b>a</b>\
                      |<https://a.example>|<any>a|[a](b)|[x](y)|[a]|[a][1] [b][2]|[a](b) [b]: c|[a](b) [0, 1)|[a[b]]: c|~a~|_a_|```a``` b|: a|<diva";
        for text in others.split('|') {
            assert_eq!(block_mark(text), None, "{text}");
        }
    }
}
