//! The translation unit: the owned record that everything after extraction speaks.

mod date;
mod origin;
mod placement;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use date::Date;
pub use origin::{Origin, TranslationType};
pub use placement::{BlockKind, Placement};

use crate::inline::CodedText;
use crate::language::Language;

/// One text in one language: TMX's `tuv`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Variant {
    /// The language, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The text with its inline codes.
    pub text: CodedText,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Date>,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Date>,
    /// Remarks for people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What tools keep with it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<Property>,
}

impl Variant {
    /// A text in a language, and nothing else.
    pub fn new(language: Option<Language>, text: CodedText) -> Self {
        Self { language, text, ..Self::default() }
    }
}

/// A named value that a tool keeps with a unit or a variant: TMX's `prop`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Property {
    /// The name; those of one's own making begin with `x-`.
    pub name: String,
    /// The value.
    pub value: String,
}

impl Property {
    /// A property of a name and a value.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// Where a unit stood in the flow of its document: what in-context matches
/// compare. Neighbouring units share the texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FlowContext {
    /// The document, by its path, not percent-encoded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Arc<str>>,
    /// The plain source text of the segment before; nothing at the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_source: Option<Arc<str>>,
    /// The plain source text of the segment after; nothing at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_source: Option<Arc<str>>,
}

/// A translation unit: the same text in several languages, and what is known of it.
///
/// Units that a document makes have two variants, the source first. The record
/// owns all it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TranslationUnit {
    /// The id: `path#ttu-id` for units of documents. It recognises a re-import
    /// of the same file, nothing more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The language of the source variant, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_language: Option<Language>,
    /// The texts, one a language as a rule.
    pub variants: Vec<Variant>,
    /// Where it comes from.
    #[serde(default)]
    pub origin: Origin,
    /// Where it stood in the flow of its document.
    #[serde(default)]
    pub context: FlowContext,
    /// Its place in an annotated document, for units that come straight from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placement: Option<Placement>,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Date>,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Date>,
    /// Remarks for people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What tools keep with it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<Property>,
    /// How often it was used, where a tool counts that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage_count: Option<u32>,
}

impl TranslationUnit {
    /// A unit of a source and a target, and nothing else.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::{CodedText, Language, TranslationUnit, Variant};
    ///
    /// let source = Variant::new(Some(Language::en_us()), CodedText::from_plain("Next steps"));
    /// let target = Variant::new("zh-cn".parse().ok(), CodedText::from_plain("后续步骤"));
    /// let unit = TranslationUnit::bilingual(source, target);
    /// assert_eq!(unit.source().unwrap().text.plain(), "Next steps");
    /// assert_eq!(unit.target().unwrap().text.plain(), "后续步骤");
    /// ```
    pub fn bilingual(source: Variant, target: Variant) -> Self {
        Self {
            source_language: source.language.clone(),
            variants: vec![source, target],
            ..Self::default()
        }
    }

    /// Takes away what no segment of a document has, and keeps the memory of the
    /// rest: for a loop that fills one unit again and again.
    pub(crate) fn clear(&mut self) {
        self.created = None;
        self.changed = None;
        self.notes.clear();
        self.properties.clear();
        self.usage_count = None;
        self.variants.truncate(2);
        for variant in &mut self.variants {
            variant.created = None;
            variant.changed = None;
            variant.notes.clear();
            variant.properties.clear();
        }
    }

    /// The source variant: the first in the source language, or else the first.
    pub fn source(&self) -> Option<&Variant> {
        self.variants.get(self.source_index()?)
    }

    /// The first variant that is not the source.
    pub fn target(&self) -> Option<&Variant> {
        let source = self.source_index()?;
        self.variants.get(usize::from(source == 0))
    }

    fn source_index(&self) -> Option<usize> {
        let named = self.source_language.as_ref().and_then(|language| {
            self.variants.iter().position(|variant| variant.language.as_ref() == Some(language))
        });
        named.or((!self.variants.is_empty()).then_some(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variant(language: &str, text: &str) -> Variant {
        Variant::new(language.parse().ok(), CodedText::from_plain(text))
    }

    #[test]
    fn source_and_target_by_language_not_by_place() {
        let mut unit = TranslationUnit::bilingual(variant("de", "Hallo"), variant("en", "Hello"));
        unit.source_language = "en".parse().ok();
        assert_eq!(unit.source().unwrap().text.text(), "Hello");
        assert_eq!(unit.target().unwrap().text.text(), "Hallo");
        assert_eq!(TranslationUnit::default().source(), None);
        assert_eq!(TranslationUnit::default().target(), None);
    }

    #[test]
    fn serde_round_trip() {
        let unit = TranslationUnit::bilingual(variant("de", "Hallo"), variant("en", "Hello"));
        let json = serde_json::to_string(&unit).unwrap();
        assert_eq!(serde_json::from_str::<TranslationUnit>(&json).unwrap(), unit);
    }
}
