//! The language pairs of a memory.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use super::kept;
use super::key::Revision;
use super::sections::SectionReader;
use super::store::Store;
use super::units::MemoryUnits;
use crate::error::Error;
use crate::language::Language;
use crate::unit::TranslationUnit;

/// Under what the pairs are kept beside the store.
const NAME: &str = "pairs";

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

/// What is known of the pairs of a memory.
#[derive(Debug, Default)]
pub(super) struct Pairs(Mutex<Option<Known>>);

#[derive(Debug)]
struct Known {
    revision: Revision,
    counts: Counts,
    /// Whether the counts are right. If not, there may be fewer pairs by now.
    is_exact: bool,
}

/// How many units have a source and a target language.
pub(super) type Counts = BTreeMap<(Language, Language), u64>;

/// The pairs of such counts, by language.
pub(super) fn listed(counts: &Counts) -> Vec<LanguagePair> {
    let pair = |((source, target), units): (&(Language, Language), &u64)| LanguagePair {
        source: source.clone(),
        target: target.clone(),
        units: *units,
    };
    counts.iter().map(pair).collect()
}

impl Pairs {
    /// The pairs with their counts, by language.
    pub(super) fn count(&self, store: &dyn Store) -> Result<Vec<LanguagePair>, Error> {
        self.with_exact(store, listed)
    }

    /// Whether a pair fits, in either direction.
    pub(super) fn has_pair(
        &self,
        store: &dyn Store,
        source: Option<&Language>,
        target: Option<&Language>,
    ) -> Result<bool, Error> {
        let fits = |wanted: Option<&Language>, found: &Language| {
            wanted.is_none_or(|wanted| wanted.matches(found).is_some())
        };
        self.with_all(store, |counts| {
            let mut pairs = counts.keys();
            pairs.any(|(one, other)| {
                (fits(source, one) && fits(target, other))
                    || (fits(source, other) && fits(target, one))
            })
        })
    }

    /// The pair that is meant where not both languages are named; nothing where
    /// no pair of the memory has those that are.
    ///
    /// # Errors
    ///
    /// Where there are several pairs to choose from.
    pub(super) fn choose(
        &self,
        store: &dyn Store,
        named: [Option<&Language>; 2],
    ) -> Result<Option<(Language, Language)>, Error> {
        let choice = self.with_all(store, |counts| Choice::new(named, counts))?;
        let choice = match choice {
            // There may be fewer pairs by now.
            Choice::Several => self.with_exact(store, |counts| Choice::new(named, counts))?,
            certain => certain,
        };
        match choice {
            Choice::None => Ok(None),
            Choice::One(source, target) => Ok(Some((source, target))),
            Choice::Several => Err(ambiguous(&self.count(store)?)),
        }
    }

    /// What is known so far, or else kept beside the store.
    fn known(&self, store: &dyn Store) -> MutexGuard<'_, Option<Known>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.is_none() {
            *known = Known::kept(store);
        }
        known
    }

    /// Calls `work` with all pairs that there are, and perhaps some that are gone.
    fn with_all<T>(&self, store: &dyn Store, work: impl FnOnce(&Counts) -> T) -> Result<T, Error> {
        let revision = store.revision()?;
        let mut known = self.known(store);
        let is_known = match known.as_mut() {
            Some(known) => known.catch_up(store, revision)?,
            None => false,
        };
        if is_known && let Some(known) = known.as_ref() {
            return Ok(work(&known.counts));
        }
        Ok(work(&known.insert(Known::read(store)?).counts))
    }

    /// Calls `work` with the pairs and their right counts.
    fn with_exact<T>(
        &self,
        store: &dyn Store,
        work: impl FnOnce(&Counts) -> T,
    ) -> Result<T, Error> {
        let revision = store.revision()?;
        let mut known = self.known(store);
        match known.as_ref() {
            Some(known) if known.is_exact && known.revision >= revision => Ok(work(&known.counts)),
            _ => Ok(work(&known.insert(Known::read(store)?).counts)),
        }
    }
}

impl Known {
    fn read(store: &dyn Store) -> Result<Self, Error> {
        let revision = store.revision()?;
        let mut counts = Counts::new();
        for unit in MemoryUnits::new(store) {
            add_pairs(&unit?.1, &mut counts);
        }
        let known = Self { revision, counts, is_exact: true };
        // What is not kept is counted again the next time, that is all.
        let _ = known.keep(store);
        Ok(known)
    }

    /// What is kept beside the store, where it is of use.
    fn kept(store: &dyn Store) -> Option<Self> {
        let (revision, lines) = kept::read(store, NAME, SectionReader::read).ok()??;
        let lines = String::from_utf8(lines).ok()?;
        let counts = lines.lines().map(pair_of_line).collect::<Option<_>>()?;
        Some(Self { revision, counts, is_exact: true })
    }

    /// Keeps the pairs beside the store, a line each.
    fn keep(&self, store: &dyn Store) -> Result<(), Error> {
        let line = |((source, target), units): (&(Language, Language), &u64)| {
            format!("{source}\t{target}\t{units}\n")
        };
        let lines: String = self.counts.iter().map(line).collect();
        kept::write(store, NAME, self.revision, |to| to.write(lines.as_bytes()))
    }

    /// Adds the pairs of what changed, where the store still knows it.
    fn catch_up(&mut self, store: &dyn Store, revision: Revision) -> Result<bool, Error> {
        if self.revision >= revision {
            return Ok(true);
        }
        let Some(changes) = store.changes_since(self.revision)? else { return Ok(false) };
        let units = changes.changes.iter().filter_map(|change| change.unit.as_deref());
        units.for_each(|unit| add_pairs(unit, &mut self.counts));
        self.revision = self.revision.max(changes.revision);
        self.is_exact = false;
        Ok(true)
    }
}

fn pair_of_line(line: &str) -> Option<((Language, Language), u64)> {
    let mut columns = line.split('\t');
    let mut next = || columns.next();
    Some(((next()?.parse().ok()?, next()?.parse().ok()?), next()?.parse().ok()?))
}

/// Counts the pairs of a unit: its source with each other language.
pub(super) fn add_pairs(unit: &TranslationUnit, counts: &mut Counts) {
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

/// Which pair a query means.
enum Choice {
    None,
    One(Language, Language),
    Several,
}

impl Choice {
    /// By the source and the target that are named. Where none is, the direction
    /// of the units is meant; one language may mean either direction.
    fn new(named: [Option<&Language>; 2], counts: &Counts) -> Self {
        let names_none = named == [None, None];
        let directions = counts.keys().flat_map(|(source, target)| {
            [Some([source, target]), (!names_none).then_some([target, source])]
        });
        let mut chosen = None;
        for [source, target] in directions.flatten() {
            let pair = side(named[0], source).zip(side(named[1], target));
            if pair.is_some() && chosen.is_some() && chosen != pair {
                return Choice::Several;
            }
            chosen = pair.or(chosen);
        }
        chosen.map_or(Choice::None, |(source, target)| Choice::One(source.clone(), target.clone()))
    }
}

/// The language of a side: the one named, if texts in this one serve for it.
fn side<'l>(named: Option<&'l Language>, found: &'l Language) -> Option<&'l Language> {
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
