//! XLIFF 1.2: the XML Localisation Interchange File Format, which most
//! translation tools take and give.
//!
//! A `file` element holds the units of one document and one pair of languages;
//! an [`Encoder`] has the settings and a [`Writer`] writes with it.
//! What a file carries and what it loses stands in `docs/formats/xliff.md`.
//!
//! # Example
//!
//! ```
//! use bitext::{CodedText, Language, TranslationUnit, Variant, xliff};
//!
//! let unit = TranslationUnit::bilingual(
//!     Variant::new(Some(Language::en_us()), CodedText::from_plain("Save & close")),
//!     Variant::new("fr-FR".parse().ok(), CodedText::from_plain("Enregistrer et fermer")),
//! );
//! let mut writer = xliff::Writer::new(Vec::new())?;
//! writer.write(&unit)?;
//! let file = String::from_utf8(writer.finish()?).unwrap();
//! assert!(file.contains("<source>Save &amp; close</source>"));
//! # Ok::<(), bitext::Error>(())
//! ```

mod codes;
mod content;
mod context;
mod details;
mod encoder;
mod reader;
#[cfg(test)]
mod tests;
mod trans_unit;
mod values;

pub use encoder::Encoder;
pub use reader::Reader;

use std::io;

use crate::error::Error;

/// Writes units as XLIFF 1.2; see [`exchange::Writer`](crate::Writer) for what
/// all formats share.
pub type Writer<W> = crate::exchange::Writer<W, Encoder>;

impl<W: io::Write> Writer<W> {
    /// A writer of XLIFF 1.2.
    ///
    /// For other settings make an [`Encoder`] and use
    /// [`with_encoder`](crate::exchange::Writer::with_encoder).
    ///
    /// # Errors
    ///
    /// None by itself; the form is that of the other formats.
    pub fn new(inner: W) -> Result<Self, Error> {
        Self::with_encoder(inner, Encoder::default())
    }
}
