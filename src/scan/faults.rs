//! The diagnostics about markers that belong to no pair, and about annotation
//! attributes outside every marker: what a lost `<` leaves behind.

use std::ops::Range;

use super::scheme::Patterns;
use super::tag::Marker;
use super::{RawSegment, Scan};
use crate::diagnostic::{self, Diagnostic, DiagnosticCode as Code, Severity};

/// Why a marker with a damaged quote is not read.
pub(super) const DAMAGED: &str = "expected a literal `\"` in the marker, but found `&quot;`, and \
                                  not in the form that one exporter's mistake is known to have";

/// Why a target has no source.
pub(super) struct Fault {
    code: Code,
    /// Where the markers that it speaks of end.
    end: usize,
    why: Why,
    /// Where the marker begins that ended the search.
    pub(super) next: usize,
    /// Where the scan goes on.
    pub(super) resume: usize,
}

enum Why {
    /// The same for any target; `{id}` stands for its id.
    Fixed(&'static str),
    /// The source has this id.
    OtherId(Range<usize>),
}

impl Fault {
    /// Makes a fault of the target alone.
    fn alone(code: Code, target: &Marker, next: usize, why: &'static str) -> Self {
        Self { code, end: target.range.end, why: Why::Fixed(why), next, resume: next }
    }

    /// Makes a fault of the target and the source that follows it.
    fn both(code: Code, next: usize, source: &Marker, why: Why) -> Self {
        Self { code, end: source.range.end, why, next, resume: source.range.end }
    }

    pub(super) fn orphan(target: &Marker, next: usize) -> Self {
        let why = "expected the source of `{id}` after its target, but found none";
        Self::alone(Code::OrphanTarget, target, next, why)
    }

    pub(super) fn nested(target: &Marker, next: usize) -> Self {
        let why = "expected the target of `{id}` to be closed, but found another target inside it";
        Self::alone(Code::NestedAnnotation, target, next, why)
    }

    pub(super) fn unclosed(target: &Marker, next: usize) -> Self {
        let why = "expected a closing tag after the target of `{id}`, but found the end";
        Self::alone(Code::MissingCloser, target, next, why)
    }

    pub(super) fn mismatch(next: usize, source: Marker) -> Self {
        let id = source.id.clone();
        Self::both(Code::IdMismatch, next, &source, Why::OtherId(id))
    }

    pub(super) fn apart(next: usize, source: &Marker) -> Self {
        let why =
            "expected the source of `{id}` right after its target, but found something between";
        Self::both(Code::OrphanTarget, next, source, Why::Fixed(why))
    }

    pub(super) fn no_closer(next: usize, source: &Marker) -> Self {
        let why = "expected a closing tag right before the source of `{id}`, but found none";
        Self::both(Code::MissingCloser, next, source, Why::Fixed(why))
    }

    /// Makes the fault of a source, which begins at `start` and does not end before
    /// the next marker.
    pub(super) fn open_source(start: usize) -> Self {
        let why = "expected two closing tags after the source of `{id}`, but found the next marker or the end";
        Self {
            code: Code::MissingCloser,
            end: start,
            why: Why::Fixed(why),
            next: start,
            resume: start,
        }
    }

    pub(super) fn diagnostic(self, bytes: &[u8], target: &Marker) -> Diagnostic {
        let id = text(bytes, &target.id);
        let message = match self.why {
            Why::Fixed(why) => why.replace("{id}", &id),
            Why::OtherId(other) => format!(
                "expected the source of `{id}`, but found the source of `{}`",
                text(bytes, &other)
            ),
        };
        Diagnostic::new(self.code, target.range.start..self.end, message)
    }
}

fn text(bytes: &[u8], range: &Range<usize>) -> String {
    String::from_utf8_lossy(&bytes[range.clone()]).into_owned()
}

/// Reports a source outside a pair.
pub(super) fn orphan_source(
    bytes: &[u8],
    source: &Marker,
    range: Range<usize>,
    target_follows: bool,
) -> Diagnostic {
    let (code, found) = match target_follows {
        true => (Code::SourceBeforeTarget, "found it after"),
        false => (Code::OrphanSource, "found none"),
    };
    let id = text(bytes, &source.id);
    let message = format!("expected the target of `{id}` before its source, but {found}");
    Diagnostic::new(code, range, message)
}

/// Reports a marker that cannot be read.
pub(super) fn malformed(range: Range<usize>, reason: &'static str) -> Diagnostic {
    if reason == DAMAGED {
        return Diagnostic::new(Code::UnrepairedQuoteDamage, range, DAMAGED)
            .with_help("turn the `&quot;` of the markers back into `\"`");
    }
    let message = format!("expected an annotation marker, but {reason}");
    Diagnostic::new(Code::MalformedMarker, range, message)
}

/// Reports a region that was repaired.
pub(super) fn repaired(region: Range<usize>) -> Diagnostic {
    let message = "expected literal quotes between an image and the next `\")`, but found `&quot;`; each is \
         turned back";
    Diagnostic::new(Code::QuoteDamage, region, message)
}

/// The annotation attributes with a value in the texts of a pair: a text that speaks
/// of annotation, or what is left of a marker that lost its `<`.
pub(super) struct TextAttributes {
    target: Vec<Range<usize>>,
    source: Vec<Range<usize>>,
}

/// Finds the annotation attributes in the texts of a pair.
pub(super) fn attributes_in_texts(
    bytes: &[u8],
    patterns: &Patterns,
    pair: &RawSegment,
) -> TextAttributes {
    let [target, source] = [&pair.target, &pair.source].map(|text| {
        let mut found = Vec::new();
        search(bytes, text.clone(), patterns, &mut found);
        found
    });
    TextAttributes { target, source }
}

impl TextAttributes {
    /// Returns whether both texts hold the same attributes in the same order, as
    /// texts about annotation do. A lost `<` leaves one in one of them.
    pub(super) fn are_alike(&self, bytes: &[u8]) -> bool {
        let name = |range: &Range<usize>| &bytes[range.clone()];
        let are_same =
            |(a, b): (&Range<usize>, &Range<usize>)| name(a).eq_ignore_ascii_case(name(b));
        self.target.len() == self.source.len() && self.target.iter().zip(&self.source).all(are_same)
    }

    /// Reports a pair that is left out, as one of its texts may be those of two
    /// pairs. The finding covers all markers of the pair, and what is left of others.
    pub(super) fn lost_marker(&self, bytes: &[u8], pair: &RawSegment) -> Diagnostic {
        let end = self.source.last().map_or(pair.source.start, |found| found.end);
        let message = format!(
            "expected the texts of `{}` to hold the same annotation attributes, or none, but found \
             one more in one of them",
            text(bytes, &pair.id)
        );
        let mut found = Diagnostic::new(Code::StrayAttribute, pair.range.start..end, message);
        found.severity = Severity::Error;
        found.with_help("the pair is left out: where a marker lost its `<`, write it again")
    }

    /// Reports the attributes of a pair that is kept.
    pub(super) fn strays(self) -> impl Iterator<Item = Diagnostic> {
        self.target.into_iter().chain(self.source).map(stray)
    }
}

/// Adds a diagnostic for each annotation attribute with a value that belongs
/// neither to a segment nor to a diagnostic.
pub(super) fn report_strays(bytes: &[u8], patterns: &Patterns, scan: &mut Scan) {
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
    scan.diagnostics.extend(strays.into_iter().map(stray));
    diagnostic::sort(&mut scan.diagnostics);
}

/// Finds attribute names with a value, in any case, between two segments.
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
        diagnostics.iter().filter(|known| known.code != Code::QuoteDamage).peekable();
    let mut covered_to = 0;
    strays.retain(|stray| {
        while let Some(known) = reported.next_if(|known| known.range.start <= stray.start) {
            covered_to = covered_to.max(known.range.end);
        }
        stray.end > covered_to
    });
}

/// Reports an annotation attribute outside every tag that can carry it.
fn stray(range: Range<usize>) -> Diagnostic {
    let message =
        "expected annotation attributes in tags that can carry them, but found one outside";
    Diagnostic::new(Code::StrayAttribute, range, message)
}
