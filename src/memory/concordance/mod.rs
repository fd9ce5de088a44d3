//! Concordance: the places of a phrase in the texts of a memory.
//!
//! [`Concordance`] is the question. [`Phrases`] follows a store and knows the texts
//! of one language; its [`PhraseIndex`] finds those that hold the phrase among
//! millions, in the order of rank. [`Pattern`] finds the places of the phrase in a
//! text, and is the judge: what the index gives are candidates, of which it
//! leaves none out.

mod index;
mod pattern;
mod phrases;
mod query;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::origin::Provenance;
use super::units::UnitKey;
use crate::language::Language;
use crate::unit::{TranslationUnit, Variant};
use index::PhraseIndex;
use pattern::Pattern;
pub(super) use phrases::Phrases;
pub use query::{AccentMode, CaseMode, CodeMode, Concordance, WordMode};

/// A text of a memory that holds a phrase.
///
/// As JSON it is one object: the unit's `id`, the number of the `variant` that holds
/// the phrase, the `ranges` in its text, as pairs of numbers, `source` and `target`
/// with their markup, their texts as `source_text` and `target_text`,
/// `source_language`, `target_language`, `key`, `document`, `date` and
/// `translation_type`; what is not known is `null`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConcordanceHit {
    pub(crate) key: UnitKey,
    pub(crate) unit: Arc<TranslationUnit>,
    pub(crate) variant: usize,
    pub(crate) ranges: Vec<Range<usize>>,
}

impl ConcordanceHit {
    /// The key of the unit.
    pub fn key(&self) -> UnitKey {
        self.key
    }

    /// The unit.
    pub fn unit(&self) -> &Arc<TranslationUnit> {
        &self.unit
    }

    /// The variant whose text holds the phrase.
    pub fn variant(&self) -> &Variant {
        &self.unit.variants[self.variant]
    }

    /// The number of that variant in the unit, from 0.
    pub fn variant_index(&self) -> usize {
        self.variant
    }

    /// The source of the unit.
    pub fn source(&self) -> &Variant {
        self.unit.source().unwrap_or_else(|| self.variant())
    }

    /// The translation: the variant that holds the phrase, where it is not the
    /// source, or else the first that is not; `None` where the unit has no other.
    pub fn target(&self) -> Option<&Variant> {
        match self.unit.source_index() == Some(self.variant) {
            true => self.unit.target(),
            false => Some(self.variant()),
        }
    }

    /// Where the phrase is: byte ranges in
    /// [`CodedText::plain`](crate::CodedText::plain), in order, at least one.
    pub fn ranges(&self) -> &[Range<usize>] {
        &self.ranges
    }
}

impl Serialize for ConcordanceHit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (source, target) = (self.source(), self.target());
        let record = HitRecord {
            id: self.unit.id.as_deref(),
            variant: self.variant,
            ranges: self.ranges.iter().map(|range| [range.start, range.end]).collect(),
            source: source.text.markup(),
            target: target.map(|target| target.text.markup()),
            source_text: source.text.plain(),
            target_text: target.map(|target| target.text.plain()),
            source_language: source.language.as_ref(),
            target_language: target.and_then(|target| target.language.as_ref()),
            provenance: Provenance::new(self.key, &self.unit, target),
        };
        record.serialize(serializer)
    }
}

/// A hit as a record.
#[derive(Serialize)]
struct HitRecord<'m> {
    id: Option<&'m str>,
    variant: usize,
    ranges: Vec<[usize; 2]>,
    source: Cow<'m, str>,
    target: Option<Cow<'m, str>>,
    source_text: Cow<'m, str>,
    target_text: Option<Cow<'m, str>>,
    source_language: Option<&'m Language>,
    target_language: Option<&'m Language>,
    #[serde(flatten)]
    provenance: Provenance<'m>,
}
