//! A segment as an object of one line.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use crate::document::Context;
use crate::segmentation::SourceSegment;
use crate::unit::BlockKind;

/// A segment of a document to translate, as an object of one line.
#[derive(Debug, Serialize)]
struct SegmentLine<'d> {
    /// The file, relative to the folder that was read, `/`-separated.
    path: &'d str,
    /// The number of the segment in its document, from 0.
    ordinal: usize,
    /// The line on which it begins, from 1.
    line: usize,
    /// Where it begins and ends in the document, in bytes from 0.
    range: [usize; 2],
    kind: BlockKind,
    /// The key of the front matter whose value it is part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'d str>,
    /// The text as written.
    source: &'d str,
    /// The text without codes.
    source_text: Cow<'d, str>,
}

/// Writes a segment as an object, with a line end.
pub(super) fn write(
    segment: SourceSegment<'_>,
    context: &Context,
    mut out: impl Write,
) -> io::Result<()> {
    let (text, range) = (segment.text(), segment.range());
    let line = SegmentLine {
        path: context.path(),
        ordinal: segment.ordinal(),
        line: segment.line(),
        range: [range.start, range.end],
        kind: segment.kind(),
        field: segment.field(),
        source: segment.source(),
        source_text: text.plain(),
    };
    serde_json::to_writer(&mut out, &line)?;
    out.write_all(b"\n")
}
