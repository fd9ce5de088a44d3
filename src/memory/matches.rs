//! What a look-up finds, and how it is scored.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::differences::{Difference, differences};
use super::origin::{Provenance, date_of, document_of};
use super::penalties::{Penalties, Penalty, PenaltyKind};
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

/// In how many units of a memory a pair of texts stands, and in which documents.
///
/// [`Memory::repetitions`](crate::Memory::repetitions) gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Repetitions {
    /// How many units have the source and the target.
    pub count: usize,
    /// The paths of their documents, the newest unit first: 10 at most, each once.
    pub documents: Vec<Arc<str>>,
}

impl Repetitions {
    /// How many documents are named at most.
    pub(super) const MOST_DOCUMENTS: usize = 10;

    /// The repetitions of some units of a memory that all have the same source and
    /// target.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::TranslationUnit;
    /// use bitext::memory::Repetitions;
    ///
    /// let mut unit = TranslationUnit::default();
    /// unit.origin.path = Some("a.md".into());
    /// let repetitions = Repetitions::of_units([&unit, &unit]);
    /// assert_eq!(repetitions.count, 2);
    /// assert_eq!(repetitions.documents, ["a.md".into()]);
    /// ```
    pub fn of_units<'u>(units: impl IntoIterator<Item = &'u TranslationUnit>) -> Self {
        let mut units: Vec<&TranslationUnit> = units.into_iter().collect();
        units.sort_by_key(|unit| Reverse(date_of(unit)));
        let mut repetitions = Self { count: units.len(), documents: Vec::new() };
        units.into_iter().for_each(|unit| repetitions.add_document(unit));
        repetitions
    }

    /// Names the document of a unit, where there is room and it is not yet named.
    fn add_document(&mut self, unit: &TranslationUnit) {
        if self.documents.len() < Self::MOST_DOCUMENTS
            && let Some(path) = document_of(unit)
            && !self.documents.iter().any(|listed| **listed == *path)
        {
            self.documents.push(path.into());
        }
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

/// How the text of a match compares with that of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sameness {
    /// The same text and the same codes at the same places.
    Identical,
    /// The same text, but other codes, or the same at other places.
    OtherCodes,
    /// Another text.
    Near {
        /// Whether the codes differ, wherever they are.
        other_codes: bool,
    },
}

/// All that the score of a match depends on, but for the caller's own penalties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ScoreBasis {
    pub(crate) sameness: Sameness,
    /// Of the texts without their codes, 0 to 100.
    pub(crate) similarity: u8,
    /// Whether the sources before and after are those of the query.
    pub(crate) flow: bool,
    /// Whether the document is that of the query.
    pub(crate) document: bool,
    pub(crate) machine: bool,
    pub(crate) aligned: bool,
    pub(crate) unreviewed: bool,
    pub(crate) several_targets: bool,
    pub(crate) other_variety: bool,
}

/// The best score that a text may have that is not identical.
pub(crate) const BEST_FUZZY: u8 = 99;

/// The best score of all: identical, in the same flow and the same document.
pub(crate) const BEST: u8 = 102;

impl ScoreBasis {
    /// Returns the score before penalties.
    ///
    /// It is never above [`BEST_FUZZY`] after them for what is not identical:
    /// equal texts with other codes get 100 only where the codes cost a point.
    pub(crate) fn base(&self, penalties: &Penalties) -> u8 {
        match self.sameness {
            Sameness::Identical => 100 + u8::from(self.flow) + u8::from(self.document),
            Sameness::OtherCodes if penalties.points(&PenaltyKind::DifferentCodes) > 0 => 100,
            Sameness::OtherCodes => BEST_FUZZY,
            Sameness::Near { .. } => self.similarity.min(BEST_FUZZY),
        }
    }

    /// Returns the score after penalties, 0 where they take all of it.
    pub(crate) fn score(&self, penalties: &Penalties) -> u8 {
        let lost = self.kinds().map(|kind| u32::from(penalties.points(kind))).sum::<u32>();
        let score = u32::from(self.base(penalties)).saturating_sub(lost);
        // No greater than the base, which is a `u8`.
        score as u8
    }

    /// Lists the penalties that apply and cost something.
    pub(crate) fn penalties(&self, penalties: &Penalties) -> Vec<Penalty> {
        let applied = self.kinds().map(|kind| {
            let points = penalties.points(kind);
            Penalty { kind: kind.clone(), points }
        });
        applied.filter(|penalty| penalty.points > 0).collect()
    }

    /// Lists the kinds of penalties that apply, in the order in which they are listed.
    fn kinds(&self) -> impl Iterator<Item = &'static PenaltyKind> {
        let other_codes = match self.sameness {
            Sameness::Identical => false,
            Sameness::OtherCodes => true,
            Sameness::Near { other_codes } => other_codes,
        };
        let applies = [
            self.machine,
            self.aligned,
            self.unreviewed,
            other_codes,
            self.several_targets,
            self.other_variety,
        ];
        PenaltyKind::BUILT_IN
            .iter()
            .zip(applies)
            .filter_map(|(kind, applies)| applies.then_some(kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDENTICAL: ScoreBasis = ScoreBasis {
        sameness: Sameness::Identical,
        similarity: 100,
        flow: false,
        document: false,
        machine: false,
        aligned: false,
        unreviewed: false,
        several_targets: false,
        other_variety: false,
    };

    fn near(similarity: u8, other_codes: bool) -> ScoreBasis {
        ScoreBasis { sameness: Sameness::Near { other_codes }, similarity, ..IDENTICAL }
    }

    #[test]
    fn scores_with_the_penalties_that_are_the_default() {
        let other_codes = ScoreBasis { sameness: Sameness::OtherCodes, ..IDENTICAL };
        let in_context = ScoreBasis { flow: true, document: true, ..IDENTICAL };
        for (basis, base, score) in [
            (IDENTICAL, 100, 100),
            (ScoreBasis { flow: true, ..IDENTICAL }, 101, 101),
            (ScoreBasis { document: true, ..IDENTICAL }, 101, 101),
            (in_context, 102, 102),
            (ScoreBasis { machine: true, ..in_context }, 102, 97),
            (ScoreBasis { aligned: true, ..IDENTICAL }, 100, 97),
            (ScoreBasis { unreviewed: true, ..in_context }, 102, 92),
            (ScoreBasis { several_targets: true, ..IDENTICAL }, 100, 99),
            (ScoreBasis { other_variety: true, ..IDENTICAL }, 100, 99),
            (other_codes, 100, 99),
            (near(100, false), 99, 99),
            (near(100, true), 99, 98),
            (near(99, false), 99, 99),
            (near(75, true), 75, 74),
            (near(3, true), 3, 2),
            (ScoreBasis { machine: true, ..near(3, true) }, 3, 0),
        ] {
            let penalties = Penalties::default();
            assert_eq!(basis.base(&penalties), base, "{basis:?}");
            assert_eq!(basis.score(&penalties), score, "{basis:?}");
            let listed = basis.penalties(&penalties);
            let lost: u8 = listed.iter().map(|penalty| penalty.points).sum();
            assert_eq!(base.saturating_sub(lost), score, "{basis:?}");
        }
    }

    #[test]
    fn what_is_not_identical_never_gets_100() {
        let other_codes = ScoreBasis { sameness: Sameness::OtherCodes, ..IDENTICAL };
        for points in [0, 1, 5, 255] {
            let penalties = Penalties::none().with_different_codes(points);
            for basis in [other_codes, near(100, false), near(100, true)] {
                let in_context = ScoreBasis { flow: true, document: true, ..basis };
                assert!(in_context.score(&penalties) <= BEST_FUZZY, "{basis:?}");
            }
            let expected = 100 - points.clamp(1, 100);
            assert_eq!(other_codes.score(&penalties), expected);
        }
    }
}
