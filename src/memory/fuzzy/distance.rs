//! The distance between two sequences of symbols, many cells at once.
//!
//! Myers (1999), "A fast bit-vector algorithm for approximate string matching
//! based on dynamic programming", in the form for the edit distance of whole
//! texts by Hyyrö (2003), "A bit-vector algorithm for computing Levenshtein and
//! Damerau edit distances": a column of the table of Wagner and Fischer is kept
//! as its vertical differences, +1 and -1, a bit each, and the next column comes
//! of it by a few operations on words of 64 bits. A query of n symbols against a
//! text of m takes ⌈n/64⌉·m steps, and memory for the query alone.

use super::sequences::Sequence;

/// Queries of more words than this have the places of their symbols in lists:
/// a bit for each symbol and place would grow with the square of the length.
const MOST_DENSE_WORDS: usize = 16;

/// A query, laid out for distances to many texts.
#[derive(Debug, Default)]
pub(crate) struct Pattern {
    /// How many symbols the query has.
    length: usize,
    /// How many words of 64 symbols.
    words: usize,
    /// For each symbol of the index which row is its own; row 0 is empty and
    /// belongs to all symbols that the query lacks.
    rows: Vec<u32>,
    /// The symbols that have a row.
    used: Vec<u32>,
    /// The places of each row's symbol in the query, a bit each: all rows one
    /// after the other, or for a long query the row at hand.
    masks: Vec<u64>,
    /// For a long query the places of each row's symbol: words and bits.
    lists: Vec<Vec<(u32, u64)>>,
    /// Vertical differences of the column at hand: +1, -1.
    column: Vec<(u64, u64)>,
}

impl Pattern {
    /// Takes another query: its symbols, which are less than `symbols`, and
    /// nothing for those that no text has.
    pub(crate) fn set(&mut self, query: &[Option<u32>], symbols: usize) {
        for symbol in self.used.drain(..) {
            self.rows[symbol as usize] = 0;
        }
        self.rows.resize(symbols.max(self.rows.len()), 0);
        self.length = query.len();
        self.words = query.len().div_ceil(64);
        self.lists.clear();
        self.lists.push(Vec::new());
        self.masks.clear();
        self.masks.resize(self.words, 0);
        for (place, symbol) in query.iter().enumerate() {
            if let Some(symbol) = *symbol {
                let row = self.row(symbol);
                self.put(row, place);
            }
        }
    }

    fn is_dense(&self) -> bool {
        self.words <= MOST_DENSE_WORDS
    }

    /// Returns the row of a symbol, a new one where it has none.
    fn row(&mut self, symbol: u32) -> usize {
        let row = &mut self.rows[symbol as usize];
        if *row == 0 {
            self.used.push(symbol);
            *row = self.used.len() as u32;
            match self.words <= MOST_DENSE_WORDS {
                true => self.masks.resize(self.masks.len() + self.words, 0),
                false => self.lists.push(Vec::new()),
            }
        }
        *row as usize
    }

    fn put(&mut self, row: usize, place: usize) {
        let (word, bit) = (place / 64, 1 << (place % 64));
        if self.is_dense() {
            self.masks[row * self.words + word] |= bit;
            return;
        }
        match self.lists[row].last_mut() {
            Some((last, bits)) if *last as usize == word => *bits |= bit,
            _ => self.lists[row].push((word as u32, bit)),
        }
    }

    /// Returns the distance to a text, where it is not more than `most`.
    pub(crate) fn distance(&mut self, text: Sequence<'_>, most: u32) -> Option<u32> {
        match text {
            Sequence::Narrow(text) => self.distance_to(text, most),
            Sequence::Wide(text) => self.distance_to(text, most),
        }
    }

    fn distance_to<S: Copy + Into<u32>>(&mut self, text: &[S], most: u32) -> Option<u32> {
        let Self { length, words, rows, masks, lists, column, .. } = self;
        let rows = text.iter().map(|symbol| {
            let symbol: u32 = (*symbol).into();
            rows[symbol as usize] as usize
        });
        let mut score = Score::new(*length, text.len(), most);
        match *words {
            1 => few_words::<1>(rows, masks, &mut score)?,
            2 => few_words::<2>(rows, masks, &mut score)?,
            3 => few_words::<3>(rows, masks, &mut score)?,
            4 => few_words::<4>(rows, masks, &mut score)?,
            words if words <= MOST_DENSE_WORDS => {
                let row = |row: usize, _: &mut [u64]| row * words;
                many_words(rows, masks, row, |_, _| (), (column, words), &mut score)?;
            }
            words => {
                let fill = |row: usize, masks: &mut [u64]| {
                    lists[row].iter().for_each(|(word, bits)| masks[*word as usize] = *bits);
                    0
                };
                let clear = |row: usize, masks: &mut [u64]| {
                    lists[row].iter().for_each(|(word, _)| masks[*word as usize] = 0);
                };
                many_words(rows, masks, fill, clear, (column, words), &mut score)?;
            }
        }
        // For a text without symbols no column was compared.
        (score.distance <= most).then_some(score.distance)
    }
}

/// The bottom cell of the column at hand.
struct Score {
    distance: u32,
    /// The place of the bottom cell in the last word.
    last: u32,
    /// More than the bottom cell may be for the distance to come down to what is
    /// asked for: each column that is left takes one from it at most.
    bound: u64,
}

impl Score {
    fn new(query: usize, text: usize, most: u32) -> Self {
        let last = query.saturating_sub(1) % 64;
        Self { distance: query as u32, last: last as u32, bound: u64::from(most) + text as u64 }
    }

    /// Takes the horizontal differences of the last word: nothing where the
    /// distance is more than asked for.
    fn next(&mut self, up: u64, down: u64) -> Option<()> {
        self.distance += (up >> self.last & 1) as u32;
        self.distance -= (down >> self.last & 1) as u32;
        self.bound -= 1;
        (u64::from(self.distance) <= self.bound).then_some(())
    }
}

/// Measures with so few words that the column stays in registers.
fn few_words<const WORDS: usize>(
    rows: impl Iterator<Item = usize>,
    masks: &[u64],
    score: &mut Score,
) -> Option<()> {
    let mut column = [(!0, 0); WORDS];
    for row in rows {
        let masks = &masks[row * WORDS..][..WORDS];
        // The top row of the table counts up: a difference of +1 comes in.
        let (mut up, mut down) = (1 << 63, 0);
        for (cells, equal) in column.iter_mut().zip(masks) {
            (up, down) = step(cells, *equal, up >> 63, down >> 63);
        }
        score.next(up, down)?;
    }
    Some(())
}

/// Measures with any number of words. `begin` returns where the masks of a row begin, and `end` undoes what it did.
fn many_words(
    rows: impl Iterator<Item = usize>,
    masks: &mut [u64],
    begin: impl Fn(usize, &mut [u64]) -> usize,
    end: impl Fn(usize, &mut [u64]),
    (column, words): (&mut Vec<(u64, u64)>, usize),
    score: &mut Score,
) -> Option<()> {
    column.clear();
    column.resize(words, (!0, 0));
    for row in rows {
        let start = begin(row, masks);
        let (mut up, mut down) = (1 << 63, 0);
        for (cells, equal) in column.iter_mut().zip(&masks[start..]) {
            (up, down) = step(cells, *equal, up >> 63, down >> 63);
        }
        end(row, masks);
        score.next(up, down)?;
    }
    Some(())
}

/// Works out the next column of one word, and returns the horizontal differences, +1 and -1,
/// before they are shifted.
#[inline(always)]
fn step((plus, minus): &mut (u64, u64), equal: u64, carry_up: u64, carry_down: u64) -> (u64, u64) {
    let vertical = equal | *minus;
    let equal = equal | carry_down;
    let horizontal = ((equal & *plus).wrapping_add(*plus) ^ *plus) | equal;
    let up = *minus | !(horizontal | *plus);
    let down = *plus & horizontal;
    let shifted_up = up << 1 | carry_up;
    let shifted_down = down << 1 | carry_down;
    *plus = shifted_down | !(vertical | shifted_up);
    *minus = shifted_up & vertical;
    (up, down)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The distance by the table of Wagner and Fischer (1974).
    fn by_table(query: &[Option<u32>], text: &[u16]) -> u32 {
        let mut row: Vec<u32> = (0..=text.len() as u32).collect();
        for (above, symbol) in (1..).zip(query) {
            let mut diagonal = std::mem::replace(&mut row[0], above);
            for (column, other) in text.iter().enumerate() {
                let replaced = diagonal + u32::from(*symbol != Some(u32::from(*other)));
                diagonal = row[column + 1];
                row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
            }
        }
        row[text.len()]
    }

    proptest! {
        #![proptest_config(crate::cases::cases(64))]

        #[test]
        fn as_the_table_says(
            query in prop::collection::vec(prop::option::weighted(0.9, 0_u32..6), 1..200),
            repeated in prop_oneof![9 => Just(1_usize), 1 => Just(12)],
            texts in prop::collection::vec(prop::collection::vec(0_u16..8, 0..200), 1..5),
            most in 0_u32..300,
        ) {
            let query = query.repeat(repeated);
            let mut pattern = Pattern::default();
            // What was there before makes no difference.
            pattern.set(&[Some(7), Some(0)], 8);
            pattern.set(&query, 8);
            for text in texts {
                let expected = by_table(&query, &text);
                let wide: Vec<u32> = text.iter().map(|symbol| u32::from(*symbol)).collect();
                for text in [Sequence::Narrow(&text), Sequence::Wide(&wide)] {
                    prop_assert_eq!(pattern.distance(text, u32::MAX), Some(expected));
                    let bounded = pattern.distance(text, most);
                    prop_assert_eq!(bounded, (expected <= most).then_some(expected));
                }
            }
        }

        #[test]
        fn long_queries_against_long_texts(
            query in prop::collection::vec(prop::option::weighted(0.9, 0_u32..300), 1000..1300),
            cut in 0_usize..800,
        ) {
            let mut text: Vec<u16> = query.iter().flatten().map(|symbol| *symbol as u16).collect();
            text.drain(cut / 2..cut.min(text.len()));
            let mut pattern = Pattern::default();
            pattern.set(&query, 300);
            let expected = by_table(&query, &text);
            prop_assert_eq!(pattern.distance(Sequence::Narrow(&text), u32::MAX), Some(expected));
        }
    }
}
