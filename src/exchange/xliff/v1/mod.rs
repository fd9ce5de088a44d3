//! What is of XLIFF 1.2 alone: the elements of units, of their texts, and of what
//! is known of them.

pub(super) mod codes;
mod context;
pub(super) mod encode;
pub(super) mod trans_unit;
pub(super) mod values;
