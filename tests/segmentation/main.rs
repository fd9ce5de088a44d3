//! Documents without annotation: cut into segments, and filled.

mod fill;
mod fixtures;
mod hostile;
mod published;
#[path = "../support/mod.rs"]
mod support;
