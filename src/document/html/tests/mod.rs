//! Tests of the whole reader. Pages are written by hand unless a test says otherwise.

mod damage;
mod hostile;
mod markdown;
mod oracle;
mod pairing;
mod place;
mod properties;
mod rendering;

use super::{Within, read};
use crate::diagnostic::Severity;
use crate::document::found::{Edit, Reading, Rejected, Replacement};
use crate::scan::AnnotationScheme;

/// Reads a whole page.
fn read_page(page: impl AsRef<[u8]>) -> Reading {
    read(page.as_ref(), &AnnotationScheme::default(), None, &Rejected::new())
}

/// The pairs as `id: target = source`, in order.
fn pairs(page: &str) -> Vec<String> {
    let reading = read_page(page);
    let slice = |range: &std::ops::Range<usize>| &page[range.clone()];
    reading
        .segments
        .iter()
        .map(|one| {
            let [id, target, source] =
                [&one.id, &one.target, &one.source].map(|text| slice(&text.range));
            format!("{id}: {target} = {source}")
        })
        .collect()
}

/// The diagnostics as `code @ what stands there`; a note is marked.
fn findings(page: &str) -> Vec<String> {
    let reading = read_page(page);
    let show = |found: &crate::diagnostic::Diagnostic| {
        let note = if found.severity == Severity::Note { "note " } else { "" };
        format!("{note}{} @ {}", found.code, &page[found.range.clone()])
    };
    reading.diagnostics.iter().map(show).collect()
}

/// The bytes of a page after edits.
fn apply(page: &[u8], edits: &[Edit]) -> Vec<u8> {
    let (mut out, mut at) = (Vec::new(), 0);
    for edit in edits {
        out.extend(&page[at..edit.range.start]);
        match &edit.with {
            Replacement::Slice(with) => out.extend(&page[with.clone()]),
            Replacement::Bytes(with) => out.extend(with),
        }
        at = edit.range.end;
    }
    out.extend(&page[at..]);
    out
}
