//! Units read one after the other, whatever the format.

use super::Finding;
use crate::error::Error;
use crate::unit::TranslationUnit;

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
