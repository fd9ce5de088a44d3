//! Units kept and found again.
//!
//! A [`Memory`] is a [`Store`], which keeps the units, and indexes over it, which
//! find them. The store is the only truth: an index holds hashes and numbers, is
//! made from the store, and what it finds is held against the unit itself before
//! anyone sees it.
//!
//! | room | what happens there |
//! |---|---|
//! | `store` | units are kept: in memory, in a file of SQLite |
//! | `import` | many units come in at once: conflicts, and counts |
//! | `followed` | what is derived from a store follows it, and is kept beside it |
//! | `index`, `fuzzy` | texts are found that are identical or near |
//! | `lookup` | what was found is checked, scored and chosen from |
//! | `concordance` | phrases are found |
//!
//! # How a look-up goes
//!
//! 1. The languages. A [`Query`] that does not name both means the only pair
//!    that there is (`pairs`).
//! 2. The index for the language of the query, as a source, and the metric. Its
//!    entries are variants, in whatever direction their unit was translated.
//!    It is brought up to the store's revision first (`followed`).
//! 3. The search (`index/search`): identical texts by their hash; texts that
//!    changed lately, one by one; all others by the fuzzy engine (`fuzzy`). Each
//!    text comes with all units that have it, which shows whether it has several
//!    targets. Scores are worked out by hashes, and the best are kept.
//! 4. The check (`lookup`): the units are fetched, their texts, codes and
//!    contexts compared with the query for real, and the caller's penalties
//!    taken off.
//!
//! # Scores
//!
//! | score | when |
//! |---|---|
//! | 102 | identical, in the same flow and the same document |
//! | 101 | identical, in the same flow or the same document |
//! | 100 | identical: the same text, and the same codes at the same places |
//! | 1–99 | `⌊100·(length − distance)/length⌋`, but 99 where only case or white space differ |
//!
//! The flow is the same where the sources before and after are; what is missing
//! on both sides is the same. It is a matter of sources, so it counts only where
//! the variant that was found is the source of its unit. A query without any
//! context has no match in context.
//!
//! A text without symbols, of codes alone for example, is near no other: it matches only
//! where it is identical.
//!
//! From that, [`Penalties`] are subtracted. Texts that are equal but for their
//! codes begin with 100 and lose at least a point.
//!
//! # Nothing is missed
//!
//! Let `t` be the least score asked for and `k` the limit. The results are the `k` best, by
//! score, key and variant, of all pairs of a variant and a target of its unit
//! that score `t` or more. That they are all found follows from this:
//!
//! 1. *Bound.* What is not identical scores no more than `min(s, 99)`, where `s`
//!    is its similarity: penalties only subtract, context counts for identical
//!    texts alone, and equal texts with other codes have `s = 100` and at most 99.
//! 2. *Identical texts* have the same hashes, and all entries with these hashes
//!    are visited.
//! 3. *Floor.* Let `f` be the floor at any time: `t`, or the score of the `k`-th
//!    best result so far if that is greater. A pair that scores less than `f` is
//!    no result: there are `k` better ones. So by 1. texts with a similarity
//!    below `f` can be left out, and all that are not identical once `f > 99`.
//!    Pairs that score `f` itself are kept, for their key may be smaller. Where a
//!    unit has several variants that serve as the source, the same result may
//!    come twice; such pairs do not raise the floor.
//! 4. *Engine.* The fuzzy engine visits each text with a similarity of `f` or
//!    more (see there). So does the search in what changed lately: see the bounds
//!    in `index/recent`. A text that one of them visited is not visited again.
//! 5. *Check.* A score by hashes is no smaller than the real one, since what is
//!    the same has the same hash, and the caller's penalties subtract. (Two
//!    different texts with the same hash of 64 bits would be an exception: the
//!    engine knows one of them.) So if the
//!    `k`-th best after the check ranks no later than the last candidate did
//!    before it, no candidate that was not fetched ranks before it. Otherwise the
//!    search is made again for twice as many.
//!
//! The best *targets* (`lookup/targets`), for leverage, are found alike: `f` is then
//! the score of the `k`-th best target so far, each target counted once by its best
//! score, and all that scores `f` or more is kept. So the choice among them
//! (`lookup/choice`) has every unit that scores as much as one of the `k` targets. Only what is
//! chosen is fetched and checked; where the caller has penalties of his own all of
//! it is, before the choice, and the search is made again for twice as many until
//! the last that is chosen scores no less than the floor did.
//!
//! Whether a source has several targets is decided by their hashes of 64 bits alone.

mod concordance;
mod differences;
mod followed;
mod fuzzy;
mod identity;
mod import;
mod index;
mod lookup;
mod matches;
#[expect(clippy::module_inception, reason = "the type is named as the part is")]
mod memory;
mod origin;
mod pairs;
mod penalties;
mod prepare;
mod query;
mod slot;
mod statistics;
mod store;
mod units;

pub use concordance::{AccentMode, CaseMode, CodeMode, Concordance, ConcordanceHit, WordMode};
pub use differences::{Difference, differences};
pub use followed::{IndexEvent, IndexNotice, Unusable};
pub(crate) use identity::Identity;
pub use import::{Import, ImportCounts, Imported, Importer, OnConflict, SkipReason};
pub use matches::{Match, Repetitions};
pub(crate) use memory::LONGEST_QUERY;
pub use memory::Memory;
pub use origin::Provenance;
pub use pairs::LanguagePair;
pub use penalties::{Penalties, Penalty, PenaltyKind};
pub use query::{Effort, Metric, Query};
pub use slot::Slot;
pub use statistics::Statistics;
pub use store::{Cache, Cached, Change, Changes, InMemory, NewUnit, Store, Transaction};
#[cfg(feature = "store")]
pub use store::{SqliteBuilder, SqliteStore};
pub use units::{MemoryUnits, Revision, UnitKey};
