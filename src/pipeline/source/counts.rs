//! What became of the segments of pretranslated documents.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::leverage::{Pretranslation, ReuseMethod};
use crate::pipeline::summary::Summary;

/// Counts over the documents of a pretranslation.
///
/// The segments are those that are filled, by how, and those that stay in the
/// source language: `segments = Σ filled + unfilled`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PretranslationSummary {
    /// Files, segments and findings. Written are the segments that are filled, or
    /// all units of an exchange file.
    #[serde(flatten)]
    pub files: Summary,
    /// How many segments were filled in each way; ways that did not occur are
    /// left out.
    pub filled: BTreeMap<ReuseMethod, u64>,
    /// Segments that stay in the source language.
    pub unfilled: u64,
}

impl PretranslationSummary {
    /// The segments of one document, to which those of its file are added.
    pub(super) fn of(pretranslation: &Pretranslation<'_>) -> Self {
        let mut counts = Self::default();
        for (_, segment) in pretranslation.segments() {
            match segment.reuse() {
                Some(reuse) => *counts.filled.entry(reuse.method()).or_default() += 1,
                None => counts.unfilled += 1,
            }
        }
        counts
    }

    /// Adds the counts of another run or file.
    pub fn add(&mut self, other: &PretranslationSummary) {
        self.files.add(&other.files);
        for (method, count) in &other.filled {
            *self.filled.entry(*method).or_default() += count;
        }
        self.unfilled += other.unfilled;
    }
}
