//! The block around each annotation of a Markdown document.
//!
//! The kind of a segment is what a reader of the rendered page would see around
//! it: the nearest of table cell, heading, list item, note and quote, whether
//! Markdown or raw HTML makes it. One pass over the lines finds it, with a stack
//! of what is open; the bytes of the annotation are skipped, and so they never
//! count as structure. The time is linear in the bytes, with nesting bounded.
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
mod leaf;
mod line;
mod nesting;
mod open_blocks;
mod raw_html;
mod reader;
mod sweep;
mod table;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub(crate) use self::open_blocks::{OpenBlocks, last_end_tag};
use self::reader::Reader;
use crate::unit::BlockKind;

/// The block kind of each annotation of a Markdown document whose text begins
/// at `body`, behind front matter and byte order mark; those before are in
/// paragraphs.
///
/// `annotations` are the bytes of whole annotations, in ascending order and not
/// overlapping; each begins with `<`. Other ranges give kinds without meaning,
/// but one each.
pub(crate) fn block_kinds(
    bytes: &[u8],
    body: usize,
    annotations: &[Range<usize>],
) -> Vec<BlockKind> {
    let before = annotations.partition_point(|annotation| annotation.start < body);
    let mut kinds = vec![BlockKind::Paragraph; before];
    kinds.extend(Reader::new(bytes, &annotations[before..], body).read());
    kinds
}

/// The number of cells of a table's delimiter row, `|---|:--:|`, if a line is one.
pub(crate) fn delimiter_cells(line: &str) -> Option<usize> {
    table::delimiter_cells(line.as_bytes())
}
