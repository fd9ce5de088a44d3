//! What is of XLIFF 2 alone: the elements of units, of their texts, and of what is
//! known of them.

pub(super) mod codes;
mod content;
pub(super) mod encode;
mod matches;
pub(super) mod metadata;
pub(super) mod unit;
pub(super) mod values;
