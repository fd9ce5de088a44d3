//! What would begin a block of Markdown at the start of a line.

use crate::inline::tag_name;

/// Where a text that begins a line has the mark that would make another block of
/// it, and that a backslash disarms, in bytes from 0.
pub(super) fn mark(text: &str) -> Option<usize> {
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

/// The `.` or `)` of a number that begins a list item (5.2).
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
    fn marks() {
        let marks = "- a/-/* a/+\ta/---/- - -/***/___/# a/######/===/=/```/```rust/~~~ a `b`/> a/>a\
                     /<!-- a -->/<div>/<P x>/<?a?>/<b>/<br>/[a]: b/[^1]: b/[x] a/[ ] a/[a/[a\\]b\
                     /|---|/:--|--:/---|---/<pre/| a";
        for text in marks.split('/') {
            assert_eq!(mark(text), Some(0), "{text}");
        }
        for (text, at) in [("1. a", 1), ("12) a", 2), ("1.", 1), ("</P>", 0), ("<br/>", 0)] {
            assert_eq!(mark(text), Some(at), "{text}");
        }
        let others = "|a|-a|**a** b|*a*|1.5|1234567890. a|####### a|#a|``a``|=a|<b>a</b>\
                      |<https://a.example>|<any>a|[a](b)|[x](y)|[a]|[a][1] [b][2]|[a](b) [b]: c|[a](b) [0, 1)|[a[b]]: c|~a~|_a_|```a``` b|: a|<diva";
        for text in others.split('|') {
            assert_eq!(mark(text), None, "{text}");
        }
    }
}
