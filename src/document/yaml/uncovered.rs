//! Markers in the bytes of a YAML file that no scalar covers.
//!
//! In a comment annotation is no data: its markers become diagnostics. In a
//! stretch that no YAML parser reads, mostly a plain scalar with `: ` in a text,
//! the annotation alone says what the pair is. It is read where its bytes would
//! be the same text in every style of scalar, and reported where not.

use std::ops::Range;

use super::may_hold_marker;
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::encoding::invalid_pair;
use crate::document::found::{FoundSegment, FoundText};
use crate::document::stretch::scan_stretch;
use crate::scan::{AnnotationScheme, RawSegment, Scan};

/// What stands outside the scalars.
#[derive(Default)]
pub(super) struct Uncovered {
    pub(super) segments: Vec<FoundSegment>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Searches `yaml`, a range of the file, outside the `covered` ranges. Those and
/// the `unread` ones are in order and apart.
pub(super) fn search(
    bytes: &[u8],
    yaml: Range<usize>,
    covered: &[Range<usize>],
    unread: &[Range<usize>],
    scheme: &AnnotationScheme,
) -> Uncovered {
    let mut uncovered = Uncovered::default();
    let starts = std::iter::once(yaml.start).chain(covered.iter().map(|range| range.end));
    let ends = covered.iter().map(|range| range.start).chain([yaml.end]);
    for (start, end) in starts.zip(ends) {
        if bytes.get(start..end).is_some_and(may_hold_marker) {
            uncovered.gap(bytes, start, scan_stretch(bytes, start..end, scheme), unread);
        }
    }
    uncovered
}

impl Uncovered {
    /// Takes what a scan of the bytes from `start` on found, with its places in the file.
    fn gap(&mut self, bytes: &[u8], start: usize, scan: Scan, unread: &[Range<usize>]) {
        let Scan { segments, diagnostics, repairs } = scan;
        let mut comments = Comments { bytes, at: start, inside: false };
        for segment in segments {
            let range = &segment.range;
            let is_comment = comments.reach_to(range.start);
            // Nothing is repaired here.
            if repairs.is_empty()
                && !is_comment
                && contains(unread, range)
                && is_same_in_every_style(&bytes[range.clone()])
            {
                self.pair(bytes, &segment);
            } else {
                self.strays(&segment);
            }
        }
        let others = diagnostics.into_iter().filter(|d| d.code != DiagnosticCode::QuoteDamage);
        self.diagnostics.extend(others);
    }

    fn pair(&mut self, bytes: &[u8], segment: &RawSegment) {
        if std::str::from_utf8(&bytes[segment.range.clone()]).is_err() {
            let id = String::from_utf8_lossy(&bytes[segment.id.clone()]);
            let what = format!("the pair `{id}`");
            return self.diagnostics.push(invalid_pair(bytes, segment.range.clone(), &what));
        }
        let text = |range: &Range<usize>| FoundText { range: range.clone(), text: None };
        self.segments.push(FoundSegment {
            range: segment.range.clone(),
            source_apart: None,
            id: text(&segment.id),
            target: text(&segment.target),
            source: text(&segment.source),
            kind: None,
            repaired: false,
        });
    }

    /// Reports the two markers of a pair that is not read.
    fn strays(&mut self, segment: &RawSegment) {
        let markers =
            [segment.range.start..segment.target.start, segment.target.end..segment.source.start];
        self.diagnostics.extend(markers.map(|marker| {
            let message = "expected annotation in a YAML scalar, but found it in a comment or \
                           in what no YAML parser reads";
            Diagnostic::new(DiagnosticCode::StrayAttribute, marker, message)
        }));
    }
}

fn contains(ranges: &[Range<usize>], inner: &Range<usize>) -> bool {
    let at = ranges.partition_point(|range| range.end < inner.end);
    ranges.get(at).is_some_and(|range| range.start <= inner.start)
}

/// Whether a stretch stands on one line and holds nothing that some style of
/// scalar takes for an escape.
fn is_same_in_every_style(stretch: &[u8]) -> bool {
    memchr::memchr3(b'\\', b'\n', b'\r', stretch).is_none()
        && memchr::memmem::find(stretch, b"''").is_none()
}

/// Walks over bytes outside scalars and knows what is a comment: what stands
/// behind a `#` that begins a line or follows white space.
struct Comments<'b> {
    bytes: &'b [u8],
    at: usize,
    inside: bool,
}

impl Comments<'_> {
    /// Whether a comment reaches to the byte at `to`, which is not before the
    /// last one.
    fn reach_to(&mut self, to: usize) -> bool {
        for at in self.at..to {
            match self.bytes[at] {
                b'\n' | b'\r' => self.inside = false,
                b'#' => self.inside |= at == 0 || self.bytes[at - 1].is_ascii_whitespace(),
                _ => {}
            }
        }
        self.at = to;
        self.inside
    }
}
