//! Annotated Markdown: the scanner's pairs in the body, YAML's in the front
//! matter.

mod blocks;

use std::ops::Range;

use super::content::Content;
use super::encoding::invalid_pair;
use super::found::{FoundSegment, FoundText, Reading, Rejected};
use super::repair;
use super::stretch::scan_stretch;
use crate::scan::{AnnotationScheme, RawSegment};

pub(super) use blocks::block_kinds;
pub(crate) use blocks::{OpenBlocks, delimiter_cells, last_end_tag};

/// Reads the annotation in the bytes from `start` on.
pub(super) fn read(
    content: &Content<'_>,
    start: usize,
    scheme: &AnnotationScheme,
    rejected: &Rejected,
) -> Reading {
    let bytes = content.bytes();
    let scan = scan_stretch(bytes, start..bytes.len(), scheme);
    let mut reading = Reading {
        segments: Vec::with_capacity(scan.segments.len()),
        diagnostics: scan.diagnostics,
        repairs: scan.repairs,
        ..Reading::default()
    };
    let is_wanted = |raw: &&RawSegment| !rejected.contains(&bytes[raw.id.clone()]);
    for raw in scan.segments.iter().filter(is_wanted) {
        match found(content, raw, &reading.repairs) {
            Some(segment) => reading.segments.push(segment),
            None => {
                let id = String::from_utf8_lossy(&bytes[raw.id.clone()]);
                let what = format!("the pair `{id}`");
                reading.diagnostics.push(invalid_pair(bytes, raw.range.clone(), &what));
            }
        }
    }
    reading
}

/// The segment with its texts, or nothing where bytes of it are not UTF-8.
fn found(
    content: &Content<'_>,
    raw: &RawSegment,
    repairs: &[Range<usize>],
) -> Option<FoundSegment> {
    content.text(raw.range.clone())?;
    let text = |range: &Range<usize>| FoundText {
        range: range.clone(),
        text: match repair::repair(content.bytes(), range.clone(), repairs) {
            std::borrow::Cow::Borrowed(_) => None,
            std::borrow::Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Into::into),
        },
    };
    Some(FoundSegment {
        range: raw.range.clone(),
        source_apart: None,
        id: FoundText { range: raw.id.clone(), text: None },
        target: text(&raw.target),
        source: text(&raw.source),
        kind: None,
        repaired: repair::touches(&raw.range, repairs),
    })
}
