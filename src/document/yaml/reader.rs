//! From scalars to the pairs in them, and to the markers that no scalar covers.
//!
//! In a comment annotation is no data: its markers become diagnostics. In a part
//! of the file that no YAML parser reads, mostly a plain scalar with `: ` in a
//! text, the annotation alone says what the pair is. It is read where its bytes
//! would be the same text in every style of scalar, and reported where not.

use std::ops::Range;

use super::decode::{Decoded, decode};
use super::edits::edits;
use super::scalars::{Scalar, Scalars};
use super::{may_hold_marker, readable};
use crate::diagnostic::{self, Diagnostic, DiagnosticCode};
use crate::document::reading::{Edit, FoundSegment, Reading, Rejected, Replacement, Side};
use crate::document::scanned::{ScannedText, scan_part, shifted};
use crate::scan::{AnnotationScheme, RawSegment, Scan, scan};

/// Scans the scalars of `yaml`, a range of the file's bytes, and what is between
/// them.
///
/// Texts and edits have damaged quotes turned back already, in the way that each
/// scalar's style asks for; so the reading names no ranges to repair.
pub(super) fn read(
    bytes: &[u8],
    yaml: Range<usize>,
    found: &Scalars<'_>,
    scheme: &AnnotationScheme,
    rejected: &Rejected,
) -> Reading {
    let mut reader = ScalarAnnotation {
        bytes,
        scheme,
        rejected,
        reading: Reading::default(),
        sides: [SideEdits::default(), SideEdits::default()],
    };
    let mut covered = Vec::with_capacity(found.scalars.len());
    for scalar in &found.scalars {
        if reader.scalar(scalar) {
            covered.push(scalar.range.clone());
        }
    }
    reader.uncovered(yaml, &covered, &found.unread);
    reader.finish()
}

struct ScalarAnnotation<'b> {
    bytes: &'b [u8],
    scheme: &'b AnnotationScheme,
    rejected: &'b Rejected,
    reading: Reading,
    /// By [`Side`].
    sides: [SideEdits; 2],
}

/// The edits for one side of the file.
#[derive(Default)]
struct SideEdits {
    edits: Vec<Edit>,
    /// Whether some do more than to cut segments down to their side.
    are_needed: bool,
}

impl SideEdits {
    fn finish(mut self) -> Option<Vec<Edit>> {
        self.edits.sort_by_key(|edit| edit.range.start);
        self.are_needed.then_some(self.edits)
    }
}

impl ScalarAnnotation<'_> {
    /// Reads one scalar, and returns whether it could be read.
    fn scalar(&mut self, scalar: &Scalar<'_>) -> bool {
        if !may_hold_marker(scalar.value.as_bytes()) {
            return true;
        }
        let content = scalar.content();
        let decoded = decode(&self.bytes[content.clone()], &scalar.style);
        match decoded.filter(|decoded| readable(&decoded.text) == scalar.value) {
            Some(decoded) => self.text(scalar, &decoded, content.start),
            None => return self.unclear(scalar),
        }
        true
    }

    /// Reports a scalar that the decoder and the parser read differently: no range
    /// in it could be trusted.
    fn unclear(&mut self, scalar: &Scalar<'_>) -> bool {
        if scan(scalar.value.as_bytes(), self.scheme) == Scan::default() {
            return true;
        }
        let message = "expected a YAML scalar that can be read in one way, but found two; \
                       its annotation is left out";
        let diagnostic = Diagnostic::new(DiagnosticCode::YamlSyntax, scalar.range.clone(), message);
        self.reading.diagnostics.push(diagnostic.with_help("write it in double quotes"));
        false
    }

    /// Reads the text of a scalar whose content begins at `start`.
    fn text(&mut self, scalar: &Scalar<'_>, decoded: &Decoded, start: usize) {
        let mut scan = scan(&decoded.text, self.scheme);
        let place = |range: &Range<usize>| shifted(&decoded.map.range(range.clone()), start);
        for mut diagnostic in std::mem::take(&mut scan.diagnostics) {
            diagnostic.range = place(&diagnostic.range);
            self.reading.diagnostics.push(diagnostic);
        }
        let (text, repairs) = (&decoded.text[..], &scan.repairs[..]);
        let scanned = ScannedText { file: self.bytes, text, is_checked: false, repairs, place };
        scan.segments.retain(|pair| self.keep(scanned.segment(pair)));
        if !scan.segments.is_empty() || !scan.repairs.is_empty() {
            for &side in Side::ALL {
                let edits = edits(self.bytes, scalar, decoded, &scan, side);
                let all = &mut self.sides[side as usize];
                all.edits.extend(edits.edits);
                all.are_needed |= !edits.only_cuts;
            }
        }
    }

    /// Keeps a segment, or reports why there is none; returns whether it is kept.
    fn keep(&mut self, found: Result<FoundSegment, Diagnostic>) -> bool {
        match found {
            Ok(segment) if self.rejected.contains(segment.id.bytes(self.bytes)) => return false,
            Ok(segment) => self.reading.segments.push(segment),
            Err(diagnostic) => {
                self.reading.diagnostics.push(diagnostic);
                return false;
            }
        }
        true
    }

    /// Searches `yaml` outside the `covered` ranges. Those and the `unread` ones are
    /// in order and apart.
    fn uncovered(&mut self, yaml: Range<usize>, covered: &[Range<usize>], unread: &[Range<usize>]) {
        let starts = std::iter::once(yaml.start).chain(covered.iter().map(|range| range.end));
        let ends = covered.iter().map(|range| range.start).chain([yaml.end]);
        for (start, end) in starts.zip(ends) {
            if self.bytes.get(start..end).is_some_and(may_hold_marker) {
                let scan = scan_part(self.bytes, start..end, self.scheme);
                self.uncovered_part(start, scan, unread);
            }
        }
    }

    /// Takes what a scan of the bytes from `start` on found.
    fn uncovered_part(&mut self, start: usize, scan: Scan, unread: &[Range<usize>]) {
        let mut comments = Comments { bytes: self.bytes, at: start, inside: false };
        for pair in &scan.segments {
            let is_comment = comments.reach_to(pair.range.start);
            // Nothing is repaired here.
            if scan.repairs.is_empty()
                && !is_comment
                && contains(unread, &pair.range)
                && is_same_in_every_style(&self.bytes[pair.range.clone()])
            {
                self.uncovered_pair(pair);
            } else {
                self.report_markers(pair);
            }
        }
        let others = scan.diagnostics.into_iter().filter(|d| d.code != DiagnosticCode::QuoteDamage);
        self.reading.diagnostics.extend(others);
    }

    fn uncovered_pair(&mut self, pair: &RawSegment) {
        let (file, text, place) = (self.bytes, self.bytes, Range::clone);
        let scanned = ScannedText { file, text, is_checked: false, repairs: &[], place };
        if !self.keep(scanned.segment(pair)) {
            return;
        }
        for (side, kept) in self.sides.iter_mut().zip([&pair.target, &pair.source]) {
            let (range, with) = (pair.range.clone(), Replacement::Slice(kept.clone()));
            side.edits.push(Edit { range, with });
        }
    }

    /// Reports the two markers of a pair that is not read.
    fn report_markers(&mut self, pair: &RawSegment) {
        let markers = [pair.range.start..pair.target.start, pair.target.end..pair.source.start];
        self.reading.diagnostics.extend(markers.map(|marker| {
            let message = "expected annotation in a YAML scalar, but found it in a comment or \
                           in what no YAML parser reads";
            Diagnostic::new(DiagnosticCode::StrayAttribute, marker, message)
        }));
    }

    fn finish(self) -> Reading {
        let ScalarAnnotation { mut reading, sides, .. } = self;
        reading.segments.sort_by_key(|segment| segment.range.start);
        diagnostic::sort(&mut reading.diagnostics);
        reading.edits = sides.map(SideEdits::finish);
        reading
    }
}

fn contains(ranges: &[Range<usize>], inner: &Range<usize>) -> bool {
    let at = ranges.partition_point(|range| range.end < inner.end);
    ranges.get(at).is_some_and(|range| range.start <= inner.start)
}

/// Returns whether some bytes are on one line and hold nothing that a style of
/// scalar takes for an escape.
fn is_same_in_every_style(bytes: &[u8]) -> bool {
    memchr::memchr3(b'\\', b'\n', b'\r', bytes).is_none()
        && memchr::memmem::find(bytes, b"''").is_none()
}

/// Walks over bytes outside scalars and knows what is a comment: what is
/// behind a `#` that begins a line or follows white space.
struct Comments<'b> {
    bytes: &'b [u8],
    at: usize,
    inside: bool,
}

impl Comments<'_> {
    /// Returns whether a comment reaches to the byte at `to`, which is not before
    /// the last one.
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
