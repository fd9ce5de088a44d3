//! Which languages were compared and taken, and how often.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::language::{Language, LanguageMatch, Proximity};

/// How many pairs of languages are remembered, so that a file that names a new
/// language in every unit takes no more memory than others. Real files name a
/// few dozen.
const MOST_PAIRS: usize = 4096;

/// A language that was taken in place of the one wanted, and how often.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub struct LanguageFallback {
    /// The language wanted.
    pub wanted: Language,
    /// The language taken.
    pub found: Language,
    /// How well it serves; never [`LanguageMatch::Exact`].
    pub kind: LanguageMatch,
    /// How many variants were taken so.
    pub variants: u64,
}

impl fmt::Display for LanguageFallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { wanted, found, kind, variants } = self;
        let what = match kind {
            LanguageMatch::Exact | LanguageMatch::Equivalent => "the same language",
            LanguageMatch::Narrower => "a part of that language",
            LanguageMatch::Broader => "that language at large",
            _ => "another variety of that language",
        };
        let s = if *variants == 1 { "" } else { "s" };
        write!(f, "expected `{wanted}`, but took {variants} variant{s} in `{found}`, {what}")
    }
}

/// The pairs of languages compared so far.
#[derive(Clone, Debug, Default)]
pub(super) struct ComparedLanguages {
    /// By wanted and found language.
    pairs: BTreeMap<(Language, Language), ComparedPair>,
    /// How many fallbacks were taken that found no place in `pairs`.
    unlisted: u64,
}

#[derive(Clone, Copy, Debug)]
struct ComparedPair {
    proximity: Option<Proximity>,
    /// How many variants were taken.
    taken: u64,
}

impl ComparedLanguages {
    /// Returns how near `found` is to `wanted`, where they meet.
    pub(super) fn proximity(&mut self, wanted: &Language, found: &Language) -> Option<Proximity> {
        // No comparison is as quick as that of equal tags.
        if wanted == found {
            return Proximity::between(wanted, found);
        }
        self.pair(wanted, found).map_or_else(|compared| compared, |pair| pair.proximity)
    }

    /// Counts a variant that was taken.
    pub(super) fn take(&mut self, wanted: &Language, found: &Language) {
        if wanted == found {
            return;
        }
        match self.pair(wanted, found) {
            Ok(pair) => pair.taken += 1,
            Err(_) => self.unlisted += 1,
        }
    }

    /// Returns the pair, or how near the two are where there is no place for it.
    fn pair(
        &mut self,
        wanted: &Language,
        found: &Language,
    ) -> Result<&mut ComparedPair, Option<Proximity>> {
        let key = (wanted.clone(), found.clone());
        if self.pairs.len() >= MOST_PAIRS && !self.pairs.contains_key(&key) {
            return Err(Proximity::between(wanted, found));
        }
        Ok(self.pairs.entry(key).or_insert_with(|| ComparedPair {
            proximity: Proximity::between(wanted, found),
            taken: 0,
        }))
    }

    /// Returns what was taken, by wanted and found language.
    pub(super) fn fallbacks(&self) -> impl Iterator<Item = LanguageFallback> {
        self.pairs.iter().filter(|(_, pair)| pair.taken > 0).filter_map(|(languages, pair)| {
            let (wanted, found) = languages.clone();
            Some(LanguageFallback {
                wanted,
                found,
                kind: pair.proximity?.kind,
                variants: pair.taken,
            })
        })
    }

    /// Adds what another compared counted.
    pub(super) fn merge(&mut self, other: &ComparedLanguages) {
        self.unlisted += other.unlisted;
        for ((wanted, found), counted) in &other.pairs {
            match self.pair(wanted, found) {
                Ok(pair) => pair.taken += counted.taken,
                Err(_) => self.unlisted += counted.taken,
            }
        }
    }

    /// Returns how many fallbacks [`fallbacks`](Self::fallbacks) does not list.
    pub(super) fn unlisted(&self) -> u64 {
        self.unlisted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_bounded_and_counts_go_on() {
        let wanted: Language = "de".parse().unwrap();
        let mut compared = ComparedLanguages::default();
        for number in 0..MOST_PAIRS + 10 {
            let found: Language = format!("de-x-{number}").parse().unwrap();
            let proximity = compared.proximity(&wanted, &found).unwrap();
            assert_eq!(proximity.kind, LanguageMatch::Narrower);
            compared.take(&wanted, &found);
        }
        assert_eq!(compared.fallbacks().count(), MOST_PAIRS);
        assert_eq!(compared.unlisted(), 10);
    }
}
