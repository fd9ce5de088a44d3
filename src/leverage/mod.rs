//! Documents against a memory: how much of a new document is translated
//! already, and the document with all that filled in.
//!
//! # The way of one segment
//!
//! 1. [`Leverage::pretranslate`] takes the segments of a
//!    [`SourceDocument`](crate::segmentation::SourceDocument), each with its text
//!    and its codes.
//! 2. `find` looks each up in its context and orders its matches: of those that
//!    are equally near, the one that most speaks for goes first.
//! 3. `reuse` makes a translation of them. An identical match gives its target.
//!    A near one gives it with the codes of the new source (`codes`), or with
//!    all that differs replaced, where that is certain (`repair`). Where neither
//!    is good enough, parts of the segment are looked up and their targets joined
//!    (`reuse/assembly`).
//! 4. `pretranslation` writes it with the markup of its place, once, and from
//!    that the target document, the annotated document, units for an exchange file
//!    and a record for a report or a web service. Filling itself, with what a place
//!    in the document asks for, is done by
//!    [`SourceDocument::fill`](crate::segmentation::SourceDocument::fill).
//! 5. `merge` brings the units back from translators: it finds their
//!    segment by its id (`segment_ids`) and fills the document again.
//!
//! `analysis` stops after the second step, and counts.

mod analysis;
mod codes;
mod find;
#[expect(clippy::module_inception, reason = "the type is named as the part is")]
mod leverage;
mod merge;
mod pretranslation;
mod repair;
mod reuse;
mod segment_ids;

pub use analysis::{
    Analysis, AnalysisRow, Band, BandCounts, Bands, DocumentAnalysis, DocumentLeverage, PriceGrid,
};
pub use leverage::Leverage;
pub use merge::{MergeCounts, MergedDocument, merge};
pub use pretranslation::{AnnotatedDocument, PretranslatedSegment, Pretranslation};
pub use repair::{Repair, RepairKind};
pub use reuse::{Reuse, ReuseMethod};
