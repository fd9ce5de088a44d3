//! Marker attributes that no element carries.
//!
//! What stands in comments, scripts, text and attribute values marks nothing: a
//! page about annotation shows it, a script looks for it. It is noted, so that
//! no marker is passed over in silence. What stands in an end tag, or in a tag,
//! comment or raw text that the end of the page cuts off, and what is run
//! together with a name before it, is a warning: it may have been a marker.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, DiagnosticCode, Severity};
use crate::document::attributes::is_space;
use crate::scan::AnnotationScheme;

/// Reports each marker attribute name with `=` after it that is not one of
/// `known`, the names that start tags carry. Both lists are in order.
pub(super) fn strays(
    bytes: &[u8],
    scheme: &AnnotationScheme,
    known: &[Range<usize>],
    lost: &[Range<usize>],
) -> Vec<Diagnostic> {
    let names = [scheme.target_attribute(), scheme.source_attribute()];
    let mut found = Vec::new();
    for name in names {
        let places = occurrences(bytes, name.as_bytes())
            .filter(|place| known.binary_search_by_key(&place.start, |name| name.start).is_err())
            .filter(|place| has_value(bytes, place));
        found.extend(places.map(|place| stray(bytes, place, name, lost)));
    }
    found
}

/// Whether any name of the scheme stands in the page, be it in a text.
pub(super) fn has_any(bytes: &[u8], scheme: &AnnotationScheme) -> bool {
    let class = scheme.lookup_class().as_bytes();
    [scheme.target_attribute(), scheme.source_attribute()]
        .iter()
        .any(|name| occurrences(bytes, name.as_bytes()).next().is_some())
        || memchr::memmem::find(bytes, class).is_some()
}

fn stray(bytes: &[u8], place: Range<usize>, name: &str, lost: &[Range<usize>]) -> Diagnostic {
    let next = lost.partition_point(|range| range.end <= place.start);
    let is_lost = lost.get(next).is_some_and(|range| range.start <= place.start);
    let is_glued = is_glued(bytes, &place);
    let found =
        if is_glued { "run together with what stands before it" } else { "where it marks nothing" };
    let message = format!("expected `{name}` in a start tag, but found it {found}");
    let mut diagnostic = Diagnostic::new(DiagnosticCode::StrayAttribute, place, message);
    if !is_lost && !is_glued {
        diagnostic.severity = Severity::Note;
    }
    diagnostic
}

/// Whether `=` follows what stands at `place`.
fn has_value(bytes: &[u8], place: &Range<usize>) -> bool {
    bytes[place.end..].iter().find(|&&byte| !is_space(byte)) == Some(&b'=')
}

/// Whether what stands at `place` is the end of a longer name.
fn is_glued(bytes: &[u8], place: &Range<usize>) -> bool {
    let in_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte);
    place.start > 0 && in_name(&bytes[place.start - 1])
}

/// Where `name` stands in any case.
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
