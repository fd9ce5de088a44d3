//! The edits that leave one side of a scalar's annotation in valid YAML.
//!
//! Mostly it is enough to cut the annotation out of the bytes. Where that would
//! make other YAML of the rest (a plain scalar that now begins with `*` or reads
//! as a number, a folded line that loses a space at its end), the scalar is
//! quoted anew on one line; the bytes around it stay.

use std::ops::Range;

use super::decode::{Decoded, after_break, decode, is_break};
use super::header::Block;
use super::quote::{double_quoted, has_document_marker, is_plain};
use super::scalars::{Scalar, Style};
use crate::document::found::{Edit, Replacement};
use crate::document::repair;
use crate::scan::{RawSegment, Scan};

/// The edits to one scalar.
pub(super) struct ScalarEdits {
    pub(super) edits: Vec<Edit>,
    /// Whether they do no more than to cut each segment down to its side.
    pub(super) only_cuts: bool,
}

/// One of the two sides of a segment.
pub(super) type Side = fn(&RawSegment) -> &Range<usize>;

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
    let text = apply(&decoded.text, &cuts, |cut| &cut.decoded);
    let raw = apply(&bytes[content.clone()], &cuts, |cut| &cut.raw);
    if !still_writes(&raw, &text, scalar) {
        return ScalarEdits { edits: rewrite(bytes, scalar, &text), only_cuts: false };
    }
    let edit = |cut: &Cut| Edit {
        range: cut.raw.start + content.start..cut.raw.end + content.start,
        with: Replacement::Bytes(cut.with.into()),
    };
    ScalarEdits { edits: cuts.iter().map(edit).collect(), only_cuts: scan.repairs.is_empty() }
}

/// What goes: of each segment all but its side, and each entity that stands
/// for a quote.
fn cuts(decoded: &Decoded, scan: &Scan, side: Side) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut kept_from = 0;
    for segment in &scan.segments {
        let (whole, kept) = (&segment.range, side(segment));
        let (raw_whole, raw_kept) =
            (decoded.map.range(whole.clone()), decoded.map.range(kept.clone()));
        repairs(decoded, kept_from..whole.start, scan, &mut cuts);
        cuts.push(Cut {
            decoded: whole.start..kept.start,
            raw: raw_whole.start..raw_kept.start,
            with: b"",
        });
        repairs(decoded, kept.clone(), scan, &mut cuts);
        cuts.push(Cut {
            decoded: kept.end..whole.end,
            raw: raw_kept.end..raw_whole.end,
            with: b"",
        });
        kept_from = whole.end;
    }
    repairs(decoded, kept_from..decoded.text.len(), scan, &mut cuts);
    cuts
}

/// Adds the entities to repair in a stretch of the text.
fn repairs(decoded: &Decoded, stretch: Range<usize>, scan: &Scan, cuts: &mut Vec<Cut>) {
    for entity in repair::damaged_quotes(&decoded.text, stretch, &scan.repairs) {
        cuts.push(Cut { raw: decoded.map.range(entity.clone()), decoded: entity, with: b"\"" });
    }
}

/// `bytes` with the cuts made, each at the place that `place` gives.
fn apply(bytes: &[u8], cuts: &[Cut], place: impl Fn(&Cut) -> &Range<usize>) -> Vec<u8> {
    let mut applied = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for cut in cuts {
        let range = place(cut);
        applied.extend_from_slice(&bytes[at..range.start]);
        applied.extend_from_slice(cut.with);
        at = range.end;
    }
    applied.extend_from_slice(&bytes[at..]);
    applied
}

/// Whether `raw` in place of the scalar's content writes `text`.
pub(super) fn still_writes(raw: &[u8], text: &[u8], scalar: &Scalar<'_>) -> bool {
    let stands = match &scalar.style {
        Style::Plain => is_plain(raw, scalar.in_flow),
        Style::SingleQuoted | Style::DoubleQuoted => true,
        Style::Block(block) => keeps_indent(raw, block),
    };
    let writes = || decode(raw, &scalar.style).is_some_and(|decoded| decoded.text == text);
    stands && !has_document_marker(raw) && writes()
}

/// Whether a parser finds the same indentation for the lines of a block scalar
/// (YAML 1.2.2 section 8.1.1.1): it is that of the first line with content, and
/// no empty line before it has more spaces.
fn keeps_indent(raw: &[u8], block: &Block) -> bool {
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

/// Where the line ends whose line break ends at `at`.
fn line_end_before(bytes: &[u8], at: usize) -> usize {
    let one = at.saturating_sub(1);
    let two = at.saturating_sub(2);
    if after_break(bytes, two) == at { two } else { one }
}
