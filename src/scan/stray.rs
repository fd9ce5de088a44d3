//! Annotation attributes outside every marker: what a lost `<` leaves behind.

use std::ops::Range;

use super::Scan;
use super::patterns::Patterns;
use crate::diagnostic::{Diagnostic, DiagnosticCode};

/// Adds a diagnostic for each annotation attribute with a value that belongs
/// neither to a segment nor to a diagnostic.
pub(super) fn report(bytes: &[u8], patterns: &Patterns, scan: &mut Scan) {
    let mut strays = Vec::new();
    let mut gap_start = 0;
    for segment in &scan.segments {
        search(bytes, gap_start..segment.range.start, patterns, &mut strays);
        gap_start = segment.range.end;
    }
    search(bytes, gap_start..bytes.len(), patterns, &mut strays);
    if strays.is_empty() {
        return;
    }
    drop_reported(&mut strays, &scan.diagnostics);
    scan.diagnostics.extend(strays.into_iter().map(diagnostic));
    crate::diagnostic::sort(&mut scan.diagnostics);
}

/// Finds attribute names with a value, in any case, in a stretch between two
/// segments.
fn search(bytes: &[u8], gap: Range<usize>, patterns: &Patterns, strays: &mut Vec<Range<usize>>) {
    let gap_bytes = &bytes[gap.clone()];
    // Most gaps are a space, a line end, or the mark of a list item.
    if gap_bytes.len() <= patterns.shortest_attribute() {
        return;
    }
    for equals in memchr::memchr_iter(b'=', gap_bytes) {
        let before = gap_bytes[..equals].trim_ascii_end();
        if let Some(length) = patterns.attribute_at_end(before) {
            let end = gap.start + before.len();
            strays.push(end - length..end);
        }
    }
}

/// Keeps the strays that no diagnostic covers; both are sorted by their starts.
fn drop_reported(strays: &mut Vec<Range<usize>>, diagnostics: &[Diagnostic]) {
    // A repaired region covers markers that were read, and others just as well.
    let mut reported =
        diagnostics.iter().filter(|known| known.code != DiagnosticCode::QuoteDamage).peekable();
    let mut covered_to = 0;
    strays.retain(|stray| {
        while let Some(known) = reported.next_if(|known| known.range.start <= stray.start) {
            covered_to = covered_to.max(known.range.end);
        }
        stray.end > covered_to
    });
}

fn diagnostic(range: Range<usize>) -> Diagnostic {
    let message = "found an annotation attribute outside every tag that could carry it";
    Diagnostic::new(DiagnosticCode::StrayAttribute, range, message)
}
