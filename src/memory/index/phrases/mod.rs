//! The index for concordance: which texts of a language hold a phrase.
//!
//! As the [index](super::Index) for look-ups, it consists of a base, built from
//! the whole store at a revision, and of the units that changed since; a search
//! brings it up to the revision that the store has when it begins. The state is
//! shared and never changed, so that a search holds no lock while it asks the
//! store for units: a change makes a new state, which copies no text.

mod base;
mod file;
mod search;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use base::Base;

use crate::error::Error;
use crate::memory::kept::Unusable;
use crate::memory::key::{Revision, UnitKey};
use crate::memory::notice::{IndexEvent, Notices};
use crate::memory::store::{Changes, Store};
use crate::unit::TranslationUnit;

/// How many units may have changed before the base is built anew: so many are
/// searched one by one in a few milliseconds.
const MOST_RECENT: usize = 4096;

/// The index for concordance in one language.
pub(crate) struct Phrases {
    /// The language, as `Language::family` gives it.
    family: Box<str>,
    /// Under what it is kept beside the store, and told of.
    name: String,
    notices: Arc<Notices>,
    /// Nothing before the first search.
    state: RwLock<Option<Arc<State>>>,
    /// Held by the one who brings the state up to date.
    update: Mutex<()>,
}

/// What the index knows.
struct State {
    revision: Revision,
    base: Arc<Base>,
    /// What the units that changed since are now; nothing for those removed.
    recent: BTreeMap<UnitKey, Option<Arc<TranslationUnit>>>,
}

impl Phrases {
    /// An index that knows nothing yet.
    pub(crate) fn new(family: &str, notices: Arc<Notices>) -> Self {
        Self {
            family: family.into(),
            name: Self::name_of(family),
            notices,
            state: RwLock::default(),
            update: Mutex::default(),
        }
    }

    /// Under what the index of a language is kept.
    pub(crate) fn name_of(family: &str) -> String {
        format!("{family}.phrases")
    }

    /// Whether it is the index of this language.
    pub(crate) fn is_of(&self, family: &str) -> bool {
        *self.family == *family
    }

    /// The state at a revision of the store, or a later one.
    fn state(&self, store: &dyn Store, wanted: Revision) -> Result<Arc<State>, Error> {
        if let Some(state) = self.known().filter(|state| state.revision >= wanted) {
            return Ok(state);
        }
        let _alone = self.update.lock().unwrap_or_else(PoisonError::into_inner);
        let state = match self.known() {
            Some(state) if state.revision >= wanted => return Ok(state),
            Some(state) => state.follow(store)?.ok_or(IndexEvent::Rebuilt(Unusable::Stale)),
            None => self.read(store, wanted)?,
        };
        let state = Arc::new(match state {
            Ok(state) => state,
            Err(event) => self.build(store, event)?,
        });
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Some(state.clone());
        Ok(state)
    }

    fn known(&self) -> Option<Arc<State>> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What is kept beside the store, brought up to date; or why it has to be built.
    fn read(
        &self,
        store: &dyn Store,
        wanted: Revision,
    ) -> Result<Result<State, IndexEvent>, Error> {
        let base = match file::read(store, &self.name, &self.family) {
            Ok(Some(base)) => base,
            Ok(None) => return Ok(Err(IndexEvent::Built)),
            Err(why) => return Ok(Err(IndexEvent::Rebuilt(why))),
        };
        let state = State::new(base);
        if state.revision >= wanted {
            return Ok(Ok(state));
        }
        Ok(state.follow(store)?.ok_or(IndexEvent::Rebuilt(Unusable::Stale)))
    }

    fn build(&self, store: &dyn Store, event: IndexEvent) -> Result<State, Error> {
        let base = Base::build(store, &self.family)?;
        if store.cache().is_some() {
            self.notices.add(&self.name, event);
            // What is not kept is made again the next time, that is all.
            if let Err(error) = file::write(store, &self.name, &base) {
                self.notices.add(&self.name, IndexEvent::NotKept(error.to_string()));
            }
        }
        Ok(State::new(base))
    }
}

impl State {
    fn new(base: Base) -> Self {
        Self { revision: base.revision, base: Arc::new(base), recent: BTreeMap::new() }
    }

    /// The state after what the store changed since; nothing where that is too
    /// much, or no longer known.
    fn follow(&self, store: &dyn Store) -> Result<Option<Self>, Error> {
        let Some(changes) = store.changes_since(self.revision)? else { return Ok(None) };
        let Changes { revision, changes, .. } = changes;
        if self.recent.len() + changes.len() > MOST_RECENT {
            return Ok(None);
        }
        let mut recent = self.recent.clone();
        recent.extend(changes.into_iter().map(|change| (change.key, change.unit)));
        let revision = revision.max(self.revision);
        Ok(Some(Self { revision, base: self.base.clone(), recent }))
    }
}
