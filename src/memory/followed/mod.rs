//! What is derived from the units of a store: it follows the store's changes, is
//! built anew where it cannot, and is kept beside the store for the next time.
//!
//! The indexes for look-up, those for concordance and the language pairs are
//! [`Derived`]; [`Followed`] does for each of them what is the same. The store is
//! the only truth: what is kept beside it is checked when it is read ([`file`]),
//! and never trusted.

mod columns;
mod file;

use std::fmt;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::store::{Changes, Store};
use super::units::{MemoryUnits, Revision, UnitKey};
use crate::error::Error;
use crate::unit::TranslationUnit;
use columns::Counted;
pub(crate) use columns::{ColumnReader, ColumnWriter, Damaged, ReadError, are_starts, ensure};
pub(crate) use file::FileReader;

/// What can be derived from the units of a store.
pub(crate) trait Derived: Sized {
    /// Distinguishes those of one kind: by their language, for example.
    type Scope: PartialEq;
    /// Takes the units, one after the other.
    type Builder;
    /// Whether a build is reported to people.
    const IS_REPORTED: bool = true;

    /// Returns the name under which it is kept beside the store.
    fn name(scope: &Self::Scope) -> String;

    /// Begins to build it.
    fn builder(scope: &Self::Scope) -> Self::Builder;

    /// Takes a unit into what is being built.
    fn add(builder: &mut Self::Builder, key: UnitKey, unit: &TranslationUnit);

    /// Ends building.
    ///
    /// # Errors
    ///
    /// Where there are more units than it can hold.
    fn finish(builder: Self::Builder) -> Result<Self, Error>;

    /// Takes changes in, and returns whether it did: they may be too many.
    fn apply(&mut self, changes: &Changes) -> bool;

    /// Writes it as it was when it was built.
    fn write<W: Write>(&self, to: &mut ColumnWriter<W>) -> io::Result<()>;

    /// Reads what was written.
    fn read(scope: &Self::Scope, from: &mut FileReader) -> Result<Self, ReadError>;
}

/// Something derived, which follows its store.
///
/// Whoever asks first brings it up to date; those that ask meanwhile wait.
pub(crate) struct Followed<T: Derived> {
    scope: T::Scope,
    name: String,
    notices: Arc<Notices>,
    /// Nothing before it is first asked for. Units are never read under this lock.
    current: RwLock<Option<Current<T>>>,
    /// Held by the one who brings it up to date.
    update: Mutex<()>,
    /// How often it was read or built.
    builds: AtomicU64,
}

/// What is derived, as of a revision of the store.
struct Current<T> {
    revision: Revision,
    derived: T,
}

impl<T: Derived> Followed<T> {
    /// Makes room for what is derived when it is first asked for.
    pub(crate) fn new(scope: T::Scope, notices: Arc<Notices>) -> Self {
        Self {
            name: T::name(&scope),
            scope,
            notices,
            current: RwLock::default(),
            update: Mutex::default(),
            builds: AtomicU64::new(0),
        }
    }

    /// Returns the name under which it is kept beside the store.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Returns how many bytes it takes, which is flat.
    pub(crate) fn size(&self) -> u64 {
        let mut size = ColumnWriter::new(Counted::default());
        // To count never fails.
        let _ = self.known(|derived| derived.write(&mut size));
        size.into_inner().bytes
    }

    /// Brings it up to the revision of the store, which is returned.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub(crate) fn catch_up(&self, store: &dyn Store) -> Result<Revision, Error> {
        let wanted = store.revision()?;
        if self.revision() < Some(wanted) {
            let _alone = self.update.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(event) = self.follow(store, wanted)? {
                self.rebuild(store, event)?;
            }
        }
        Ok(wanted)
    }

    /// Begins a build where it cannot be brought up to a revision without reading
    /// all units; `None` where it can, and is.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub(crate) fn build_if_needed(
        &self,
        store: &dyn Store,
        wanted: Revision,
    ) -> Result<Option<Build<T>>, Error> {
        let _alone = self.update.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(self.follow(store, wanted)?.map(|event| self.build(event)))
    }

    /// Builds it anew because it is not what it should be, unless that was done
    /// since `builds` were counted.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub(crate) fn rebuild_since(
        &self,
        store: &dyn Store,
        builds: u64,
        why: Unusable,
    ) -> Result<(), Error> {
        let _alone = self.update.lock().unwrap_or_else(PoisonError::into_inner);
        match self.builds() == builds {
            true => self.rebuild(store, IndexEvent::Rebuilt(why)),
            false => Ok(()),
        }
    }

    /// Counts how often it was read or built.
    pub(crate) fn builds(&self) -> u64 {
        self.builds.load(Ordering::Acquire)
    }

    /// Calls `work` with what is known; `None` where it never caught up.
    pub(crate) fn known<R>(&self, work: impl FnOnce(&T) -> R) -> Option<R> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        current.as_ref().map(|current| work(&current.derived))
    }

    fn revision(&self) -> Option<Revision> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        current.as_ref().map(|current| current.revision)
    }

    /// Brings it up to a revision without reading all units; where that cannot
    /// be, returns what is to be reported of the build that it takes.
    fn follow(&self, store: &dyn Store, wanted: Revision) -> Result<Option<IndexEvent>, Error> {
        let known = match self.revision() {
            Some(known) => known,
            None => match file::read(store, &self.name, |from| T::read(&self.scope, from)) {
                Ok(Some((revision, derived))) => {
                    self.replace(revision, derived);
                    revision
                }
                Ok(None) => return Ok(Some(IndexEvent::Built)),
                Err(why) => return Ok(Some(IndexEvent::Rebuilt(why))),
            },
        };
        if known >= wanted {
            return Ok(None);
        }
        match store.changes_since(known)? {
            Some(changes) if self.apply(&changes) => Ok(None),
            _ => Ok(Some(IndexEvent::Rebuilt(Unusable::Stale))),
        }
    }

    fn apply(&self, changes: &Changes) -> bool {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let Some(current) = current.as_mut() else { return false };
        let is_taken = current.derived.apply(changes);
        if is_taken {
            current.revision = current.revision.max(changes.revision);
        }
        is_taken
    }

    /// Puts something new in the place of what is known.
    fn replace(&self, revision: Revision, derived: T) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        *current = Some(Current { revision, derived });
        self.builds.fetch_add(1, Ordering::AcqRel);
    }

    /// Begins a build, of which this is to be reported.
    pub(crate) fn build(&self, event: IndexEvent) -> Build<T> {
        Build { builder: T::builder(&self.scope), event }
    }

    fn rebuild(&self, store: &dyn Store, event: IndexEvent) -> Result<(), Error> {
        let revision = store.revision()?;
        let mut build = self.build(event);
        for unit in MemoryUnits::new(store) {
            let (key, unit) = unit?;
            build.add(key, &unit);
        }
        self.use_build(store, revision, build)
    }

    /// Uses what was built from the units that the store had at a revision or
    /// after it, and keeps it beside the store where there is a place for it.
    ///
    /// The revision has to be read before the units: whatever changes meanwhile
    /// is among the changes after it, seen or not, and is put right by them.
    ///
    /// # Errors
    ///
    /// Where there are more units than it can hold.
    pub(crate) fn finish(
        &self,
        store: &dyn Store,
        revision: Revision,
        build: Build<T>,
    ) -> Result<(), Error> {
        let _alone = self.update.lock().unwrap_or_else(PoisonError::into_inner);
        match self.revision() > Some(revision) {
            // Somebody else brought it up to date meanwhile.
            true => Ok(()),
            false => self.use_build(store, revision, build),
        }
    }

    fn use_build(
        &self,
        store: &dyn Store,
        revision: Revision,
        build: Build<T>,
    ) -> Result<(), Error> {
        self.replace(revision, T::finish(build.builder)?);
        if store.cache().is_some() {
            self.report(build.event);
            // What is not kept is built again the next time, that is all.
            if let Err(error) = self.keep(store) {
                self.report(IndexEvent::NotKept(error.to_string()));
            }
        }
        Ok(())
    }

    fn report(&self, event: IndexEvent) {
        if T::IS_REPORTED {
            self.notices.add(&self.name, event);
        }
    }

    /// Keeps what was just built, while others use it.
    fn keep(&self, store: &dyn Store) -> Result<(), Error> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        let Some(current) = current.as_ref() else { return Ok(()) };
        file::write(store, &self.name, current.revision, |to| current.derived.write(to))
    }
}

/// A build under way, to which the units of a store are added.
pub(crate) struct Build<T: Derived> {
    builder: T::Builder,
    event: IndexEvent,
}

impl<T: Derived> Build<T> {
    /// Takes a unit in.
    pub(crate) fn add(&mut self, key: UnitKey, unit: &TranslationUnit) {
        T::add(&mut self.builder, key, unit);
    }
}

/// Those of one kind that were asked for.
pub(crate) struct FollowedList<T: Derived>(RwLock<Vec<Arc<Followed<T>>>>);

impl<T: Derived> Default for FollowedList<T> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<T: Derived> FollowedList<T> {
    /// Returns the one of a scope, which is added where it is missing.
    pub(crate) fn get(&self, scope: T::Scope, notices: &Arc<Notices>) -> Arc<Followed<T>> {
        let find = |list: &[Arc<Followed<T>>]| {
            list.iter().find(|followed| followed.scope == scope).cloned()
        };
        if let Some(found) = find(&self.0.read().unwrap_or_else(PoisonError::into_inner)) {
            return found;
        }
        let mut list = self.0.write().unwrap_or_else(PoisonError::into_inner);
        find(&list).unwrap_or_else(|| {
            let added = Arc::new(Followed::new(scope, notices.clone()));
            list.push(added.clone());
            added
        })
    }

    /// Lists all, in the order in which they were asked for.
    pub(crate) fn all(&self) -> Vec<Arc<Followed<T>>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The most notices that are kept until someone asks.
const MOST_NOTICES: usize = 64;

/// What happened to the index of a memory.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IndexNotice {
    /// The name of the index: `en.words`.
    pub index: String,
    /// What happened to it.
    pub event: IndexEvent,
}

/// What can happen to an index.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IndexEvent {
    /// It was made, as there was none.
    Built,
    /// It was made anew, as the one that was kept is of no use.
    Rebuilt(Unusable),
    /// It could not be kept for the next time, for this reason.
    NotKept(String),
}

/// Why what was kept beside a memory is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unusable {
    /// It is not what was written.
    Damaged,
    /// Another version of this library wrote it.
    OtherVersion,
    /// It does not belong to the memory as it is now.
    Stale,
    /// It could not be read.
    Unreadable,
}

impl Unusable {
    /// Returns a clause that says so: `it was damaged`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Damaged => "it was damaged",
            Self::OtherVersion => "another version of this program wrote it",
            Self::Stale => "it does not belong to the memory as it is now",
            Self::Unreadable => "it could not be read",
        }
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for IndexNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { index, event } = self;
        match event {
            IndexEvent::Built => write!(f, "index `{index}`: built"),
            IndexEvent::Rebuilt(why) => write!(f, "index `{index}`: built anew, as {why}"),
            IndexEvent::NotKept(why) => write!(f, "index `{index}`: not kept: {why}"),
        }
    }
}

/// Notices that nobody asked for yet.
#[derive(Debug, Default)]
pub(crate) struct Notices(Mutex<Vec<IndexNotice>>);

impl Notices {
    /// Adds one, unless nobody has asked for very many.
    fn add(&self, index: &str, event: IndexEvent) {
        let mut notices = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if notices.len() < MOST_NOTICES {
            notices.push(IndexNotice { index: index.to_owned(), event });
        }
    }

    /// Takes all that there are.
    pub(crate) fn take(&self) -> Vec<IndexNotice> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
