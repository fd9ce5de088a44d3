//! The diagnostics about annotated elements, and about marker attributes that no
//! element carries.
//!
//! What is in comments, scripts, text and attribute values marks nothing: a
//! page about annotation shows it, a script looks for it. It is noted, so that
//! no marker is passed over in silence. What is in an end tag, or in a tag,
//! comment or raw text that the end of the page cuts off, and what is run
//! together with a name before it, is a warning: it may have been a marker.

use std::ops::Range;

use super::elements::{Defect, Element, Role};
use crate::diagnostic::{Diagnostic, DiagnosticCode, Severity};
use crate::document::attributes::is_space;
use crate::document::content::invalid_pair;
use crate::scan::AnnotationScheme;

/// Collects what is found about the elements of a page.
pub(super) struct Findings<'a> {
    bytes: &'a [u8],
    elements: &'a [Element],
    found: Vec<Diagnostic>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(bytes: &'a [u8], elements: &'a [Element]) -> Self {
        Self { bytes, elements, found: Vec::new() }
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.found
    }

    /// Reports an element whose other side is nowhere, or damaged.
    pub(super) fn orphan(&mut self, number: usize, found: &str) {
        if self.defect(number) {
            return;
        }
        let (code, other) = match self.elements[number].role {
            Role::Target => (DiagnosticCode::OrphanTarget, "source"),
            _ => (DiagnosticCode::OrphanSource, "target"),
        };
        let message = format!("expected a {other} for {}, but found {found}", self.name(number));
        self.push(code, number, message);
    }

    /// Reports an element whose id is on both sides, but not as often or not in
    /// turn.
    pub(super) fn out_of_turn(&mut self, number: usize) {
        if self.defect(number) {
            return;
        }
        let message = format!(
            "expected target and source of one id in turn, but found {} out of turn or one too many",
            self.name(number)
        );
        let mut diagnostic = self.about(DiagnosticCode::RepeatedId, number, message);
        diagnostic.severity = Severity::Error;
        self.found.push(diagnostic.with_help("no element of this id is paired; use an id once"));
    }

    /// Reports what is wrong with an element by itself, and returns whether
    /// anything is.
    pub(super) fn defect(&mut self, number: usize) -> bool {
        let name = self.name(number);
        let (code, message) = match self.elements[number].defect {
            None => return false,
            Some(Defect::Malformed(message)) => {
                (DiagnosticCode::MalformedMarker, message.to_owned())
            }
            Some(Defect::QuoteDamage) => (
                DiagnosticCode::UnrepairedQuoteDamage,
                format!("expected quotes around the id, but found them escaped in {name}"),
            ),
            Some(Defect::MissingCloser) => (
                DiagnosticCode::MissingCloser,
                format!("expected an end tag for {name} before the element around it ends"),
            ),
            Some(Defect::Nested(inner)) => (
                DiagnosticCode::NestedAnnotation,
                format!("expected text in {name}, but found {} inside", self.name(inner)),
            ),
            Some(Defect::InvalidUtf8) => {
                let range = self.elements[number].range();
                self.found.push(invalid_pair(self.bytes, range, &name));
                return true;
            }
        };
        self.push(code, number, message);
        true
    }

    /// Reports a lookup element without a source.
    pub(super) fn orphan_lookup(&mut self, number: usize) {
        let message = "expected a source in the lookup element, but found none".to_owned();
        self.push(DiagnosticCode::OrphanLookup, number, message);
    }

    /// Reports a lookup element with a source, but without an end.
    pub(super) fn open_lookup(&mut self, number: usize) {
        let message = "expected an end tag for the lookup element, but found none".to_owned();
        self.push(DiagnosticCode::MissingCloser, number, message);
    }

    fn push(&mut self, code: DiagnosticCode, number: usize, message: String) {
        let diagnostic = self.about(code, number, message);
        self.found.push(diagnostic);
    }

    fn about(&self, code: DiagnosticCode, number: usize, message: String) -> Diagnostic {
        Diagnostic::new(code, self.elements[number].open.clone(), message)
    }

    /// Names an element by its side and id, such as ``target `74dd5-101` ``.
    fn name(&self, number: usize) -> String {
        const LONGEST: usize = 40;
        let element = &self.elements[number];
        let side = match element.role {
            Role::Target => "target",
            Role::Source => "source",
            Role::Lookup => return "the lookup element".to_owned(),
        };
        let id = &self.bytes[element.id.clone()];
        let shown = String::from_utf8_lossy(&id[..id.len().min(LONGEST)]);
        let cut = if id.len() > LONGEST { "…" } else { "" };
        format!("{side} `{shown}{cut}`")
    }
}

/// Reports each marker attribute name with `=` after it that is not one of
/// `known`, the names that start tags carry. Both lists are in order.
pub(super) fn stray_markers(
    bytes: &[u8],
    scheme: &AnnotationScheme,
    known: &[Range<usize>],
    unreadable: &[Range<usize>],
) -> Vec<Diagnostic> {
    let names = [scheme.target_attribute(), scheme.source_attribute()];
    let mut found = Vec::new();
    for name in names {
        let places = occurrences(bytes, name.as_bytes())
            .filter(|place| known.binary_search_by_key(&place.start, |name| name.start).is_err())
            .filter(|place| has_value(bytes, place));
        found.extend(places.map(|place| stray(bytes, place, name, unreadable)));
    }
    found
}

/// Returns whether any name of the scheme is in the page, be it in a text.
pub(super) fn names_annotation(bytes: &[u8], scheme: &AnnotationScheme) -> bool {
    let class = scheme.lookup_class().as_bytes();
    [scheme.target_attribute(), scheme.source_attribute()]
        .iter()
        .any(|name| occurrences(bytes, name.as_bytes()).next().is_some())
        || memchr::memmem::find(bytes, class).is_some()
}

fn stray(bytes: &[u8], place: Range<usize>, name: &str, unreadable: &[Range<usize>]) -> Diagnostic {
    let next = unreadable.partition_point(|range| range.end <= place.start);
    let is_unreadable = unreadable.get(next).is_some_and(|range| range.start <= place.start);
    let is_glued = is_glued(bytes, &place);
    let found =
        if is_glued { "run together with what is before it" } else { "where it marks nothing" };
    let message = format!("expected `{name}` in a start tag, but found it {found}");
    let mut diagnostic = Diagnostic::new(DiagnosticCode::StrayAttribute, place, message);
    if !is_unreadable && !is_glued {
        diagnostic.severity = Severity::Note;
    }
    diagnostic
}

/// Returns whether `=` follows what is at `place`.
fn has_value(bytes: &[u8], place: &Range<usize>) -> bool {
    bytes[place.end..].iter().find(|&&byte| !is_space(byte)) == Some(&b'=')
}

/// Returns whether what is at `place` is the end of a longer name.
fn is_glued(bytes: &[u8], place: &Range<usize>) -> bool {
    let in_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte);
    place.start > 0 && in_name(&bytes[place.start - 1])
}

/// Finds `name` in any case.
pub(super) fn occurrences(bytes: &[u8], name: &[u8]) -> impl Iterator<Item = Range<usize>> {
    // A byte without case is found at memchr's speed; `-` is also rarer than letters.
    let anchor = name.iter().position(|byte| !byte.is_ascii_alphabetic());
    let at = anchor.unwrap_or(0);
    let [lower, upper] = [name[at].to_ascii_lowercase(), name[at].to_ascii_uppercase()];
    memchr::memchr2_iter(lower, upper, bytes)
        .filter_map(move |found| {
            let start = found.checked_sub(at)?;
            Some(start..start + name.len())
        })
        .filter(move |range| {
            bytes.get(range.clone()).is_some_and(|text| text.eq_ignore_ascii_case(name))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case() {
        let found: Vec<_> = occurrences(b"A-bA-B xa-B", b"a-b").collect();
        assert_eq!(found, [0..3, 3..6, 8..11]);
        assert_eq!(occurrences(b"ABab", b"ab").count(), 2);
        assert_eq!(occurrences(b"-", b"a-b").count(), 0);
    }
}
