//! Documents to translate: their segments, their leverage, their translations.

mod analyzer;
mod counts;
mod form;
mod merger;
mod pretranslator;
mod reading;
mod segment_line;
mod segmenter;
mod written;

pub use analyzer::Analyzer;
pub use counts::PretranslationSummary;
pub use form::PretranslationForm;
pub use merger::DocumentTranslation;
pub use pretranslator::{PretranslatedFile, Pretranslator};
pub use segmenter::Segmenter;
