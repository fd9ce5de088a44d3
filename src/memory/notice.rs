//! What is worth telling of the indexes of a memory.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use super::kept::Unusable;

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
pub(super) struct Notices(Mutex<Vec<IndexNotice>>);

impl Notices {
    pub(super) fn add(&self, index: &str, event: IndexEvent) {
        let mut notices = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if notices.len() < MOST {
            notices.push(IndexNotice { index: index.to_owned(), event });
        }
    }

    pub(super) fn take(&self) -> Vec<IndexNotice> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
