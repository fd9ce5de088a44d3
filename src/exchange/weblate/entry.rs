//! One object of a memory.

use std::borrow::Cow;

use serde::Deserialize;

/// The fields of an object (`weblate-memory.schema.json`). `category` and `origin`
/// are not asked for, so that files that others made are read; `context` and
/// `status` are newer than the others.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct Entry<'a> {
    #[serde(borrow)]
    pub(super) source: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) target: Cow<'a, str>,
    #[serde(default)]
    pub(super) source_language: String,
    #[serde(default)]
    pub(super) target_language: String,
    #[serde(default, borrow)]
    pub(super) origin: Cow<'a, str>,
    #[serde(default, borrow)]
    pub(super) context: Cow<'a, str>,
    #[serde(default = "file")]
    pub(super) category: u64,
    #[serde(default = "active")]
    pub(super) status: i64,
}

/// The category of entries that come from a file.
pub(super) const FILE: u64 = 1;
/// The status of an entry that waits for a review.
pub(super) const PENDING: i64 = 0;
/// The status of an entry that is used.
pub(super) const ACTIVE: i64 = 1;

fn file() -> u64 {
    FILE
}

fn active() -> i64 {
    ACTIVE
}
