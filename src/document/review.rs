//! A second look at the pairs: repeated ids, empty sides.

use std::collections::{BTreeMap, HashMap};

use super::Document;
use super::reading::Rejected;
use super::segment::Segment;
use crate::diagnostic::{Diagnostic, DiagnosticCode, Severity};

/// What the second look finds.
#[derive(Default)]
pub(super) struct Review {
    /// What a person should look at.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The ids of the pairs that are in doubt.
    pub(super) rejected: Rejected,
    pub(super) repeats_ids: bool,
}

impl Document<'_> {
    /// Looks at all pairs once more.
    pub(super) fn review(&self) -> Review {
        let mut review = Review::default();
        self.review_ids(&mut review);
        review.diagnostics.extend(self.segments().flat_map(empty_sides));
        review
    }

    /// Reports the pairs whose id occurs more than once.
    ///
    /// An exporter writes each id once, so a repeated one means bytes that were
    /// doubled or lost. The same texts again are kept: nothing is in doubt. Where
    /// the texts differ, one of them may belong to another id, and none is kept.
    fn review_ids(&self, review: &mut Review) {
        // Ids count upwards as a rule; then none occurs twice.
        let ids = self.segments().map(|segment| segment.id());
        if ids.is_sorted_by(|a, b| (a.len(), a) < (b.len(), b)) {
            return;
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
        review.repeats_ids = !again.is_empty();
        for (id, segments) in &again {
            let texts =
                |segment: &Segment<'_>| (segment.target().to_owned(), segment.source().to_owned());
            if segments.iter().all(|segment| texts(segment) == texts(&segments[0])) {
                review.diagnostics.extend(segments[1..].iter().map(|one| kept_again(id, one)));
            } else {
                review.diagnostics.extend(segments.iter().flat_map(|one| in_doubt(id, one)));
                review.rejected.insert(id.as_bytes().into());
            }
        }
    }
}

/// Returns whether there is nothing but white space in a text.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

fn kept_again(id: &str, segment: &Segment<'_>) -> Diagnostic {
    let message = format!("expected each id once, but found `{id}` again with the same texts");
    Diagnostic::new(DiagnosticCode::RepeatedId, segment.range(), message)
}

/// Makes a diagnostic for each place where the pair is.
fn in_doubt(id: &str, segment: &Segment<'_>) -> impl Iterator<Item = Diagnostic> {
    let message =
        format!("expected each id once, but found `{id}` more than once with different texts");
    segment.annotation_ranges().map(move |range| {
        let mut diagnostic = Diagnostic::new(DiagnosticCode::RepeatedId, range, message.clone())
            .with_help("the pairs are left out: one of the texts may belong to another id");
        diagnostic.severity = Severity::Error;
        diagnostic
    })
}

/// Makes a diagnostic for each side without text.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, Side};

    fn pair(id: usize, target: &str, source: &str) -> String {
        format!(
            "<span data-ttu-id=\"1-{id}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"1-{id}\">{source}</span></span>"
        )
    }

    /// Returns the ids that are read, and the two sides.
    fn read(format: Format, text: &str) -> (Vec<String>, [String; 2]) {
        let document = Document::builder().with_format(format).parse(text.as_bytes());
        let ids = document.segments().map(|segment| segment.id().to_owned()).collect();
        let sides = [Side::Target, Side::Source]
            .map(|side| String::from_utf8(document.render(side)).unwrap());
        (ids, sides)
    }

    /// Whatever is beside a pair in doubt, in whichever format, is edited
    /// as if that pair were plain text.
    #[test]
    fn pairs_beside_those_in_doubt_keep_their_edits() {
        let doubt = [pair(1, "a", "b"), pair(1, "c", "d")].concat();
        let (two, three) = (pair(2, "e", "f"), pair(3, "g", "h"));
        let formats = [
            (Format::Markdown, "", ""),
            (Format::Markdown, "---\nt: '", "'\n---\n"),
            (Format::Yaml, "t: '", "'\n"),
            // The scalar is quoted anew.
            (Format::Yaml, "t: >\n  x ", "\n\n  y\n"),
            #[cfg(feature = "html")]
            (Format::Html, "<p>", "</p>"),
        ];
        for (format, start, end) in formats {
            let text = format!("{start}{two}{doubt}{three}{end}");
            let (ids, sides) = read(format, &text);
            assert_eq!(ids, ["1-2", "1-3"], "{text}");
            for (rendered, [second, third]) in sides.iter().zip([["e", "g"], ["f", "h"]]) {
                assert_eq!(*rendered, format!("{start}{second}{doubt}{third}{end}"), "{text}");
            }
        }
    }

    #[test]
    fn a_scalar_that_is_quoted_anew_keeps_its_other_pairs() {
        let doubt = [pair(1, "a", "b"), pair(1, "c", "d")].concat();
        // Cut out, the text would begin with an indicator.
        let text = format!("t: {}{doubt}\n", pair(2, "*e", "f"));
        let (ids, [target, source]) = read(Format::Yaml, &text);
        assert_eq!(ids, ["1-2"]);
        let quoted = doubt.replace('"', "\\\"");
        assert_eq!(target, format!("t: \"*e{quoted}\"\n"));
        assert_eq!(source, format!("t: f{doubt}\n"));
    }

    #[cfg(feature = "html")]
    #[test]
    fn a_lookup_element_shared_with_a_pair_in_doubt_stays() {
        let page = "<i data-ttu-id=1>a</i><i data-ttu-id=2>b</i><p class=sxs-lookup>\
            <b data-stu-id=1>c</b><b data-stu-id=2>d</b></p>\
            <i data-ttu-id=1>e</i><b data-stu-id=1>f</b>";
        let (ids, [target, _]) = read(Format::Html, page);
        assert_eq!(ids, ["2"]);
        assert_eq!(
            target,
            "<i data-ttu-id=1>a</i><i>b</i><p class=sxs-lookup><b data-stu-id=1>c</b></p>\
             <i data-ttu-id=1>e</i><b data-stu-id=1>f</b>"
        );
    }

    /// Both places of a pair in doubt are reported where its sides are apart.
    #[cfg(feature = "html")]
    #[test]
    fn both_sides_of_a_pair_in_doubt_are_reported() {
        let page = "<p data-ttu-id=1>a</p>-<p data-stu-id=1>b</p>-\
                    <p data-ttu-id=1>c</p>-<p data-stu-id=1>d</p>";
        let document = Document::builder().with_format(Format::Html).parse(page.as_bytes());
        let found: Vec<_> =
            document.diagnostics().iter().map(|found| &page[found.range.clone()]).collect();
        assert_eq!(
            found,
            [
                "<p data-ttu-id=1>a</p>",
                "<p data-stu-id=1>b</p>",
                "<p data-ttu-id=1>c</p>",
                "<p data-stu-id=1>d</p>"
            ]
        );
    }
}
