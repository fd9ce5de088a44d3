//! XLIFF 2.1: the newer XML Localisation Interchange File Format, with its
//! modules for proposals and metadata.
//!
//! A file has one pair of languages, which an [`Encoder`] is made with.
//! What a file carries and what it loses stands in `docs/formats/xliff2.md`.
//!
//! # Example
//!
//! ```
//! use bitext::{CodedText, Language, TranslationUnit, Variant, xliff2};
//!
//! let (english, french) = (Language::en_us(), "fr-FR".parse::<Language>()?);
//! let unit = TranslationUnit::bilingual(
//!     Variant::new(Some(english.clone()), CodedText::from_plain("Save & close")),
//!     Variant::new(Some(french.clone()), CodedText::from_plain("Enregistrer et fermer")),
//! );
//! let mut writer = xliff2::Writer::new(Vec::new(), english, Some(french))?;
//! writer.write(&unit)?;
//! let file = String::from_utf8(writer.finish()?).unwrap();
//! assert!(file.contains("<source>Save &amp; close</source>"));
//! # Ok::<(), bitext::Error>(())
//! ```

mod codes;
mod content;
mod encoder;
mod matches;
mod metadata;
mod read_matches;
mod read_metadata;
mod reader;
#[cfg(test)]
mod tests;
mod text;
mod unit;
mod values;

pub use encoder::Encoder;
pub use reader::Reader;

use std::io;

use crate::error::Error;
use crate::language::Language;

/// Writes units as XLIFF 2.1; see [`exchange::Writer`](crate::Writer) for what
/// all formats share.
pub type Writer<W> = crate::exchange::Writer<W, Encoder>;

impl<W: io::Write> Writer<W> {
    /// A writer of XLIFF 2.1 for units of these languages; without a target
    /// language for units that have only a source.
    ///
    /// # Errors
    ///
    /// None by itself; the form is that of the other formats.
    pub fn new(inner: W, source: Language, target: Option<Language>) -> Result<Self, Error> {
        Self::with_encoder(inner, Encoder::new(source, target))
    }
}
