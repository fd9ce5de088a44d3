//! PO: the message catalogues of GNU gettext, which most tools for software
//! translation read.
//!
//! A file has one target language, which the [`Encoder`] is given. What a file
//! carries and what it loses is in `docs/formats/po.md`.
//!
//! # Example
//!
//! ```
//! use bitext::{CodedText, Language, ReadUnits, TranslationUnit, Variant, po};
//!
//! let german: Language = "de-DE".parse()?;
//! let mut unit = TranslationUnit::bilingual(
//!     Variant::new(Some(Language::en_us()), CodedText::from_plain("Next steps")),
//!     Variant::new(Some(german.clone()), CodedText::from_plain("Nächste Schritte")),
//! );
//! unit.id = Some("docs/a.md#74dd5-103".into());
//! unit.origin.path = Some("docs/a.md".into());
//!
//! let mut writer = po::Writer::new(Vec::new(), german)?;
//! writer.write(&unit)?;
//! let file = writer.finish()?;
//! assert!(String::from_utf8_lossy(&file).ends_with(
//!     "\n#: docs/a.md\nmsgctxt \"docs/a.md#74dd5-103\"\nmsgid \"Next steps\"\n\
//!      msgstr \"Nächste Schritte\"\n"
//! ));
//!
//! let again = po::Reader::new(&file[..]).units().next().unwrap()?;
//! assert_eq!(again.id, unit.id);
//! assert_eq!(again.target(), unit.target());
//! # Ok::<(), bitext::Error>(())
//! ```

mod comment;
mod encoder;
mod entry;
mod header;
mod pair;
mod reader;
mod string;
#[cfg(test)]
mod tests;

pub use encoder::Encoder;
pub use reader::Reader;

use std::io;

use crate::error::Error;
use crate::language::Language;

// The properties that hold what a PO file has and a unit has no place for.

/// Where a text comes from, `path:line`, one property for each.
const REFERENCE: &str = "x-po-reference";
/// The flags besides `fuzzy`, with commas between them.
const FLAGS: &str = "x-po-flags";
/// The context before the source changed.
const PREVIOUS_CONTEXT: &str = "x-po-previous-msgctxt";
/// The source before it changed.
const PREVIOUS_ID: &str = "x-po-previous-msgid";
/// Which forms of a plural a unit has: `singular` or `plural`.
const FORM: &str = "x-po-form";
/// That the entry is obsolete: `yes`.
const OBSOLETE: &str = "x-po-obsolete";

/// Who a note is from that was a comment from a developer.
const DEVELOPER: &str = "developer";
/// Who a note is from that was a comment from a translator.
const TRANSLATOR: &str = "translator";

/// Writes units as PO; see [`exchange::Writer`](crate::Writer) for what all
/// formats share.
pub type Writer<W> = super::Writer<W, Encoder>;

impl<W: io::Write> Writer<W> {
    /// A writer of translations into a language.
    ///
    /// For other settings make an [`Encoder`] and use
    /// [`with_encoder`](super::Writer::with_encoder).
    ///
    /// # Errors
    ///
    /// Never with these settings.
    pub fn new(inner: W, target: Language) -> Result<Self, Error> {
        Self::with_encoder(inner, Encoder::new(target))
    }
}
