//! The documents of several folders in one order.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::input::Input;
use crate::error::Error;

/// Documents, or why some could not be listed.
pub(super) type Documents = Box<dyn Iterator<Item = Result<Input, Error>>>;

/// Sequences of documents, each by its relative paths, merged into one by
/// relative paths. It holds one document of each sequence at a time.
pub(super) struct Merged {
    sequences: Vec<Documents>,
    /// The first of each sequence; of one path, that of the earlier sequence.
    heads: BinaryHeap<Reverse<Head>>,
    errors: VecDeque<Error>,
}

#[derive(PartialEq, Eq)]
struct Head {
    input: Input,
    sequence: usize,
}

impl Ord for Head {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |head: &Self| head.sequence;
        self.input.relative.cmp(&other.input.relative).then_with(|| key(self).cmp(&key(other)))
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Merged {
    pub(super) fn new(sequences: impl Iterator<Item = Documents>) -> Self {
        let sequences: Vec<_> = sequences.collect();
        let mut merged = Self { sequences, heads: BinaryHeap::new(), errors: VecDeque::new() };
        (0..merged.sequences.len()).for_each(|sequence| merged.advance(sequence));
        merged
    }

    /// Takes the next document of a sequence in front.
    fn advance(&mut self, sequence: usize) {
        for input in &mut self.sequences[sequence] {
            match input {
                Ok(input) => return self.heads.push(Reverse(Head { input, sequence })),
                Err(error) => self.errors.push_back(error),
            }
        }
    }
}

impl Iterator for Merged {
    type Item = Result<Input, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.errors.pop_front() {
            return Some(Err(error));
        }
        let Reverse(Head { input, sequence }) = self.heads.pop()?;
        self.advance(sequence);
        Some(Ok(input))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_in_the_order_of_their_relative_paths() {
        let sequence = |root: &'static str, names: &'static [&'static str]| -> Documents {
            Box::new(names.iter().map(move |name| match name.strip_prefix('!') {
                Some(message) => Err(Error::argument(message)),
                None => Ok(Input { path: format!("{root}/{name}").into(), relative: name.into() }),
            }))
        };
        let sequences = [
            sequence("x", &["a.md/b", "!no", "b", "c/d"]),
            sequence("y", &["a.md", "a.md.c", "c/d", "c/e"]),
        ];
        let merged: Vec<_> = Merged::new(sequences.into_iter())
            .map(|input| input.map_or_else(|e| e.to_string(), |i| i.path.display().to_string()))
            .collect();
        let all = ["y/a.md", "x/a.md/b", "no", "y/a.md.c", "x/b", "x/c/d", "y/c/d", "y/c/e"];
        assert_eq!(merged, all);
    }
}
