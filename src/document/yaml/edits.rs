//! The edits that leave one side of a scalar's annotation in valid YAML.
//!
//! Mostly it is enough to cut the annotation out of the bytes. Where that would
//! make other YAML of the rest (a plain scalar that now begins with `*` or reads
//! as a number, a folded line that loses a space at its end), the scalar is
//! quoted anew on one line; the bytes around it stay.

use std::ops::Range;

use super::decode::{Decoded, after_break, decode, is_blank, is_break};
use super::scalars::{BlockScalar, Scalar, Style};
use crate::document::reading::{Edit, Replacement, Side};
use crate::document::scanned::damaged_quotes;
use crate::scan::{RawSegment, Scan};

/// The edits to one scalar.
pub(super) struct ScalarEdits {
    pub(super) edits: Vec<Edit>,
    /// Whether they do no more than to cut each segment down to its side.
    pub(super) only_cuts: bool,
}

/// A part of a scalar that gives way to something else.
struct Cut {
    /// Where in the decoded text.
    decoded: Range<usize>,
    /// Where in the scalar's content.
    raw: Range<usize>,
    with: &'static [u8],
}

/// Makes the edits for one side; `scan` is that of the decoded text.
pub(super) fn edits(
    bytes: &[u8],
    scalar: &Scalar<'_>,
    decoded: &Decoded,
    scan: &Scan,
    side: Side,
) -> ScalarEdits {
    let content = scalar.content();
    let cuts = cuts(decoded, scan, side);
    let text = cuts.iter().map(|cut| (&cut.decoded, cut.with));
    let text = spliced(&decoded.text, 0..decoded.text.len(), text);
    let raw = cuts.iter().map(|cut| (&cut.raw, cut.with));
    let raw = spliced(&bytes[content.clone()], 0..content.len(), raw);
    if !still_writes(&raw, &text, scalar) {
        return ScalarEdits { edits: rewrite(bytes, scalar, &text), only_cuts: false };
    }
    let edit = |cut: &Cut| Edit {
        range: cut.raw.start + content.start..cut.raw.end + content.start,
        with: Replacement::Bytes(cut.with.into()),
    };
    ScalarEdits { edits: cuts.iter().map(edit).collect(), only_cuts: scan.repairs.is_empty() }
}

/// Finds what goes: of each segment all but its side, and each entity that
/// stands for a quote.
fn cuts(decoded: &Decoded, scan: &Scan, side: Side) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut kept_from = 0;
    for segment in &scan.segments {
        let (whole, kept) = (&segment.range, side_of(segment, side));
        let (raw_whole, raw_kept) =
            (decoded.map.range(whole.clone()), decoded.map.range(kept.clone()));
        repairs(decoded, kept_from..whole.start, scan, &mut cuts);
        let cut = |decoded, raw| Cut { decoded, raw, with: b"" };
        cuts.push(cut(whole.start..kept.start, raw_whole.start..raw_kept.start));
        repairs(decoded, kept.clone(), scan, &mut cuts);
        cuts.push(cut(kept.end..whole.end, raw_kept.end..raw_whole.end));
        kept_from = whole.end;
    }
    repairs(decoded, kept_from..decoded.text.len(), scan, &mut cuts);
    cuts
}

/// Adds the entities to repair in a part of the text.
fn repairs(decoded: &Decoded, part: Range<usize>, scan: &Scan, cuts: &mut Vec<Cut>) {
    for entity in damaged_quotes(&decoded.text, part, &scan.repairs) {
        cuts.push(Cut { raw: decoded.map.range(entity.clone()), decoded: entity, with: b"\"" });
    }
}

fn side_of(pair: &RawSegment, side: Side) -> &Range<usize> {
    match side {
        Side::Target => &pair.target,
        Side::Source => &pair.source,
    }
}

/// Puts other bytes in place of ranges of `bytes`, which are in order, and returns
/// what becomes of the bytes of `whole`.
pub(super) fn spliced<'e>(
    bytes: &[u8],
    whole: Range<usize>,
    edits: impl Iterator<Item = (&'e Range<usize>, &'e [u8])>,
) -> Vec<u8> {
    let mut spliced = Vec::with_capacity(whole.len());
    let mut at = whole.start;
    for (range, with) in edits {
        spliced.extend_from_slice(&bytes[at..range.start]);
        spliced.extend_from_slice(with);
        at = range.end;
    }
    spliced.extend_from_slice(&bytes[at..whole.end]);
    spliced
}

/// Returns whether `raw` in place of the scalar's content writes `text`.
pub(super) fn still_writes(raw: &[u8], text: &[u8], scalar: &Scalar<'_>) -> bool {
    let is_allowed = match &scalar.style {
        Style::Plain => is_plain(raw, scalar.in_flow),
        Style::SingleQuoted | Style::DoubleQuoted => true,
        Style::Block(block) => keeps_indent(raw, block),
    };
    let writes = || decode(raw, &scalar.style).is_some_and(|decoded| decoded.text == text);
    is_allowed && !has_document_marker(raw) && writes()
}

/// Returns whether a parser finds the same indentation for the lines of a block
/// scalar (YAML 1.2.2 section 8.1.1.1): it is that of the first line with
/// content, and no empty line before it has more spaces.
fn keeps_indent(raw: &[u8], block: &BlockScalar) -> bool {
    if block.says_indent {
        return true;
    }
    let spaces = |line: &&[u8]| line.iter().take_while(|&&byte| byte == b' ').count();
    for line in raw.split(|&byte| is_break(byte)) {
        let indent = spaces(&line);
        if indent < line.len() {
            return indent == block.indent;
        }
        if indent > block.indent {
            return false;
        }
    }
    false
}

/// Writes the scalar anew, with `text` for its value.
pub(super) fn rewrite(bytes: &[u8], scalar: &Scalar<'_>, text: &[u8]) -> Vec<Edit> {
    let quoted = Replacement::Bytes(double_quoted(text).into());
    let Style::Block(block) = &scalar.style else {
        return vec![Edit { range: scalar.range.clone(), with: quoted }];
    };
    // The header gives way to the text, a comment behind it stays, the lines go.
    let lines = &bytes[scalar.range.clone()];
    let blank = |byte: &u8| byte.is_ascii_whitespace();
    let length = lines.len() - lines.iter().rev().take_while(|byte| blank(byte)).count();
    let header_end = line_end_before(bytes, scalar.range.start);
    vec![
        Edit { range: block.header.clone(), with: quoted },
        Edit { range: header_end..scalar.range.start + length, with: Replacement::Slice(0..0) },
    ]
}

/// Finds the end of the line whose line break ends at `at`.
fn line_end_before(bytes: &[u8], at: usize) -> usize {
    let one = at.saturating_sub(1);
    let two = at.saturating_sub(2);
    if after_break(bytes, two) == at { two } else { one }
}

/// Returns whether `raw` may be where a plain scalar was, and is read as a
/// string there. Stricter than YAML 1.2.2 section 7.3.3: it refuses every
/// indicator at the start, and what any schema of YAML 1.1 or 1.2 takes for
/// another type.
pub(super) fn is_plain(raw: &[u8], in_flow: bool) -> bool {
    let (Some(&first), Some(&last)) = (raw.first(), raw.last()) else { return false };
    let is_space = |byte: u8| is_blank(byte) || is_break(byte);
    let breaks_off = |pair: &[u8]| {
        (pair[0] == b':' && is_space(pair[1])) || (is_space(pair[0]) && pair[1] == b'#')
    };
    !b"-?:,[]{}#&*!|>'\"%@`".contains(&first)
        && !is_space(first)
        && !is_space(last)
        && last != b':'
        && !raw.starts_with(b"...")
        && !raw.windows(2).any(breaks_off)
        && !(in_flow && raw.iter().any(|byte| b",[]{}".contains(byte)))
        && !is_other_type(raw)
}

/// Returns whether a plain scalar may be read as a null, a boolean, a number, a
/// date or a merge key.
fn is_other_type(raw: &[u8]) -> bool {
    const WORDS: [&str; 13] =
        ["~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", ".nan", "<<"];
    let is_word = WORDS.iter().any(|word| raw.eq_ignore_ascii_case(word.as_bytes())) || raw == b"=";
    let numeric = |byte: &u8| byte.is_ascii_hexdigit() || b"xoXOtTzZ_:.+- \t,".contains(byte);
    let is_number = matches!(raw[0], b'0'..=b'9' | b'+' | b'.') && {
        raw.iter().all(numeric) || raw[1..].eq_ignore_ascii_case(b".inf")
    };
    is_word || is_number
}

/// Returns whether a line behind the first begins with a document marker, which
/// ends every scalar but an indented one.
pub(super) fn has_document_marker(raw: &[u8]) -> bool {
    let marker = |rest: &[u8]| rest.starts_with(b"---") || rest.starts_with(b"...");
    raw.iter().enumerate().any(|(at, &byte)| is_break(byte) && marker(&raw[at + 1..]))
}

/// Returns the double-quoted scalar, on one line, that writes `text` (section
/// 7.3.1). Bytes that are not UTF-8 stay as they are.
pub(super) fn double_quoted(text: &[u8]) -> Vec<u8> {
    let mut quoted = vec![b'"'];
    for chunk in text.utf8_chunks() {
        for character in chunk.valid().chars() {
            push_escaped(&mut quoted, character);
        }
        quoted.extend_from_slice(chunk.invalid());
    }
    quoted.push(b'"');
    quoted
}

fn push_escaped(quoted: &mut Vec<u8>, character: char) {
    let escape = match character {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\u{feff}' => "\\uFEFF",
        '\u{2028}' => "\\L",
        '\u{2029}' => "\\P",
        '\u{fffe}' => "\\uFFFE",
        '\u{ffff}' => "\\uFFFF",
        _ if character.is_control() => {
            return quoted.extend_from_slice(format!("\\x{:02X}", u32::from(character)).as_bytes());
        }
        _ => return quoted.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
    };
    quoted.extend_from_slice(escape.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_is_what_every_parser_reads_as_that_string() {
        for text in ["Next steps", "a:b", "a#b", "c: d", "重置密码：", "2020 年", "a, b", "-"]
        {
            assert_eq!(is_plain(text.as_bytes(), false), !["c: d", "-"].contains(&text), "{text}");
        }
        for text in [
            "",
            " a",
            "a ",
            "a:",
            "* b",
            "*b",
            "[a]",
            "\"a\"",
            "@a",
            "`a`",
            "%a",
            "- a",
            "? a",
            "no",
            "NULL",
            "~",
            "1.10",
            "0x1F",
            "+.inf",
            "12:30:45",
            "2020-07-29",
            "1_000",
            "a #b",
            "...",
            "#a",
            "<<",
            "=",
            "a:\tb",
            "!a",
            "&a",
            "|",
            ">",
            "{a",
        ] {
            assert!(!is_plain(text.as_bytes(), false), "{text}");
        }
        assert!(!is_plain(b"a, b", true));
        assert!(is_plain(b"a b", true));
    }

    #[test]
    fn quoted_text_stands_on_one_line() {
        assert_eq!(
            double_quoted("a \"b\"\\\n\t\u{7}\u{85}ü".as_bytes()),
            "\"a \\\"b\\\"\\\\\\n\\t\\x07\\x85ü\"".as_bytes()
        );
        assert_eq!(double_quoted(b"\xff"), b"\"\xff\"");
    }

    #[test]
    fn document_markers_begin_a_line() {
        assert!(has_document_marker(b"a\n--- b"));
        assert!(has_document_marker(b"a\r..."));
        assert!(!has_document_marker(b"--- a ---\n --- b"));
    }
}
