//! The units that changed since an index was built.
//!
//! They are few, so they are searched one by one. Two bounds spare most of the
//! distances. A text of `n` symbols is at least as far from one of `m` as `n`
//! and `m` are apart. And each bit that the signature of only one of them has
//! stands for a symbol that the other does not have: that takes an insertion, a
//! deletion or a replacement, another one for each bit.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::entries::{Entry, Other, Record};
use crate::memory::fuzzy::{Cutter, Dictionary, Near, Pattern, Sequence};
use crate::memory::identity::Identity;
use crate::memory::query::Metric;
use crate::memory::units::UnitKey;

/// The variants of units that changed, and which units these are.
#[derive(Debug)]
pub(super) struct Recent {
    metric: Metric,
    cutter: Cutter,
    dictionary: Dictionary,
    /// By the number of the text, for each: what the bounds need.
    outlines: Vec<Outline>,
    texts: Vec<Text>,
    /// The numbers of texts that no unit has any more.
    free: Vec<u32>,
    by_identity: FxHashMap<Identity, u32>,
    /// The units that changed, and the texts that they have now.
    by_key: FxHashMap<UnitKey, SmallVec<[u32; 1]>>,
}

/// What the bounds need of a text.
#[derive(Clone, Copy, Debug)]
struct Outline {
    /// The number of symbols; nothing where no unit has the text.
    length: Option<u32>,
    signature: Signature,
}

type Signature = [u64; 4];

/// Stands in signatures for the symbols of a query that no text has.
const UNKNOWN: u32 = u32::MAX;

#[derive(Debug)]
struct Text {
    identity: Identity,
    symbols: Vec<u32>,
    entries: Vec<(Entry, SmallVec<[Other; 2]>)>,
}

impl Recent {
    /// Begins with nothing changed.
    pub(super) fn new(metric: Metric) -> Self {
        Self {
            metric,
            cutter: Cutter::default(),
            dictionary: Dictionary::default(),
            outlines: Vec::new(),
            texts: Vec::new(),
            free: Vec::new(),
            by_identity: FxHashMap::default(),
            by_key: FxHashMap::default(),
        }
    }

    /// Counts the units that changed.
    pub(super) fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Returns whether a unit changed, so that what was known of it no longer counts.
    pub(super) fn has(&self, key: UnitKey) -> bool {
        !self.by_key.is_empty() && self.by_key.contains_key(&key)
    }

    /// Finds the text of an identity.
    pub(super) fn find(&self, identity: Identity) -> Option<u32> {
        if self.by_identity.is_empty() {
            return None;
        }
        self.by_identity.get(&identity).copied()
    }

    /// Returns the identity of a text.
    pub(super) fn identity(&self, text: u32) -> Identity {
        self.texts[text as usize].identity
    }

    /// Lists the entries of a text, each with the other variants of its unit.
    pub(super) fn group(&self, text: u32) -> impl Iterator<Item = (&Entry, &[Other])> {
        self.texts[text as usize].entries.iter().map(|(entry, others)| (entry, &others[..]))
    }

    /// Forgets what a unit was. [`add`](Self::add) takes what it is now.
    pub(super) fn change(&mut self, key: UnitKey) {
        let texts = std::mem::take(self.by_key.entry(key).or_default());
        for number in texts {
            let text = &mut self.texts[number as usize];
            text.entries.retain(|(entry, _)| entry.key != key);
            let is_known = self.outlines[number as usize].length.is_some();
            if text.entries.is_empty() && is_known {
                self.outlines[number as usize].length = None;
                self.by_identity.remove(&text.identity);
                self.free.push(number);
            }
        }
    }

    /// Takes what is kept of a variant.
    pub(super) fn add(&mut self, record: Record<'_>) {
        let number = self.text(&record);
        self.by_key.entry(record.entry.key).or_default().push(number);
        self.texts[number as usize].entries.push((record.entry, record.others));
    }

    /// Returns the number of the text of a record, a new one where it has none.
    fn text(&mut self, record: &Record<'_>) -> u32 {
        if let Some(number) = self.find(record.identity) {
            return number;
        }
        let Self { cutter, dictionary, .. } = self;
        let mut symbols = Vec::new();
        cutter.cut(self.metric, record.text, |symbol| symbols.push(dictionary.intern(symbol)));
        let length = Some(symbols.len() as u32);
        let signature = signature(symbols.iter().copied());
        let outline = Outline { length, signature };
        let text = Text { identity: record.identity, symbols, entries: Vec::new() };
        let number = self.free.pop().unwrap_or(self.texts.len() as u32);
        if number as usize == self.texts.len() {
            self.outlines.push(outline);
            self.texts.push(text);
        } else {
            self.outlines[number as usize] = outline;
            self.texts[number as usize] = text;
        }
        self.by_identity.insert(record.identity, number);
        number
    }

    /// Calls `visit` with each text whose similarity is the floor at least;
    /// `visit` gives the floor from there on, which may only rise.
    pub(super) fn search(
        &self,
        query: &str,
        mut floor: u8,
        scratch: &mut Scratch,
        mut visit: impl FnMut(Near) -> u8,
    ) {
        if self.by_identity.is_empty() {
            return;
        }
        let Scratch { cutter, query: symbols, pattern } = scratch;
        symbols.clear();
        cutter.cut(self.metric, query, |symbol| symbols.push(self.dictionary.get(symbol)));
        let query_length = symbols.len() as u32;
        let query_signature = signature(symbols.iter().map(|symbol| symbol.unwrap_or(UNKNOWN)));
        pattern.set(symbols, self.dictionary.len());
        for (text, outline) in (0..).zip(&self.outlines) {
            let Some(own_length) = outline.length else { continue };
            let length = query_length.max(own_length);
            let farthest = farthest(length, floor);
            if query_length.abs_diff(own_length) > farthest
                || missing(&query_signature, &outline.signature) > farthest
                || missing(&outline.signature, &query_signature) > farthest
            {
                continue;
            }
            let own = Sequence::Wide(&self.texts[text as usize].symbols);
            if let Some(distance) = pattern.distance(own, farthest) {
                floor = visit(Near { text, distance, length });
            }
        }
    }
}

/// Memory that searches use again.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    cutter: Cutter,
    query: Vec<Option<u32>>,
    pattern: Pattern,
}

/// Returns the greatest distance with which two texts, the longer one of this length,
/// reach a similarity: `⌊100·(length − distance)/length⌋ ≥ floor` where
/// `100·distance ≤ length·(100 − floor)`.
fn farthest(length: u32, floor: u8) -> u32 {
    let farthest = u64::from(length) * u64::from(100_u8.saturating_sub(floor)) / 100;
    farthest as u32
}

/// Returns one bit for each symbol; unknown ones share a bit with others at worst.
fn signature(symbols: impl Iterator<Item = u32>) -> Signature {
    let mut signature = Signature::default();
    for symbol in symbols {
        signature[(symbol / 64 % 4) as usize] |= 1 << (symbol % 64);
    }
    signature
}

/// Counts the bits that only the first one has.
fn missing(one: &Signature, other: &Signature) -> u32 {
    one.iter().zip(other).map(|(one, other)| (one & !other).count_ones()).sum()
}
