//! Decoding scalars, with a map back to the file.
//!
//! The YAML parser gives each scalar's value but not which bytes of the file
//! each character of it comes from. These decoders follow YAML 1.2.2 once more
//! and keep that map. The parser's value stays the authority: a scalar that the
//! two read differently is not used.

use std::ops::Range;

use super::scalars::{BlockScalar, Chomping, Style};

/// The text that a scalar writes, and where its parts are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Decoded {
    /// UTF-8, except where the file is not.
    pub(super) text: Vec<u8>,
    pub(super) map: OffsetMap,
}

/// Decodes the content of a scalar: what is between the quotes, or the
/// lines under the header of a block scalar. The map counts from the start of
/// `content`. Returns `None` where the content cannot be in a scalar of that
/// style.
pub(super) fn decode(content: &[u8], style: &Style) -> Option<Decoded> {
    match style {
        Style::Plain => decode_flow(content, Quote::None),
        Style::SingleQuoted => decode_flow(content, Quote::Single),
        Style::DoubleQuoted => decode_flow(content, Quote::Double),
        Style::Block(block) => decode_block(content, block),
    }
}

/// A text in the making.
struct Output<'b> {
    content: &'b [u8],
    decoded: Decoded,
}

impl<'b> Output<'b> {
    fn new(content: &'b [u8]) -> Self {
        let text = Vec::with_capacity(content.len());
        Self { content, decoded: Decoded { text, map: OffsetMap::default() } }
    }

    /// Adds bytes that stand for themselves.
    fn copy(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.decoded.text.extend_from_slice(&self.content[range.clone()]);
            self.decoded.map.push(range.len(), range);
        }
    }

    /// Adds `text`, which the bytes of `range` stand for.
    fn put(&mut self, range: Range<usize>, text: &[u8]) {
        self.decoded.text.extend_from_slice(text);
        self.decoded.map.push(text.len(), range);
    }
}

/// Returns whether a byte is a space or a tab (`s-white`, YAML 1.2.2 section
/// 5.5).
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Returns whether a byte begins a line break (`b-break`, section 5.4).
pub(super) fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// Returns the offset behind the line break at `at`; CR LF is one.
pub(super) fn after_break(bytes: &[u8], at: usize) -> usize {
    at + if bytes[at..].starts_with(b"\r\n") { 2 } else { 1 }
}

/// Returns the offset of the first byte from `at` on that is no space and no
/// tab.
pub(super) fn skip_blanks(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|&&byte| is_blank(byte)).count()
}

/// Returns whether a line break is at `at`.
fn break_at(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(|&byte| is_break(byte))
}

/// What is around a flow scalar.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quote {
    None,
    Single,
    Double,
}

impl Quote {
    /// Returns whether a byte may stand for something else than itself.
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

/// Decodes a plain, single-quoted or double-quoted scalar (YAML 1.2.2 section
/// 7.3): what is between the quotes.
fn decode_flow(content: &[u8], quote: Quote) -> Option<Decoded> {
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

/// Reads two single quotes as one (section 7.3.2).
fn quoted_quote(at: usize, output: &mut Output<'_>) -> Option<usize> {
    output.content[at..].starts_with(b"''").then(|| {
        output.put(at..at + 2, b"'");
        at + 2
    })
}

/// Reads white space. Inside a line it is itself; around line breaks it is
/// folded (section 6.5): one break is a space, of more the first is dropped.
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

/// Skips a line break behind a backslash and the white space that begins the
/// next line (section 7.3.1); empty lines in between stay.
fn escaped_break(break_start: usize, output: &mut Output<'_>) -> usize {
    let next = skip_blanks(output.content, after_break(output.content, break_start));
    empty_lines(next, next, output)
}

/// Gives a line break for each break from `at` on; the first takes the bytes
/// from `start` on with it, the last the indentation behind it.
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

/// Reads a backslash and what it escapes (section 5.7).
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

/// Returns the character that one escaped byte stands for.
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

/// Returns the character of the code `digits`, and the offset behind it. Two
/// `\u` that are a surrogate pair are one character, as in JSON, which YAML
/// contains.
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

/// Decodes a literal or folded block scalar (section 8.1): the lines under the
/// header. Returns `None` where none of them has content.
fn decode_block(content: &[u8], block: &BlockScalar) -> Option<Decoded> {
    let mut lines =
        BlockLines { block, output: Output::new(content), breaks: Vec::new(), last: None };
    let mut at = 0;
    while at < content.len() {
        match lines.line(at) {
            Some(next) => at = next,
            None => break,
        }
    }
    lines.finish()
}

struct BlockLines<'b> {
    block: &'b BlockScalar,
    output: Output<'b>,
    /// The line breaks since the last content, each with the indentation before
    /// it: what becomes of them depends on the next line.
    breaks: Vec<Range<usize>>,
    /// The last line with content, where there was one.
    last: Option<LineKind>,
}

/// What folding asks of a line with content.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineKind {
    Text,
    /// Begins with white space after the indentation; never folded.
    MoreIndented,
}

impl BlockLines<'_> {
    /// Reads the line that begins at `at`, and returns the start of the next one,
    /// or `None` where the scalar has ended.
    fn line(&mut self, at: usize) -> Option<usize> {
        let content = self.output.content;
        let indentation = &content[at..content.len().min(at + self.block.indent)];
        let start = at + indentation.iter().take_while(|&&byte| byte == b' ').count();
        if break_at(content, start) {
            let next = after_break(content, start);
            self.breaks.push(at..next);
            return Some(next);
        }
        if start < at + self.block.indent || start == content.len() {
            return None;
        }
        let rest = &content[start..];
        let end = start + rest.iter().position(|&byte| is_break(byte)).unwrap_or(rest.len());
        self.give_breaks(start);
        self.output.copy(start..end);
        if end == content.len() {
            return None;
        }
        let next = after_break(content, end);
        self.breaks.push(end..next);
        Some(next)
    }

    /// Gives the line breaks before the content at `start`.
    fn give_breaks(&mut self, start: usize) {
        let kind = if is_blank(self.output.content[start]) {
            LineKind::MoreIndented
        } else {
            LineKind::Text
        };
        let previous = self.last.replace(kind);
        let between_text = kind == LineKind::Text && previous == Some(LineKind::Text);
        if let Some(last) = self.breaks.last_mut() {
            last.end = start;
        }
        let mut breaks = std::mem::take(&mut self.breaks).into_iter();
        if self.block.folded
            && between_text
            && let Some(first) = breaks.next()
        {
            match breaks.next() {
                None => self.output.put(first, b" "),
                Some(second) => self.output.put(first.start..second.end, b"\n"),
            }
        }
        for line_break in breaks {
            self.output.put(line_break, b"\n");
        }
    }

    /// Chomps the line breaks at the end (section 8.1.1.2). A last line that
    /// the file does not end counts as ended.
    fn finish(mut self) -> Option<Decoded> {
        self.last?;
        if self.breaks.is_empty() {
            let end = self.output.content.len();
            self.breaks.push(end..end);
        }
        let kept = match self.block.chomping {
            Chomping::Strip => 0,
            Chomping::Clip => 1,
            Chomping::Keep => self.breaks.len(),
        };
        self.breaks.truncate(kept);
        for line_break in std::mem::take(&mut self.breaks) {
            self.output.put(line_break, b"\n");
        }
        Some(self.output.decoded)
    }
}

/// Which bytes of the file each part of a decoded text comes from.
///
/// Runs of bytes that stand for themselves are one piece each; so is every
/// escape and every folded line break. Bytes of the file that stand for nothing
/// (indentation, an escaped line break) lie between the pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OffsetMap {
    /// In the order of both ranges, the decoded ones without gaps.
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    decoded: Range<usize>,
    file: Range<usize>,
}

impl Piece {
    /// Returns whether its bytes correspond one by one: a run that was copied, or
    /// one byte for one byte. Every longer piece takes more bytes than it gives.
    fn is_linear(&self) -> bool {
        self.decoded.len() == self.file.len()
    }

    /// Returns the offset in the file where the decoded byte at `at` begins.
    fn start_of(&self, at: usize) -> usize {
        self.file.start + if self.is_linear() { at - self.decoded.start } else { 0 }
    }

    /// Returns the offset in the file behind the decoded byte before `at`.
    fn end_of(&self, at: usize) -> usize {
        if self.is_linear() { self.start_of(at) } else { self.file.end }
    }
}

impl OffsetMap {
    /// Adds a piece: the next `length` bytes of the text come from `file`.
    pub(super) fn push(&mut self, length: usize, file: Range<usize>) {
        let start = self.decoded_end();
        if let Some(last) = self.pieces.last_mut()
            && last.is_linear()
            && last.file.end == file.start
            && file.len() == length
        {
            last.file.end = file.end;
            last.decoded.end += length;
            return;
        }
        self.pieces.push(Piece { decoded: start..start + length, file });
    }

    fn decoded_end(&self) -> usize {
        self.pieces.last().map_or(0, |piece| piece.decoded.end)
    }

    /// Returns the bytes of the file, from 0, that the decoded bytes of `range`
    /// come from. An escape is taken whole even where the range cuts it.
    pub(crate) fn range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.start(range.start);
        if range.is_empty() {
            return start..start;
        }
        let last = self.pieces.partition_point(|piece| piece.decoded.end < range.end);
        start..self.pieces.get(last).map_or(start, |piece| piece.end_of(range.end)).max(start)
    }

    fn start(&self, at: usize) -> usize {
        let index = self.pieces.partition_point(|piece| piece.decoded.end <= at);
        match self.pieces.get(index) {
            Some(piece) => piece.start_of(at),
            None => self.pieces.last().map_or(0, |piece| piece.file.end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_map_to_whole_escapes() {
        let mut map = OffsetMap::default();
        map.push(3, 1..4);
        map.push(1, 4..5);
        map.push(2, 5..9);
        map.push(4, 12..16);
        for (decoded, file) in [
            (0..3, 1..4),
            (1..2, 2..3),
            (2..4, 3..5),
            (3..6, 4..9),
            (4..5, 5..9),
            (5..6, 5..9),
            (6..7, 12..13),
            (5..7, 5..13),
            (6..6, 12..12),
            (10..10, 16..16),
            (0..10, 1..16),
        ] {
            assert_eq!(map.range(decoded.clone()), file, "{decoded:?}");
        }
    }
}
