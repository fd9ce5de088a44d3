//! How deep texts stand inside codes of texts.

use crate::inline::CodedText;
use crate::unit::{TranslationUnit, Variant};

/// How many texts may stand inside each other: serde_json reads objects and
/// lists 128 deep, and each such text is four of them.
pub(super) const DEEPEST: usize = 28;

/// Whether a reader could not read the unit, because texts stand too deep in it.
pub(super) fn is_too_deep(unit: &TranslationUnit) -> bool {
    let proposed = unit.proposals.iter().flat_map(|proposal| {
        let source: Option<&Variant> = proposal.source.as_ref();
        source.into_iter().chain([&proposal.target])
    });
    let mut variants = unit.variants.iter().chain(proposed);
    variants.any(|variant| is_deeper(&variant.text, DEEPEST))
}

fn is_deeper(text: &CodedText, most: usize) -> bool {
    let mut subflows = text.codes().flat_map(|code| code.subflows);
    subflows.any(|subflow| most == 0 || is_deeper(&subflow.text, most - 1))
}
