//! How much of documents a memory has, in bands.
//!
//! [`DocumentLeverage`] is what look-up says of one document, each segment for
//! itself. [`Analysis`] puts documents together in an order: only there it shows
//! which segments repeat others. It counts them by [`Band`], and by a
//! [`PriceGrid`] in words that are paid.

mod band;
mod counts;
mod document;
mod prices;
mod report;
mod rows;

pub use band::Band;
pub use counts::{BandCounts, Bands};
pub use document::DocumentLeverage;
pub use prices::PriceGrid;
pub use report::{Analysis, DocumentAnalysis};
pub use rows::AnalysisRow;
