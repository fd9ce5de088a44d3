//! Which units were touched, as spans of keys.

use std::hash::{BuildHasher, RandomState};

use crate::memory::units::UnitKey;

/// How many changed units a store reports at most; an index that is further
/// behind reads all units again.
pub(super) const MOST_CHANGES: u64 = 100_000;

/// Keys from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub(super) first: UnitKey,
    pub(super) last: UnitKey,
}

impl Span {
    fn count(self) -> u64 {
        self.last.get().saturating_sub(self.first.get()).saturating_add(1)
    }
}

/// The keys that a transaction touched, in the order it did.
///
/// An import adds units one after the other, which is one span. Where the
/// spans get too many, they are forgotten.
#[derive(Debug, Default)]
pub(super) struct Touched {
    spans: Vec<Span>,
    too_many: bool,
}

impl Touched {
    /// Notes a key.
    pub(super) fn note(&mut self, key: UnitKey) {
        match self.spans.last_mut() {
            Some(span) if span.first <= key && key <= span.last => return,
            Some(span) if span.last.next() == key => return span.last = key,
            _ => {}
        }
        match (self.spans.len() as u64) < MOST_CHANGES {
            true => self.spans.push(Span { first: key, last: key }),
            false => self.forget(),
        }
    }

    fn forget(&mut self) {
        self.too_many = true;
        self.spans = Vec::new();
    }

    /// Returns whether nothing was touched.
    pub(super) fn is_empty(&self) -> bool {
        self.spans.is_empty() && !self.too_many
    }

    /// Returns the spans; `None` where there were too many.
    pub(super) fn into_spans(self) -> Option<Vec<Span>> {
        (!self.too_many).then(|| union(self.spans)).flatten()
    }
}

/// Joins spans to the same keys, in ascending order and without overlaps; `None` where there
/// are more than a store reports.
pub(super) fn union(mut spans: Vec<Span>) -> Option<Vec<Span>> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(before) if span.first <= before.last.next() => {
                before.last = before.last.max(span.last);
            }
            _ => joined.push(span),
        }
    }
    let mut left = MOST_CHANGES;
    for span in &joined {
        left = left.checked_sub(span.count())?;
    }
    Some(joined)
}

/// Draws a number that no two revisions share but by chance: the seed that the
/// standard library draws for its hash tables.
pub(super) fn new_stamp() -> u64 {
    RandomState::new().hash_one(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touched(keys: impl IntoIterator<Item = u64>) -> Option<Vec<(u64, u64)>> {
        let mut touched = Touched::default();
        keys.into_iter().for_each(|key| touched.note(UnitKey::new(key)));
        let spans = touched.into_spans()?;
        Some(spans.iter().map(|span| (span.first.get(), span.last.get())).collect())
    }

    #[test]
    fn neighbours_are_one_span() {
        for (keys, expected) in [
            (&[][..], &[][..]),
            (&[1, 2, 3, 3, 2], &[(1, 3)]),
            (&[7, 1, 2, 9, 8, 3], &[(1, 3), (7, 9)]),
            (&[5, 5, 4], &[(4, 5)]),
        ] {
            assert_eq!(touched(keys.iter().copied()).unwrap(), expected, "{keys:?}");
        }
    }

    #[test]
    fn too_many_are_forgotten() {
        assert_eq!(touched(1..=MOST_CHANGES), Some(vec![(1, MOST_CHANGES)]));
        assert_eq!(touched(1..=MOST_CHANGES + 1), None);
        assert_eq!(touched((0..=MOST_CHANGES).map(|key| 2 * key)), None);
        let all = Span { first: UnitKey::START, last: UnitKey::new(u64::MAX) };
        assert_eq!(union(vec![all]), None);
    }

    #[test]
    fn stamps_differ() {
        assert_ne!(new_stamp(), new_stamp());
    }
}
