//! Real documents against a memory of their earlier revisions.

mod corpus;
mod repair;
#[path = "../support/mod.rs"]
mod support;
