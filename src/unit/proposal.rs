//! What a memory or a machine proposes for a unit.

use serde::{Deserialize, Serialize};

use super::{Property, Variant};
use crate::error::names;

/// A translation that a memory or a machine proposes for a unit: XLIFF 1.2's
/// `alt-trans`, a `match` of XLIFF 2.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Proposal {
    /// What identifies it where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The source that was found, where it is not the unit's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Variant>,
    /// The translation of that source.
    pub target: Variant,
    /// How well the sources agree, 0 to 102: see the memory's scores.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
    /// Where it comes from.
    #[serde(default)]
    pub kind: ProposalKind,
    /// The memory, the engine or the file that it comes from, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// What tools keep with it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<Property>,
}

impl Proposal {
    /// A translation, and nothing known of it.
    pub fn new(target: Variant) -> Self {
        Self { target, ..Self::default() }
    }
}

/// Where a [`Proposal`] comes from.
///
/// The words are those of XLIFF 2.1, section 5.1.6 (attribute `type` of a match).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ProposalKind {
    /// A translation memory.
    #[default]
    Memory,
    /// A translation memory, in the same context.
    MemoryInContext,
    /// An earlier version of the same document, by the id.
    Id,
    /// A machine translation engine.
    Machine,
    /// Parts of several units put together.
    Assembled,
    /// A term base.
    Terms,
    /// Anything else.
    Other,
}

/// How far the translation of a variant has come.
///
/// The states of XLIFF 2.1 (section 4.3.1.30), and one more for what PO calls
/// fuzzy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum State {
    /// Not translated yet.
    Initial,
    /// Filled with something that a person must look at.
    NeedsReview,
    /// Translated.
    Translated,
    /// Translated, and looked at by a second person.
    Reviewed,
    /// Ready to be published.
    Final,
}

names!(State {
    Initial => "initial",
    NeedsReview => "needs-review",
    Translated => "translated",
    Reviewed => "reviewed",
    Final => "final",
});
