//! One search of an index, and what it finds.

use std::cmp::{Ordering, Reverse};

use rustc_hash::FxHashSet;

use super::entries::{Entry, Flags, Other};
use super::languages::{Roles, Target};
use super::top_k::{Collect, Rivals, Standing};
use super::{TextIndex, recent};
use crate::memory::fuzzy::{Cutter, Near};
use crate::memory::identity::Identity;
use crate::memory::matches::{BEST_FUZZY, Sameness, ScoreBasis};
use crate::memory::penalties::Penalties;
use crate::memory::query::{Effort, Metric};
use crate::memory::units::UnitKey;

/// What is searched for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'q> {
    pub(crate) metric: Metric,
    pub(crate) effort: Effort,
    pub(crate) text: &'q str,
    pub(crate) identity: Identity,
    /// Where the query is, if it has a context.
    pub(crate) place: Option<QueryPlace>,
    pub(crate) penalties: &'q Penalties,
}

/// A variant that a search found, with one of its targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// By hashes, and without the penalties of the caller's own.
    pub(crate) score: u8,
    pub(crate) key: UnitKey,
    /// The numbers of the variants in their unit.
    pub(crate) target: u32,
    pub(crate) source: u32,
    /// The hashes of the source and of the target, as [`Identity::combined`] joins them.
    pub(crate) source_identity: u64,
    pub(crate) target_identity: u64,
    pub(crate) basis: ScoreBasis,
    pub(crate) distance: u32,
    pub(crate) length: u32,
    pub(crate) evidence: Evidence,
}

/// The order of results: by score, then by the exact similarity, then by key and by
/// variant. The least comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    pub(crate) score: Reverse<u8>,
    pub(crate) nearness: Exact,
    pub(crate) key: UnitKey,
    pub(crate) target: u32,
}

/// The share of a text that differs, exactly; the nearer text is the lesser.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exact {
    pub(crate) distance: u32,
    pub(crate) length: u32,
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        let cross =
            |one: &Self, other: &Self| u64::from(one.distance) * u64::from(other.length.max(1));
        cross(self, other).cmp(&cross(other, self))
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Exact {}

/// What speaks for a unit where others score the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// The hash of its document; 0 where it names none.
    pub(crate) document: u64,
    pub(crate) nearness: Nearness,
    /// Whether people translated, by the origin of the unit.
    pub(crate) is_human: bool,
    /// When it was last changed; the least number where that is not known.
    pub(crate) date: i64,
}

/// How near the document of a unit is to that of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Nearness {
    Elsewhere,
    SameFolder,
    SameDocument,
}

/// Hashes of where the text of a query is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct QueryPlace {
    /// Of the sources before and after; nothing for a text outside of any flow.
    pub(crate) flow: Option<u64>,
    /// Of the document, and of the folder that it is in; 0 where it is missing.
    pub(crate) document: u64,
    pub(crate) folder: u64,
}

impl Candidate {
    /// Returns the order of results.
    pub(crate) fn rank(&self) -> Rank {
        let nearness = Exact { distance: self.distance, length: self.length };
        Rank { score: Reverse(self.score), nearness, key: self.key, target: self.target }
    }
}

impl Evidence {
    /// Returns what speaks for an entry where a query is in a place.
    fn of(entry: &Entry, place: Option<&QueryPlace>) -> Self {
        let nearness = match place {
            Some(place) if place.has(entry.document, place.document) => Nearness::SameDocument,
            Some(place) if place.has(entry.folder, place.folder) => Nearness::SameFolder,
            _ => Nearness::Elsewhere,
        };
        let is_human = entry.flags.has(Flags::HUMAN);
        Self { document: entry.document, nearness, is_human, date: entry.date }
    }
}

impl QueryPlace {
    /// Returns whether two places are the same: what is missing is near nothing.
    fn has(&self, found: u64, wanted: u64) -> bool {
        found == wanted && wanted != 0
    }
}

/// Memory that searches use again.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    recent: recent::Scratch,
    offers: Vec<Offer>,
    visited: FxHashSet<u32>,
}

/// A candidate of which is not known yet whether its source has several targets.
#[derive(Clone, Copy, Debug)]
struct Offer {
    entry: Entry,
    target: Target,
    standing: Standing,
    /// Whether it is in the flow and in the document of the query.
    flow: bool,
    document: bool,
    is_single: bool,
}

/// A search that is under way.
struct Search<'s, C> {
    wanted: &'s Wanted<'s>,
    index: &'s TextIndex,
    roles: &'s Roles,
    best: C,
    offers: Vec<Offer>,
    /// The groups that need no visit any more.
    visited: FxHashSet<u32>,
}

/// Finds the candidates of an index, scored by hashes, that a collector keeps.
///
/// First come the identical texts, which a hash finds. What is left can have 99
/// at most, and no more than its similarity: if the floor is above that by now,
/// this was all. Then come the texts that changed lately, and then the rest,
/// with the floor for their similarity.
pub(super) fn search<C: Collect>(
    index: &TextIndex,
    roles: &Roles,
    wanted: &Wanted<'_>,
    best: C,
    scratch: &mut Scratch,
) -> Vec<Candidate> {
    let mut search = Search {
        wanted,
        index,
        roles,
        best,
        offers: std::mem::take(&mut scratch.offers),
        visited: std::mem::take(&mut scratch.visited),
    };
    search.visited.clear();
    search.identical();
    if search.best.floor() <= BEST_FUZZY {
        search.recent(&mut scratch.recent);
        search.base();
    }
    let Search { best, offers, visited, .. } = search;
    scratch.offers = offers;
    scratch.visited = visited;
    best.finish()
}

impl<C: Collect> Search<'_, C> {
    /// Visits the texts that are identical to the query.
    fn identical(&mut self) {
        let identity = self.wanted.identity;
        let group = self.index.entries.find(identity);
        let recent = self.index.recent.find(identity);
        if group.is_some() || recent.is_some() {
            let length = Cutter::default().count(self.wanted.metric, self.wanted.text);
            self.visit(identity, group, recent, Near { text: 0, distance: 0, length });
        }
    }

    /// Visits the texts that changed since the index was built, together with
    /// units that did not change and have the same text.
    fn recent(&mut self, scratch: &mut recent::Scratch) {
        let (index, query) = (self.index, self.wanted.text);
        index.recent.search(query, self.best.floor(), scratch, |near| {
            let identity = index.recent.identity(near.text);
            if identity != self.wanted.identity {
                let group = index.entries.find(identity);
                self.visit(identity, group, Some(near.text), near);
                self.visited.extend(group);
            }
            self.best.floor()
        });
    }

    /// Visits the texts of the units that did not change.
    fn base(&mut self) {
        let (index, query) = (self.index, self.wanted.text);
        let (floor, effort) = (self.best.floor(), self.wanted.effort);
        index.fuzzy.search(query, floor, effort, |near| {
            let identity = index.entries.identity(near.text);
            if identity != self.wanted.identity && !self.visited.contains(&near.text) {
                self.visit(identity, Some(near.text), index.recent.find(identity), near);
            }
            self.best.floor()
        });
    }

    /// Offers the units whose source is a text: those of a group that did not
    /// change, and those of a text that changed.
    fn visit(&mut self, identity: Identity, group: Option<u32>, recent: Option<u32>, near: Near) {
        let sameness = self.sameness(identity, near);
        // Nothing is near a text without symbols.
        if near.length == 0 && sameness != Sameness::Identical {
            return;
        }
        self.offers.clear();
        let index = self.index;
        let unchanged = group.into_iter().flat_map(|group| index.entries.group(group));
        for (entry, others) in unchanged.filter(|(entry, _)| !index.recent.has(entry.key)) {
            self.add_offers(sameness, entry, others);
        }
        for (entry, others) in recent.into_iter().flat_map(|text| index.recent.group(text)) {
            self.add_offers(sameness, entry, others);
        }
        self.offer_all(identity, sameness, near);
    }

    fn sameness(&self, identity: Identity, near: Near) -> Sameness {
        if identity == self.wanted.identity {
            Sameness::Identical
        } else if identity.text == self.wanted.identity.text && near.distance == 0 {
            Sameness::OtherCodes
        } else {
            Sameness::Near { other_codes: identity.codes != self.wanted.identity.codes }
        }
    }

    fn add_offers(&mut self, sameness: Sameness, entry: &Entry, others: &[Other]) {
        let Some(other_source) = self.roles.source(entry.language) else { return };
        let (flow, document) = self.context(sameness, entry);
        let is_single = !others.iter().any(|other| self.roles.source(other.language).is_some());
        for target in self.roles.targets(entry.variant, others) {
            let context = u8::from(flow) + u8::from(document);
            let standing =
                Standing { context, other_source, other_target: target.is_other_variety };
            self.offers.push(Offer { entry: *entry, target, standing, flow, document, is_single });
        }
    }

    /// Returns whether an entry is in the flow and in the document of the query.
    fn context(&self, sameness: Sameness, entry: &Entry) -> (bool, bool) {
        match self.wanted.place {
            Some(QueryPlace { flow, document, .. }) if sameness == Sameness::Identical => {
                let is_in_flow = entry.flags.has(Flags::SOURCE) && Some(entry.flow) == flow;
                (is_in_flow, entry.document == document)
            }
            _ => (false, false),
        }
    }

    fn offer_all(&mut self, identity: Identity, sameness: Sameness, near: Near) {
        let rivals = (self.offers.len() > 1).then(|| {
            let mut rivals = Rivals::default();
            self.offers.iter().for_each(|offer| rivals.add(offer.standing, offer.target.identity));
            rivals
        });
        for Offer { entry, target, standing, flow, document, is_single } in self.offers.drain(..) {
            let has_rival =
                rivals.as_ref().is_some_and(|rivals| rivals.has(standing, target.identity));
            let basis = ScoreBasis {
                sameness,
                similarity: near.similarity(),
                flow,
                document,
                machine: entry.flags.has(Flags::MACHINE),
                aligned: entry.flags.has(Flags::ALIGNED),
                unreviewed: entry.flags.has(Flags::UNREVIEWED),
                several_targets: has_rival,
                other_variety: standing.other_source || standing.other_target,
            };
            let candidate = Candidate {
                score: basis.score(self.wanted.penalties),
                key: entry.key,
                target: target.variant,
                source: entry.variant,
                source_identity: identity.combined(),
                target_identity: target.identity,
                basis,
                distance: near.distance,
                length: near.length,
                evidence: Evidence::of(&entry, self.wanted.place.as_ref()),
            };
            self.best.offer(candidate, is_single);
        }
    }
}
