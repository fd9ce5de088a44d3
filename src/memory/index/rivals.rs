//! Whether a source has several targets.

/// A source with one of its targets, among others with the identical source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// How much of the query's context it has: 0, 1 or 2.
    pub(super) context: u8,
    /// Whether the source and the target are other varieties than those wanted.
    pub(super) other_source: bool,
    pub(super) other_target: bool,
}

/// The targets of the units whose source is identical.
///
/// A target has a rival where there is a different one that has no less of the
/// query's context and whose languages are no further from those wanted: it may
/// as well be the right one. Filling this in and asking it takes constant time
/// each, so that a source of many thousand units is no trouble.
#[derive(Clone, Debug, Default)]
pub(super) struct Rivals {
    cells: [Cell; 12],
}

/// The targets of one standing.
#[derive(Clone, Copy, Debug, Default)]
enum Cell {
    #[default]
    None,
    /// All have this hash.
    One(u64),
    Several,
}

impl Rivals {
    /// Counts a target.
    pub(super) fn add(&mut self, standing: Standing, target: u64) {
        let cell = &mut self.cells[standing.cell()];
        *cell = match *cell {
            Cell::None => Cell::One(target),
            Cell::One(other) if other == target => Cell::One(other),
            Cell::One(_) | Cell::Several => Cell::Several,
        };
    }

    /// Returns whether a target has a rival.
    pub(super) fn has(&self, standing: Standing, target: u64) -> bool {
        let better = Standing::all().filter(|other| other.is_no_worse_than(standing));
        better.map(|other| self.cells[other.cell()]).any(|cell| match cell {
            Cell::None => false,
            Cell::One(other) => other != target,
            Cell::Several => true,
        })
    }
}

impl Standing {
    fn cell(self) -> usize {
        usize::from(self.context.min(2)) * 4
            + usize::from(self.other_source) * 2
            + usize::from(self.other_target)
    }

    fn all() -> impl Iterator<Item = Self> {
        (0..12_u8).map(|cell| Self {
            context: cell / 4,
            other_source: cell & 2 != 0,
            other_target: cell & 1 != 0,
        })
    }

    fn is_no_worse_than(self, other: Self) -> bool {
        self.context >= other.context
            && self.other_source <= other.other_source
            && self.other_target <= other.other_target
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_comparing_each_with_each(
            targets in prop::collection::vec((0..3_u8, any::<[bool; 2]>(), 0..3_u64), 0..8)
        ) {
            let targets: Vec<(Standing, u64)> = targets
                .into_iter()
                .map(|(context, [other_source, other_target], target)| {
                    (Standing { context, other_source, other_target }, target)
                })
                .collect();
            let mut rivals = Rivals::default();
            targets.iter().for_each(|&(standing, target)| rivals.add(standing, target));
            for &(standing, target) in &targets {
                let expected = targets.iter().any(|(other, other_target)| {
                    *other_target != target
                        && other.context >= standing.context
                        && other.other_source <= standing.other_source
                        && other.other_target <= standing.other_target
                });
                prop_assert_eq!(rivals.has(standing, target), expected);
            }
        }
    }
}
