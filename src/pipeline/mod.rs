//! What the command and any other front end share: finding documents, working
//! on many cores, output that appears whole or not at all.
//!
//! Only this part of the library touches the file system.

mod buffers;
mod convert;
mod destinations;
mod excerpt;
mod extract;
mod formats;
mod input;
mod inputs;
mod located;
mod memory;
mod merged;
mod ordered;
mod output;
mod part;
mod render;
mod source;
mod summary;
mod target;
mod walk;

pub use convert::{Conversion, ConversionEvent, Converter, Source, validate};
pub use excerpt::Excerpt;
pub use extract::Extractor;
pub use formats::ExchangeFormat;
pub use input::{Input, STANDARD_STREAM};
pub use inputs::Inputs;
pub use located::Located;
pub use memory::{FileImporter, ImportEvent, ImportedFiles};
pub use ordered::{available_jobs, in_order};
pub use output::Output;
pub use render::Renderer;
pub use source::{
    Analyzer, DocumentTranslation, PretranslatedFile, PretranslationForm, PretranslationSummary,
    Pretranslator, Segmenter,
};
pub use summary::{FileReport, Summary};
pub use target::{ExchangeTarget, TargetFile};
pub use walk::Walk;
