//! A pretranslated document with annotation.
//!
//! A pair is written as publishers write it: the target as it stands in the target
//! document, then the source as it stands in the source document. So either side of the
//! annotated document, rendered, is that document again, byte for byte, front
//! matter and segments without annotation aside.
//!
//! Not every text can stand in a pair: spans of its own may end it too early,
//! and a page has places where an element is text. Whether it can, the reader
//! decides: the document is read, and what does not come back equal is filled
//! without annotation, until everything does.

use std::collections::BTreeSet;

use super::{AnnotatedDocument, Pretranslation};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::{Document, push_pair};
use crate::leverage::segment_ids::ordinal;
use crate::segmentation::{FittedText, SourceSegment};

/// How often the document is read at most. A pair that cannot be read spoils few
/// others, so one time and one more are enough but for documents made to be
/// misread.
const ROUNDS: usize = 4;

/// Writes the annotated document.
pub(super) fn annotated(pretranslation: &Pretranslation<'_>) -> AnnotatedDocument {
    let mut annotator = Annotator::new(pretranslation);
    for _ in 0..ROUNDS {
        let draft = annotator.write();
        let unreadable = annotator.unreadable(&draft);
        if unreadable.is_empty() {
            return annotator.finish(draft);
        }
        annotator.unannotated.extend(unreadable);
    }
    // Without any pair, the document is readable in any case.
    annotator.unannotated.extend(0..pretranslation.segments.len());
    let draft = annotator.write();
    annotator.finish(draft)
}

/// Writes the document until each of its pairs can be read.
struct Annotator<'p, 'd> {
    pretranslation: &'p Pretranslation<'d>,
    /// The ids of the segments, by ordinal.
    ids: Vec<String>,
    /// The segments that are filled without annotation.
    unannotated: BTreeSet<usize>,
}

/// An annotated document, and the pairs that should be read from it.
struct AnnotatedDraft {
    bytes: Vec<u8>,
    pairs: Vec<ExpectedPair>,
}

/// The two sides of a pair as they should be read.
struct ExpectedPair {
    ordinal: usize,
    target: String,
    source: String,
}

impl<'p, 'd> Annotator<'p, 'd> {
    fn new(pretranslation: &'p Pretranslation<'d>) -> Self {
        let segments = || pretranslation.document.segments();
        let id = |segment: SourceSegment<'_>| pretranslation.segment_id(segment.ordinal());
        // Marks of blocks, such as `>`, in a source of several lines are no part of
        // its text, but would be part of a pair.
        let is_interrupted =
            |segment: &SourceSegment<'_>| segment.raw() != segment.source().as_bytes();
        let interrupted = segments().filter(is_interrupted);
        Self {
            pretranslation,
            ids: segments().map(id).collect(),
            unannotated: interrupted.map(|segment| segment.ordinal()).collect(),
        }
    }

    fn write(&self) -> AnnotatedDraft {
        let mut pairs = Vec::new();
        let bytes = self.pretranslation.document.fill_around(
            |segment| self.pretranslation.markup(segment),
            |FittedText { segment, text, .. }, out| {
                if !self.is_annotated(segment) {
                    return out.extend_from_slice(text.as_bytes());
                }
                push_pair(&self.ids[segment.ordinal()], text.as_bytes(), segment.raw(), out);
                pairs.push(ExpectedPair {
                    ordinal: segment.ordinal(),
                    target: text.to_owned(),
                    source: std::str::from_utf8(segment.raw()).unwrap_or_default().to_owned(),
                });
            },
        );
        AnnotatedDraft { bytes, pairs }
    }

    fn is_annotated(&self, segment: SourceSegment<'_>) -> bool {
        segment.field().is_none() && !self.unannotated.contains(&segment.ordinal())
    }

    /// Finds the segments whose pairs are not read back as they were written.
    fn unreadable(&self, draft: &AnnotatedDraft) -> Vec<usize> {
        let format = self.pretranslation.document.format().annotated();
        let document = Document::builder().with_format(format).parse(&draft.bytes);
        let mut read = document.segments().peekable();
        let mut unreadable = Vec::new();
        for pair in &draft.pairs {
            let id = self.ids[pair.ordinal].as_str();
            // Segments with ids of others belong to the document.
            while read.next_if(|found| found.id() != id && !self.is_own(found.id())).is_some() {}
            let is_equal = read.next_if(|found| found.id() == id).is_some_and(|found| {
                found.target() == pair.target && found.source() == pair.source
            });
            if !is_equal {
                unreadable.push(pair.ordinal);
            }
        }
        unreadable
    }

    fn is_own(&self, id: &str) -> bool {
        ordinal(id).and_then(|ordinal| self.ids.get(ordinal)).is_some_and(|own| own == id)
    }

    fn finish(self, draft: AnnotatedDraft) -> AnnotatedDocument {
        let segments = self.unannotated.iter().filter_map(|&ordinal| {
            let segment = self.pretranslation.document.segment(ordinal)?;
            let is_filled = self.pretranslation.markup(segment).is_some();
            (is_filled && segment.field().is_none()).then_some(segment)
        });
        let diagnostics = segments.map(|segment| {
            let message = "expected a segment that can be annotated, but found one that has \
                           spans of its own, goes over marks of the blocks around it, or is \
                           where no element may be; it is filled without annotation";
            Diagnostic::new(DiagnosticCode::NotAnnotated, segment.range(), message)
        });
        AnnotatedDocument {
            pairs: draft.pairs.len(),
            diagnostics: diagnostics.collect(),
            bytes: draft.bytes,
        }
    }
}
