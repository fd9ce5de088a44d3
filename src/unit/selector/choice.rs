//! Which variants of a unit serve as source and as targets.

use smallvec::SmallVec;

use crate::language::{Language, Proximity};

/// A variant as the choice sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer<'u> {
    pub(super) language: Option<&'u Language>,
    /// How near it is to the source language wanted, where it serves.
    pub(super) to_source: Option<Proximity>,
    /// How near it is to the target language wanted, where it serves.
    pub(super) to_target: Option<Proximity>,
    /// Whether it is the source or in its language, once a source is chosen.
    pub(super) is_in_source_language: bool,
}

impl Offer<'_> {
    fn is_nearer_to_target(&self) -> bool {
        match (self.to_source, self.to_target) {
            (Some(source), Some(target)) => target < source,
            (source, _) => source.is_none(),
        }
    }
}

/// The variant nearest to the source language wanted; where none is wanted,
/// the first that does not serve as the target.
pub(super) fn source(is_wanted: bool, offers: &[Offer<'_>]) -> Option<usize> {
    if !is_wanted {
        return offers.iter().position(|offer| offer.to_target.is_none());
    }
    let near = offers.iter().enumerate().filter(|(_, offer)| !offer.is_nearer_to_target());
    let best = near.min_by_key(|(_, offer)| (offer.to_source, offer.language));
    best.map(|(index, _)| index)
}

/// The variants in the language that is nearest to the target language wanted;
/// where none is wanted, all that are not in the language of the source.
pub(super) fn targets(
    is_wanted: bool,
    offers: &[Offer<'_>],
    mut is_same: impl FnMut(&Language, &Language) -> bool,
) -> SmallVec<[usize; 2]> {
    // No text is the translation of another one in the same language.
    let others = offers.iter().enumerate().filter(|(_, offer)| !offer.is_in_source_language);
    if !is_wanted {
        return others.map(|(index, _)| index).collect();
    }
    let near = others.filter_map(|(index, offer)| Some((offer.to_target?, offer.language?, index)));
    let near: SmallVec<[_; 2]> = near.collect();
    let Some(&(_, nearest, _)) = near.iter().min() else { return SmallVec::new() };
    let same = near.iter().filter(|(_, language, _)| is_same(nearest, language));
    same.map(|(_, _, index)| *index).collect()
}

/// How many variants are not taken though they would serve.
pub(super) fn left_out(source: usize, targets: &[usize], offers: &[Offer<'_>]) -> u64 {
    let is_taken = |index: usize| index == source || targets.contains(&index);
    let serves = |offer: &Offer<'_>| {
        offer.to_source.is_some() || offer.to_target.is_some() || offer.is_in_source_language
    };
    let left_out = offers.iter().enumerate().filter(|&(index, _)| !is_taken(index));
    left_out.filter(|(_, offer)| serves(offer)).count() as u64
}
