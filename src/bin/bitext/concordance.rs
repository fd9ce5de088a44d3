//! `bitext concordance`

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, BufWriter, Write};
use std::ops::Range;

use bitext::memory::{ConcordanceHit, Provenance, Repetitions};
use bitext::{Error, Language, Memory, Side, Variant};
use serde::Serialize;
use serde_json::json;

use crate::Outcome;
use crate::arguments::Concordance;
use crate::console::{
    Console, DIMMED, FOUND, counted, has_colours, one_line, provenance_sentence,
    repetition_sentence, styled,
};
use crate::memory::{expect_pair, open};

pub(crate) fn run(options: &Concordance) -> Result<Outcome, Error> {
    let phrase = bitext::Concordance::new(&options.syntax.read(&options.phrase).plain())?
        .with_words(options.words)
        .with_case(options.case)
        .with_codes(options.codes)
        .with_accents(options.accents)
        .with_any_order(options.any_order);
    let memory = open(&options.memory)?;
    let named = [&options.pair.source_language, &options.pair.target_language];
    if named.iter().any(|language| language.is_some()) {
        expect_pair(&memory, named[0].as_ref(), named[1].as_ref())
            .map_err(|error| error.with_path(&options.memory))?;
    }
    let languages = memory
        .languages(named[0].as_ref(), named[1].as_ref())
        .map_err(|error| error.with_path(&options.memory))?;
    let search = Search { memory: &memory, phrase, options };
    let found = match &languages {
        Some((source, target)) => search.find(source, target)?,
        None => Found::default(),
    };
    search.print(&found.hits)?;
    let console = Console::new(options.json, options.saying);
    console.notices(&memory);
    let more = found.hits.len() < found.different || !found.is_all;
    let summary = json!({ "hits": found.hits.len(), "units": found.units, "more": more });
    console.finish(&summary, || found.sentence());
    Ok(Outcome::Done)
}

/// A phrase that is searched for in a memory.
struct Search<'a> {
    memory: &'a Memory,
    phrase: bitext::Concordance,
    options: &'a Concordance,
}

/// What a search found.
#[derive(Default)]
struct Found {
    /// The best hits, with where the same pair of texts is.
    hits: Vec<(Hit, Repetitions)>,
    /// How many units hold the phrase, and how many different pairs they are.
    units: usize,
    different: usize,
    /// Whether there are no more than that.
    is_all: bool,
}

/// A text that holds the phrase, and its translation or original.
struct Hit {
    found: ConcordanceHit,
    /// The number of the variant on the other side.
    other: usize,
}

/// How many units are counted, at least.
const COUNTED: usize = 10_000;

impl Search<'_> {
    /// Finds the best hits of units that have both languages. How many of those that
    /// are asked for lack one is not known before: if need be, more are.
    fn find(&self, source: &Language, target: &Language) -> Result<Found, Error> {
        let (wanted, other) = match self.options.side {
            Side::Target => (target, source),
            _ => (source, target),
        };
        let limit = self.options.limit.0.unwrap_or(usize::MAX);
        // One more shows whether there are more.
        let mut ask = self.options.limit.0.map(|limit| limit.max(COUNTED).saturating_add(1));
        loop {
            let phrase = match ask {
                Some(ask) => self.phrase.clone().with_limit(ask),
                None => self.phrase.clone(),
            };
            let found = self.memory.concordance(&phrase, wanted)?;
            let is_all = ask.is_none_or(|ask| found.len() < ask);
            let hits: Vec<Hit> =
                found.into_iter().filter_map(|found| Hit::new(found, other)).collect();
            let units = hits.len();
            let mut groups = match self.options.all {
                true => hits.into_iter().map(|hit| vec![hit]).collect(),
                false => by_texts(hits),
            };
            if is_all || groups.len() > limit {
                let different = groups.len();
                groups.truncate(limit);
                let hits = groups.into_iter().filter_map(newest).collect();
                return Ok(Found { hits, units, different, is_all });
            }
            ask = ask.map(|ask| ask.saturating_mul(4));
        }
    }

    fn print(&self, hits: &[(Hit, Repetitions)]) -> Result<(), Error> {
        let colours = has_colours(&io::stdout());
        let mut out = BufWriter::new(io::stdout().lock());
        for (hit, repetitions) in hits {
            if self.options.json {
                let record = HitRecord::new(hit, repetitions, self.options.side);
                serde_json::to_writer(&mut out, &record).map_err(io::Error::from)?;
                writeln!(out)?;
            } else {
                hit.write(repetitions, self.options.side, colours, &mut out)?;
            }
        }
        Ok(out.flush()?)
    }
}

impl Found {
    fn sentence(&self) -> String {
        let hits = counted(self.hits.len() as u64, "hit");
        if self.is_all && self.hits.len() == self.units {
            return hits;
        }
        let units = counted(self.units as u64, "unit");
        let more = if self.is_all { "" } else { "more than " };
        let shown = format!("{hits}, {more}{units} with the phrase");
        match self.hits.len() < self.different || !self.is_all {
            true => format!("{shown}; `--limit` says how many are shown"),
            false => shown,
        }
    }
}

/// Puts the hits of each pair of texts together, in the place of the first.
fn by_texts(hits: Vec<Hit>) -> Vec<Vec<Hit>> {
    let mut numbers = HashMap::new();
    let mut groups: Vec<Vec<Hit>> = Vec::new();
    for hit in hits {
        let texts = [hit.found.variant(), hit.other()].map(|side| side.text.markup().into_owned());
        let number = *numbers.entry(texts).or_insert(groups.len());
        match groups.get_mut(number) {
            Some(group) => group.push(hit),
            None => groups.push(vec![hit]),
        }
    }
    groups
}

/// Takes the newest of hits that have the same texts, with what they are together.
fn newest(hits: Vec<Hit>) -> Option<(Hit, Repetitions)> {
    let repetitions = Repetitions::of_units(hits.iter().map(|hit| &**hit.found.unit()));
    let date = |hit: &Hit| hit.provenance(Side::Source).date;
    // Of equal dates the first is taken.
    let newest =
        hits.into_iter().reduce(|best, hit| if date(&hit) > date(&best) { hit } else { best });
    newest.map(|hit| (hit, repetitions))
}

impl Hit {
    /// Takes a hit with its text in another language, where it has one.
    fn new(found: ConcordanceHit, other: &Language) -> Option<Self> {
        let variants = found.unit().variants.iter().enumerate();
        let others = variants.filter(|(index, _)| *index != found.variant_index());
        let ranked = others.filter_map(|(index, variant)| {
            Some((other.matches(variant.language.as_ref()?)?, index))
        });
        let other = ranked.min()?.1;
        Some(Self { found, other })
    }

    fn other(&self) -> &Variant {
        &self.found.unit().variants[self.other]
    }

    /// Returns the source and the target, of which one holds the phrase.
    fn sides(&self, side: Side) -> [&Variant; 2] {
        match side {
            Side::Target => [self.other(), self.found.variant()],
            _ => [self.found.variant(), self.other()],
        }
    }

    fn provenance(&self, side: Side) -> Provenance<'_> {
        Provenance::new(self.found.key(), self.found.unit(), Some(self.sides(side)[1]))
    }

    /// Writes the text that holds the phrase, the other, and where they come from.
    fn write(
        &self,
        repetitions: &Repetitions,
        side: Side,
        colours: bool,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let text = highlighted(&self.found.variant().text.plain(), self.found.ranges(), colours);
        let languages = self.sides(side).map(|variant| variant.language.as_ref());
        let id = self.found.unit().id.as_deref();
        let provenance = provenance_sentence(&self.provenance(side), id, languages)
            + &repetition_sentence(repetitions);
        let provenance = styled(DIMMED, &one_line(&provenance), colours);
        writeln!(out, "{text}\n     {}\n     {provenance}", one_line(&self.other().text.plain()))
    }
}

/// Puts these ranges of the text in colour, where colours are wanted.
fn highlighted(text: &str, ranges: &[Range<usize>], colours: bool) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut end = 0;
    for range in ranges {
        shown += &one_line(&text[end..range.start]);
        shown += &styled(FOUND, &one_line(&text[range.clone()]), colours);
        end = range.end;
    }
    shown + &one_line(&text[end..])
}

/// A hit, as JSON has it.
#[derive(Serialize)]
struct HitRecord<'m> {
    id: Option<&'m str>,
    /// The side that holds the phrase.
    side: &'static str,
    /// The bytes of that side's text where the phrase is.
    ranges: Vec<[usize; 2]>,
    source: String,
    target: String,
    source_text: Cow<'m, str>,
    target_text: Cow<'m, str>,
    source_language: Option<&'m Language>,
    target_language: Option<&'m Language>,
    #[serde(flatten)]
    provenance: Provenance<'m>,
    #[serde(flatten)]
    repetitions: &'m Repetitions,
}

impl<'m> HitRecord<'m> {
    fn new(hit: &'m Hit, repetitions: &'m Repetitions, side: Side) -> Self {
        let [source, target] = hit.sides(side);
        Self {
            id: hit.found.unit().id.as_deref(),
            side: side.as_str(),
            ranges: hit.found.ranges().iter().map(|range| [range.start, range.end]).collect(),
            source: source.text.markup().into_owned(),
            target: target.text.markup().into_owned(),
            source_text: source.text.plain(),
            target_text: target.text.plain(),
            source_language: source.language.as_ref(),
            target_language: target.language.as_ref(),
            provenance: hit.provenance(side),
            repetitions,
        }
    }
}
