//! The index over a store: what a look-up searches.
//!
//! There is one for each language that is asked for as the source, and each
//! metric, made when it is first asked for. It holds hashes and numbers only;
//! whoever searches it asks the store for the units, and checks.
//!
//! It consists of a [base](Base), built from the whole store at a revision, and
//! of what changed [since](Recent). A look-up brings it up to the revision that
//! the store has when it begins. When much has changed the base is built anew,
//! by the look-up that finds it so; those that begin later wait for it.

mod best;
mod best_targets;
mod builder;
mod candidate;
mod entries;
mod file;
mod fits;
mod languages;
mod phrases;
mod recent;
mod record;
mod rising;
mod rivals;
mod search;

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

pub(crate) use best::Best;
pub(crate) use best_targets::BestTargets;
use builder::Base;
pub(crate) use candidate::{Candidate, Nearness, Place, Witness};
use entries::Entries;
use fits::Fits;
use languages::Languages;
pub(crate) use phrases::Phrases;
use recent::Recent;
pub(crate) use search::Wanted;

use super::fuzzy::FuzzyIndex;
use super::kept::{self, Unusable};
use super::key::Revision;
use super::metric::Metric;
use super::notice::{IndexEvent, Notices};
use super::sections::{Counted, SectionWriter};
use super::store::{Changes, Store};
use crate::error::Error;
use crate::language::Language;

/// How many units may have changed before the base is built anew: so many are
/// searched one by one in well under a millisecond.
const MOST_RECENT: usize = 32_768;

/// The index of the texts of one language, by one metric.
pub(crate) struct Index {
    /// The language, as [`Language::family`] gives it.
    family: Box<str>,
    metric: Metric,
    /// Under what it is kept beside the store, and told of.
    name: String,
    notices: Arc<Notices>,
    /// Nothing before the first look-up. The store is never asked under this lock.
    state: RwLock<Option<State>>,
    /// Held by the one who brings the state up to date.
    update: Mutex<()>,
    /// How often the base was replaced.
    bases: AtomicU64,
    /// Memory that searches use again, one for each that ran at once.
    scratch: Mutex<Vec<search::Scratch>>,
}

/// What an index knows.
struct State {
    revision: Revision,
    languages: Languages,
    base: Entries,
    fuzzy: FuzzyIndex,
    recent: Recent,
    /// What the last query's languages were good for.
    fits: Mutex<Option<Arc<Fits>>>,
}

impl Index {
    /// An index that knows nothing yet.
    pub(crate) fn new(family: &str, metric: Metric, notices: Arc<Notices>) -> Self {
        Self {
            family: family.into(),
            metric,
            name: Self::name_of(family, metric),
            notices,
            state: RwLock::default(),
            update: Mutex::default(),
            bases: AtomicU64::new(0),
            scratch: Mutex::default(),
        }
    }

    /// Under what the index of a language and a metric is kept.
    pub(crate) fn name_of(family: &str, metric: Metric) -> String {
        format!("{family}.{metric}")
    }

    /// Whether it is the index of this language and metric.
    pub(crate) fn is_of(&self, family: &str, metric: Metric) -> bool {
        *self.family == *family && self.metric == metric
    }

    /// Under what it is kept beside the store.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// How many bytes the base takes, which is flat.
    pub(crate) fn size(&self) -> u64 {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let mut size = SectionWriter::new(Counted::default());
        let Some(state) = state.as_ref() else { return 0 };
        // Nothing fails that counts only.
        let _ = state.write(&mut size);
        size.into_inner().bytes
    }

    /// Brings the index up to a revision of the store, or a later one.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub(crate) fn catch_up(&self, store: &dyn Store, wanted: Revision) -> Result<(), Error> {
        if self.revision() >= Some(wanted) {
            return Ok(());
        }
        let _alone = self.update.lock().unwrap_or_else(PoisonError::into_inner);
        let known = match self.revision() {
            Some(known) => known,
            None => match file::read(store, &self.name, &self.family, self.metric) {
                Ok(Some(base)) => self.begin(base),
                Ok(None) => return self.rebuild(store, IndexEvent::Built),
                Err(why) => return self.rebuild(store, IndexEvent::Rebuilt(why)),
            },
        };
        if known >= wanted {
            return Ok(());
        }
        match store.changes_since(known)? {
            Some(changes) if self.takes(&changes) => Ok(()),
            _ => self.rebuild(store, IndexEvent::Rebuilt(Unusable::Stale)),
        }
    }

    /// How often the base was replaced.
    pub(crate) fn bases(&self) -> u64 {
        self.bases.load(Ordering::Acquire)
    }

    /// Makes the index anew because what it found was not so, unless somebody
    /// replaced the base that it was found in.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub(crate) fn repair(&self, store: &dyn Store, bases: u64) -> Result<(), Error> {
        let _alone = self.update.lock().unwrap_or_else(PoisonError::into_inner);
        match self.bases() == bases {
            true => self.rebuild(store, IndexEvent::Rebuilt(Unusable::Damaged)),
            false => Ok(()),
        }
    }

    fn revision(&self) -> Option<Revision> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.as_ref().map(|state| state.revision)
    }

    /// Makes the base anew, and keeps it where there is a place for it.
    fn rebuild(&self, store: &dyn Store, event: IndexEvent) -> Result<(), Error> {
        self.begin(Base::build(store, &self.family, self.metric)?);
        if store.cache().is_some() {
            self.notices.add(&self.name, event);
            // What is not kept is made again the next time, that is all.
            if let Err(error) = self.keep(store) {
                self.notices.add(&self.name, IndexEvent::NotKept(error.to_string()));
            }
        }
        Ok(())
    }

    /// Keeps what was just built, while others search it.
    fn keep(&self, store: &dyn Store) -> Result<(), Error> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let Some(state) = state.as_ref() else { return Ok(()) };
        kept::write(store, &self.name, state.revision, |to| state.write(to))
    }

    /// Begins to search a base; gives its revision.
    fn begin(&self, base: Base) -> Revision {
        let Base { revision, languages, entries, fuzzy } = base;
        let recent = Recent::new(self.metric);
        let fits = Mutex::default();
        let state = State { revision, languages, base: entries, fuzzy, recent, fits };
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Some(state);
        self.bases.fetch_add(1, Ordering::AcqRel);
        revision
    }

    /// Takes changes in, unless they are too many.
    fn takes(&self, changes: &Changes) -> bool {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let Some(state) = state.as_mut() else { return false };
        if state.recent.len() + changes.changes.len() > MOST_RECENT {
            return false;
        }
        state.apply(changes, &self.family);
        true
    }

    /// What a collector keeps of the candidates for a query, scored by hashes. An
    /// index that never caught up has none.
    pub(crate) fn search(
        &self,
        source: &Language,
        target: &Language,
        wanted: &Wanted<'_>,
        best: impl Collect,
    ) -> Vec<Candidate> {
        let mut scratch = self.scratch().pop().unwrap_or_default();
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let found = state.as_ref().map_or_else(Vec::new, |state| {
            let fits = state.fits(source, target);
            search::search(state, &fits, wanted, best, &mut scratch)
        });
        drop(state);
        self.scratch().push(scratch);
        found
    }

    fn scratch(&self) -> std::sync::MutexGuard<'_, Vec<search::Scratch>> {
        self.scratch.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What keeps the best of the candidates that a search visits.
pub(crate) trait Collect {
    /// The score below which nothing is wanted; it may only rise.
    fn floor(&self) -> u8;

    /// Takes a candidate, if it is good enough.
    ///
    /// `is_single` says that no other candidate stands for the same unit and
    /// target.
    fn offer(&mut self, candidate: Candidate, is_single: bool);

    /// What was kept.
    fn finish(self) -> Vec<Candidate>;
}

impl State {
    /// What the languages are good for where these are asked for.
    fn fits(&self, source: &Language, target: &Language) -> Arc<Fits> {
        let mut last = self.fits.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some(fits) if fits.is_for(source, target, self.languages.len()) => fits.clone(),
            _ => last.insert(Arc::new(Fits::new(source, target, &self.languages))).clone(),
        }
    }

    /// Writes what the index consists of, but for what changed since.
    fn write<W: io::Write>(&self, to: &mut SectionWriter<W>) -> io::Result<()> {
        self.languages.write(to)?;
        self.base.write(to)?;
        self.fuzzy.write(to)
    }

    fn apply(&mut self, changes: &Changes, family: &str) {
        for change in &changes.changes {
            self.recent.change(change.key);
            if let Some(unit) = &change.unit {
                record::records(change.key, unit, family, &mut self.languages, |record| {
                    self.recent.add(record);
                });
            }
        }
        self.revision = self.revision.max(changes.revision);
    }
}
