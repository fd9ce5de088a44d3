//! Where a unit comes from.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Date;

/// Who translated, in the word of the document: `HT`, `MT`, `Auto`, `InternalOpt`;
/// `Aligned` for what an aligner paired.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TranslationType(Arc<str>);

impl TranslationType {
    /// The type under the word that the document uses.
    pub fn new(word: impl Into<Arc<str>>) -> Self {
        Self(word.into())
    }

    /// The word as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether people translated: `HT`.
    pub fn is_human(&self) -> bool {
        self.0.eq_ignore_ascii_case("HT")
    }

    /// Whether a machine translated: `MT`, and `Auto`, which publishes machine
    /// translation without a person's look.
    pub fn is_machine(&self) -> bool {
        self.0.eq_ignore_ascii_case("MT") || self.0.eq_ignore_ascii_case("Auto")
    }

    /// Whether the pair was found by aligning a text with its translation, and
    /// nobody said yet that it is one: `Aligned`.
    pub fn is_aligned(&self) -> bool {
        self.0.eq_ignore_ascii_case("Aligned")
    }
}

/// Where a unit comes from: the file and what its front matter says of the
/// translation. The units of a document share the texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Origin {
    /// The file, relative to the folder that was read, `/`-separated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<Arc<str>>,
    /// The publisher's id of the file, the same in all its revisions: `ms.locfileid`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_id: Option<Arc<str>>,
    /// The commit of the source that was translated: `ms.sourcegitcommit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_commit: Option<Arc<str>>,
    /// Who translated: `ms.translationtype`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translation_type: Option<TranslationType>,
    /// When the translation was handed over: `ms.lasthandoff`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn human_and_machine() {
        assert!(TranslationType::new("ht").is_human());
        assert!(TranslationType::new("MT").is_machine());
        assert!(TranslationType::new("Auto").is_machine());
        let other = TranslationType::new("InternalOpt");
        assert!(!other.is_human() && !other.is_machine());
    }
}
