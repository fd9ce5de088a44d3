//! One search for a phrase.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::{Phrases, State};
use crate::error::Error;
use crate::language::Language;
use crate::memory::concordance::{Concordance, Pattern, length};
use crate::memory::hit::ConcordanceHit;
use crate::memory::key::UnitKey;
use crate::memory::store::Store;
use crate::unit::TranslationUnit;

impl Phrases {
    /// Where the phrase stands in texts that serve where a language is wanted:
    /// the shortest text first, then by key, then by variant.
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
        let state = self.state(store, store.revision()?)?;
        let search = Search {
            store,
            state: &state,
            language,
            pattern: Pattern::new(phrase),
            limit: phrase.limit().unwrap_or(usize::MAX),
        };
        search.run()
    }
}

/// A search that is under way.
struct Search<'s> {
    store: &'s dyn Store,
    state: &'s State,
    language: &'s Language,
    pattern: Pattern<'s>,
    limit: usize,
}

impl Search<'_> {
    fn run(&self) -> Result<Vec<ConcordanceHit>, Error> {
        let mut hits = self.base()?;
        hits.extend(self.recent());
        hits.sort_by_cached_key(|hit| (length(&hit.variant().text.plain()), hit.key, hit.variant));
        hits.truncate(self.limit);
        Ok(hits)
    }

    /// The hits in units that did not change. They come in the order of rank, so
    /// as many as are wanted are enough.
    fn base(&self) -> Result<Vec<ConcordanceHit>, Error> {
        let base = &self.state.base;
        let serves: Vec<bool> =
            base.languages.iter().map(|own| self.language.matches(own).is_some()).collect();
        let (mut hits, mut result) = (Vec::new(), Ok(()));
        if self.limit == 0 {
            return Ok(hits);
        }
        base.index.search(&self.pattern, |text| {
            let text = text as usize;
            let key = UnitKey::new(base.places.keys[text]);
            if !serves[base.places.languages[text] as usize] || self.state.recent.contains_key(&key)
            {
                return ControlFlow::Continue(());
            }
            match self.store.unit(key) {
                Ok(Some(unit)) => {
                    hits.extend(self.hit(key, &unit, base.places.variants[text] as usize))
                }
                // Removed just now.
                Ok(None) => {}
                Err(error) => {
                    result = Err(error);
                    return ControlFlow::Break(());
                }
            }
            match hits.len() < self.limit {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            }
        });
        result.map(|()| hits)
    }

    /// The hits in units that changed.
    fn recent(&self) -> impl Iterator<Item = ConcordanceHit> {
        let units = self.state.recent.iter().filter_map(|(key, unit)| Some((*key, unit.as_ref()?)));
        units.flat_map(move |(key, unit)| {
            (0..unit.variants.len()).filter_map(move |variant| self.hit(key, unit, variant))
        })
    }

    /// The hit in a variant, as it is now, where there is one.
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
