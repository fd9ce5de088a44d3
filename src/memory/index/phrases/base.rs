//! The texts of a language as they were at a revision.

use crate::error::Error;
use crate::memory::concordance::PhraseIndex;
use crate::memory::index::languages::{LanguageId, Languages};
use crate::memory::key::{Revision, UnitKey};
use crate::memory::store::Store;
use crate::memory::units::MemoryUnits;
use crate::unit::TranslationUnit;

/// The texts of a language as they were at a revision.
pub(super) struct Base {
    pub(super) revision: Revision,
    pub(super) languages: Languages,
    /// Whose the texts are, in the order of the store.
    pub(super) places: Places,
    pub(super) index: PhraseIndex,
}

/// The variants that texts belong to, by the number of the text.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) keys: Vec<u64>,
    /// The number of the variant in its unit.
    pub(super) variants: Vec<u32>,
    pub(super) languages: Vec<LanguageId>,
}

impl Base {
    /// Reads a store from the first unit to the last; the revision first, so
    /// that what changes meanwhile is among the changes after it.
    pub(super) fn build(store: &dyn Store, family: &str) -> Result<Self, Error> {
        let revision = store.revision()?;
        let mut collected = Collected::default();
        for unit in MemoryUnits::new(store) {
            let (key, unit) = unit?;
            collected.add(key, &unit, family);
        }
        let Collected { languages, places, texts, ends } = collected;
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let index = PhraseIndex::build(starts.zip(&ends).map(|(start, end)| &texts[start..*end]));
        Ok(Self { revision, languages, places, index })
    }
}

#[derive(Default)]
struct Collected {
    languages: Languages,
    places: Places,
    texts: String,
    ends: Vec<usize>,
}

impl Collected {
    fn add(&mut self, key: UnitKey, unit: &TranslationUnit, family: &str) {
        for (variant, number) in unit.variants.iter().zip(0..) {
            let (language, is_wanted) = self.languages.number(variant.language.as_ref(), family);
            if is_wanted {
                self.places.keys.push(key.get());
                self.places.variants.push(number);
                self.places.languages.push(language);
                self.texts.push_str(&variant.text.plain());
                self.ends.push(self.texts.len());
            }
        }
    }
}
