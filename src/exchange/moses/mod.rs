//! Moses: a pair of plain text files, one segment a line, line by line
//! translations of each other; and a file with the ids of the lines.
//!
//! What trainers of translation models, and tools for corpora, read. What the
//! files carry and what they lose is in `docs/formats/moses.md`.
//!
//! An [`Encode`](crate::Encode) writes one stream: lines of source, target and
//! id, with tabs between them. [`Files`] is a writer that splits these lines to
//! three others.
//!
//! # Example
//!
//! ```
//! use bitext::{CodedText, Language, ReadUnits, TranslationUnit, Variant, moses};
//!
//! let mut unit = TranslationUnit::bilingual(
//!     Variant::new(Some(Language::en_us()), CodedText::from_plain("Next\nsteps")),
//!     Variant::new("de-DE".parse().ok(), CodedText::from_plain("Nächste Schritte")),
//! );
//! unit.id = Some("a.md#1".into());
//!
//! let files = moses::Files::new(Vec::new(), Vec::new(), Some(Vec::new()));
//! let mut writer = moses::Writer::new(files)?;
//! writer.write(&unit)?;
//! let (source, target, ids) = writer.finish()?.into_inner();
//! assert_eq!(source, b"Next steps\n");
//! assert_eq!(target, "Nächste Schritte\n".as_bytes());
//! assert_eq!(ids.as_deref(), Some(&b"a.md#1\n"[..]));
//!
//! let reader = moses::Reader::new(&source[..], &target[..]);
//! let unit = reader.units().next().unwrap()?;
//! assert_eq!(unit.target().unwrap().text.text(), "Nächste Schritte");
//! # Ok::<(), bitext::Error>(())
//! ```

mod encoder;
mod reader;
#[cfg(test)]
mod tests;

pub use encoder::{Encoder, Files};
pub use reader::Reader;

use std::io;

use crate::error::Error;

/// Writes units as lines; see [`exchange::Writer`](crate::Writer) for what all
/// formats share, and [`Files`] for the writer to put inside.
pub type Writer<W> = super::Writer<W, Encoder>;

impl<W: io::Write> Writer<W> {
    /// A writer of units in any languages, as plain text.
    ///
    /// # Errors
    ///
    /// Never; other formats have a header that may not be writable.
    pub fn new(inner: W) -> Result<Self, Error> {
        Self::with_encoder(inner, Encoder::default())
    }
}
