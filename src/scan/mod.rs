//! The annotation grammar over bytes: finds every pair of target and source.
//!
//! # Grammar
//!
//! As exporters write it, counted without exception over 800,617 published
//! segments but for quote damage (see `damage`):
//!
//! ```text
//! segment     = target-open target close lookup-open source-open source close close
//! target-open = <span data-ttu-id="ID">
//! lookup-open = <span class="sxs-lookup">
//! source-open = <span data-stu-id="ID">
//! close       = </span>
//! ID          = one or more bytes, none of them white space or one of " ' & < > = `
//! ```
//!
//! Nothing is between `target`, lookup and `source`, and both ids agree.
//! The names are those of an [`AnnotationScheme`]. A tag is read in any form
//! that HTML allows: upper case, single or no quotes, further attributes, white
//! space. Nothing else of Markdown or HTML is looked at, so that a code fence
//! that was never closed or a broken table hides no segment.
//!
//! # Where a text ends
//!
//! - The target ends at the first `close lookup-open source-open` of the same
//!   id, before any other marker.
//! - The source ends at the first `close close` at which as many raw `<span`
//!   are open in it as in the target: texts may hold spans of their own, closed
//!   or not. Where no such place comes before the next marker, it ends at the
//!   first `close close`.
//!
//! # After damage
//!
//! A marker that does not fit becomes a diagnostic, and the scan goes on at the
//! next marker. A pair is reported only where a target-open and the source-open
//! of the same id are with no other marker between them, so that no damage
//! pairs the target of one id with the source of another.
//!
//! A marker that lost its `<` is no tag any more, but its attribute is still there: a
//! pair is left out where the attributes in its two texts are not the same. Where they
//! are, the texts speak of annotation, and are kept with a note.
//!
//! # How one pair comes to be
//!
//! `scheme` makes byte strings of the names. `scanner` goes from `<` to `<`:
//! the canonical forms it compares as byte strings, any other tag is read by
//! `tag`. From a target-open it looks for the hinge, `close lookup-open
//! source-open`, and from there for the two closers. `damage` judges each
//! `&quot;` met where a marker has a quote. `faults` words what makes no pair,
//! and at last reports the attributes that belong to nothing found.
//!
//! # Cost
//!
//! What is between two markers is looked at no more than three times: for
//! the end of a text, from a resumed scan, and for attribute names without a tag. The
//! time is linear in the bytes.

mod damage;
mod faults;
mod scanner;
mod scheme;
mod tag;

use std::ops::Range;

use crate::diagnostic::Diagnostic;

pub use scheme::AnnotationScheme;
pub(crate) use tag::QUOTE_ENTITY;

/// A pair as the scanner finds it: byte ranges, from 0, of what was scanned.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RawSegment {
    /// The whole annotation, from target-open to the last close.
    pub range: Range<usize>,
    /// The id inside the target's tag.
    pub id: Range<usize>,
    /// The target, between the markers.
    pub target: Range<usize>,
    /// The source, between the markers.
    pub source: Range<usize>,
}

/// What a scan finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scan {
    /// The pairs, in the order of their ranges, which do not overlap.
    pub segments: Vec<RawSegment>,
    /// The markers that belong to no pair, and the damage that was repaired, in
    /// the order of their ranges.
    pub diagnostics: Vec<Diagnostic>,
    /// The ranges in which each `&quot;` stands for a literal `"`.
    pub repairs: Vec<Range<usize>>,
}

/// Scans bytes for annotated segments; never fails.
///
/// This is the bare scanner: it knows no document structure, checks no UTF-8
/// and copies nothing. [`Document`](crate::Document) builds on it and is what
/// most callers want.
///
/// # Example
///
/// ```
/// use bitext::scan::{AnnotationScheme, scan};
///
/// let text = r#"<span data-ttu-id="74dd5-110">后续步骤</span><span class="sxs-lookup"><span data-stu-id="74dd5-110">Next steps</span></span>"#;
/// let scan = scan(text.as_bytes(), &AnnotationScheme::default());
/// assert_eq!(&text[scan.segments[0].target.clone()], "后续步骤");
/// assert_eq!(&text[scan.segments[0].source.clone()], "Next steps");
/// assert!(scan.diagnostics.is_empty());
/// ```
pub fn scan(bytes: &[u8], scheme: &AnnotationScheme) -> Scan {
    let patterns = scheme::Patterns::new(scheme);
    let mut scan = scanner::Scanner::new(bytes, &patterns).run();
    faults::report_strays(bytes, &patterns, &mut scan);
    scan
}

#[cfg(test)]
mod tests;
