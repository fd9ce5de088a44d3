//! What the command and any other front end share: finding documents, opening
//! files by their format, working on many cores, output that appears whole or
//! not at all.
//!
//! Only this part of the library, and the file of a store, touch the file system.
//!
//! | of a run | is |
//! |---|---|
//! | what is read | [`DocumentReading`] and [`SourceReading`] say how; [`Walk`] and [`Inputs`] find documents; [`ExchangeFile`] opens all else |
//! | what is done | [`Extractor`], [`Renderer`], [`Converter`], [`validate()`], [`FileImporter`], [`Segmenter`], [`Analyzer`], [`Pretranslator`], [`DocumentTranslation`] |
//! | what is written | [`ExchangeTarget`] makes encoders and files; an [`Output`] is one file |
//! | what is said | an [`Event`] while it goes on; a [`FileReport`] for each document, with [`Located`] diagnostics; a [`Summary`], [`Conversion`], [`ImportedFiles`] or [`PretranslationSummary`] last |

mod analyze;
mod convert;
mod destinations;
mod exchange;
mod extract;
mod import;
mod inputs;
mod located;
mod merge;
mod open;
mod output;
mod parallel;
mod pretranslate;
mod reading;
mod rejects;
mod rename;
mod render;
mod report;
mod segment;
mod target;
mod validate;
mod walk;

pub use analyze::Analyzer;
pub use convert::{Conversion, Converter};
pub use exchange::ExchangeReading;
pub use extract::Extractor;
pub use import::{FileImporter, ImportedFiles};
pub use inputs::{Input, Inputs, STANDARD_STREAM};
pub use located::{Excerpt, Located};
pub use merge::{DocumentTranslation, MergeSummary, ProjectTranslation};
pub use open::{ExchangeFile, ExchangeFormat, FileKind};
pub use output::Output;
pub use parallel::{available_jobs, in_order};
pub use pretranslate::{
    PretranslatedFile, PretranslationForm, PretranslationSummary, Pretranslator,
};
pub use reading::{DocumentReading, SourceReading};
pub use rename::LanguageRename;
pub use render::Renderer;
pub use report::{Event, FileReport, FindingCounts, Summary};
pub use segment::Segmenter;
pub use target::{ExchangeTarget, TargetFile};
pub use validate::validate;
pub use walk::{LeftOut, Walk};
