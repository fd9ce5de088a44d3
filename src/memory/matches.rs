//! What a look-up finds.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::differences::{Difference, differences};
use super::origin::Provenance;
use super::penalties::Penalty;
use super::units::UnitKey;
use crate::inline::CodedText;
use crate::language::Language;
use crate::unit::{TranslationUnit, Variant};

/// A unit whose source is near a query, and one of its targets.
///
/// The score explains itself: it is [`base`](Self::base) less the points of the
/// [`penalties`](Self::penalties).
///
/// As JSON it is one object: `score`, `source` and `target` with their markup, the
/// unit's `id`, `penalties`, `base`, `similarity`, `distance`, `length`, `in_flow`,
/// `in_document`, the texts without codes as `source_text` and `target_text`,
/// `source_language`, `target_language`, `key`, `document`, `date` and
/// `translation_type`; what is not known is `null`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    pub(super) key: UnitKey,
    pub(super) unit: Arc<TranslationUnit>,
    /// The numbers of the variants.
    pub(super) source: usize,
    pub(super) target: usize,
    pub(super) score: u8,
    pub(super) base: u8,
    pub(super) similarity: u8,
    pub(super) distance: u32,
    pub(super) length: u32,
    pub(super) flow: bool,
    pub(super) document: bool,
    pub(super) penalties: Vec<Penalty>,
}

impl Match {
    /// The key of the unit.
    pub fn key(&self) -> UnitKey {
        self.key
    }

    /// The unit.
    pub fn unit(&self) -> &Arc<TranslationUnit> {
        &self.unit
    }

    /// The variant that is near the query. It need not be the source of the
    /// unit: a memory serves both directions.
    pub fn source(&self) -> &Variant {
        &self.unit.variants[self.source]
    }

    /// The translation in the language asked for.
    pub fn target(&self) -> &Variant {
        &self.unit.variants[self.target]
    }

    /// The number of the source among the variants of the unit, from 0.
    pub fn source_index(&self) -> usize {
        self.source
    }

    /// The number of the target among the variants of the unit, from 0.
    pub fn target_index(&self) -> usize {
        self.target
    }

    /// How good the match is, 1 to 102, penalties taken off.
    ///
    /// Without penalties, 102 is identical in the same flow and the same
    /// document, 101 in one of them, 100 identical in neither; what is not
    /// identical, text and codes, has 99 at most, penalties or not.
    pub fn score(&self) -> u8 {
        self.score
    }

    /// The score before penalties.
    pub fn base(&self) -> u8 {
        self.base
    }

    /// `⌊100·(length − distance)/length⌋`: how near the texts are, codes aside.
    pub fn similarity(&self) -> u8 {
        self.similarity
    }

    /// How many tokens or code points, as the metric says, have to be inserted,
    /// deleted or replaced to make one text of the other.
    pub fn distance(&self) -> u32 {
        self.distance
    }

    /// How many tokens or code points the longer text has.
    pub fn length(&self) -> u32 {
        self.length
    }

    /// Whether it is identical between the same sources as the query.
    pub fn is_in_flow(&self) -> bool {
        self.flow
    }

    /// Whether it is identical in the same document as the query.
    pub fn is_in_document(&self) -> bool {
        self.document
    }

    /// What makes the query of the source, by whole tokens: pieces of the markup
    /// of both ([`CodedText::markup`]).
    pub fn differences(&self, query: &CodedText) -> Vec<Difference> {
        differences(&self.source().text.markup(), &query.markup())
    }

    /// What was taken off the score.
    pub fn penalties(&self) -> &[Penalty] {
        &self.penalties
    }
}

impl Serialize for Match {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (source, target) = (self.source(), self.target());
        let record = MatchRecord {
            score: self.score,
            source: source.text.markup(),
            target: target.text.markup(),
            id: self.unit.id.as_deref(),
            penalties: &self.penalties,
            base: self.base,
            similarity: self.similarity,
            distance: self.distance,
            length: self.length,
            in_flow: self.flow,
            in_document: self.document,
            source_text: source.text.text(),
            target_text: target.text.text(),
            source_language: source.language.as_ref(),
            target_language: target.language.as_ref(),
            provenance: Provenance::new(self.key, &self.unit, Some(target)),
        };
        record.serialize(serializer)
    }
}

/// A match as a record.
#[derive(Serialize)]
struct MatchRecord<'m> {
    score: u8,
    source: Cow<'m, str>,
    target: Cow<'m, str>,
    id: Option<&'m str>,
    penalties: &'m [Penalty],
    base: u8,
    similarity: u8,
    distance: u32,
    length: u32,
    in_flow: bool,
    in_document: bool,
    source_text: &'m str,
    target_text: &'m str,
    source_language: Option<&'m Language>,
    target_language: Option<&'m Language>,
    #[serde(flatten)]
    provenance: Provenance<'m>,
}
