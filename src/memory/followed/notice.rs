//! What happens to the indexes of a memory and people should know.

use std::fmt;
use std::sync::{Mutex, PoisonError};

/// The most notices that are kept until someone asks.
const MOST: usize = 64;

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
    pub(super) fn add(&self, index: &str, event: IndexEvent) {
        let mut notices = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if notices.len() < MOST {
            notices.push(IndexNotice { index: index.to_owned(), event });
        }
    }

    /// Takes all that there are.
    pub(crate) fn take(&self) -> Vec<IndexNotice> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
