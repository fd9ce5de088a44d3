//! How a match is scored.

use super::penalties::{Penalties, Penalty, PenaltyKind};

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
        let applies =
            [self.machine, self.aligned, other_codes, self.several_targets, self.other_variety];
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
