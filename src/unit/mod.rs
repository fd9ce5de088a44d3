//! The translation unit: the owned record that everything after extraction speaks.
//!
//! A segment becomes a unit in `document/units.rs`, an element of an exchange file
//! in the reader of its format. A [`TranslationUnit`] has one [`Variant`] a
//! language (this file), each with its text and what people and tools `note` of
//! it. `origin` says where a unit comes from: its file, its place there, its id.
//! `selector` takes the two variants of a language pair out of a unit that has
//! more; `proposal` holds what memories offer for one.

mod date;
mod note;
mod origin;
mod proposal;
mod selector;

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use date::Date;
pub use note::{History, Note, Property};
pub use origin::{BlockKind, Origin, Placement, TranslationType};
pub(crate) use origin::{encoded_id, encoded_part};
pub use proposal::{Proposal, ProposalKind, State};
pub use selector::{LanguageFallback, Missing, MissingVariant, PairSelector};

use crate::inline::{Attribute, CodedText};
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
    /// How far its translation has come, where a tool says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// Who made and changed it, and when.
    #[serde(default, skip_serializing_if = "History::is_empty")]
    pub history: History,
    /// Remarks for people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// What tools keep with it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<Property>,
    /// What else an exchange format says of it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Attribute>,
}

impl Variant {
    /// A text in a language, and nothing else.
    pub fn new(language: Option<Language>, text: CodedText) -> Self {
        Self { language, text, ..Self::default() }
    }

    /// Takes away all but the language and the text.
    pub(crate) fn clear_details(&mut self) {
        let Self { language: _, text: _, state, history, notes, properties, attributes } = self;
        *state = None;
        *history = History::default();
        notes.clear();
        properties.clear();
        attributes.clear();
    }

    /// Returns whether there is nothing but a language and a text.
    pub(crate) fn is_text_only(&self) -> bool {
        let Self { language: _, text: _, state, history, notes, properties, attributes } = self;
        state.is_none()
            && history.is_empty()
            && notes.is_empty()
            && properties.is_empty()
            && attributes.is_empty()
    }
}

/// Where a unit was in the flow of its document: what in-context matches
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
    /// Which variant is the source.
    #[serde(default, skip_serializing_if = "SourceLanguage::is_unknown")]
    pub source_language: SourceLanguage,
    /// The language that it is to be translated into, where it has no target yet
    /// and a file says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_language: Option<Language>,
    /// The texts, in order; one a language as a rule, but there may be several.
    pub variants: Vec<Variant>,
    /// Where it comes from.
    #[serde(default)]
    pub origin: Origin,
    /// Where it was in the flow of its document.
    #[serde(default)]
    pub context: FlowContext,
    /// Its place in an annotated document, for units that come straight from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placement: Option<Placement>,
    /// Who made and changed it, and when.
    #[serde(default, skip_serializing_if = "History::is_empty")]
    pub history: History,
    /// Remarks for people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// What tools keep with it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<Property>,
    /// What memories and machines propose for it, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposals: Vec<Proposal>,
    /// What else an exchange format says of it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Attribute>,
}

impl TranslationUnit {
    /// The least state of its texts, of those whose state is known.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::unit::State;
    /// use bitext::{TranslationUnit, Variant};
    ///
    /// let mut unit = TranslationUnit::bilingual(
    ///     Variant::new("en".parse().ok(), "Next steps".into()),
    ///     Variant::new("de".parse().ok(), "Nächste Schritte".into()),
    /// );
    /// assert_eq!(unit.state(), None);
    /// unit.variants[1].state = Some(State::NeedsReview);
    /// assert_eq!(unit.state(), Some(State::NeedsReview));
    /// ```
    pub fn state(&self) -> Option<State> {
        self.variants.iter().filter_map(|variant| variant.state).min()
    }

    /// Returns whether a person still has to look at its translation, as far as is
    /// known.
    pub(crate) fn is_unreviewed(&self) -> bool {
        self.state().is_some_and(|state| state < State::Translated)
    }

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
            source_language: source.language.clone().into(),
            variants: vec![source, target],
            ..Self::default()
        }
    }

    /// Takes away what no segment of a document has, and keeps the memory of the
    /// rest: for a loop that fills one unit again and again.
    pub(crate) fn clear(&mut self) {
        self.target_language = None;
        self.history = History::default();
        self.notes.clear();
        self.properties.clear();
        self.proposals.clear();
        self.attributes.clear();
        self.variants.truncate(2);
        self.variants.iter_mut().for_each(Variant::clear_details);
    }

    /// The source variant: the first in the source language; for want of one,
    /// the first in the language nearest to it (see [`Language::best_of`]), or
    /// else the first of all.
    pub fn source(&self) -> Option<&Variant> {
        self.variants.get(self.source_index()?)
    }

    /// The first variant that is not the source.
    pub fn target(&self) -> Option<&Variant> {
        let source = self.source_index()?;
        self.variants.get(usize::from(source == 0))
    }

    /// Returns the language of the first variant that is not the source, or else the
    /// one that the unit is to be translated into.
    pub(crate) fn language_of_target(&self) -> Option<&Language> {
        match self.target() {
            Some(target) => target.language.as_ref(),
            None => self.target_language.as_ref(),
        }
    }

    /// Returns the index of the source variant, where there is a variant.
    pub(crate) fn source_index(&self) -> Option<usize> {
        self.named_source_index().or((!self.variants.is_empty()).then_some(0))
    }

    /// Returns the index of the first variant in the source language, or else in
    /// the one nearest to it.
    pub(crate) fn named_source_index(&self) -> Option<usize> {
        let language = self.source_language.language()?;
        let languages = || self.variants.iter().map(|variant| variant.language.as_ref());
        let first = |wanted| languages().position(|language| language == Some(wanted));
        first(language).or_else(|| first(language.best_of(languages().flatten())?.0))
    }
}

/// Which variant of a unit is the source: TMX's `srclang`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceLanguage {
    /// Nothing is said; the first variant is taken for the source.
    #[default]
    Unknown,
    /// Any of them may be: TMX's `*all*`.
    Any,
    /// The first variant in this language.
    Is(Language),
}

impl SourceLanguage {
    /// How TMX writes [`SourceLanguage::Any`] (TMX 1.4b, attribute `srclang`).
    pub const ANY: &'static str = "*all*";

    /// The language, where there is just one.
    pub fn language(&self) -> Option<&Language> {
        match self {
            SourceLanguage::Is(language) => Some(language),
            SourceLanguage::Unknown | SourceLanguage::Any => None,
        }
    }

    /// Whether nothing is said.
    pub fn is_unknown(&self) -> bool {
        *self == SourceLanguage::Unknown
    }
}

impl From<Language> for SourceLanguage {
    fn from(language: Language) -> Self {
        SourceLanguage::Is(language)
    }
}

impl From<Option<Language>> for SourceLanguage {
    fn from(language: Option<Language>) -> Self {
        language.map_or(SourceLanguage::Unknown, SourceLanguage::Is)
    }
}

/// A language tag, `*all*` or nothing.
impl Serialize for SourceLanguage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            SourceLanguage::Unknown => serializer.serialize_none(),
            SourceLanguage::Any => serializer.serialize_some(Self::ANY),
            SourceLanguage::Is(language) => serializer.serialize_some(language),
        }
    }
}

impl<'de> Deserialize<'de> for SourceLanguage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Option::<String>::deserialize(deserializer)?.as_deref() {
            None => Ok(SourceLanguage::Unknown),
            Some(Self::ANY) => Ok(SourceLanguage::Any),
            Some(tag) => tag.parse().map(SourceLanguage::Is).map_err(serde::de::Error::custom),
        }
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
        unit.source_language = SourceLanguage::Is("en".parse().unwrap());
        assert_eq!(unit.source().unwrap().text.text(), "Hello");
        assert_eq!(unit.target().unwrap().text.text(), "Hallo");
        unit.source_language = Language::en_us().into();
        assert_eq!(unit.source().unwrap().text.text(), "Hello");
        unit.source_language = "fr".parse::<Language>().ok().into();
        assert_eq!(unit.source().unwrap().text.text(), "Hallo");
        assert_eq!(TranslationUnit::default().source(), None);
        assert_eq!(TranslationUnit::default().target(), None);
    }

    #[test]
    fn serde_round_trip() {
        let unit = TranslationUnit::bilingual(variant("de", "Hallo"), variant("en", "Hello"));
        let json = serde_json::to_string(&unit).unwrap();
        assert_eq!(serde_json::from_str::<TranslationUnit>(&json).unwrap(), unit);
    }

    #[test]
    fn serde_of_source_languages() {
        for (value, json) in [
            (SourceLanguage::Unknown, "null"),
            (SourceLanguage::Any, "\"*all*\""),
            (SourceLanguage::Is(Language::en_us()), "\"en-US\""),
        ] {
            assert_eq!(serde_json::to_string(&value).unwrap(), json);
            assert_eq!(serde_json::from_str::<SourceLanguage>(json).unwrap(), value);
        }
        assert!(serde_json::from_str::<SourceLanguage>("\"*\"").is_err());
    }
}
