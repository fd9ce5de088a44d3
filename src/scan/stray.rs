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
    strays.sort_by_key(|stray| stray.start);
    drop_reported(&mut strays, &scan.diagnostics);
    scan.diagnostics.extend(strays.into_iter().map(diagnostic));
    scan.diagnostics.sort_by_key(|diagnostic| (diagnostic.range.start, diagnostic.range.end));
}

/// Finds attribute names with a value in a stretch between two segments.
fn search(bytes: &[u8], gap: Range<usize>, patterns: &Patterns, strays: &mut Vec<Range<usize>>) {
    let gap_bytes = &bytes[gap.clone()];
    for end in &patterns.attribute_ends {
        // Most gaps are a space or a line end.
        if gap_bytes.len() <= end.needle().len() {
            continue;
        }
        for found in end.find_iter(gap_bytes) {
            let name_end = gap.start + found + end.needle().len();
            let names = [&patterns.target_attribute, &patterns.source_attribute];
            let name = names.into_iter().find(|name| bytes[gap.start..name_end].ends_with(name));
            if let Some(name) = name
                && has_value(bytes, name_end)
            {
                strays.push(name_end - name.len()..name_end);
            }
        }
    }
}

fn has_value(bytes: &[u8], name_end: usize) -> bool {
    bytes[name_end..].iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'=')
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
