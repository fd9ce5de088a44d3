//! Where a phrase was found.

use std::ops::Range;
use std::sync::Arc;

use crate::memory::units::UnitKey;
use crate::unit::{TranslationUnit, Variant};

/// A text of a memory that holds a phrase.
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

    /// Where the phrase stands: byte ranges in
    /// [`CodedText::plain`](crate::CodedText::plain), in order, at least one.
    pub fn ranges(&self) -> &[Range<usize>] {
        &self.ranges
    }
}
