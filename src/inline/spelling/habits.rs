//! How a text writes its characters: which it escapes, and how.

use std::collections::BTreeMap;

use super::Part;
use crate::inline::coded_text::{CodedText, Piece};
use crate::text::step;

/// The characters that a text escapes, each with how its occurrences are
/// written, in order; one that is written as it reads is `None`.
pub(super) struct Habits {
    of: BTreeMap<char, Habit>,
}

#[derive(Default)]
struct Habit {
    written: Vec<Option<String>>,
    /// How many the other text has; counted when the first is met.
    wanted: Option<usize>,
    /// How many were written.
    used: usize,
    /// The entity that all are written as, if there is one; found when the first
    /// is asked for.
    of_all: Option<Option<String>>,
}

impl Habits {
    pub(super) fn of(text: &CodedText) -> Self {
        let mut of = BTreeMap::<char, Habit>::new();
        for piece in text.pieces() {
            if let Piece::Escaped { text, .. } = piece
                && let Some(character) = only(text)
            {
                of.entry(character).or_default();
            }
        }
        let mut habits = Self { of };
        if !habits.of.is_empty() {
            text.pieces().for_each(|piece| habits.learn(piece));
        }
        habits
    }

    fn learn(&mut self, piece: Piece<'_>) {
        let mut note = |character: char, native: Option<&str>| {
            if let Some(habit) = self.of.get_mut(&character) {
                habit.written.push(native.map(str::to_owned));
            }
        };
        match piece {
            Piece::Text(text) => text.chars().for_each(|character| note(character, None)),
            Piece::Escaped { text, native } => {
                only(text).into_iter().for_each(|character| note(character, Some(native)));
            }
            Piece::Code(_) => {}
        }
    }

    /// Writes a stretch of text, which is part of `whole`.
    pub(super) fn write(&mut self, text: &str, whole: &CodedText, parts: &mut Vec<Part>) {
        let mut from = 0;
        if !self.of.is_empty() {
            for (at, character) in text.char_indices() {
                if let Some(native) = self.next(character, whole) {
                    parts.push(Part::Text(text[from..at].to_owned()));
                    parts.push(Part::Fixed(native));
                    from = at + character.len_utf8();
                }
            }
        }
        parts.push(Part::Text(text[from..].to_owned()));
    }

    /// How the next of a character is written, if not as it reads.
    fn next(&mut self, character: char, whole: &CodedText) -> Option<String> {
        let habit = self.of.get_mut(&character)?;
        let count = || {
            step(whole.text().len());
            whole.text().chars().filter(|&other| other == character).count()
        };
        let wanted = *habit.wanted.get_or_insert_with(count);
        habit.used += 1;
        let index = habit.used - 1;
        habit.native(wanted, index)
    }
}

impl Habit {
    /// Of as many as there are here, each is written as its counterpart. Of more or
    /// fewer, an entity that stands for all there stands for all here. What is
    /// left is written as it reads, where it can be.
    fn native(&mut self, wanted: usize, index: usize) -> Option<String> {
        if wanted == self.written.len() {
            return self.written[index].clone();
        }
        let written = &self.written;
        self.of_all.get_or_insert_with(|| entity_of_all(written)).clone()
    }
}

/// The entity that all of these are written as, if there is one.
fn entity_of_all(written: &[Option<String>]) -> Option<String> {
    step(written.len());
    let first = written.first()?;
    let is_uniform = written.iter().all(|other| other == first);
    first.clone().filter(|native| is_uniform && native.starts_with('&'))
}

/// The character that a text has, if it has just one.
fn only(text: &str) -> Option<char> {
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}
