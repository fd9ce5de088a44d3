//! Annotated Markdown: the scanner's pairs in the body, YAML's in the front
//! matter.

mod blocks;

use std::ops::Range;

use super::content::Content;
use super::found::{FoundSegment, FoundText, Reading};
use super::repair;
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::scan::{AnnotationScheme, RawSegment, scan};

pub(super) use blocks::block_kinds;

/// Reads the annotation in the bytes from `start` on.
pub(super) fn read(content: &Content<'_>, start: usize, scheme: &AnnotationScheme) -> Reading {
    let bytes = content.bytes();
    let scan = scan(&bytes[start..], scheme);
    let shift = |range: &Range<usize>| range.start + start..range.end + start;
    let mut reading = Reading {
        segments: Vec::with_capacity(scan.segments.len()),
        diagnostics: scan.diagnostics,
        repairs: scan.repairs.iter().map(shift).collect(),
        ..Reading::default()
    };
    for diagnostic in &mut reading.diagnostics {
        diagnostic.range = shift(&diagnostic.range);
    }
    for raw in &scan.segments {
        let raw = RawSegment {
            range: shift(&raw.range),
            id: shift(&raw.id),
            target: shift(&raw.target),
            source: shift(&raw.source),
        };
        match found(content, &raw, &reading.repairs) {
            Some(segment) => reading.segments.push(segment),
            None => reading.diagnostics.push(invalid_utf8(bytes, &raw)),
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
        id: FoundText { range: raw.id.clone(), text: None },
        target: text(&raw.target),
        source: text(&raw.source),
        kind: None,
        repaired: repair::touches(&raw.range, repairs),
    })
}

fn invalid_utf8(bytes: &[u8], raw: &RawSegment) -> Diagnostic {
    let id = String::from_utf8_lossy(&bytes[raw.id.clone()]);
    let segment = &bytes[raw.range.clone()];
    let bad = std::str::from_utf8(segment).err().map_or(0, |error| error.valid_up_to());
    let byte = segment.get(bad).copied().unwrap_or_default();
    let message = format!("expected UTF-8 in the pair `{id}`, but found the byte 0x{byte:02X}");
    Diagnostic::new(DiagnosticCode::InvalidUtf8, raw.range.clone(), message)
        .with_help("save the file as UTF-8; the pair is left out")
}
