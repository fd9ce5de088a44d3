//! `bitext concordance`

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};
use std::ops::Range;

use bitext::memory::{ConcordanceHit, Provenance};
use bitext::{Error, Language, Memory, Side, Variant};
use serde::Serialize;
use serde_json::json;

use crate::Outcome;
use crate::arguments::Concordance;
use crate::console::{
    Console, DIMMED, FOUND, counted, has_colours, one_line, provenance_sentence, styled,
};
use crate::memory::{expect_pair, open};

pub(crate) fn run(options: &Concordance) -> Result<Outcome, Error> {
    let phrase = bitext::Concordance::new(&options.phrase)?
        .with_words(options.words)
        .with_case(options.case)
        .with_codes(options.codes);
    let memory = open(&options.memory)?;
    let named = [&options.pair.source_language, &options.pair.target_language];
    if named.iter().any(|language| language.is_some()) {
        expect_pair(&memory, named[0].as_ref(), named[1].as_ref())
            .map_err(|error| error.with_path(&options.memory))?;
    }
    let languages = memory
        .languages(named[0].as_ref(), named[1].as_ref())
        .map_err(|error| error.with_path(&options.memory))?;
    let mut search = Search { memory: &memory, phrase, options, has_more: false };
    let hits = match &languages {
        Some((source, target)) => search.hits(source, target)?,
        None => Vec::new(),
    };
    search.print(&hits)?;
    let console = Console::new(options.json, options.quiet);
    console.notices(&memory, true);
    let summary = json!({ "hits": hits.len(), "more": search.has_more });
    console.finish(&summary, || search.sentence(hits.len()));
    Ok(Outcome::Done)
}

/// A phrase that is searched for in a memory.
struct Search<'a> {
    memory: &'a Memory,
    phrase: bitext::Concordance,
    options: &'a Concordance,
    /// Whether the limit left out hits.
    has_more: bool,
}

/// A text that holds the phrase, and its translation or original.
struct Hit {
    found: ConcordanceHit,
    /// The number of the variant on the other side.
    other: usize,
}

impl Search<'_> {
    /// Finds the best hits of units that have both languages. How many of those that
    /// are asked for lack one is not known before: if need be, more are.
    fn hits(&mut self, source: &Language, target: &Language) -> Result<Vec<Hit>, Error> {
        let (wanted, other) = match self.options.side {
            Side::Target => (target, source),
            _ => (source, target),
        };
        // One more shows whether there are more.
        let mut ask = self.options.limit.0.map(|limit| limit.saturating_add(1));
        loop {
            let phrase = match ask {
                Some(ask) => self.phrase.clone().with_limit(ask),
                None => self.phrase.clone(),
            };
            let found = self.memory.concordance(&phrase, wanted)?;
            let is_all = ask.is_none_or(|ask| found.len() < ask);
            let mut hits: Vec<Hit> =
                found.into_iter().filter_map(|found| Hit::new(found, other)).collect();
            let limit = self.options.limit.0.unwrap_or(usize::MAX);
            if is_all || hits.len() > limit {
                self.has_more = hits.len() > limit;
                hits.truncate(limit);
                return Ok(hits);
            }
            ask = ask.map(|ask| ask.saturating_mul(4));
        }
    }

    fn print(&self, hits: &[Hit]) -> Result<(), Error> {
        let colours = has_colours(&io::stdout());
        let mut out = BufWriter::new(io::stdout().lock());
        for hit in hits {
            if self.options.json {
                let record = HitRecord::new(hit, self.options.side);
                serde_json::to_writer(&mut out, &record).map_err(io::Error::from)?;
                writeln!(out)?;
            } else {
                hit.write(self.options.side, colours, &mut out)?;
            }
        }
        Ok(out.flush()?)
    }

    fn sentence(&self, hits: usize) -> String {
        let hits = counted(hits as u64, "hit");
        match self.has_more {
            true => format!("the best {hits} of more; `--limit` says how many"),
            false => hits,
        }
    }
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
    fn write(&self, side: Side, colours: bool, out: &mut impl Write) -> io::Result<()> {
        let text = highlighted(&self.found.variant().text.plain(), self.found.ranges(), colours);
        let languages = self.sides(side).map(|variant| variant.language.as_ref());
        let id = self.found.unit().id.as_deref();
        let provenance = provenance_sentence(&self.provenance(side), id, languages);
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
}

impl<'m> HitRecord<'m> {
    fn new(hit: &'m Hit, side: Side) -> Self {
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
        }
    }
}
