//! Concordance: the places of a phrase in the texts of a memory.
//!
//! [`Concordance`] is the question. [`Phrases`] follows a store and knows the texts
//! of one language; its [`PhraseIndex`] finds those that hold the phrase among
//! millions, in the order of rank. [`Pattern`] finds the places of the phrase in a
//! text, and is the judge: what the index gives are candidates, of which it
//! leaves none out.

mod hit;
mod index;
mod needle;
mod pattern;
mod phrases;
mod query;
#[cfg(test)]
mod tests;
mod words;

pub use hit::ConcordanceHit;
use index::PhraseIndex;
use pattern::Pattern;
pub(super) use phrases::Phrases;
pub use query::{CaseMode, CodeMode, Concordance, WordMode};
