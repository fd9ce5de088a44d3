//! Documents against a memory: how much of a new document is translated
//! already, and the document with all that filled in.
//!
//! # How a document is pretranslated
//!
//! 1. Its segments come from [`SourceDocument`](crate::segmentation::SourceDocument).
//! 2. [`find`]: each is looked up in its context, and the best match is chosen
//!    among those that are equally near.
//! 3. [`reuse`]: the target of the match becomes one for the segment: its codes
//!    are those of the new source; what differs in a near match is repaired where
//!    that is certain ([`repair`]); and where there is no match for the whole, it
//!    may be assembled from parts.
//! 4. [`pretranslation`]: what came out is written as the target document, as an
//!    annotated document, or as units for an exchange file, whose translations
//!    [`merge`] puts back into the document.
//!
//! [`analysis`] stops after the second step, and counts.

mod analysis;
mod codes;
mod find;
#[expect(clippy::module_inception, reason = "the type is named as the part is")]
mod leverage;
mod merge;
mod pretranslation;
mod repair;
mod reuse;
mod settings;

pub use analysis::{
    Analysis, AnalysisRow, Band, BandCounts, Bands, DocumentAnalysis, DocumentLeverage, PriceGrid,
};
pub use leverage::Leverage;
pub use merge::{MergeCounts, Merged, merge};
pub use pretranslation::{Annotated, PretranslatedSegment, Pretranslation};
pub use repair::{Repair, RepairKind};
pub use reuse::{Reuse, ReuseMethod};
