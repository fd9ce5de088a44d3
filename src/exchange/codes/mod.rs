//! Inline codes as elements: what becomes of them when they are written, and
//! how they are put together when they are read.

pub(crate) mod elements;
pub(crate) mod pending;
