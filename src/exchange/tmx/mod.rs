//! TMX 1.4b: Translation Memory eXchange, the format that every translation
//! tool reads.
//!
//! A [`Header`] says what holds for the whole file, a [`Profile`] whose
//! properties carry the context, an [`InlineStyle`](crate::exchange::InlineStyle) what becomes of inline
//! codes; an [`Encoder`] has the three together and a [`Writer`] writes with it.
//! A [`Reader`] reads what any tool wrote, and a [`Validator`] holds a file to
//! every rule. What a file carries and what it loses stands in `docs/formats/tmx.md`.
//!
//! # Example
//!
//! ```
//! use bitext::{CodedText, Language, ReadUnits, TranslationUnit, Variant, tmx};
//!
//! let unit = TranslationUnit::bilingual(
//!     Variant::new(Some(Language::en_us()), CodedText::from_plain("Save & close")),
//!     Variant::new("fr-FR".parse().ok(), CodedText::from_plain("Enregistrer et fermer")),
//! );
//! let mut writer = tmx::Writer::new(Vec::new(), &tmx::Header::default())?;
//! writer.write(&unit)?;
//! let file = String::from_utf8(writer.finish()?).unwrap();
//! assert!(file.contains("<tuv xml:lang=\"en-US\"><seg>Save &amp; close</seg></tuv>"));
//!
//! let read: Result<Vec<_>, _> = tmx::Reader::new(file.as_bytes()).units().collect();
//! assert_eq!(read?, [unit]);
//! assert_eq!(tmx::Validator::new(file.as_bytes()).count(), 0);
//! # Ok::<(), bitext::Error>(())
//! ```

mod codes;
mod encoder;
mod header;
mod messages;
mod profile;
mod reader;
#[cfg(test)]
mod tests;
mod validator;

pub use encoder::Encoder;
pub use header::{CharacterMapping, Header, SegmentType, UserDefinedEncoding};
pub use profile::Profile;
pub use reader::Reader;
pub use validator::Validator;

use std::io;

use crate::error::Error;

/// Writes units as TMX; see [`exchange::Writer`](crate::Writer) for what all
/// formats share.
pub type Writer<W> = super::Writer<W, Encoder>;

impl<W: io::Write> Writer<W> {
    /// A writer of TMX under this header, with codes as elements and context
    /// in properties of our own.
    ///
    /// For other settings make an [`Encoder`] and use
    /// [`with_encoder`](super::Writer::with_encoder).
    ///
    /// # Errors
    ///
    /// Where the header cannot be written; see [`Header`].
    pub fn new(inner: W, header: &Header) -> Result<Self, Error> {
        Self::with_encoder(inner, Encoder::new(header))
    }
}
