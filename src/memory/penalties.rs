//! What makes a match worth less.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::unit::TranslationUnit;

/// Why points are taken off the score of a match.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PenaltyKind {
    /// A machine translated: [`TranslationType::is_machine`](crate::unit::TranslationType::is_machine).
    MachineTranslation,
    /// The pair was found by alignment and nobody confirmed it:
    /// [`TranslationType::is_aligned`](crate::unit::TranslationType::is_aligned).
    Aligned,
    /// A person still has to look at the translation: its state is below
    /// [`Translated`](crate::unit::State::Translated).
    Unreviewed,
    /// The inline codes are others than the query's.
    DifferentCodes,
    /// The memory has another target for the identical source, in the same
    /// languages and no less in context.
    SeveralTargets,
    /// Source or target are in the language as it is used elsewhere, or at
    /// large: `en-GB` or `en` where `en-US` is asked for.
    OtherVariety,
    /// One of the caller's own, by its name.
    Own(Arc<str>),
}

impl PenaltyKind {
    /// Those that the memory knows by itself, in the order in which a match
    /// lists them.
    pub const BUILT_IN: &'static [PenaltyKind] = &[
        PenaltyKind::MachineTranslation,
        PenaltyKind::Aligned,
        PenaltyKind::Unreviewed,
        PenaltyKind::DifferentCodes,
        PenaltyKind::SeveralTargets,
        PenaltyKind::OtherVariety,
    ];

    /// The name, such as `machine-translation`; the caller's own name for one of
    /// the caller's own.
    pub fn as_str(&self) -> &str {
        match self {
            PenaltyKind::MachineTranslation => "machine-translation",
            PenaltyKind::Aligned => "aligned",
            PenaltyKind::Unreviewed => "unreviewed",
            PenaltyKind::DifferentCodes => "different-codes",
            PenaltyKind::SeveralTargets => "several-targets",
            PenaltyKind::OtherVariety => "other-variety",
            PenaltyKind::Own(name) => name,
        }
    }
}

impl fmt::Display for PenaltyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for PenaltyKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Points that were taken off the score of a match, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Penalty {
    /// Why.
    pub kind: PenaltyKind,
    /// How many, at least 1.
    pub points: u8,
}

/// How many points each shortcoming of a match costs.
///
/// Points are subtracted from the score, and only then it is compared with the
/// least score asked for. A score that they take down to 0 is no match.
///
/// # Example
///
/// ```
/// use bitext::memory::PenaltyKind;
/// use bitext::Penalties;
///
/// let penalties = Penalties::default()
///     .with_machine_translation(10)
///     .with_own("stale", |unit| if unit.origin.date.is_none() { 2 } else { 0 });
/// assert_eq!(penalties.points(&PenaltyKind::MachineTranslation), 10);
/// assert_eq!(penalties.points(&PenaltyKind::Aligned), 3);
/// ```
#[derive(Clone)]
pub struct Penalties {
    machine_translation: u8,
    aligned: u8,
    unreviewed: u8,
    different_codes: u8,
    several_targets: u8,
    other_variety: u8,
    own: Vec<OwnPenalty>,
}

/// A penalty of the caller's.
#[derive(Clone)]
struct OwnPenalty {
    name: Arc<str>,
    points: Arc<PointsOf>,
}

type PointsOf = dyn Fn(&TranslationUnit) -> u8 + Send + Sync;

impl Default for Penalties {
    /// Takes 5 for machine translation, 3 for alignment, 10 for what nobody looked
    /// at, 1 each for different codes, several targets and another variety of a
    /// language.
    fn default() -> Self {
        Self {
            machine_translation: 5,
            aligned: 3,
            unreviewed: 10,
            different_codes: 1,
            several_targets: 1,
            other_variety: 1,
            own: Vec::new(),
        }
    }
}

impl Penalties {
    /// No penalty at all. What is not identical still scores 99 at most.
    pub fn none() -> Self {
        Self {
            machine_translation: 0,
            aligned: 0,
            unreviewed: 0,
            different_codes: 0,
            several_targets: 0,
            other_variety: 0,
            own: Vec::new(),
        }
    }

    /// Those that [`Leverage`](crate::Leverage) takes where none are asked for: 1 for
    /// different codes and 10 for what nobody looked at.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::Penalties;
    /// use bitext::memory::PenaltyKind;
    ///
    /// let penalties = Penalties::of_leverage();
    /// assert_eq!(penalties.points(&PenaltyKind::Unreviewed), 10);
    /// assert_eq!(penalties.points(&PenaltyKind::MachineTranslation), 0);
    /// ```
    pub fn of_leverage() -> Self {
        Self { different_codes: 1, unreviewed: 10, ..Self::none() }
    }

    /// The same with other points for [`PenaltyKind::MachineTranslation`]; 5 by default.
    #[must_use]
    pub fn with_machine_translation(mut self, points: u8) -> Self {
        self.machine_translation = points;
        self
    }

    /// The same with other points for [`PenaltyKind::Aligned`]; 3 by default.
    #[must_use]
    pub fn with_aligned(mut self, points: u8) -> Self {
        self.aligned = points;
        self
    }

    /// The same with other points for [`PenaltyKind::Unreviewed`]; 10 by default.
    #[must_use]
    pub fn with_unreviewed(mut self, points: u8) -> Self {
        self.unreviewed = points;
        self
    }

    /// The same with other points for [`PenaltyKind::DifferentCodes`]; 1 by
    /// default. With 0, equal texts whose codes differ score 99.
    #[must_use]
    pub fn with_different_codes(mut self, points: u8) -> Self {
        self.different_codes = points;
        self
    }

    /// The same with other points for [`PenaltyKind::SeveralTargets`]; 1 by default.
    #[must_use]
    pub fn with_several_targets(mut self, points: u8) -> Self {
        self.several_targets = points;
        self
    }

    /// The same with other points for [`PenaltyKind::OtherVariety`]; 1 by
    /// default, once, be it the source or the target or both.
    #[must_use]
    pub fn with_other_variety(mut self, points: u8) -> Self {
        self.other_variety = points;
        self
    }

    /// The same with one more of the caller's own: how many points a unit loses.
    ///
    /// A look-up asks it only for units that may be among its results, once or
    /// more, so it should be quick and always say the same of the same unit.
    #[must_use]
    pub fn with_own(
        mut self,
        name: impl Into<Arc<str>>,
        points: impl Fn(&TranslationUnit) -> u8 + Send + Sync + 'static,
    ) -> Self {
        self.own.push(OwnPenalty { name: name.into(), points: Arc::new(points) });
        self
    }

    /// The points of a kind; 0 for those of the caller's own, which depend on the unit.
    pub fn points(&self, kind: &PenaltyKind) -> u8 {
        match kind {
            PenaltyKind::MachineTranslation => self.machine_translation,
            PenaltyKind::Aligned => self.aligned,
            PenaltyKind::Unreviewed => self.unreviewed,
            PenaltyKind::DifferentCodes => self.different_codes,
            PenaltyKind::SeveralTargets => self.several_targets,
            PenaltyKind::OtherVariety => self.other_variety,
            PenaltyKind::Own(_) => 0,
        }
    }

    /// Returns whether there are penalties of the caller's own.
    pub(crate) fn has_own(&self) -> bool {
        !self.own.is_empty()
    }

    /// Lists what the caller's own penalties take off for a unit.
    pub(crate) fn own(&self, unit: &TranslationUnit) -> impl Iterator<Item = Penalty> {
        let penalty = |own: &OwnPenalty| Penalty {
            kind: PenaltyKind::Own(own.name.clone()),
            points: (own.points)(unit),
        };
        self.own.iter().map(penalty).filter(|penalty| penalty.points > 0)
    }
}

impl fmt::Debug for Penalties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        let built_in = PenaltyKind::BUILT_IN.iter();
        map.entries(built_in.map(|kind| (kind.as_str(), self.points(kind))));
        map.entries(self.own.iter().map(|own| (&own.name, "by unit"))).finish()
    }
}
