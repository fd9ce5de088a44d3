//! Concordance: where a phrase stands in the texts of a memory.
//!
//! [`Concordance`] is the question. [`PhraseIndex`] finds the texts that hold
//! its phrase among millions, in the order of rank; [`Pattern`] says where in a
//! text the phrase stands, and is the judge: what the index gives are
//! candidates that it leaves none out of.

mod index;
mod mode;
mod needle;
mod pattern;
mod query;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use index::{PhraseIndex, length};
pub(crate) use pattern::Pattern;

pub use mode::{CaseMode, CodeMode, WordMode};
pub use query::Concordance;
