//! Annotated documents: real ones, damaged ones, and those made to be slow.

mod corpus;
mod damage;
#[cfg(feature = "html")]
mod damage_html;
mod fixtures;
mod hostile;
mod inline;
#[path = "../support/mod.rs"]
mod support;
