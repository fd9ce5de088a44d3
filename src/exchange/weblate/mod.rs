//! Weblate's translation memory: a JSON array of objects, as `weblate
//! dump_memory` writes and `weblate import_memory` reads.
//!
//! The fields are those of Weblate's schema `weblate-memory.schema.json`. What a
//! file carries and what it loses is in `docs/formats/weblate.md`.
//!
//! # Example
//!
//! ```
//! use bitext::{CodedText, Language, ReadUnits, TranslationUnit, Variant, weblate};
//!
//! let unit = TranslationUnit::bilingual(
//!     Variant::new(Some(Language::en_us()), CodedText::from_plain("Next steps")),
//!     Variant::new("zh-CN".parse().ok(), CodedText::from_plain("后续步骤")),
//! );
//! let mut writer = weblate::Writer::new(Vec::new())?;
//! writer.write(&unit)?;
//! let file = writer.finish()?;
//! assert_eq!(
//!     String::from_utf8_lossy(&file),
//!     "[\n{\"source\":\"Next steps\",\"context\":\"\",\"target\":\"后续步骤\",\
//!      \"source_language\":\"en_US\",\"target_language\":\"zh_Hans\",\
//!      \"origin\":\"\",\"category\":1,\"status\":1}\n]\n"
//! );
//!
//! let unit = weblate::Reader::new(&file[..]).units().next().unwrap()?;
//! assert_eq!(unit.target().unwrap().language.as_ref().unwrap().as_str(), "zh-Hans");
//! # Ok::<(), bitext::Error>(())
//! ```

mod elements;
mod encoder;
mod reader;
#[cfg(test)]
mod tests;

pub use encoder::Encoder;
pub use reader::Reader;

use std::io;

use crate::error::Error;

/// Writes units as a memory of Weblate; see [`exchange::Writer`](crate::Writer)
/// for what all formats share.
pub type Writer<W> = super::Writer<W, Encoder>;

impl<W: io::Write> Writer<W> {
    /// A writer of units in any languages, with the markup of their texts.
    ///
    /// # Errors
    ///
    /// Never; other formats have a header that may not be writable.
    pub fn new(inner: W) -> Result<Self, Error> {
        Self::with_encoder(inner, Encoder::default())
    }
}
