//! What became of the units of an import.

use super::skip::SkipReason;
use crate::memory::units::UnitKey;

/// What became of a unit that was handed to an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Imported {
    /// It was added under this key.
    Added(UnitKey),
    /// It took the place of the unit with this key.
    Updated(UnitKey),
    /// The unit with this key is equal, so that nothing was to be done.
    Unchanged(UnitKey),
    /// It was left out.
    Skipped(SkipReason),
}

/// How many units an import added, updated and so on.
///
/// Each unit handed over is counted once: as added, updated, unchanged or
/// skipped. Removed units are those of the memory that had to go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportCounts {
    /// Units that were added.
    pub added: u64,
    /// Units that took the place of another.
    pub updated: u64,
    /// Units that the memory had already.
    pub unchanged: u64,
    /// Units of the memory that were removed: their document no longer holds
    /// them, or a unit took the place of several.
    pub removed: u64,
    /// By reason, in the order of [`SkipReason::ALL`].
    skipped: [u64; SkipReason::ALL.len()],
}

impl ImportCounts {
    /// How many units were handed over.
    pub fn total(&self) -> u64 {
        self.added + self.updated + self.unchanged + self.skipped()
    }

    /// How many units were left out.
    pub fn skipped(&self) -> u64 {
        self.skipped.iter().sum()
    }

    /// The reasons for which units were left out, each with their number, in the
    /// order of [`SkipReason::ALL`].
    pub fn skips(&self) -> impl Iterator<Item = (SkipReason, u64)> {
        let skips = SkipReason::ALL.into_iter().zip(self.skipped);
        skips.filter(|(_, count)| *count > 0)
    }

    pub(super) fn note(&mut self, imported: Imported) {
        *match imported {
            Imported::Added(_) => &mut self.added,
            Imported::Updated(_) => &mut self.updated,
            Imported::Unchanged(_) => &mut self.unchanged,
            Imported::Skipped(reason) => &mut self.skipped[reason as usize],
        } += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_add_up() {
        let mut counts = ImportCounts::default();
        for reason in SkipReason::ALL {
            counts.note(Imported::Skipped(reason));
        }
        counts.note(Imported::Skipped(SkipReason::NoLetter));
        let key = UnitKey::START;
        for imported in [Imported::Added(key), Imported::Updated(key), Imported::Unchanged(key)] {
            counts.note(imported);
        }
        assert_eq!((counts.skipped(), counts.total()), (8, 11));
        let expected = SkipReason::ALL.map(|reason| (reason, 1));
        let skips = counts.skips().map(|(reason, count)| match reason {
            SkipReason::NoLetter => (reason, count - 1),
            _ => (reason, count),
        });
        assert!(skips.eq(expected));
    }
}
