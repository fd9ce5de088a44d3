//! JSON Lines: one object a line, for scripts and `jq`, and nothing of a unit
//! is lost.
//!
//! Every line is a [`Record`], with all its fields. One whose fields hold all of its
//! unit has nothing else; any other has the unit beside them, under `unit`. An [`Encoder`] says
//! which is which, a [`Reader`] makes units of both.
//! `docs/formats/jsonl.md` describes the fields.
//!
//! # Example
//!
//! ```
//! use bitext::unit::Placement;
//! use bitext::{CodedText, Language, ReadUnits, TranslationUnit, Variant, jsonl};
//!
//! let mut unit = TranslationUnit::bilingual(
//!     Variant::new(Some(Language::en_us()), CodedText::from_plain("Next steps")),
//!     Variant::new("de-DE".parse().ok(), CodedText::from_plain("Nächste Schritte")),
//! );
//! unit.placement = Some(Placement::new("a1b2c-101", 0, 12, 300..420));
//! let mut writer = jsonl::Writer::new(Vec::new());
//! writer.write(&unit)?;
//! let line = writer.finish()?;
//! assert!(line.starts_with(br#"{"id":"a1b2c-101","path":null,"ordinal":0,"line":12,"#));
//!
//! // What other programs read.
//! let record: jsonl::Record = serde_json::from_slice(&line).unwrap();
//! assert_eq!(record.target.unwrap(), "Nächste Schritte");
//!
//! // What this library reads.
//! let units: Vec<_> = jsonl::Reader::new(&line[..]).units().collect::<Result<_, _>>()?;
//! assert_eq!(units, [unit]);
//! # Ok::<(), bitext::Error>(())
//! ```

mod encoder;
mod reader;
mod record;
#[cfg(test)]
mod tests;

pub use encoder::Encoder;
pub use reader::Reader;
pub use record::Record;

use std::io;

/// Writes units as JSON Lines; see [`exchange::Writer`](crate::Writer) for what
/// all formats share.
pub type Writer<W> = super::Writer<W, Encoder>;

impl<W: io::Write> Writer<W> {
    /// A writer of JSON Lines that lose nothing.
    pub fn new(inner: W) -> Self {
        Self::after_header(inner, Encoder::default(), Vec::new())
    }
}
