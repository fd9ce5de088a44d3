//! Units in the formats that other tools read.
//!
//! Every format is an [`Encode`]: settings without state that turn one unit
//! into bytes. A [`Writer`] puts those bytes into an [`io::Write`](std::io::Write),
//! one unit after the other, in constant memory; units that threads
//! encode apart, with a shared encoder, go through the same writer.
//! What reads a format is a [`ReadUnits`]: units one after the other, and a
//! [`Finding`] for each that cannot be used.
//!
//! Each format has a page under `docs/formats/` that says what it carries and
//! what it loses.

mod bilingual;
mod codes;
pub mod csv;
mod fields;
mod finding;
mod inline_style;
mod input;
mod json;
pub mod jsonl;
mod lines;
mod locale;
pub mod moses;
pub mod po;
#[cfg(test)]
pub(crate) mod strategies;
#[cfg(test)]
mod testing;
pub mod tmx;
pub mod weblate;
mod writer;
pub mod xliff;
mod xml;

pub use finding::Finding;
pub use inline_style::InlineStyle;
pub use input::{FileEncoding, Limits};
#[cfg(feature = "pipeline")]
pub(crate) use writer::EncodedUnits;
pub use writer::{FinishError, Writer};
pub(crate) use xml::without_forbidden;

use std::ops::Deref;

use crate::error::{Error, ErrorKind};
use crate::language::Language;
use crate::unit::TranslationUnit;

/// A format as bytes: what opens a file, each unit, what closes the file.
///
/// An encoder holds settings only. The bytes of a unit depend on nothing but
/// the unit, so that threads may share an encoder and encode units in any
/// order: header, units and footer, put together in the order wanted, are the
/// file that a [`Writer`] would write. In a format with a separator, that comes
/// between each two units. In a format with groups, units of one group that
/// follow each other have what opens it before the first and what closes it
/// behind the last.
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
    /// Adds what comes before the units.
    ///
    /// # Errors
    ///
    /// Where the settings cannot be written in the format.
    fn write_header(&self, out: &mut Vec<u8>) -> Result<(), Error>;

    /// Adds a unit.
    ///
    /// # Errors
    ///
    /// An [`ErrorKind::Unit`] where the unit lacks what
    /// the format needs; `out` is then as it was before.
    fn write_unit(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<UnitReport, Error>;

    /// What comes between two units, in a format that has such a thing.
    fn separator(&self) -> &'static [u8] {
        b""
    }

    /// Adds what comes after the units.
    fn write_footer(&self, out: &mut Vec<u8>);

    /// Whether it writes the sources before and after a unit; one that does not
    /// may be given units without them.
    fn writes_neighbours(&self) -> bool {
        true
    }

    /// The languages of sources and of targets, where the format names them once for
    /// the whole file.
    fn languages(&self) -> [Option<&Language>; 2] {
        [None, None]
    }

    /// How many variants of a unit that is written are not, because the format has
    /// no place for them.
    fn left_out_variants(&self, _unit: &TranslationUnit) -> usize {
        0
    }

    /// The group that a unit belongs to, as a hash, where the format keeps units
    /// of one document or one pair of languages together.
    fn group(&self, _unit: &TranslationUnit) -> Option<u128> {
        None
    }

    /// Adds what comes before the units of a group; `unit` is the first.
    ///
    /// # Errors
    ///
    /// An [`ErrorKind::Unit`] where the unit lacks what
    /// the group needs.
    fn open_group(&self, _unit: &TranslationUnit, _out: &mut Vec<u8>) -> Result<(), Error> {
        Ok(())
    }

    /// What a group of this unit may share with no other of the file, as a hash, where
    /// the format knows such a thing: the second such group is opened under another
    /// name.
    fn group_key(&self, _unit: &TranslationUnit) -> Option<u128> {
        None
    }

    /// Adds what comes before the units of a group whose own name another group has.
    ///
    /// # Errors
    ///
    /// An [`ErrorKind::Unit`] where the unit lacks what
    /// the group needs.
    fn open_renamed_group(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<(), Error> {
        self.open_group(unit, out)
    }

    /// Adds what comes after the units of a group.
    fn close_group(&self, _out: &mut Vec<u8>) {}

    /// What a unit may share with no other of the file, as a hash, where the
    /// format knows such a thing: the second such unit is not written.
    fn key(&self, _unit: &TranslationUnit) -> Option<u128> {
        None
    }
}

/// A pointer to an encoder, such as a reference or a box, is an encoder.
impl<P: Deref<Target: Encode> + Send + Sync> Encode for P {
    fn write_header(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        (**self).write_header(out)
    }

    fn write_unit(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<UnitReport, Error> {
        (**self).write_unit(unit, out)
    }

    fn write_footer(&self, out: &mut Vec<u8>) {
        (**self).write_footer(out);
    }

    fn separator(&self) -> &'static [u8] {
        (**self).separator()
    }

    fn writes_neighbours(&self) -> bool {
        (**self).writes_neighbours()
    }

    fn languages(&self) -> [Option<&Language>; 2] {
        (**self).languages()
    }

    fn left_out_variants(&self, unit: &TranslationUnit) -> usize {
        (**self).left_out_variants(unit)
    }

    fn group(&self, unit: &TranslationUnit) -> Option<u128> {
        (**self).group(unit)
    }

    fn open_group(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<(), Error> {
        (**self).open_group(unit, out)
    }

    fn group_key(&self, unit: &TranslationUnit) -> Option<u128> {
        (**self).group_key(unit)
    }

    fn open_renamed_group(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<(), Error> {
        (**self).open_renamed_group(unit, out)
    }

    fn close_group(&self, out: &mut Vec<u8>) {
        (**self).close_group(out);
    }

    fn key(&self, unit: &TranslationUnit) -> Option<u128> {
        (**self).key(unit)
    }
}

/// Adds a unit, or nothing of it: what `write` added before it failed is taken
/// back. `write` returns what it changed, or what the unit lacks.
fn write_whole(
    unit: &TranslationUnit,
    out: &mut Vec<u8>,
    write: impl FnOnce(&mut Vec<u8>) -> Result<UnitReport, String>,
) -> Result<UnitReport, Error> {
    let length = out.len();
    match write(out) {
        Ok(report) => Ok(report),
        Err(message) => {
            out.truncate(length);
            Err(Error::new(ErrorKind::Unit { id: unit.id.clone(), message }))
        }
    }
}

/// What writing a unit changed in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct UnitReport {
    /// How many characters were removed because the format cannot hold them.
    pub removed_characters: usize,
    /// How many codes were left out because the format has no inline elements and
    /// nothing is known to show in their place; a pair is one.
    pub lost_codes: usize,
}

/// Reads the units of an exchange file, in constant memory.
///
/// A unit that cannot be used is left out, with a [`Finding`], and the rest is
/// read; a file that is broken ends with an error after the units before it.
/// After an error the file is at its end.
pub trait ReadUnits {
    /// Makes `unit` the next one, in the memory that it has; false where there
    /// is none.
    ///
    /// The faster of two ways to read; [`units`](ReadUnits::units) gives units
    /// to keep.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read on: the input fails, or what comes is not
    /// of the format at all.
    fn read(&mut self, unit: &mut TranslationUnit) -> Result<bool, Error>;

    /// What was found since the findings were last taken from here, in the order
    /// of the file. A loop over a large file drains it now and then.
    fn findings(&mut self) -> &mut Vec<Finding>;

    /// The units, each in memory of its own.
    fn units(self) -> IntoUnits<Self>
    where
        Self: Sized,
    {
        IntoUnits { reader: self }
    }
}

impl<R: ReadUnits + ?Sized> ReadUnits for Box<R> {
    fn read(&mut self, unit: &mut TranslationUnit) -> Result<bool, Error> {
        (**self).read(unit)
    }

    fn findings(&mut self) -> &mut Vec<Finding> {
        (**self).findings()
    }
}

/// The units of a reader, each in memory of its own; made by
/// [`ReadUnits::units`].
#[derive(Clone, Debug)]
pub struct IntoUnits<R> {
    reader: R,
}

impl<R> IntoUnits<R> {
    /// The reader, such as to see its findings.
    pub fn reader(&mut self) -> &mut R {
        &mut self.reader
    }
}

impl<R: ReadUnits> Iterator for IntoUnits<R> {
    type Item = Result<TranslationUnit, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut unit = TranslationUnit::default();
        match self.reader.read(&mut unit) {
            Ok(true) => Some(Ok(unit)),
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers every question in a way of its own.
    struct Odd;

    impl Encode for Odd {
        fn write_header(&self, out: &mut Vec<u8>) -> Result<(), Error> {
            out.extend(b"header ");
            Ok(())
        }

        fn write_unit(&self, _: &TranslationUnit, out: &mut Vec<u8>) -> Result<UnitReport, Error> {
            out.extend(b"unit ");
            Ok(UnitReport { removed_characters: 3, lost_codes: 0 })
        }

        fn separator(&self) -> &'static [u8] {
            b"|"
        }

        fn write_footer(&self, out: &mut Vec<u8>) {
            out.extend(b"footer");
        }

        fn writes_neighbours(&self) -> bool {
            false
        }

        fn group(&self, _: &TranslationUnit) -> Option<u128> {
            Some(5)
        }

        fn open_group(&self, _: &TranslationUnit, out: &mut Vec<u8>) -> Result<(), Error> {
            out.extend(b"open ");
            Ok(())
        }

        fn close_group(&self, out: &mut Vec<u8>) {
            out.extend(b"close ");
        }

        fn key(&self, _: &TranslationUnit) -> Option<u128> {
            Some(7)
        }
    }

    fn answers(encoder: impl Encode) -> String {
        let (unit, mut out) = (TranslationUnit::default(), Vec::new());
        encoder.write_header(&mut out).unwrap();
        encoder.open_group(&unit, &mut out).unwrap();
        let report = encoder.write_unit(&unit, &mut out).unwrap();
        encoder.close_group(&mut out);
        encoder.write_footer(&mut out);
        out.extend(encoder.separator());
        let said = (encoder.writes_neighbours(), encoder.group(&unit), encoder.key(&unit));
        format!("{} {} {said:?}", String::from_utf8(out).unwrap(), report.removed_characters)
    }

    #[test]
    fn a_pointer_to_an_encoder_answers_as_it_does() {
        let own = answers(Odd);
        assert_eq!(own, "header open unit close footer| 3 (false, Some(5), Some(7))");
        assert_eq!(answers(&Odd as &dyn Encode), own);
        assert_eq!(answers(Box::new(Odd) as Box<dyn Encode>), own);
    }
}
