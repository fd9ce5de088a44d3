//! What was committed to a store in memory.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::found::Found;
use super::transaction::Changed;
use crate::memory::store::log::{MOST_CHANGES, Span, Touched, new_stamp, union};
use crate::memory::store::{Change, Changes};
use crate::memory::units::{Revision, UnitKey};
use crate::unit::TranslationUnit;

/// The units after the last transaction, and what the last ones touched.
#[derive(Debug)]
pub(super) struct State {
    pub(super) units: BTreeMap<UnitKey, Arc<TranslationUnit>>,
    pub(super) found: Found,
    pub(super) next_key: UnitKey,
    /// The revisions that are still known, one after the other, the last of all
    /// included; with their stamps and what they touched.
    log: VecDeque<(Revision, u64, Vec<Span>)>,
    /// How many stretches the log has.
    spans: u64,
}

impl Default for State {
    fn default() -> Self {
        Self {
            units: BTreeMap::new(),
            found: Found::default(),
            next_key: UnitKey::START.next(),
            log: VecDeque::from([(Revision::default(), new_stamp(), Vec::new())]),
            spans: 0,
        }
    }
}

impl State {
    /// The last revision.
    pub(super) fn revision(&self) -> Revision {
        self.log.back().map_or(Revision::default(), |(revision, ..)| *revision)
    }

    /// The stamp of a revision that is still known.
    pub(super) fn stamp(&self, revision: Revision) -> Option<u64> {
        self.log.get(self.place(revision)?).map(|(_, stamp, _)| *stamp)
    }

    /// Where a revision stands in the log.
    fn place(&self, revision: Revision) -> Option<usize> {
        let (first, ..) = self.log.front()?;
        let place = revision.get().checked_sub(first.get())?;
        usize::try_from(place).ok().filter(|place| *place < self.log.len())
    }

    /// What happened after a revision.
    pub(super) fn changes_since(&self, revision: Revision) -> Option<Changes> {
        let after = self.place(revision)? + 1;
        let spans = self.log.range(after..).flat_map(|(_, _, spans)| spans).copied().collect();
        let keys = union(spans)?;
        let keys = keys.iter().flat_map(|span| span.first.get()..=span.last.get());
        let changes = keys.map(UnitKey::new).map(|key| {
            let unit = self.units.get(&key).cloned();
            Change { key, unit }
        });
        Some(Changes { revision: self.revision(), changes: changes.collect() })
    }

    /// Makes changes, and gives the revision they lead to.
    pub(super) fn apply(&mut self, changed: Changed, touched: Touched) -> Revision {
        self.next_key = changed.next_key;
        for (key, unit) in changed.units {
            let before = self.units.remove(&key);
            before.iter().for_each(|before| self.found.remove(key, before));
            unit.iter().for_each(|unit| self.found.insert(key, unit));
            self.units.extend(unit.map(|unit| (key, unit)));
        }
        self.note(touched)
    }

    fn note(&mut self, touched: Touched) -> Revision {
        let revision = self.revision().next();
        let spans = touched.into_spans();
        if spans.is_none() {
            self.log.clear();
            self.spans = 0;
        }
        let spans = spans.unwrap_or_default();
        self.spans += spans.len() as u64;
        self.log.push_back((revision, new_stamp(), spans));
        while self.spans > MOST_CHANGES && self.log.len() > 1 {
            let forgotten = self.log.pop_front();
            self.spans -= forgotten.map_or(0, |(_, _, spans)| spans.len() as u64);
        }
        revision
    }
}
