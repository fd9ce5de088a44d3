//! The variants of a language pair, out of units that have more.
//!
//! [`PairSelector::narrow`] makes a candidate of each variant, chooses the source,
//! then the targets, and counts in `fallbacks` which languages it took for which.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use smallvec::SmallVec;

use super::{TranslationUnit, Variant};
use crate::language::{Language, LanguageMatch, Proximity};

/// Takes the variants of a language pair out of units, and counts where they
/// are not in the very languages wanted.
///
/// For a unit, the source is the variant nearest to the source language
/// wanted, as [`Language::best_of`] says, or to the one that the unit names;
/// the targets are all variants in the language nearest to the target language
/// wanted, or else all that are not in the source's language. A variant that
/// is nearer to the target language wanted is no source; variants in one
/// language under several tags count as one language.
///
/// A loop over units keeps one, and asks it at the end what it had to make do
/// with. Several that worked in parallel are put together with
/// [`merge`](Self::merge).
///
/// # Example
///
/// ```
/// use bitext::{CodedText, PairSelector, TranslationUnit, Variant};
///
/// let mut unit = TranslationUnit::default();
/// for (language, text) in [("de", "Hallo"), ("zh-Hans-CN", "你好"), ("en-US", "Hello")] {
///     unit.variants.push(Variant::new(language.parse().ok(), CodedText::from_plain(text)));
/// }
/// let mut selector = PairSelector::new("en-US".parse().ok(), "zh-CN".parse().ok());
/// selector.narrow(&mut unit)?;
/// assert_eq!(unit.variants.len(), 2);
/// assert_eq!(unit.source().unwrap().text.plain(), "Hello");
/// assert_eq!(unit.target().unwrap().text.plain(), "你好");
///
/// let fallbacks: Vec<String> = selector.fallbacks().map(|found| found.to_string()).collect();
/// assert_eq!(
///     fallbacks,
///     ["expected `zh-CN`, but took 1 variant in `zh-Hans-CN`, the same language"]
/// );
/// # Ok::<(), bitext::unit::MissingVariant>(())
/// ```
#[derive(Clone, Debug)]
pub struct PairSelector {
    source: Option<Language>,
    target: Option<Language>,
    loosest: LanguageMatch,
    compared: ComparedLanguages,
    left_out: u64,
}

impl PairSelector {
    /// A selector of a source and a target language; where one is not named,
    /// the unit says it.
    pub fn new(source: Option<Language>, target: Option<Language>) -> Self {
        Self {
            source,
            target,
            loosest: LanguageMatch::OtherVariety,
            compared: ComparedLanguages::default(),
            left_out: 0,
        }
    }

    /// Returns the source and the target language wanted, where they are named.
    #[cfg(feature = "pipeline")]
    pub(crate) fn wanted(&self) -> [Option<&Language>; 2] {
        [self.source.as_ref(), self.target.as_ref()]
    }

    /// Takes nothing that serves worse than this; by default every kind of
    /// match is taken.
    #[must_use]
    pub fn with_loosest_match(mut self, loosest: LanguageMatch) -> Self {
        self.loosest = loosest;
        self
    }

    /// Gives the languages wanted to variants that name none: the source's to
    /// the source, the target's to all others. Returns how many there were.
    pub fn fill_gaps(&self, unit: &mut TranslationUnit) -> usize {
        let source = unit.source_index();
        let mut filled = 0;
        for (index, variant) in unit.variants.iter_mut().enumerate() {
            let wanted = if Some(index) == source { &self.source } else { &self.target };
            if variant.language.is_none() && wanted.is_some() {
                variant.language.clone_from(wanted);
                filled += 1;
            }
        }
        if unit.variants.len() == 1 && unit.target_language.is_none() {
            unit.target_language.clone_from(&self.target);
        }
        filled
    }

    /// Leaves in the unit the source, first, and the targets in their order.
    ///
    /// The variants keep the languages that they have, and the unit's source
    /// language becomes that of its source.
    ///
    /// # Errors
    ///
    /// Where the unit has no variant for one of the sides; it is then as it was.
    pub fn narrow(&mut self, unit: &mut TranslationUnit) -> Result<(), MissingVariant> {
        let (source, targets) = self.choose(unit)?;
        keep(unit, source, &targets);
        Ok(())
    }

    /// Leaves in the unit the source, first, and the targets in their order, as
    /// [`narrow`](Self::narrow) does; keeps a unit that is a source alone, to be
    /// translated into the target language wanted, where it names one.
    ///
    /// # Errors
    ///
    /// Where the unit has no variant for one of the sides and is no such source; it
    /// is then as it was.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::{PairSelector, TranslationUnit, Variant};
    ///
    /// let mut unit = TranslationUnit::default();
    /// unit.variants.push(Variant::new("en".parse().ok(), "Next".into()));
    /// let mut selector = PairSelector::new(None, "de".parse().ok());
    /// assert!(selector.narrow(&mut unit).is_err());
    /// assert!(selector.narrow_or_keep_source(&mut unit).is_ok());
    /// unit.target_language = "fr".parse().ok();
    /// assert!(selector.narrow_or_keep_source(&mut unit).is_err());
    /// ```
    pub fn narrow_or_keep_source(
        &mut self,
        unit: &mut TranslationUnit,
    ) -> Result<(), MissingVariant> {
        match (self.narrow(unit), unit.variants.len()) {
            (Err(MissingVariant::Target(missing)), 1) => self.keep_source(unit, missing),
            (narrowed, _) => narrowed,
        }
    }

    /// Keeps a unit that is a source alone, unless it is to be translated into
    /// another language than the one wanted.
    fn keep_source(
        &mut self,
        unit: &mut TranslationUnit,
        missing: Missing,
    ) -> Result<(), MissingVariant> {
        if let (Some(wanted), Some(own)) = (&self.target, &unit.target_language) {
            let proximity = self.compared.proximity(wanted, own);
            if proximity.is_none_or(|proximity| proximity.kind > self.loosest) {
                return Err(MissingVariant::Target(missing));
            }
        }
        let wanted = self.source.clone().or_else(|| unit.source_language.language().cloned());
        if let (Some(wanted), Some(found)) = (&wanted, &unit.variants[0].language) {
            self.compared.take(wanted, found);
        }
        keep(unit, 0, &[]);
        Ok(())
    }

    /// Chooses and counts; the source and the targets by their place.
    fn choose(
        &mut self,
        unit: &TranslationUnit,
    ) -> Result<(usize, SmallVec<[usize; 2]>), MissingVariant> {
        let wanted_source =
            self.source.clone().or_else(|| unit.source_language.language().cloned());
        let wanted = [wanted_source.as_ref(), self.target.as_ref()];
        let mut candidates = candidates(wanted, self.loosest, &mut self.compared, &unit.variants);
        let missing = |wanted| Missing::new(wanted, unit);
        let mut is_same = |one: &Language, other: &Language| {
            self.compared.proximity(one, other).is_some_and(Proximity::is_same_language)
        };

        let source = nearest_source(wanted[0].is_some(), &candidates)
            .ok_or_else(|| MissingVariant::Source(missing(wanted[0])))?;
        for index in 0..candidates.len() {
            let languages = candidates[source].language.zip(candidates[index].language);
            candidates[index].is_in_source_language =
                index == source || languages.is_some_and(|(source, own)| is_same(source, own));
        }
        let targets = nearest_targets(wanted[1].is_some(), &candidates, is_same);
        if targets.is_empty() {
            return Err(MissingVariant::Target(missing(wanted[1])));
        }

        self.left_out += count_left_out(source, &targets, &candidates);
        take(&mut self.compared, wanted[0], &candidates[source]);
        targets.iter().for_each(|&target| take(&mut self.compared, wanted[1], &candidates[target]));
        Ok((source, targets))
    }

    /// What was taken that is not in the very language wanted: each pair of
    /// languages once, sorted.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::PairSelector;
    ///
    /// let selector = PairSelector::new("en-US".parse().ok(), "zh-CN".parse().ok());
    /// assert_eq!(selector.fallbacks().count(), 0);
    /// ```
    pub fn fallbacks(&self) -> impl Iterator<Item = LanguageFallback> {
        self.compared.fallbacks()
    }

    /// How many more variants were taken in other languages than those wanted,
    /// after [`fallbacks`](Self::fallbacks) had 4,096 pairs of languages to list.
    pub fn unlisted_fallbacks(&self) -> u64 {
        self.compared.unlisted()
    }

    /// How many variants would have served but were left out of the units,
    /// because another one served better: further texts in the source
    /// language, targets in a language less near.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Adds what another selector counted.
    pub fn merge(&mut self, other: &PairSelector) {
        self.compared.merge(&other.compared);
        self.left_out += other.left_out;
    }
}

/// Compares the variants with the languages wanted: the source's, the target's.
fn candidates<'u>(
    wanted: [Option<&Language>; 2],
    loosest: LanguageMatch,
    compared: &mut ComparedLanguages,
    variants: &'u [Variant],
) -> SmallVec<[Candidate<'u>; 4]> {
    let mut near = |wanted: Option<&Language>, variant: &Variant| {
        let proximity = compared.proximity(wanted?, variant.language.as_ref()?)?;
        (proximity.kind <= loosest).then_some(proximity)
    };
    let candidate = |variant: &'u Variant| Candidate {
        language: variant.language.as_ref(),
        to_source: near(wanted[0], variant),
        to_target: near(wanted[1], variant),
        is_in_source_language: false,
    };
    variants.iter().map(candidate).collect()
}

fn take(compared: &mut ComparedLanguages, wanted: Option<&Language>, candidate: &Candidate<'_>) {
    if let (Some(wanted), Some(found)) = (wanted, candidate.language) {
        compared.take(wanted, found);
    }
}

/// Leaves the source and the targets in a unit.
fn keep(unit: &mut TranslationUnit, source: usize, targets: &[usize]) {
    let is_as_wanted = source == 0 && targets.len() + 1 == unit.variants.len();
    if !is_as_wanted {
        let mut variants: Vec<Option<Variant>> =
            std::mem::take(&mut unit.variants).into_iter().map(Some).collect();
        let kept = std::iter::once(source).chain(targets.iter().copied());
        unit.variants = kept.filter_map(|index| variants[index].take()).collect();
    }
    if let Some(language) = unit.variants.first().and_then(|source| source.language.as_ref())
        && unit.source_language.language() != Some(language)
    {
        unit.source_language = language.clone().into();
    }
}

/// A variant as the choice sees it.
#[derive(Clone, Copy, Debug)]
struct Candidate<'u> {
    language: Option<&'u Language>,
    /// How near it is to the source language wanted, where it serves.
    to_source: Option<Proximity>,
    /// How near it is to the target language wanted, where it serves.
    to_target: Option<Proximity>,
    /// Whether it is the source or in its language, once a source is chosen.
    is_in_source_language: bool,
}

impl Candidate<'_> {
    fn is_nearer_to_target(&self) -> bool {
        match (self.to_source, self.to_target) {
            (Some(source), Some(target)) => target < source,
            (source, _) => source.is_none(),
        }
    }
}

/// Returns the variant nearest to the source language wanted; where none is
/// wanted, the first that does not serve as the target.
fn nearest_source(is_wanted: bool, candidates: &[Candidate<'_>]) -> Option<usize> {
    if !is_wanted {
        return candidates.iter().position(|candidate| candidate.to_target.is_none());
    }
    let near =
        candidates.iter().enumerate().filter(|(_, candidate)| !candidate.is_nearer_to_target());
    let best = near.min_by_key(|(_, candidate)| (candidate.to_source, candidate.language));
    best.map(|(index, _)| index)
}

/// Returns the variants in the language that is nearest to the target language
/// wanted; where none is wanted, all that are not in the language of the
/// source.
fn nearest_targets(
    is_wanted: bool,
    candidates: &[Candidate<'_>],
    mut is_same: impl FnMut(&Language, &Language) -> bool,
) -> SmallVec<[usize; 2]> {
    // No text is the translation of another one in the same language.
    let others =
        candidates.iter().enumerate().filter(|(_, candidate)| !candidate.is_in_source_language);
    if !is_wanted {
        return others.map(|(index, _)| index).collect();
    }
    let near = others
        .filter_map(|(index, candidate)| Some((candidate.to_target?, candidate.language?, index)));
    let near: SmallVec<[_; 2]> = near.collect();
    let Some(&(_, nearest, _)) = near.iter().min() else { return SmallVec::new() };
    let same = near.iter().filter(|(_, language, _)| is_same(nearest, language));
    same.map(|(_, _, index)| *index).collect()
}

/// Counts the variants that are not taken though they would serve.
fn count_left_out(source: usize, targets: &[usize], candidates: &[Candidate<'_>]) -> u64 {
    let is_taken = |index: usize| index == source || targets.contains(&index);
    let serves = |candidate: &Candidate<'_>| {
        candidate.to_source.is_some()
            || candidate.to_target.is_some()
            || candidate.is_in_source_language
    };
    let left_out = candidates.iter().enumerate().filter(|&(index, _)| !is_taken(index));
    left_out.filter(|(_, candidate)| serves(candidate)).count() as u64
}

/// Why a unit has no variants for a language pair.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum MissingVariant {
    /// It has no variant that serves as the source.
    Source(Missing),
    /// It has no variant that serves as the target.
    Target(Missing),
}

/// A language that a unit does not have, and what it has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Missing {
    /// The language wanted, where one was named.
    pub wanted: Option<Language>,
    /// The languages of the unit's variants, each once, sorted.
    pub found: Vec<Language>,
}

impl Missing {
    fn new(wanted: Option<&Language>, unit: &TranslationUnit) -> Self {
        let mut found: Vec<Language> =
            unit.variants.iter().filter_map(|variant| variant.language.clone()).collect();
        found.sort_unstable();
        found.dedup();
        Self { wanted: wanted.cloned(), found }
    }
}

impl fmt::Display for MissingVariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (side, Missing { wanted, found }) = match self {
            MissingVariant::Source(missing) => ("source", missing),
            MissingVariant::Target(missing) => ("target", missing),
        };
        write!(f, "expected a {side} variant")?;
        if let Some(wanted) = wanted {
            write!(f, " in `{wanted}`")?;
        }
        if found.is_empty() {
            return f.write_str(", but found none with a language");
        }
        f.write_str(", but found ")?;
        for (index, language) in found.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}`{language}`")?;
        }
        f.write_str(" only")
    }
}

impl std::error::Error for MissingVariant {}

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
struct ComparedLanguages {
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
    fn proximity(&mut self, wanted: &Language, found: &Language) -> Option<Proximity> {
        // No comparison is as quick as that of equal tags.
        if wanted == found {
            return Proximity::between(wanted, found);
        }
        self.pair(wanted, found).map_or_else(|compared| compared, |pair| pair.proximity)
    }

    /// Counts a variant that was taken.
    fn take(&mut self, wanted: &Language, found: &Language) {
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
    fn fallbacks(&self) -> impl Iterator<Item = LanguageFallback> {
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
    fn merge(&mut self, other: &ComparedLanguages) {
        self.unlisted += other.unlisted;
        for ((wanted, found), counted) in &other.pairs {
            match self.pair(wanted, found) {
                Ok(pair) => pair.taken += counted.taken,
                Err(_) => self.unlisted += counted.taken,
            }
        }
    }

    /// Returns how many fallbacks [`fallbacks`](Self::fallbacks) does not list.
    fn unlisted(&self) -> u64 {
        self.unlisted
    }
}
