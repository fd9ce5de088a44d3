//! A segment of a document, as a view, and how a pair is written.

use std::ops::Range;

use super::Document;
use super::reading::{FoundSegment, FoundText};
use crate::position::Position;
use crate::scan::AnnotationScheme;
use crate::unit::BlockKind;

/// A pair of target and source in a [`Document`]: a view that borrows from it.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'d> {
    pub(super) document: &'d Document<'d>,
    pub(super) ordinal: usize,
}

impl<'d> Segment<'d> {
    fn found(&self) -> &'d FoundSegment {
        &self.document.parsed.reading.segments[self.ordinal]
    }

    fn text(&self, found: &'d FoundText) -> &'d str {
        self.document.text(found)
    }

    /// The annotation's id, such as `74dd5-103`.
    pub fn id(&self) -> &'d str {
        self.text(&self.found().id)
    }

    /// The parts of an id of the usual form, or nothing where it has another.
    pub fn id_parts(&self) -> Option<SegmentId<'d>> {
        SegmentId::parse(self.id())
    }

    /// The bytes of the whole annotation, as they are in the document.
    pub fn raw(&self) -> &'d [u8] {
        &self.document.bytes()[self.range()]
    }

    /// The source as written: markup, escapes and entities untouched, damage
    /// repaired, YAML's own escapes read.
    pub fn source(&self) -> &'d str {
        self.text(&self.found().source)
    }

    /// The target as written: markup, escapes and entities untouched, damage
    /// repaired, YAML's own escapes read.
    pub fn target(&self) -> &'d str {
        self.text(&self.found().target)
    }

    /// The bytes of the whole annotation, from 0.
    ///
    /// In an HTML page the two sides of a pair may be apart. Then this is the
    /// target's element alone, and the source's markers are in none of the ranges
    /// but those of [`annotation_ranges`](Self::annotation_ranges).
    pub fn range(&self) -> Range<usize> {
        self.found().range.clone()
    }

    /// The bytes that hold the annotation of the pair, from 0: the markers and the
    /// texts of both sides. Mostly [`range`](Self::range) is all; where the sides
    /// are apart in an HTML page, the source's element follows, with the lookup
    /// element around it where nothing else is in there.
    ///
    /// Each annotation marker of a document is in one of these ranges of a
    /// segment or in the range of a diagnostic.
    pub fn annotation_ranges(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        std::iter::once(self.range()).chain(self.found().source_apart.clone())
    }

    /// The bytes that write the source, from 0, without its markers. They slice
    /// to [`source`](Self::source) unless [`is_verbatim`](Self::is_verbatim) says
    /// otherwise; where the sides of the pair are apart, they are not in
    /// [`range`](Self::range).
    pub fn source_range(&self) -> Range<usize> {
        self.found().source.range.clone()
    }

    /// The bytes that write the target, from 0.
    pub fn target_range(&self) -> Range<usize> {
        self.found().target.range.clone()
    }

    /// Whether both texts are borrowed from the document as they are there;
    /// if not, a repair or YAML's unescaping made a copy.
    pub fn is_verbatim(&self) -> bool {
        self.found().source.text.is_none() && self.found().target.text.is_none()
    }

    /// Whether damage in the annotation was repaired.
    pub fn is_repaired(&self) -> bool {
        self.found().repaired
    }

    /// The number of the segment in its document, from 0.
    pub fn ordinal(&self) -> usize {
        self.ordinal
    }

    /// The nearest block around the segment.
    pub fn kind(&self) -> BlockKind {
        self.document.kinds()[self.ordinal]
    }

    /// Where the annotation begins.
    pub fn position(&self) -> Position {
        self.document.position(self.range().start)
    }

    /// The segment before, or nothing at the first.
    pub fn previous(&self) -> Option<Segment<'d>> {
        Some(Segment { document: self.document, ordinal: self.ordinal.checked_sub(1)? })
    }

    /// The segment after, or nothing at the last.
    pub fn next(&self) -> Option<Segment<'d>> {
        let ordinal = self.ordinal + 1;
        (ordinal < self.document.len()).then_some(Segment { document: self.document, ordinal })
    }
}

/// The parts of an id of the usual form, `74dd5-103` or `74dd5-p103`.
///
/// Ids are renumbered and hashed anew between revisions of a document: they
/// say nothing of another revision.
///
/// # Example
///
/// ```
/// use bitext::document::{SegmentId, SegmentScope};
///
/// let id = SegmentId::parse("17aa2-p103").unwrap();
/// assert_eq!((id.prefix, id.scope, id.number), ("17aa2", SegmentScope::Paragraph, 103));
/// assert_eq!(SegmentId::parse("intro"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SegmentId<'a> {
    /// The five hexadecimal digits that the document's segments share.
    pub prefix: &'a str,
    /// What the segment spans.
    pub scope: SegmentScope,
    /// The number in the document; gaps are normal.
    pub number: u32,
}

/// What a segment spans, as its id says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SegmentScope {
    /// A sentence, or another text that stands alone.
    Sentence,
    /// A paragraph: several sentences on each side.
    Paragraph,
}

impl<'a> SegmentId<'a> {
    /// Reads the parts, or nothing where the text has another form.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (prefix, rest) = text.split_once('-')?;
        if prefix.len() != 5 || !prefix.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let (scope, digits) = match rest.strip_prefix('p') {
            Some(digits) => (SegmentScope::Paragraph, digits),
            None => (SegmentScope::Sentence, rest),
        };
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Some(Self { prefix, scope, number: digits.parse().ok()? })
    }
}

/// Adds a pair of a target and a source as publishers write it, in the default
/// scheme; the grammar is in [`scan`](crate::scan).
pub(crate) fn push_pair(id: &str, target: &[u8], source: &[u8], out: &mut Vec<u8>) {
    let scheme = AnnotationScheme::default();
    let (element, close) = (scheme.element(), format!("</{}>", scheme.element()));
    let open = |name: &str, value: &str| format!("<{element} {name}=\"{value}\">");
    out.extend_from_slice(open(scheme.target_attribute(), id).as_bytes());
    out.extend_from_slice(target);
    out.extend_from_slice(close.as_bytes());
    out.extend_from_slice(open("class", scheme.lookup_class()).as_bytes());
    out.extend_from_slice(open(scheme.source_attribute(), id).as_bytes());
    out.extend_from_slice(source);
    out.extend_from_slice(close.as_bytes());
    out.extend_from_slice(close.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn a_pair_reads_back() {
        let mut written = Vec::new();
        push_pair(
            "74dd5-110",
            "后续<span>步骤</span>".as_bytes(),
            b"Next <span>steps</span>",
            &mut written,
        );
        let document = Document::parse(&written);
        assert_eq!(document.diagnostics(), []);
        let segment = document.segment(0).unwrap();
        assert_eq!((segment.id(), segment.raw()), ("74dd5-110", &*written));
        assert_eq!(segment.target(), "后续<span>步骤</span>");
        assert_eq!(segment.source(), "Next <span>steps</span>");
    }
}
