//! What is said of markers that belong to no pair.

use std::ops::Range;

use super::tag::Marker;
use crate::diagnostic::{Diagnostic, DiagnosticCode as Code};

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
    /// The target alone is at fault.
    fn alone(code: Code, target: &Marker, next: usize, why: &'static str) -> Self {
        Self { code, end: target.range.end, why: Why::Fixed(why), next, resume: next }
    }

    /// The target and the source that follows it are.
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

    /// The source, which begins at `start`, does not end before the next marker.
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

/// A source outside a pair.
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

/// A marker that cannot be read.
pub(super) fn malformed(range: Range<usize>, reason: &'static str) -> Diagnostic {
    if reason == DAMAGED {
        return Diagnostic::new(Code::UnrepairedQuoteDamage, range, DAMAGED)
            .with_help("turn the `&quot;` of the markers back into `\"`");
    }
    let message = format!("expected an annotation marker, but {reason}");
    Diagnostic::new(Code::MalformedMarker, range, message)
}

/// Says that a region was repaired.
pub(super) fn repaired(region: Range<usize>) -> Diagnostic {
    let message =
        "found `&quot;` for each literal `\"` between an image and the next `\")`; turned back";
    Diagnostic::new(Code::QuoteDamage, region, message)
}
