//! The segments of real documents against those that translators worked on.
//!
//! The source side of an annotated document is cut again. As in most measures of
//! segmentation, markup, white space and punctuation at the edges do not count:
//! a segment is right when it holds the same run of letters and digits. The
//! front matter is left out, and so are documents with repaired segments.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use crate::support;
use crate::support::revision::source_side;
use crate::support::structure::blocks;
use bitext::segmentation::SourceFormat;
use bitext::{Document, SourceDocument};

/// Each repository, and the least F1 of its segments and of their boundaries.
const REPOSITORIES: [(&str, f64, f64); 4] = [
    ("partner-center-pr.zh-cn", 0.98, 0.99),
    ("Dynamics-365-Operations.de-de", 0.98, 0.99),
    ("OfficeDocs-SkypeForBusiness-pr.ja-JP", 0.945, 0.97),
    ("office-js-docs-pr.zh-cn", 0.93, 0.965),
];

/// What was found of what there is.
#[derive(Default)]
struct Score {
    right: usize,
    found: usize,
    expected: usize,
}

impl Score {
    fn add<T: Ord>(&mut self, found: &BTreeSet<T>, expected: &BTreeSet<T>) {
        self.right += found.intersection(expected).count();
        self.found += found.len();
        self.expected += expected.len();
    }

    fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.found + self.expected) as f64
    }
}

/// The first and last letter or digit of a range, by their numbers in the text.
type Run = (usize, usize);

/// The runs of the ranges behind `start`, counted from there.
fn runs(text: &str, start: usize, ranges: &[Range<usize>]) -> BTreeSet<Run> {
    let letters: Vec<usize> = text
        .char_indices()
        .filter(|(at, letter)| *at >= start && letter.is_alphanumeric())
        .map(|(at, _)| at)
        .collect();
    let run = |range: &Range<usize>| {
        let first = letters.partition_point(|at| *at < range.start);
        let end = letters.partition_point(|at| *at < range.end);
        (first < end).then(|| (first, end - 1))
    };
    ranges.iter().filter(|range| range.start >= start).filter_map(run).collect()
}

fn boundaries(runs: &BTreeSet<Run>) -> BTreeSet<(bool, usize)> {
    runs.iter().flat_map(|&(first, last)| [(false, first), (true, last)]).collect()
}

/// Calls `check` with the source side of each document of a repository.
fn each_source_side(folder: &Path, mut check: impl FnMut(&Path, &[u8], usize, &[Range<usize>])) {
    for path in support::files(folder) {
        let annotated = std::fs::read(&path).unwrap();
        let document = Document::parse(&annotated);
        if !document.segments().any(|segment| segment.is_repaired()) {
            let (bytes, ranges) = source_side(&document);
            let start = document.front_matter().map_or(0, |block| block.range().end);
            check(&path, &bytes, start, &ranges);
        }
    }
}

fn read(bytes: &[u8]) -> SourceDocument<'_> {
    SourceDocument::builder().with_format(SourceFormat::Markdown).parse(bytes)
}

#[test]
fn segments_are_those_that_translators_worked_on() {
    let Some(corpus) = support::shared("corpus/annotated") else { return };
    for (repository, least_segments, least_boundaries) in REPOSITORIES {
        let (mut segments, mut edges) = (Score::default(), Score::default());
        each_source_side(&corpus.join(repository), |_, bytes, start, expected| {
            let text = String::from_utf8_lossy(bytes);
            let document = read(bytes);
            let found: Vec<_> = document.segments().map(|segment| segment.range()).collect();
            let (found, expected) = (runs(&text, start, &found), runs(&text, start, expected));
            segments.add(&found, &expected);
            edges.add(&boundaries(&found), &boundaries(&expected));
        });
        let (segments, edges) = (segments.f1(), edges.f1());
        println!("{repository}: F1 of segments {segments:.4}, of boundaries {edges:.4}");
        assert!(segments >= least_segments && edges >= least_boundaries, "{repository}");
    }
}

/// Texts with whatever could be taken for a mark keep the blocks of real documents.
#[test]
fn filled_documents_keep_their_blocks() {
    let Some(corpus) = support::shared("corpus/annotated") else { return };
    let texts = ["Wort", "- a | b", "1. a\nb", "# a #", "a [b", "> a\\", "| a", "---", "a {#b}"];
    for (repository, ..) in REPOSITORIES {
        each_source_side(&corpus.join(repository), |path, bytes, _, _| {
            let document = read(bytes);
            let own = document.fill(|segment| Some(segment.source().to_owned().into()));
            assert!(own == bytes, "{}", path.display());
            let filled =
                document.fill(|segment| Some(texts[segment.ordinal() % texts.len()].into()));
            let (before, after) = (std::str::from_utf8(bytes), std::str::from_utf8(&filled));
            let (before, after) = (blocks(before.unwrap()), blocks(after.unwrap()));
            let difference = before.iter().zip(&after).position(|(one, other)| one != other);
            assert!(before == after, "{}: block {difference:?}", path.display());
        });
    }
}
