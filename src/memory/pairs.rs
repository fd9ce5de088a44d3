//! The language pairs of a memory.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::followed::{
    Build, ColumnWriter, Damaged, Derived, FileReader, Followed, IndexEvent, ReadError, Unusable,
};
use super::store::{Changes, Store};
use super::units::{Revision, UnitKey};
use crate::error::Error;
use crate::language::Language;
use crate::unit::TranslationUnit;

/// How many pairs a message lists.
const MOST_LISTED: usize = 12;

/// A language pair of a memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub struct LanguagePair {
    /// The language of the source.
    pub source: Language,
    /// The language of the target.
    pub target: Language,
    /// How many units have both.
    pub units: u64,
}

/// The pairs of a memory, as far as they are known.
#[derive(Debug, Default)]
pub(super) struct KnownPairs {
    counts: PairCounts,
    /// Whether the counts are right. If not, there may be fewer pairs by now.
    is_exact: bool,
}

/// How many units have a source and a target language.
pub(super) type PairCounts = BTreeMap<(Language, Language), u64>;

/// Lists the pairs of such counts, by language.
pub(super) fn listed(counts: &PairCounts) -> Vec<LanguagePair> {
    let pair = |((source, target), units): (&(Language, Language), &u64)| LanguagePair {
        source: source.clone(),
        target: target.clone(),
        units: *units,
    };
    counts.iter().map(pair).collect()
}

impl Derived for KnownPairs {
    type Scope = ();
    type Builder = PairCounts;
    const IS_REPORTED: bool = false;

    fn name((): &()) -> String {
        "pairs".to_owned()
    }

    fn builder((): &()) -> PairCounts {
        PairCounts::new()
    }

    fn add(builder: &mut PairCounts, _: UnitKey, unit: &TranslationUnit) {
        count_pairs(unit, builder);
    }

    fn finish(counts: PairCounts) -> Result<Self, Error> {
        Ok(Self { counts, is_exact: true })
    }

    /// Adds the pairs of what changed: what the units were before is not known.
    fn apply(&mut self, changes: &Changes) -> bool {
        let units = changes.changes.iter().filter_map(|change| change.unit.as_deref());
        units.for_each(|unit| count_pairs(unit, &mut self.counts));
        self.is_exact &= changes.changes.is_empty();
        true
    }

    /// Writes a line for each pair.
    fn write<W: Write>(&self, to: &mut ColumnWriter<W>) -> io::Result<()> {
        let line = |((source, target), units): (&(Language, Language), &u64)| {
            format!("{source}\t{target}\t{units}\n")
        };
        let lines: String = self.counts.iter().map(line).collect();
        to.write(lines.as_bytes())
    }

    fn read((): &(), from: &mut FileReader) -> Result<Self, ReadError> {
        let lines = String::from_utf8(from.read()?).map_err(|_| Damaged)?;
        let counts = lines.lines().map(pair_of_line).collect::<Option<_>>().ok_or(Damaged)?;
        Ok(Self { counts, is_exact: true })
    }
}

impl Followed<KnownPairs> {
    /// Lists the pairs with their counts, by language.
    pub(super) fn list(&self, store: &dyn Store) -> Result<Vec<LanguagePair>, Error> {
        self.with_exact(store, listed)
    }

    /// Returns whether there may be a pair with these languages, in either
    /// direction.
    pub(super) fn has_pair(
        &self,
        store: &dyn Store,
        source: Option<&Language>,
        target: Option<&Language>,
    ) -> Result<bool, Error> {
        let serves = |wanted: Option<&Language>, found: &Language| {
            wanted.is_none_or(|wanted| wanted.matches(found).is_some())
        };
        self.with_all(store, |counts| {
            let mut pairs = counts.keys();
            pairs.any(|(one, other)| {
                (serves(source, one) && serves(target, other))
                    || (serves(source, other) && serves(target, one))
            })
        })
    }

    /// Chooses the pair that is meant where not both languages are named; `None`
    /// where no pair of the memory has those that are.
    ///
    /// # Errors
    ///
    /// Where there are several pairs to choose from.
    pub(super) fn choose(
        &self,
        store: &dyn Store,
        named: [Option<&Language>; 2],
    ) -> Result<Option<(Language, Language)>, Error> {
        let choose = |counts: &PairCounts| Choice::new(named, counts);
        let choice = match self.with_all(store, choose)? {
            // There may be fewer pairs by now.
            Choice::Several => self.with_exact(store, choose)?,
            choice => choice,
        };
        match choice {
            Choice::None => Ok(None),
            Choice::One(source, target) => Ok(Some((source, target))),
            Choice::Several => Err(ambiguous(&self.list(store)?)),
        }
    }

    /// Begins to count the pairs; `None` where the counts of a revision are known
    /// without reading all units.
    pub(super) fn build_unless_exact(
        &self,
        store: &dyn Store,
        wanted: Revision,
    ) -> Result<Option<Build<KnownPairs>>, Error> {
        let build = self.build_if_needed(store, wanted)?;
        let is_exact = self.known(|pairs| pairs.is_exact).unwrap_or_default();
        Ok(build.or_else(|| (!is_exact).then(|| self.build(IndexEvent::Rebuilt(Unusable::Stale)))))
    }

    /// Calls `work` with all pairs that there are, and perhaps some that are gone.
    fn with_all<T>(&self, store: &dyn Store, work: impl Fn(&PairCounts) -> T) -> Result<T, Error> {
        self.catch_up(store)?;
        let done = self.known(|pairs| work(&pairs.counts));
        Ok(done.unwrap_or_else(|| work(&PairCounts::new())))
    }

    /// Calls `work` with the pairs and their right counts.
    fn with_exact<T>(
        &self,
        store: &dyn Store,
        work: impl Fn(&PairCounts) -> T,
    ) -> Result<T, Error> {
        self.catch_up(store)?;
        loop {
            let builds = self.builds();
            let done = self.known(|pairs| pairs.is_exact.then(|| work(&pairs.counts)));
            if let Some(done) = done.flatten() {
                return Ok(done);
            }
            self.rebuild_since(store, builds, Unusable::Stale)?;
        }
    }
}

fn pair_of_line(line: &str) -> Option<((Language, Language), u64)> {
    let mut columns = line.split('\t');
    let mut next = || columns.next();
    Some(((next()?.parse().ok()?, next()?.parse().ok()?), next()?.parse().ok()?))
}

/// Counts the pairs of a unit: its source with each other language.
pub(super) fn count_pairs(unit: &TranslationUnit, counts: &mut PairCounts) {
    let Some(source) = unit.source_index() else { return };
    let Some(source_language) = &unit.variants[source].language else { return };
    let others = unit.variants.iter().enumerate().filter(|(index, _)| *index != source);
    let mut targets: Vec<&Language> =
        others.filter_map(|(_, variant)| variant.language.as_ref()).collect();
    targets.sort_unstable();
    targets.dedup();
    for target in targets {
        *counts.entry((source_language.clone(), target.clone())).or_default() += 1;
    }
}

/// The pair that a query means.
enum Choice {
    None,
    One(Language, Language),
    Several,
}

impl Choice {
    /// Chooses by the source and the target that are named. Where none is, the
    /// direction of the units is meant; one language may mean either direction.
    fn new(named: [Option<&Language>; 2], counts: &PairCounts) -> Self {
        let names_none = named == [None, None];
        let directions = counts.keys().flat_map(|(source, target)| {
            [Some([source, target]), (!names_none).then_some([target, source])]
        });
        let mut chosen = None;
        for [source, target] in directions.flatten() {
            let pair = asked_for(named[0], source).zip(asked_for(named[1], target));
            if pair.is_some() && chosen.is_some() && chosen != pair {
                return Choice::Several;
            }
            chosen = pair.or(chosen);
        }
        chosen.map_or(Choice::None, |(source, target)| Choice::One(source.clone(), target.clone()))
    }
}

/// Returns the language to ask for where `found` is what a pair has: the one that
/// is named, if texts in `found` serve for it.
fn asked_for<'l>(named: Option<&'l Language>, found: &'l Language) -> Option<&'l Language> {
    match named {
        Some(named) => named.matches(found).map(|_| named),
        None => Some(found),
    }
}

fn ambiguous(pairs: &[LanguagePair]) -> Error {
    let listed = pairs.iter().take(MOST_LISTED).map(|pair| {
        let LanguagePair { source, target, units } = pair;
        let s = if *units == 1 { "" } else { "s" };
        format!("`{source}` to `{target}` ({units} unit{s})")
    });
    let mut listed = listed.collect::<Vec<_>>().join(", ");
    if pairs.len() > MOST_LISTED {
        listed += &format!(" and {} more", pairs.len() - MOST_LISTED);
    }
    Error::argument(format!(
        "expected a source and a target language, because the memory has several pairs: {listed}; \
         name both, in either direction"
    ))
}
