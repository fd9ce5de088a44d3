//! XLIFF: the XML Localisation Interchange File Format, which most translation
//! tools take and give, in its versions 1.2 and 2.1.
//!
//! An [`Encoder`] has the settings, the version among them, and a [`Writer`]
//! writes with it; a [`Reader`] finds the version in the file. What a file
//! carries and what it loses is described in `docs/formats/xliff.md`.
//!
//! `encoder` and `reader` lead into a version, `v1` or `v2`; these use what both
//! have: `metadata`, `unit` for what is read, `identity`, `sides`.
//!
//! # Example
//!
//! ```
//! use bitext::xliff::{self, Encoder, Version};
//! use bitext::{CodedText, Language, TranslationUnit, Variant};
//!
//! let (english, french) = (Language::en_us(), "fr-FR".parse::<Language>()?);
//! let unit = TranslationUnit::bilingual(
//!     Variant::new(Some(english.clone()), CodedText::from_plain("Save & close")),
//!     Variant::new(Some(french.clone()), CodedText::from_plain("Enregistrer et fermer")),
//! );
//! let mut writer = xliff::Writer::new(Vec::new())?;
//! writer.write(&unit)?;
//! let file = String::from_utf8(writer.finish()?).unwrap();
//! assert!(file.contains("<source>Save &amp; close</source>"));
//!
//! let encoder = Encoder::new(Version::V2_1)
//!     .with_source_language(english)
//!     .with_target_language(french);
//! let mut writer = xliff::Writer::with_encoder(Vec::new(), encoder)?;
//! writer.write(&unit)?;
//! # Ok::<(), bitext::Error>(())
//! ```

mod encoder;
mod identity;
mod metadata;
mod reader;
mod sides;
#[cfg(test)]
mod tests;
mod unit;
mod v1;
mod v2;

pub use encoder::Encoder;
pub use reader::Reader;

use std::io;

use crate::error::Error;

/// The name of this library, by which a reader knows its files.
const TOOL: &str = "bitext";

/// A version of XLIFF. The two have little more in common than their name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Version {
    /// XLIFF 1.2, which nearly all tools read. A file may hold many pairs of
    /// languages.
    #[default]
    V1_2,
    /// XLIFF 2.1, with its modules for proposals and metadata. A file has one pair
    /// of languages.
    V2_1,
}

impl Version {
    /// Returns the attribute by which people know a unit.
    fn name_attribute(self) -> &'static str {
        match self {
            Self::V1_2 => "resname",
            Self::V2_1 => "name",
        }
    }
}

/// Writes units as XLIFF; see [`exchange::Writer`](crate::Writer) for what all
/// formats share.
pub type Writer<W> = super::Writer<W, Encoder>;

impl<W: io::Write> Writer<W> {
    /// A writer of XLIFF 1.2.
    ///
    /// For XLIFF 2.1 and for other settings make an [`Encoder`] and use
    /// [`with_encoder`](super::Writer::with_encoder).
    ///
    /// # Errors
    ///
    /// None by itself; the form is that of the other formats.
    pub fn new(inner: W) -> Result<Self, Error> {
        Self::with_encoder(inner, Encoder::default())
    }
}
