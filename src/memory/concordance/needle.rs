//! All places of a phrase in a text, those that overlap included.
//!
//! A search that goes on one byte after each place takes quadratic time where a
//! long phrase overlaps itself: `aaa…` in `aaaaaa…`. Here the rule of Galil
//! ("On improving the worst case running time of the Boyer–Moore string matching
//! algorithm", 1979) keeps it linear: two overlapping places are at least one
//! period of the phrase apart, and where they are just one period apart only the
//! last period has to be compared. Where that fails, the next place is further
//! away than the phrase is long less a period (Fine and Wilf, 1965), and an
//! ordinary search, which is linear in what it passes over, goes on.

use memchr::memmem::Finder;

/// A phrase that is ready to be searched for; not empty.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    finder: Finder<'static>,
    /// The least distance of two places where the phrase can be at once.
    period: usize,
}

impl Needle {
    pub(super) fn new(phrase: &str) -> Self {
        let finder = Finder::new(phrase).into_owned();
        Self { finder, period: period(phrase.as_bytes()) }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.finder.needle()
    }

    /// Returns how many bytes the phrase has.
    pub(super) fn len(&self) -> usize {
        self.as_bytes().len()
    }

    /// Finds the first place of the phrase.
    pub(super) fn find(&self, text: &[u8]) -> Option<usize> {
        self.finder.find(text)
    }

    /// Finds all places of the phrase, in order.
    pub(super) fn places<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        std::iter::successors(self.find(text), |place| self.next_place(text, *place))
    }

    fn next_place(&self, text: &[u8], place: usize) -> Option<usize> {
        let next = place + self.period;
        let last_period = &self.as_bytes()[self.len() - self.period..];
        if text.get(place + self.len()..).is_some_and(|rest| rest.starts_with(last_period)) {
            return Some(next);
        }
        Some(next + self.find(text.get(next..)?)?)
    }
}

/// Returns the least distance by which a text can be moved and agree with itself where
/// both overlap, by the prefix function of Knuth, Morris and Pratt (1977).
fn period(text: &[u8]) -> usize {
    let mut borders = vec![0; text.len()];
    let mut border = 0;
    for end in 1..text.len() {
        while border > 0 && text[border] != text[end] {
            border = borders[border - 1];
        }
        border += usize::from(text[border] == text[end]);
        borders[end] = border;
    }
    text.len() - border
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn periods() {
        for (text, expected) in [("a", 1), ("ab", 2), ("aaa", 1), ("abab", 2), ("abcab", 3)] {
            assert_eq!(period(text.as_bytes()), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_place_is_left_out(phrase in "[ab]{1,8}", text in "[ab]{0,80}") {
            let windows = text.as_bytes().windows(phrase.len()).enumerate();
            let expected: Vec<usize> = windows
                .filter(|(_, window)| *window == phrase.as_bytes())
                .map(|(place, _)| place)
                .collect();
            let needle = Needle::new(&phrase);
            prop_assert_eq!(needle.places(text.as_bytes()).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn overlapping_places_cost_linear_time() {
        let text = "a".repeat(1 << 17);
        let needle = Needle::new(&text[..1 << 16]);
        assert_eq!(needle.places(text.as_bytes()).count(), (1 << 16) + 1);
    }
}
