//! A memory of an earlier revision of a real repository, and the documents of a
//! later one: how much of them it has, and how often the target that is taken is
//! the one that was published.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::support;
use crate::support::revision::{documents, memory_of, source_side};
use crate::support::structure::blocks;
use bitext::leverage::{BandCounts, DocumentLeverage, PretranslatedSegment};
use bitext::segmentation::SourceFormat;
use bitext::{
    Analysis, CodedText, Context, Document, Leverage, Memory, Penalties, Query, SourceDocument,
};

/// The repository of which there are two revisions.
const REPOSITORY: &str = "partner-center-pr.zh-cn";

/// The documents of a revision, by path.
type Revision = BTreeMap<String, Vec<u8>>;

/// A document without annotation, and where the segments were that translators
/// worked on, with what was published for them.
struct Later {
    path: String,
    source: Vec<u8>,
    segments: Vec<(Range<usize>, String)>,
    is_human: bool,
}

impl Later {
    fn new(path: &str, annotated: &[u8], earlier: &Revision) -> Self {
        let document = Document::parse(annotated);
        let (source, ranges) = source_side(&document);
        let targets = document.segments().map(|segment| segment.target().to_owned());
        Self {
            path: path.to_owned(),
            source,
            segments: ranges.into_iter().zip(targets).collect(),
            is_human: is_human(&document)
                && earlier.get(path).is_some_and(|bytes| is_human(&Document::parse(bytes))),
        }
    }

    /// The published targets by the first and the last letter or digit of their
    /// sources: markup and punctuation at the edges make no difference.
    fn published(&self, runs: &Runs) -> BTreeMap<(usize, usize), &str> {
        let segments = self.segments.iter();
        segments.filter_map(|(range, target)| Some((runs.of(range)?, target.as_str()))).collect()
    }
}

fn is_human(document: &Document<'_>) -> bool {
    document.origin().translation_type.as_ref().is_some_and(|kind| kind.is_human())
}

/// Where the letters and digits of a document are.
struct Runs(Vec<usize>);

impl Runs {
    fn new(bytes: &[u8]) -> Self {
        let text = std::str::from_utf8(bytes).unwrap();
        let letters = text.char_indices().filter(|(_, letter)| letter.is_alphanumeric());
        Self(letters.map(|(at, _)| at).collect())
    }

    /// The numbers of the first and the last one in a range.
    fn of(&self, range: &Range<usize>) -> Option<(usize, usize)> {
        let first = self.0.partition_point(|at| *at < range.start);
        let end = self.0.partition_point(|at| *at < range.end);
        (first < end).then(|| (first, end - 1))
    }
}

/// How often the target that is taken is the published one.
#[derive(Clone, Copy, Default)]
struct Tally {
    segments: usize,
    /// The target of the match that is taken first.
    chosen: usize,
    /// That which fills the segment.
    filled: usize,
    /// Any target that the memory has for the identical source.
    any: usize,
}

impl Tally {
    fn share(self, count: usize) -> f64 {
        100.0 * count as f64 / self.segments.max(1) as f64
    }

    fn add(&mut self, other: Self) {
        self.segments += other.segments;
        self.chosen += other.chosen;
        self.filled += other.filled;
        self.any += other.any;
    }

    fn print(self, name: &str) {
        let Self { segments, chosen, filled, any } = self;
        println!(
            "{name:>12} {segments:>9} {:>9.2} {:>9.2} {:>9.2} {:>9.2}",
            self.share(chosen),
            self.share(filled),
            self.share(any),
            100.0 * chosen as f64 / any.max(1) as f64,
        );
    }
}

/// The tallies of all documents and of those that people translated, by score.
#[derive(Default)]
struct Tallies {
    all: BTreeMap<u8, Tally>,
    human: BTreeMap<u8, Tally>,
}

impl Tallies {
    fn add(&mut self, score: u8, is_human: bool, tally: Tally) {
        let maps = [Some(&mut self.all), is_human.then_some(&mut self.human)];
        for map in maps.into_iter().flatten() {
            map.entry(score).or_default().add(tally);
        }
    }

    fn print(&self) {
        println!(
            "{:>12} {:>9} {:>9} {:>9} {:>9} {:>9}",
            "", "segments", "chosen", "filled", "any", "of any"
        );
        for (score, tally) in self.all.iter().rev() {
            tally.print(&score.to_string());
        }
        let mut total = Tally::default();
        self.all.values().for_each(|tally| total.add(*tally));
        total.print("all");
        for (score, tally) in self.human.iter().rev() {
            tally.print(&format!("{score}, people"));
        }
    }
}

fn is_published(text: &CodedText, published: &str) -> bool {
    text.markup() == published
}

/// Whether the memory has a published target for the identical source.
fn has_any(memory: &Memory, text: &CodedText, published: &str) -> bool {
    let query = Query::new(text.clone())
        .with_penalties(Penalties::none())
        .with_min_score(100)
        .with_limit(None);
    let matches = memory.lookup(&query).unwrap();
    matches.iter().any(|found| is_published(&found.target().text, published))
}

fn tally(memory: &Memory, segment: &PretranslatedSegment, published: &str) -> Option<(u8, Tally)> {
    let best = segment.matches().first().filter(|best| best.score() >= 100)?;
    let chosen = is_published(&best.target().text, published);
    let filled = segment.reuse().is_some_and(|reuse| is_published(reuse.target(), published));
    let tally = Tally {
        segments: 1,
        chosen: chosen.into(),
        filled: filled.into(),
        any: (chosen || has_any(memory, segment.text(), published)).into(),
    };
    Some((best.score(), tally))
}

/// What is found for one document.
struct Outcome {
    is_human: bool,
    /// How many segments translators worked on, and how many of them are segments
    /// here.
    published: usize,
    paired: usize,
    tallies: Vec<(u8, Tally)>,
    leverage: DocumentLeverage,
    /// The blocks before and after, where they differ.
    other_blocks: Option<[Vec<String>; 2]>,
}

impl Outcome {
    fn new(memory: &Memory, later: &Later) -> Self {
        let leverage = Leverage::new(memory);
        let document =
            SourceDocument::builder().with_format(SourceFormat::Markdown).parse(&later.source);
        let context = Context::new(later.path.as_str());
        let pretranslation = leverage.pretranslate(&document, &context).unwrap();
        let runs = Runs::new(&later.source);
        let published = later.published(&runs);
        let mut outcome = Self {
            is_human: later.is_human,
            published: published.len(),
            paired: 0,
            tallies: Vec::new(),
            leverage: leverage.analyze(&document, &context).unwrap(),
            other_blocks: differing_blocks(&later.source, &pretranslation.target()),
        };
        for (segment, found) in pretranslation.segments() {
            let target = runs.of(&segment.range()).and_then(|run| published.get(&run));
            let Some(target) = target else { continue };
            outcome.paired += 1;
            outcome.tallies.extend(tally(memory, found, target));
        }
        outcome
    }
}

fn differing_blocks(source: &[u8], target: &[u8]) -> Option<[Vec<String>; 2]> {
    let blocks = [source, target].map(|bytes| blocks(std::str::from_utf8(bytes).unwrap()));
    (blocks[0] != blocks[1]).then_some(blocks)
}

/// What is found for each document, on all cores.
fn outcomes(memory: &Memory, documents: &[Later]) -> Vec<Outcome> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let parts = documents.chunks(documents.len().div_ceil(threads).max(1));
    std::thread::scope(|scope| {
        let work =
            |part: &'_ [Later]| part.iter().map(|later| Outcome::new(memory, later)).collect();
        let threads: Vec<_> =
            parts.map(|part| scope.spawn(move || -> Vec<Outcome> { work(part) })).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn a_later_revision_is_translated_by_an_earlier_one() {
    let Some(corpus) = support::shared("corpus") else { return };
    let earlier = documents(&corpus.join("earlier").join(REPOSITORY));
    let memory = memory_of(&earlier);
    let earlier: Revision = earlier.into_iter().collect();
    let later: Vec<Later> = documents(&corpus.join("annotated").join(REPOSITORY))
        .iter()
        .map(|(path, annotated)| Later::new(path, annotated, &earlier))
        .collect();
    let outcomes = outcomes(&memory, &later);
    print_leverage(&outcomes);

    let mut tallies = Tallies::default();
    for outcome in &outcomes {
        for (score, tally) in &outcome.tallies {
            tallies.add(*score, outcome.is_human, *tally);
        }
    }
    let paired: usize = outcomes.iter().map(|outcome| outcome.paired).sum();
    let published: usize = outcomes.iter().map(|outcome| outcome.published).sum();
    println!("{paired} of {published} segments paired");
    tallies.print();
    for (score, least) in [(102, 99.0), (101, 98.0), (100, 84.0)] {
        let human = tallies.human[&score];
        assert!(human.share(human.chosen) >= least, "{score}: {:.2}", human.share(human.chosen));
        let all = tallies.all[&score];
        assert!(
            all.chosen as f64 >= 0.98 * all.any as f64,
            "{score}: {} of {}",
            all.chosen,
            all.any
        );
    }

    let others = later.iter().zip(&outcomes);
    let others: Vec<String> = others
        .filter_map(|(later, outcome)| {
            let [before, after] = outcome.other_blocks.as_ref()?;
            let at = before.iter().zip(after).position(|(one, other)| one != other);
            let at = at.unwrap_or(before.len().min(after.len()));
            Some(format!("{}: {:?} became {:?}", later.path, before.get(at), after.get(at)))
        })
        .collect();
    assert!(others.is_empty(), "{} documents have other blocks: {others:#?}", others.len());
}

/// The table that a project manager sees.
fn print_leverage(outcomes: &[Outcome]) {
    let mut analysis = Analysis::new();
    analysis.extend(outcomes.iter().map(|outcome| &outcome.leverage));
    println!("{:>28} {:>9} {:>9} {:>11}", "", "segments", "words", "characters");
    for (band, counts) in analysis.total().iter() {
        let BandCounts { segments, words, characters, .. } = counts;
        println!("{band:>28} {segments:>9} {words:>9} {characters:>11}");
    }
    let total = analysis.total().total();
    println!("{:>28} {:>9} {:>9} {:>11}", "total", total.segments, total.words, total.characters);
    println!("{:>28} {:>19.1}\n", "paid", analysis.weighted_words());
    let segments: usize = outcomes.iter().map(|outcome| outcome.leverage.len()).sum();
    assert_eq!(total.segments, segments as u64);
}
