//! The number `x`, by which the codes of a unit's variants correspond.
//!
//! Readers differ in what they ask of it: OmegaT loses segments where it does
//! not begin at 0 or 1; Maxprograms' validator wants each variant to have the
//! same set of element names and numbers, and tells the variants apart by their
//! languages. So `x` counts the codes of the first variant from 1, and is left
//! out of a unit in which the codes do not correspond one to one. `ept` has
//! none, by the DTD; nor has the end of a `hi`.

use std::mem::discriminant;

use super::codes::{Element, Elements};
use crate::inline::{CodedText, pair_codes};
use crate::unit::Variant;

pub(super) fn languages_differ(variants: &[&Variant]) -> bool {
    let mut languages: Vec<_> = variants.iter().map(|variant| &variant.language).collect();
    languages.sort_unstable();
    languages.windows(2).all(|pair| pair[0] != pair[1])
}

/// The `x` of each element of each text, 0 for one that has none, where the
/// codes of all texts correspond to those of the first one to one.
pub(super) fn numbers(variants: &[&Variant], texts: &[Elements]) -> Option<Vec<Vec<u32>>> {
    let (first, others) = texts.split_first()?;
    let own = own_numbers(&first.elements);
    let mut all = Vec::with_capacity(texts.len());
    for (text, variant) in others.iter().zip(&variants[1..]) {
        let partners = partners(&variants[0].text, &variant.text)?;
        let alike = (text.elements.iter().zip(&partners)).all(|(element, &partner)| {
            discriminant(element) == discriminant(&first.elements[partner])
        });
        if !alike {
            return None;
        }
        all.push(partners.iter().map(|&partner| own[partner]).collect());
    }
    all.insert(0, own);
    Some(all)
}

/// The elements that have an `x` counted from 1.
fn own_numbers(elements: &[Element]) -> Vec<u32> {
    let mut count = 0;
    let number = |element: &Element| {
        let numbered = !matches!(element, Element::Ept(_) | Element::HiClose | Element::Nothing);
        count += u32::from(numbered);
        if numbered { count } else { 0 }
    };
    elements.iter().map(number).collect()
}

/// The index of the source's code that each code of the target corresponds to;
/// nothing where the sides do not have the same codes.
fn partners(source: &CodedText, target: &CodedText) -> Option<Vec<usize>> {
    let pairing = pair_codes(source, target);
    if !pairing.is_complete() {
        return None;
    }
    (0..target.codes().count()).map(|code| pairing.source_of(code)).collect()
}
