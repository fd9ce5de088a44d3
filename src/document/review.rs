//! A second look at the pairs: repeated ids, empty sides.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Document;
use super::segment::Segment;
use crate::diagnostic::{self, Diagnostic, DiagnosticCode, Severity};

impl Document<'_> {
    /// Reports what a person should look at, and takes back the pairs that are
    /// in doubt.
    pub(super) fn review(&mut self) {
        let mut found = Vec::new();
        let doubtful = self.repeated_ids(&mut found);
        found.extend(self.segments().flat_map(empty_sides));
        let reading = &mut self.reading;
        reading.diagnostics.extend(found);
        diagnostic::sort(&mut reading.diagnostics);
        if !doubtful.is_empty() {
            reading.remove(&doubtful);
        }
    }

    /// Reports the pairs whose id stands there more than once, and returns the
    /// ordinals of those in doubt.
    ///
    /// An exporter writes each id once, so a repeated one means bytes that were
    /// doubled or lost. The same texts again are kept: nothing is in doubt. Where
    /// the texts differ, one of them may belong to another id, and none is kept.
    fn repeated_ids(&mut self, found: &mut Vec<Diagnostic>) -> HashSet<usize> {
        // Ids count upwards as a rule; then none stands there twice.
        let ids = self.segments().map(|segment| segment.id());
        if ids.is_sorted_by(|a, b| (a.len(), a) < (b.len(), b)) {
            return HashSet::new();
        }
        let mut first = HashMap::with_capacity(self.len());
        let mut again: BTreeMap<&str, Vec<Segment<'_>>> = BTreeMap::new();
        for segment in self.segments() {
            if let Some(&earlier) = first.get(segment.id()) {
                again.entry(segment.id()).or_insert_with(|| vec![earlier]).push(segment);
            } else {
                first.insert(segment.id(), segment);
            }
        }
        let mut doubtful = HashSet::new();
        for (id, segments) in &again {
            let texts =
                |segment: &Segment<'_>| (segment.target().to_owned(), segment.source().to_owned());
            if segments.iter().all(|segment| texts(segment) == texts(&segments[0])) {
                found.extend(segments[1..].iter().map(|segment| kept(id, segment)));
            } else {
                found.extend(segments.iter().map(|segment| in_doubt(id, segment)));
                doubtful.extend(segments.iter().map(Segment::ordinal));
            }
        }
        self.repeats_ids = !again.is_empty();
        doubtful
    }
}

/// Whether there is nothing but white space in a text.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

fn kept(id: &str, segment: &Segment<'_>) -> Diagnostic {
    let message = format!("expected each id once, but found `{id}` again with the same texts");
    Diagnostic::new(DiagnosticCode::RepeatedId, segment.range(), message)
}

fn in_doubt(id: &str, segment: &Segment<'_>) -> Diagnostic {
    let message =
        format!("expected each id once, but found `{id}` more than once with different texts");
    let mut diagnostic = Diagnostic::new(DiagnosticCode::RepeatedId, segment.range(), message)
        .with_help("the pairs are left out: one of the texts may belong to another id");
    diagnostic.severity = Severity::Error;
    diagnostic
}

/// A diagnostic for each side without text.
fn empty_sides(segment: Segment<'_>) -> impl Iterator<Item = Diagnostic> {
    let sides = [
        (DiagnosticCode::EmptyTarget, "target", segment.target()),
        (DiagnosticCode::EmptySource, "source", segment.source()),
    ];
    sides.into_iter().filter(|(_, _, text)| is_blank(text)).map(move |(code, side, _)| {
        let message = format!("expected a {side} for `{}`, but it is empty", segment.id());
        Diagnostic::new(code, segment.range(), message)
    })
}
