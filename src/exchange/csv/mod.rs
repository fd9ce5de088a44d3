//! CSV and TSV: rows for spreadsheets, a header with the names of the columns
//! first.
//!
//! A row is a source and one target; a [`Column`] says what a cell holds. Texts
//! are written with their markup, and cells that a spreadsheet would run as a
//! formula are kept from that. What rows carry and what they lose is in
//! `docs/formats/csv.md`.
//!
//! The rows are those of RFC 4180, parsed by the state machine of the `csv`
//! crate, `csv-core`, under limits of our own.
//!
//! # Example
//!
//! ```
//! use bitext::{CodedText, Language, ReadUnits, Syntax, TranslationUnit, Variant, csv};
//!
//! let unit = TranslationUnit::bilingual(
//!     Variant::new(Some(Language::en_us()), CodedText::parse("**Save**, then", Syntax::Markdown)),
//!     Variant::new("de-DE".parse().ok(), CodedText::from_plain("=Speichern")),
//! );
//! let mut writer = csv::Writer::new(Vec::new())?;
//! writer.write(&unit)?;
//! let rows = String::from_utf8(writer.finish()?).unwrap();
//! assert!(rows.starts_with("source,target,source_language,target_language,"));
//! assert!(rows.contains("\"**Save**, then\",'=Speichern,en-US,de-DE,"));
//!
//! let units: Vec<_> = csv::Reader::new(rows.as_bytes()).units().collect::<Result<_, _>>()?;
//! assert_eq!(units, [unit]);
//! # Ok::<(), bitext::Error>(())
//! ```

mod cell;
mod column;
mod encoder;
mod header;
mod quotes;
mod reader;
mod rows;
#[cfg(test)]
mod tests;

pub(crate) use cell::push_cell;
pub use cell::{Formulas, Separator};
pub use column::Column;
pub use encoder::Encoder;
pub use reader::Reader;

use std::io;

use crate::error::Error;

/// Writes units as CSV or TSV; see [`exchange::Writer`](crate::Writer) for what
/// all formats share.
pub type Writer<W> = super::Writer<W, Encoder>;

impl<W: io::Write> Writer<W> {
    /// A writer of CSV with commas.
    ///
    /// For other settings make an [`Encoder`] and use
    /// [`with_encoder`](super::Writer::with_encoder).
    ///
    /// # Errors
    ///
    /// None with these settings.
    pub fn new(inner: W) -> Result<Self, Error> {
        Self::with_encoder(inner, Encoder::default())
    }
}
