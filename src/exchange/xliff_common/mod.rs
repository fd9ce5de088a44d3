//! What XLIFF 1.2 and XLIFF 2 share: the shapes and ids of inline codes, ids of
//! units, and what is known of a unit as named facts.
//!
//! The two formats have little more in common than their name; how each writes
//! and reads these stands with it.

pub(super) mod details;
mod hash;
pub(super) mod identity;
pub(super) mod reading;
