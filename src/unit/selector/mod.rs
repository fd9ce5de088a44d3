//! The variants of a language pair, out of units that have more.

mod choice;
mod memo;
mod missing;
#[cfg(test)]
mod tests;

pub use memo::LanguageFallback;
pub use missing::{Missing, MissingVariant};

use choice::Offer;
use memo::Memo;
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
/// # Ok::<(), bitext::MissingVariant>(())
/// ```
#[derive(Clone, Debug)]
pub struct PairSelector {
    source: Option<Language>,
    target: Option<Language>,
    loosest: LanguageMatch,
    memo: Memo,
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
            memo: Memo::default(),
            left_out: 0,
        }
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

    /// Chooses and counts; the source and the targets by their place.
    fn choose(
        &mut self,
        unit: &TranslationUnit,
    ) -> Result<(usize, SmallVec<[usize; 2]>), MissingVariant> {
        let wanted_source =
            self.source.clone().or_else(|| unit.source_language.language().cloned());
        let wanted = [wanted_source.as_ref(), self.target.as_ref()];
        let mut offers = offers(wanted, self.loosest, &mut self.memo, &unit.variants);
        let missing = |wanted| Missing::new(wanted, unit);
        let mut is_same = |one: &Language, other: &Language| {
            self.memo.proximity(one, other).is_some_and(Proximity::is_same_language)
        };

        let source = choice::source(wanted[0].is_some(), &offers)
            .ok_or_else(|| MissingVariant::Source(missing(wanted[0])))?;
        for index in 0..offers.len() {
            let languages = offers[source].language.zip(offers[index].language);
            offers[index].is_in_source_language =
                index == source || languages.is_some_and(|(source, own)| is_same(source, own));
        }
        let targets = choice::targets(wanted[1].is_some(), &offers, is_same);
        if targets.is_empty() {
            return Err(MissingVariant::Target(missing(wanted[1])));
        }

        self.left_out += choice::left_out(source, &targets, &offers);
        take(&mut self.memo, wanted[0], &offers[source]);
        targets.iter().for_each(|&target| take(&mut self.memo, wanted[1], &offers[target]));
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
        self.memo.fallbacks()
    }

    /// How many more variants were taken in other languages than those wanted,
    /// after [`fallbacks`](Self::fallbacks) had 4,096 pairs of languages to list.
    pub fn unlisted_fallbacks(&self) -> u64 {
        self.memo.unlisted()
    }

    /// How many variants would have served but were left out of the units,
    /// because another one served better: further texts in the source
    /// language, targets in a language less near.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Adds what another selector counted.
    pub fn merge(&mut self, other: &PairSelector) {
        self.memo.merge(&other.memo);
        self.left_out += other.left_out;
    }
}

/// What the variants are worth where these languages are wanted: the source's,
/// the target's.
fn offers<'u>(
    wanted: [Option<&Language>; 2],
    loosest: LanguageMatch,
    memo: &mut Memo,
    variants: &'u [Variant],
) -> SmallVec<[Offer<'u>; 4]> {
    let mut near = |wanted: Option<&Language>, variant: &Variant| {
        let proximity = memo.proximity(wanted?, variant.language.as_ref()?)?;
        (proximity.kind <= loosest).then_some(proximity)
    };
    let offer = |variant: &'u Variant| Offer {
        language: variant.language.as_ref(),
        to_source: near(wanted[0], variant),
        to_target: near(wanted[1], variant),
        is_in_source_language: false,
    };
    variants.iter().map(offer).collect()
}

fn take(memo: &mut Memo, wanted: Option<&Language>, offer: &Offer<'_>) {
    if let (Some(wanted), Some(found)) = (wanted, offer.language) {
        memo.take(wanted, found);
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
