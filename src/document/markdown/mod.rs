//! Annotated Markdown: the scanner's pairs behind the front matter, and the block
//! around each annotation.
//!
//! The kind of a segment is what a reader of the rendered page would see around
//! it: the nearest of table cell, heading, list item, note and quote, whether
//! Markdown or raw HTML makes it. One pass over the lines finds it ([`reader`]),
//! with a stack of what is open ([`nesting`]); the bytes of the annotation are
//! skipped, and so they never count as structure. The time is linear in the bytes,
//! with nesting bounded.
//!
//! The rules are those of CommonMark 0.31.2, sections 4 and 5, of the tables in
//! GitHub Flavored Markdown 0.29, section 4.10, and of docfx's alerts. Inlines
//! and link definitions are not read. Where documents break the rules in
//! practice, the annotation decides:
//!
//! - A code fence, a comment and a `pre` element enclose no annotation. One that
//!   seems to was never closed, and is read as text.
//! - Indented code with annotation in it is text, and its tags count.
//! - A table may follow the text of a paragraph without a blank line, as GitHub
//!   has it, and its delimiter row may be indented.
//! - An HTML element whose end never comes ends at the next heading.

mod html;
mod line;
mod nesting;
mod reader;
mod sweep;
mod table;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub(crate) use self::html::last_end_tag;
pub(crate) use self::nesting::OpenBlocks;
use self::reader::BlockReader;
use super::content::Content;
use super::reading::{Reading, Rejected};
use super::scanned::{ScannedText, scan_part};
use crate::scan::AnnotationScheme;
use crate::unit::BlockKind;

/// Reads the annotation in the bytes from `start` on.
pub(super) fn read(
    content: &Content<'_>,
    start: usize,
    scheme: &AnnotationScheme,
    rejected: &Rejected,
) -> Reading {
    let bytes = content.bytes();
    let scan = scan_part(bytes, start..bytes.len(), scheme);
    let scanned = ScannedText {
        file: bytes,
        text: bytes,
        is_checked: content.is_utf8(),
        repairs: &scan.repairs,
        place: Range::clone,
    };
    let mut segments = Vec::with_capacity(scan.segments.len());
    let mut diagnostics = scan.diagnostics;
    let wanted = scan.segments.iter().filter(|pair| !rejected.contains(&bytes[pair.id.clone()]));
    for pair in wanted {
        match scanned.segment(pair) {
            Ok(segment) => segments.push(segment),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    Reading { segments, diagnostics, repairs: scan.repairs, ..Reading::default() }
}

/// Returns the block kind of each annotation of a Markdown document whose text
/// begins at `body`, behind front matter and byte order mark; those before are
/// in paragraphs.
///
/// `annotations` are the bytes of whole annotations, in ascending order and not
/// overlapping; each begins with `<`. Other ranges give kinds without meaning,
/// but one each.
pub(super) fn block_kinds(
    bytes: &[u8],
    body: usize,
    annotations: &[Range<usize>],
) -> Vec<BlockKind> {
    let before = annotations.partition_point(|annotation| annotation.start < body);
    let mut kinds = vec![BlockKind::Paragraph; before];
    kinds.extend(BlockReader::new(bytes, &annotations[before..], body).read());
    kinds
}

/// Returns the number of cells of a table's delimiter row, `|---|:--:|`, if a
/// line is one.
pub(crate) fn delimiter_cells(line: &str) -> Option<usize> {
    table::delimiter_cells(line.as_bytes())
}
