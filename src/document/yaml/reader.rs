//! From scalars to the pairs that stand in them.

use std::ops::Range;

use super::decode::{Decoded, decode};
use super::edits::{Side, edits};
use super::scalars::{Scalar, Scalars};
use super::uncovered::{self, Uncovered};
use super::{may_hold_marker, readable};
use crate::diagnostic::{self, Diagnostic, DiagnosticCode};
use crate::document::encoding::invalid_pair;
use crate::document::found::{Edit, FoundSegment, FoundText, Reading, Rejected, Replacement};
use crate::document::repair;
use crate::document::stretch::shifted;
use crate::scan::{AnnotationScheme, RawSegment, Scan, scan};

/// Scans the scalars, which stand in `yaml`, a range of the file's bytes.
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
    let mut reader = Reader {
        bytes,
        scheme,
        rejected,
        reading: Reading::default(),
        target: SideEdits::default(),
        source: SideEdits::default(),
    };
    let mut covered = Vec::with_capacity(found.scalars.len());
    for scalar in &found.scalars {
        if reader.scalar(scalar) {
            covered.push(scalar.range.clone());
        }
    }
    reader.outside(uncovered::search(bytes, yaml, &covered, &found.unread, scheme));
    reader.finish()
}

struct Reader<'b> {
    bytes: &'b [u8],
    scheme: &'b AnnotationScheme,
    rejected: &'b Rejected,
    reading: Reading,
    target: SideEdits,
    source: SideEdits,
}

/// The edits for one side of the file.
#[derive(Default)]
struct SideEdits {
    edits: Vec<Edit>,
    /// Whether some do more than to cut segments down to their side.
    needed: bool,
}

impl Reader<'_> {
    /// Reads one scalar; whether it could be read.
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

    /// The decoder and the parser differ: no range could be trusted.
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
        let place = Place { bytes: self.bytes, decoded, start };
        for mut diagnostic in std::mem::take(&mut scan.diagnostics) {
            diagnostic.range = place.range(&diagnostic.range);
            self.reading.diagnostics.push(diagnostic);
        }
        scan.segments.retain(|segment| match place.segment(segment, &scan.repairs) {
            Ok(found) if self.rejected.contains(found.id.bytes(self.bytes)) => false,
            Ok(found) => {
                self.reading.segments.push(found);
                true
            }
            Err(diagnostic) => {
                self.reading.diagnostics.push(diagnostic);
                false
            }
        });
        if !scan.segments.is_empty() || !scan.repairs.is_empty() {
            self.target.add(self.bytes, scalar, decoded, &scan, |segment| &segment.target);
            self.source.add(self.bytes, scalar, decoded, &scan, |segment| &segment.source);
        }
    }

    /// Takes what stands outside the scalars.
    fn outside(&mut self, mut uncovered: Uncovered) {
        let is_wanted = |found: &FoundSegment| !self.rejected.contains(found.id.bytes(self.bytes));
        uncovered.segments.retain(is_wanted);
        for segment in &uncovered.segments {
            self.target.cut(segment, &segment.target);
            self.source.cut(segment, &segment.source);
        }
        self.reading.segments.extend(uncovered.segments);
        self.reading.diagnostics.extend(uncovered.diagnostics);
    }

    fn finish(self) -> Reading {
        let Reader { mut reading, target, source, .. } = self;
        reading.segments.sort_by_key(|segment| segment.range.start);
        diagnostic::sort(&mut reading.diagnostics);
        reading.target_edits = target.finish();
        reading.source_edits = source.finish();
        reading
    }
}

impl SideEdits {
    /// Cuts a segment down to one of its sides.
    fn cut(&mut self, segment: &FoundSegment, side: &FoundText) {
        let (range, with) = (segment.range.clone(), Replacement::Slice(side.range.clone()));
        self.edits.push(Edit { range, with });
    }

    fn finish(mut self) -> Option<Vec<Edit>> {
        self.edits.sort_by_key(|edit| edit.range.start);
        self.needed.then_some(self.edits)
    }

    fn add(
        &mut self,
        bytes: &[u8],
        scalar: &Scalar<'_>,
        decoded: &Decoded,
        scan: &Scan,
        side: Side,
    ) {
        let scalar = edits(bytes, scalar, decoded, scan, side);
        self.edits.extend(scalar.edits);
        self.needed |= !scalar.only_cuts;
    }
}

/// A decoded text and its place in the file.
struct Place<'p> {
    bytes: &'p [u8],
    decoded: &'p Decoded,
    /// Where the content that was decoded begins.
    start: usize,
}

impl Place<'_> {
    fn range(&self, decoded: &Range<usize>) -> Range<usize> {
        shifted(&self.decoded.map.range(decoded.clone()), self.start)
    }

    /// A segment in terms of the file, or why it is no use.
    fn segment(
        &self,
        segment: &RawSegment,
        repairs: &[Range<usize>],
    ) -> Result<FoundSegment, Diagnostic> {
        let whole = &segment.range;
        let text = |range| self.text(range, repairs).ok_or_else(|| self.invalid(segment));
        Ok(FoundSegment {
            range: self.range(whole),
            source_apart: None,
            id: text(&segment.id)?,
            target: text(&segment.target)?,
            source: text(&segment.source)?,
            kind: None,
            repaired: repair::touches(whole, repairs),
        })
    }

    /// A text of a segment, or nothing where it is not UTF-8.
    fn text(&self, decoded: &Range<usize>, repairs: &[Range<usize>]) -> Option<FoundText> {
        let range = self.range(decoded);
        let repaired = repair::repair(&self.decoded.text, decoded.clone(), repairs);
        let text = std::str::from_utf8(&repaired).ok()?;
        let as_written = *repaired == self.bytes[range.clone()];
        Some(FoundText { range, text: (!as_written).then(|| text.into()) })
    }

    fn invalid(&self, segment: &RawSegment) -> Diagnostic {
        let id = String::from_utf8_lossy(&self.decoded.text[segment.id.clone()]);
        invalid_pair(self.bytes, self.range(&segment.range), &format!("the pair `{id}`"))
    }
}
