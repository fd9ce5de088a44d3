//! Repaired and assembled translations of real documents, held against what was
//! published for them.

use std::collections::{BTreeMap, BTreeSet};

use crate::support;
use crate::support::revision::{documents, memory_of};
use bitext::leverage::{PretranslatedSegment, ReuseMethod};
use bitext::segmentation::SourceFormat;
use bitext::{Context, Document, Leverage, Side, SourceDocument};

/// Documents with their paths.
type Documents = Vec<(String, Vec<u8>)>;

/// How often the target of a method is the published one.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    segments: usize,
    filled: usize,
    /// The target of the match, or the best match for the whole, as it is.
    as_it_is: usize,
    lacks_codes: usize,
}

impl Tally {
    fn share(self) -> f64 {
        100.0 * self.filled as f64 / self.segments.max(1) as f64
    }
}

/// The published targets of a document by source.
fn published(document: &Document<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let mut published: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for segment in document.segments() {
        let target = segment.target().to_owned();
        published.entry(segment.source().to_owned()).or_default().insert(target);
    }
    published
}

fn add(tally: &mut Tally, segment: &PretranslatedSegment, published: &BTreeSet<String>) {
    let Some(reuse) = segment.reuse() else { return };
    let is_published = |target: &str| published.contains(target);
    let first = segment.matches().first();
    tally.segments += 1;
    tally.filled += usize::from(is_published(&reuse.target().markup()));
    tally.as_it_is +=
        usize::from(first.is_some_and(|first| is_published(&first.target().text.markup())));
    tally.lacks_codes += usize::from(reuse.lacks_codes());
}

/// Pretranslates the later documents from a memory of the earlier ones.
fn tallies(name: &str, earlier: &Documents, later: &Documents) -> BTreeMap<ReuseMethod, Tally> {
    let memory = memory_of(earlier);
    let leverage = Leverage::new(&memory);
    let mut tallies: BTreeMap<ReuseMethod, Tally> = BTreeMap::new();
    for (path, bytes) in later {
        let annotated = Document::parse(bytes);
        let source = annotated.render(Side::Source);
        let document = SourceDocument::builder().with_format(SourceFormat::Markdown).parse(&source);
        let pretranslation =
            leverage.pretranslate(&document, &Context::new(path.as_str())).unwrap();
        let published = published(&annotated);
        for (_, segment) in pretranslation.segments() {
            let targets = published.get(&*segment.text().markup());
            if let Some((targets, reuse)) = targets.zip(segment.reuse()) {
                add(tallies.entry(reuse.method()).or_default(), segment, targets);
            }
        }
    }
    println!(
        "{name:<42} {:>8} {:>10} {:>10} {:>12}",
        "segments", "published", "as it is", "lacks codes"
    );
    for (method, tally) in &tallies {
        let Tally { segments, filled, as_it_is, lacks_codes } = tally;
        println!("  {method:<40} {segments:>8} {filled:>10} {as_it_is:>10} {lacks_codes:>12}");
    }
    tallies
}

#[test]
fn a_later_revision() {
    let Some(corpus) = support::shared("corpus") else { return };
    let [earlier, later] = ["earlier", "annotated"]
        .map(|revision| documents(&corpus.join(revision).join("partner-center-pr.zh-cn")));
    let tallies = tallies("partner-center-pr.zh-cn", &earlier, &later);
    let of = |method| tallies.get(&method).copied().unwrap_or_default();
    let (repaired, fuzzy) = (of(ReuseMethod::Repaired), of(ReuseMethod::Fuzzy));
    assert!(repaired.segments > 400, "{repaired:?}");
    assert!(repaired.share() > 70.0 && repaired.share() > fuzzy.share(), "{repaired:?} {fuzzy:?}");
    assert!(repaired.filled > 50 * repaired.as_it_is, "{repaired:?}");
}

#[test]
fn half_of_a_repository_by_the_other_half() {
    let Some(corpus) = support::shared("corpus/annotated") else { return };
    let mut sum = Tally::default();
    for repository in [
        "Dynamics-365-Operations.de-de",
        "OfficeDocs-SkypeForBusiness-pr.ja-JP",
        "office-js-docs-pr.zh-cn",
    ] {
        let (mut odd, mut even) = (Documents::new(), Documents::new());
        for (index, document) in documents(&corpus.join(repository)).into_iter().enumerate() {
            if index % 2 == 0 { even.push(document) } else { odd.push(document) }
        }
        let of = tallies(repository, &even, &odd);
        let repaired = of.get(&ReuseMethod::Repaired).copied().unwrap_or_default();
        sum.segments += repaired.segments;
        sum.filled += repaired.filled;
    }
    assert!(sum.segments > 100 && sum.share() > 65.0, "{sum:?}");
}
