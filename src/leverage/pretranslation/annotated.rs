//! A pretranslated document with annotation.
//!
//! A pair is written as publishers write it: the target as it stands in the target
//! document, then the source as it stands in the source document. So either side of the
//! annotated document, rendered, is that document again, byte for byte, front
//! matter and segments without annotation aside.
//!
//! Not every text can stand in a pair: spans of its own may end it too early,
//! and a page has places where an element is text. Whether it can is what the
//! reader says: the document is read, and what does not come back equal is filled
//! without annotation, until everything does.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Annotated, Pretranslation};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::{Document, Format, push_pair};
use crate::segmentation::{Fitted, SourceFormat, SourceSegment};

/// How often the document is read at most. A pair that cannot be read spoils few
/// others, so one time and one more are enough but for documents made to be
/// misread.
const ROUNDS: usize = 4;

pub(super) fn annotated(pretranslation: &Pretranslation<'_>) -> Annotated {
    let mut maker = Maker::new(pretranslation);
    for _ in 0..ROUNDS {
        let written = maker.write();
        let unreadable = maker.unreadable(&written);
        if unreadable.is_empty() {
            return maker.finish(written);
        }
        maker.without.extend(unreadable);
    }
    // No pair at all is readable in any case.
    maker.without.extend(0..pretranslation.segments.len());
    let written = maker.write();
    maker.finish(written)
}

struct Maker<'p, 'd> {
    pretranslation: &'p Pretranslation<'d>,
    /// The ids of the segments, by ordinal.
    ids: Vec<String>,
    /// What fills each segment.
    fillings: Vec<Option<Cow<'p, str>>>,
    /// The segments that are filled without annotation.
    without: BTreeSet<usize>,
}

/// A document, and where its pairs stand.
struct Written {
    bytes: Vec<u8>,
    pairs: Vec<Pair>,
}

/// The two sides of a pair as they should be read.
struct Pair {
    ordinal: usize,
    target: String,
    source: String,
}

impl<'p, 'd> Maker<'p, 'd> {
    fn new(pretranslation: &'p Pretranslation<'d>) -> Self {
        let ids = &pretranslation.ids;
        let segments = || pretranslation.document.segments();
        Self {
            pretranslation,
            ids: segments().map(|segment| ids.segment(segment.ordinal())).collect(),
            fillings: segments().map(|segment| pretranslation.filling(segment)).collect(),
            // Marks of blocks, such as `>`, in a source of several lines are no part of
            // its text, but would be part of a pair.
            without: segments()
                .filter(|segment| segment.raw() != segment.source().as_bytes())
                .map(|segment| segment.ordinal())
                .collect(),
        }
    }

    fn write(&self) -> Written {
        let mut pairs = Vec::new();
        let fill = |segment: SourceSegment<'_>| {
            self.fillings[segment.ordinal()].as_deref().map(Cow::Borrowed)
        };
        let bytes = self.pretranslation.document.fill_around(
            fill,
            |Fitted { segment, text: fitted, .. }, out| {
                let source = std::str::from_utf8(segment.raw()).unwrap_or_default();
                if !self.has_pair(segment) {
                    return out.extend_from_slice(fitted.as_bytes());
                }
                push_pair(&self.ids[segment.ordinal()], fitted.as_bytes(), segment.raw(), out);
                pairs.push(Pair {
                    ordinal: segment.ordinal(),
                    target: fitted.to_owned(),
                    source: source.to_owned(),
                });
            },
        );
        Written { bytes, pairs }
    }

    fn has_pair(&self, segment: SourceSegment<'_>) -> bool {
        segment.field().is_none() && !self.without.contains(&segment.ordinal())
    }

    /// The segments whose pairs do not come back equal.
    fn unreadable(&self, written: &Written) -> Vec<usize> {
        let format = match self.pretranslation.document.format() {
            SourceFormat::Html => Format::Html,
            SourceFormat::Markdown | SourceFormat::Text => Format::Markdown,
        };
        let document = Document::builder().with_format(format).parse(&written.bytes);
        let mut read = document.segments().peekable();
        let mut unreadable = Vec::new();
        for pair in &written.pairs {
            let id = self.ids[pair.ordinal].as_str();
            // What is read in order and is none of ours belongs to the document.
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
        super::ordinal(id).and_then(|ordinal| self.ids.get(ordinal)).is_some_and(|own| own == id)
    }

    fn finish(self, written: Written) -> Annotated {
        let is_filled = |ordinal: &&usize| self.fillings[**ordinal].is_some();
        let diagnostic = |&ordinal: &usize| {
            let range =
                self.pretranslation.document.segment(ordinal).map(|segment| segment.range());
            let message = "expected texts that can stand in a pair, but found one with spans of \
                           its own or marks of the blocks around it, or a place that no element \
                           can stand in; it is filled without annotation";
            Diagnostic::new(DiagnosticCode::NotAnnotated, range.unwrap_or_default(), message)
        };
        Annotated {
            pairs: written.pairs.len(),
            diagnostics: self
                .without
                .iter()
                .filter(is_filled)
                .filter(|&&ordinal| !self.is_field(ordinal))
                .map(diagnostic)
                .collect(),
            bytes: written.bytes,
        }
    }

    fn is_field(&self, ordinal: usize) -> bool {
        let segment = self.pretranslation.document.segment(ordinal);
        segment.is_some_and(|segment| segment.field().is_some())
    }
}
