//! A memory and what is found in it.

mod concordance;
#[cfg(feature = "store")]
mod index;
mod kit;
mod lookup;
#[cfg(feature = "store")]
mod store;
#[path = "../support/mod.rs"]
mod support;
