//! One search of an index.

use rustc_hash::FxHashSet;

use super::Collect;
use super::State;
use super::candidate::{Candidate, Place, Witness};
use super::fits::{Fits, Target};
use super::recent;
use super::record::{Entry, Flags, Other};
use super::rivals::{Rivals, Stand};
use crate::memory::effort::Effort;
use crate::memory::fuzzy::{Cutter, Near};
use crate::memory::identity::Identity;
use crate::memory::metric::Metric;
use crate::memory::penalties::Penalties;
use crate::memory::score::{BEST_FUZZY, Facts, Sameness};

/// What is searched for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'q> {
    pub(crate) metric: Metric,
    pub(crate) effort: Effort,
    pub(crate) text: &'q str,
    pub(crate) identity: Identity,
    /// Where the query stands, if it has a context.
    pub(crate) place: Option<Place>,
    pub(crate) penalties: &'q Penalties,
}

/// Memory that searches use again.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    recent: recent::Scratch,
    offers: Vec<Offer>,
    done: FxHashSet<u32>,
}

/// A candidate of which is not known yet whether its source has several targets.
#[derive(Clone, Copy, Debug)]
struct Offer {
    entry: Entry,
    target: Target,
    stand: Stand,
    /// Whether it stands in the flow and in the document of the query.
    flow: bool,
    document: bool,
    is_single: bool,
}

/// A search that is under way.
struct Search<'s, C> {
    wanted: &'s Wanted<'s>,
    state: &'s State,
    fits: &'s Fits,
    best: C,
    offers: Vec<Offer>,
    /// The groups that need no visit any more.
    done: FxHashSet<u32>,
}

/// Finds the candidates of a state, scored by hashes, that a collector keeps.
///
/// First come the identical texts, which a hash finds. What is left can have 99
/// at most, and no more than its similarity: if the floor is above that by now,
/// this was all. Then come the texts that changed lately, and then the rest,
/// with the floor for their similarity.
pub(super) fn search<C: Collect>(
    state: &State,
    fits: &Fits,
    wanted: &Wanted<'_>,
    best: C,
    scratch: &mut Scratch,
) -> Vec<Candidate> {
    let mut search = Search {
        wanted,
        state,
        fits,
        best,
        offers: std::mem::take(&mut scratch.offers),
        done: std::mem::take(&mut scratch.done),
    };
    search.done.clear();
    search.identical();
    if search.best.floor() <= BEST_FUZZY {
        search.recent(&mut scratch.recent);
        search.base();
    }
    let Search { best, offers, done, .. } = search;
    scratch.offers = offers;
    scratch.done = done;
    best.finish()
}

impl<C: Collect> Search<'_, C> {
    /// Visits the texts that are identical to the query.
    fn identical(&mut self) {
        let identity = self.wanted.identity;
        let group = self.state.base.find(identity);
        let recent = self.state.recent.find(identity);
        if group.is_some() || recent.is_some() {
            let length = Cutter::default().count(self.wanted.metric, self.wanted.text);
            self.visit(identity, group, recent, Near { text: 0, distance: 0, length });
        }
    }

    /// Visits the texts that changed since the index was built, together with
    /// units that did not change and have the same text.
    fn recent(&mut self, scratch: &mut recent::Scratch) {
        let (state, query) = (self.state, self.wanted.text);
        state.recent.search(query, self.best.floor(), scratch, |near| {
            let identity = state.recent.identity(near.text);
            if identity != self.wanted.identity {
                let group = state.base.find(identity);
                self.visit(identity, group, Some(near.text), near);
                self.done.extend(group);
            }
            self.best.floor()
        });
    }

    /// Visits the texts of the units that did not change.
    fn base(&mut self) {
        let (state, query) = (self.state, self.wanted.text);
        let (floor, effort) = (self.best.floor(), self.wanted.effort);
        state.fuzzy.search(query, floor, effort, |near| {
            let identity = state.base.identity(near.text);
            if identity != self.wanted.identity && !self.done.contains(&near.text) {
                self.visit(identity, Some(near.text), state.recent.find(identity), near);
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
        let state = self.state;
        let unchanged = group.into_iter().flat_map(|group| state.base.group(group));
        for (entry, others) in unchanged.filter(|(entry, _)| !state.recent.has(entry.key)) {
            self.add_offers(sameness, entry, others);
        }
        for (entry, others) in recent.into_iter().flat_map(|text| state.recent.group(text)) {
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
        let Some(other_source) = self.fits.source(entry.language) else { return };
        let (flow, document) = self.context(sameness, entry);
        let is_single = !others.iter().any(|other| self.fits.source(other.language).is_some());
        for target in self.fits.targets(entry.variant, others) {
            let context = u8::from(flow) + u8::from(document);
            let stand = Stand { context, other_source, other_target: target.is_other_variety };
            self.offers.push(Offer { entry: *entry, target, stand, flow, document, is_single });
        }
    }

    /// Whether an entry stands in the flow and in the document of the query.
    fn context(&self, sameness: Sameness, entry: &Entry) -> (bool, bool) {
        match self.wanted.place {
            Some(Place { flow, document, .. }) if sameness == Sameness::Identical => {
                let is_in_flow = entry.flags.has(Flags::SOURCE) && Some(entry.flow) == flow;
                (is_in_flow, entry.document == document)
            }
            _ => (false, false),
        }
    }

    fn offer_all(&mut self, identity: Identity, sameness: Sameness, near: Near) {
        let rivals = (self.offers.len() > 1).then(|| {
            let mut rivals = Rivals::default();
            self.offers.iter().for_each(|offer| rivals.add(offer.stand, offer.target.identity));
            rivals
        });
        for Offer { entry, target, stand, flow, document, is_single } in self.offers.drain(..) {
            let has_rival =
                rivals.as_ref().is_some_and(|rivals| rivals.has(stand, target.identity));
            let facts = Facts {
                sameness,
                similarity: near.similarity(),
                flow,
                document,
                machine: entry.flags.has(Flags::MACHINE),
                aligned: entry.flags.has(Flags::ALIGNED),
                several_targets: has_rival,
                other_variety: stand.other_source || stand.other_target,
            };
            let candidate = Candidate {
                score: facts.score(self.wanted.penalties),
                key: entry.key,
                target: target.variant,
                source: entry.variant,
                source_text: identity.text,
                target_identity: target.identity,
                facts,
                distance: near.distance,
                length: near.length,
                witness: Witness::of(&entry, self.wanted.place.as_ref()),
            };
            self.best.offer(candidate, is_single);
        }
    }
}
