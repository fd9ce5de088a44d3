//! Units in the formats that other tools read.
//!
//! Every format is an [`Encode`]: settings without state that turn one unit
//! into bytes. A [`Writer`] puts those bytes into an [`io::Write`](std::io::Write),
//! one unit after the other, in constant memory; a front end that spreads its
//! work over threads shares the encoder and puts the buffers together itself.
//!
//! Each format has a page under `docs/formats/` that says what it carries and
//! what it loses.

mod json;
pub mod jsonl;
#[cfg(test)]
mod strategies;
pub mod tmx;
mod writer;
mod xml;

pub use writer::{FinishError, Writer};

use crate::error::Error;
use crate::unit::TranslationUnit;

/// A format as bytes: what opens a file, each unit, what closes the file.
///
/// An encoder holds settings only. The bytes of a unit depend on nothing but
/// the unit, so that threads may share an encoder and encode units in any
/// order: header, units and footer, put together in the order wanted, are the
/// file that a [`Writer`] would write.
///
/// # Example
///
/// ```
/// use bitext::{CodedText, Encode, Language, TranslationUnit, Variant, tmx};
///
/// let unit = TranslationUnit::bilingual(
///     Variant::new(Some(Language::en_us()), CodedText::from_plain("Next steps")),
///     Variant::new("de-DE".parse().ok(), CodedText::from_plain("Nächste Schritte")),
/// );
/// let encoder = tmx::Encoder::default();
/// let mut file = Vec::new();
/// encoder.write_header(&mut file)?;
/// encoder.write_unit(&unit, &mut file)?;
/// encoder.write_footer(&mut file);
/// assert!(String::from_utf8(file).unwrap().contains("<seg>Nächste Schritte</seg>"));
/// # Ok::<(), bitext::Error>(())
/// ```
pub trait Encode: Send + Sync {
    /// Adds what stands before the units.
    ///
    /// # Errors
    ///
    /// Where the settings cannot be written in the format.
    fn write_header(&self, out: &mut Vec<u8>) -> Result<(), Error>;

    /// Adds a unit.
    ///
    /// # Errors
    ///
    /// An [`ErrorKind::Unit`](crate::ErrorKind::Unit) where the unit lacks what
    /// the format needs; `out` is then as it was before.
    fn write_unit(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<UnitReport, Error>;

    /// Adds what stands after the units.
    fn write_footer(&self, out: &mut Vec<u8>);
}

impl<E: Encode + ?Sized> Encode for Box<E> {
    fn write_header(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        (**self).write_header(out)
    }

    fn write_unit(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<UnitReport, Error> {
        (**self).write_unit(unit, out)
    }

    fn write_footer(&self, out: &mut Vec<u8>) {
        (**self).write_footer(out);
    }
}

/// What writing a unit changed in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct UnitReport {
    /// How many characters were removed because the format cannot hold them.
    pub removed_characters: usize,
}
