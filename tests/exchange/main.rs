//! Units written and read back, by themselves and by way of documents.

mod jsonl;
mod round_trip;
#[path = "../support/mod.rs"]
mod support;
mod tmx_corpus;
mod tmx_memory;
