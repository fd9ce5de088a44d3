//! Plain, single-quoted and double-quoted scalars (YAML 1.2.2 section 7.3).

use std::ops::Range;

use super::{Decoded, Output, after_break, break_at, is_blank, is_break, skip_blanks};

/// What a flow scalar stands between.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    None,
    Single,
    Double,
}

impl Quote {
    /// Whether a byte may stand for something else than itself.
    fn is_special(self, byte: u8) -> bool {
        is_blank(byte)
            || is_break(byte)
            || match self {
                Quote::None => false,
                Quote::Single => byte == b'\'',
                Quote::Double => matches!(byte, b'"' | b'\\'),
            }
    }
}

/// Decodes what stands between the quotes.
pub(super) fn decode(content: &[u8], quote: Quote) -> Option<Decoded> {
    let mut output = Output::new(content);
    let mut at = 0;
    while at < content.len() {
        let rest = &content[at..];
        let plain = rest.iter().position(|&byte| quote.is_special(byte)).unwrap_or(rest.len());
        output.copy(at..at + plain);
        at += plain;
        at = match content.get(at) {
            None => at,
            Some(b'\\') if break_at(content, at + 1) => escaped_break(at + 1, &mut output),
            Some(b'\\') => escape(at, &mut output)?,
            Some(b'\'') => quoted_quote(at, &mut output)?,
            Some(b'"') => return None,
            Some(_) => white_space(at, &mut output),
        };
    }
    Some(output.decoded)
}

/// Two single quotes are one (section 7.3.2).
fn quoted_quote(at: usize, output: &mut Output<'_>) -> Option<usize> {
    output.content[at..].starts_with(b"''").then(|| {
        output.put(at..at + 2, b"'");
        at + 2
    })
}

/// White space inside a line is itself; around line breaks it is folded
/// (section 6.5): one break is a space, of more the first is dropped.
fn white_space(at: usize, output: &mut Output<'_>) -> usize {
    let content = output.content;
    let line_end = skip_blanks(content, at);
    if !break_at(content, line_end) {
        output.copy(at..line_end);
        return line_end;
    }
    let next = skip_blanks(content, after_break(content, line_end));
    if break_at(content, next) {
        return empty_lines(at, next, output);
    }
    output.put(at..next, b" ");
    next
}

/// A line break behind a backslash is nothing, nor is the white space that
/// begins the next line (section 7.3.1); empty lines in between stay.
fn escaped_break(break_start: usize, output: &mut Output<'_>) -> usize {
    let next = skip_blanks(output.content, after_break(output.content, break_start));
    empty_lines(next, next, output)
}

/// Each break from `at` on gives a line break; the first takes the bytes from
/// `start` on with it, the last the indentation behind it.
fn empty_lines(start: usize, at: usize, output: &mut Output<'_>) -> usize {
    let content = output.content;
    let (mut start, mut at) = (start, at);
    while break_at(content, at) {
        let end = after_break(content, at);
        at = skip_blanks(content, end);
        let piece_end = if break_at(content, at) { end } else { at };
        output.put(start..piece_end, b"\n");
        start = piece_end;
    }
    at
}

/// A backslash and what it escapes (section 5.7).
fn escape(at: usize, output: &mut Output<'_>) -> Option<usize> {
    let (character, end) = match *output.content.get(at + 1)? {
        b'x' => hexadecimal(output.content, at + 2..at + 4)?,
        b'u' => hexadecimal(output.content, at + 2..at + 6)?,
        b'U' => hexadecimal(output.content, at + 2..at + 10)?,
        byte => (escaped(byte)?, at + 2),
    };
    output.put(at..end, character.encode_utf8(&mut [0; 4]).as_bytes());
    Some(end)
}

/// The character that one escaped byte stands for.
fn escaped(byte: u8) -> Option<char> {
    Some(match byte {
        b'0' => '\0',
        b'a' => '\x07',
        b'b' => '\x08',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\x0b',
        b'f' => '\x0c',
        b'r' => '\r',
        b'e' => '\x1b',
        b' ' | b'"' | b'/' | b'\\' => byte.into(),
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        _ => return None,
    })
}

/// The character of the code `digits`, and the offset behind it. Two `\u` that
/// are a surrogate pair are one character, as in JSON, which YAML contains.
fn hexadecimal(content: &[u8], digits: Range<usize>) -> Option<(char, usize)> {
    let code = hexadecimal_code(content, digits.clone())?;
    if let Some(character) = char::from_u32(code) {
        return Some((character, digits.end));
    }
    let low = digits.end + 2..digits.end + 6;
    if digits.len() != 4 || content.get(digits.end..low.start)? != b"\\u" {
        return None;
    }
    let pair = [code, hexadecimal_code(content, low.clone())?].map(u16::try_from);
    let mut characters = char::decode_utf16(pair.into_iter().flatten());
    Some((characters.next()?.ok()?, low.end))
}

fn hexadecimal_code(content: &[u8], digits: Range<usize>) -> Option<u32> {
    let digits = content.get(digits)?;
    let digits = digits.iter().all(u8::is_ascii_hexdigit).then_some(digits)?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}
