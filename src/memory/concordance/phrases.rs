//! The phrases of one language: which texts of a store hold one.
//!
//! As the index for look-ups, it consists of what was built from the whole store at
//! a revision, and of the units that changed since. A search takes its own handle
//! of both, so that it holds no lock while it asks the store for units.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::sync::Arc;

use super::index::length;
use super::{Concordance, ConcordanceHit, Pattern, PhraseIndex};
use crate::error::Error;
use crate::language::Language;
use crate::memory::followed::{
    ColumnWriter, Derived, FileReader, Followed, ReadError, Unusable, ensure,
};
use crate::memory::index::{LanguageId, Languages};
use crate::memory::store::{Changes, Store};
use crate::memory::units::UnitKey;
use crate::unit::TranslationUnit;

/// How many units may have changed before the index is built anew: so many are
/// searched one by one in a few milliseconds.
const MOST_RECENT: usize = 4096;

/// How often a search begins again because the store changed under it.
const ATTEMPTS: u32 = 8;

/// The texts of one language, to be searched for phrases.
#[derive(Clone)]
pub(crate) struct Phrases {
    base: Arc<Base>,
    /// What the units that changed since are now; nothing for those removed.
    recent: Arc<BTreeMap<UnitKey, Option<Arc<TranslationUnit>>>>,
}

/// The texts as they were when the index was built, in the order of the store.
struct Base {
    languages: Languages,
    /// The unit of each text.
    keys: Vec<u64>,
    /// The number of each text's variant in its unit.
    variants: Vec<u32>,
    text_languages: Vec<LanguageId>,
    index: PhraseIndex,
}

/// The texts so far while an index is built.
pub(crate) struct Builder {
    /// As [`Language::family`] gives it.
    family: String,
    languages: Languages,
    keys: Vec<u64>,
    variants: Vec<u32>,
    text_languages: Vec<LanguageId>,
    texts: String,
    /// Where each text ends.
    ends: Vec<usize>,
}

impl Derived for Phrases {
    /// A language, as [`Language::family`] gives it.
    type Scope = String;
    type Builder = Builder;

    fn name(family: &String) -> String {
        format!("{family}.phrases")
    }

    fn builder(family: &String) -> Builder {
        Builder {
            family: family.clone(),
            languages: Languages::default(),
            keys: Vec::new(),
            variants: Vec::new(),
            text_languages: Vec::new(),
            texts: String::new(),
            ends: Vec::new(),
        }
    }

    fn add(builder: &mut Builder, key: UnitKey, unit: &TranslationUnit) {
        for (variant, number) in unit.variants.iter().zip(0..) {
            let language = variant.language.as_ref();
            let (language, is_wanted) = builder.languages.number(language, &builder.family);
            if is_wanted {
                builder.keys.push(key.get());
                builder.variants.push(number);
                builder.text_languages.push(language);
                builder.texts.push_str(&variant.text.plain());
                builder.ends.push(builder.texts.len());
            }
        }
    }

    fn finish(builder: Builder) -> Result<Self, Error> {
        let Builder { languages, keys, variants, text_languages, texts, ends, .. } = builder;
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let index = PhraseIndex::build(starts.zip(&ends).map(|(start, end)| &texts[start..*end]));
        Ok(Self::new(Base { languages, keys, variants, text_languages, index }))
    }

    fn apply(&mut self, changes: &Changes) -> bool {
        if self.recent.len() + changes.changes.len() > MOST_RECENT {
            return false;
        }
        let changes = changes.changes.iter().map(|change| (change.key, change.unit.clone()));
        Arc::make_mut(&mut self.recent).extend(changes);
        true
    }

    fn write<W: Write>(&self, to: &mut ColumnWriter<W>) -> io::Result<()> {
        let base = &self.base;
        base.languages.write(to)?;
        to.write(&base.keys)?;
        to.write(&base.variants)?;
        to.write(&base.text_languages)?;
        base.index.write(to)
    }

    fn read(family: &String, from: &mut FileReader) -> Result<Self, ReadError> {
        let languages = Languages::read(from, family)?;
        let keys: Vec<u64> = from.read()?;
        let variants = from.read_exactly(keys.len())?;
        let text_languages = from.read_exactly::<LanguageId>(keys.len())?;
        let is_known = |language: &LanguageId| (*language as usize) < languages.len();
        ensure(text_languages.iter().all(is_known))?;
        let index = PhraseIndex::read(from)?;
        ensure(index.len() == keys.len())?;
        Ok(Self::new(Base { languages, keys, variants, text_languages, index }))
    }
}

impl Phrases {
    fn new(base: Base) -> Self {
        Self { base: Arc::new(base), recent: Arc::default() }
    }
}

impl Followed<Phrases> {
    /// Finds a phrase in texts that serve where a language is wanted: the shortest
    /// text first, then by key, then by variant. All are of one revision: where the
    /// store changed meanwhile the search begins again, some times.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub(crate) fn search(
        &self,
        store: &dyn Store,
        phrase: &Concordance,
        language: &Language,
    ) -> Result<Vec<ConcordanceHit>, Error> {
        let limit = phrase.limit().unwrap_or(usize::MAX);
        let mut attempts = ATTEMPTS;
        loop {
            attempts -= 1;
            let revision = self.catch_up(store)?;
            let builds = self.builds();
            let Some(phrases) = self.known(Phrases::clone) else { return Ok(Vec::new()) };
            let pattern = Pattern::new(phrase);
            let found = Search { store, phrases, language, pattern, limit }.run()?;
            let is_same = store.revision()? == revision;
            if attempts == 0 || (is_same && !found.lacks_unit) {
                return Ok(found.hits);
            }
            // If no one wrote, the index is wrong, and is made anew once.
            if is_same {
                self.rebuild_since(store, builds, Unusable::Damaged)?;
                attempts = attempts.min(1);
            }
        }
    }
}

/// A search that is under way.
struct Search<'s> {
    store: &'s dyn Store,
    phrases: Phrases,
    language: &'s Language,
    pattern: Pattern<'s>,
    limit: usize,
}

/// What a search finds.
#[derive(Default)]
struct FoundHits {
    hits: Vec<ConcordanceHit>,
    /// Whether the store lacks a unit that the index knows.
    lacks_unit: bool,
}

impl Search<'_> {
    fn run(&self) -> Result<FoundHits, Error> {
        let mut found = self.base()?;
        let hits = &mut found.hits;
        hits.extend(self.recent());
        hits.sort_by_cached_key(|hit| (length(&hit.variant().text.plain()), hit.key, hit.variant));
        hits.truncate(self.limit);
        Ok(found)
    }

    /// Finds the hits in units that did not change. They come in the order of rank, so
    /// as many as are wanted are enough.
    fn base(&self) -> Result<FoundHits, Error> {
        let base = &self.phrases.base;
        let serves: Vec<bool> =
            base.languages.iter().map(|own| self.language.matches(own).is_some()).collect();
        let (mut found, mut result) = (FoundHits::default(), Ok(()));
        if self.limit == 0 {
            return Ok(found);
        }
        base.index.search(&self.pattern, |text| {
            let text = text as usize;
            let key = UnitKey::new(base.keys[text]);
            let is_wanted = serves[base.text_languages[text] as usize];
            if !is_wanted || self.phrases.recent.contains_key(&key) {
                return ControlFlow::Continue(());
            }
            match self.store.unit(key) {
                Ok(Some(unit)) => {
                    found.hits.extend(self.hit(key, &unit, base.variants[text] as usize));
                }
                Ok(None) => found.lacks_unit = true,
                Err(error) => {
                    result = Err(error);
                    return ControlFlow::Break(());
                }
            }
            match found.hits.len() < self.limit {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            }
        });
        result.map(|()| found)
    }

    /// Finds the hits in units that changed.
    fn recent(&self) -> impl Iterator<Item = ConcordanceHit> {
        let units =
            self.phrases.recent.iter().filter_map(|(key, unit)| Some((*key, unit.as_ref()?)));
        units.flat_map(move |(key, unit)| {
            (0..unit.variants.len()).filter_map(move |variant| self.hit(key, unit, variant))
        })
    }

    /// Finds the hit in a variant, as it is now, where there is one.
    fn hit(
        &self,
        key: UnitKey,
        unit: &Arc<TranslationUnit>,
        variant: usize,
    ) -> Option<ConcordanceHit> {
        let found = unit.variants.get(variant)?;
        self.language.matches(found.language.as_ref()?)?;
        let ranges = self.pattern.find_in(&found.text);
        (!ranges.is_empty()).then(|| ConcordanceHit { key, unit: unit.clone(), variant, ranges })
    }
}
