//! The units of a memory, written to an exchange file.

use std::io::Write;
use std::path::Path;

use super::{Conversion, ConversionEvent, Converter, Run, STEP};
use crate::error::Error;
use crate::exchange::{Encode, Writer};
use crate::memory::Store;

impl Converter {
    /// Writes all units of a memory, in an order that depends on them alone:
    /// the bytes are the same for all memories that hold equal units. What is
    /// told of a unit names its number in this order, and `path`.
    ///
    /// # Errors
    ///
    /// Where the memory cannot be read or a writer fails, or at a finding that is
    /// not allowed.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::pipeline::Converter;
    /// use bitext::{Memory, TranslationUnit, Variant, csv};
    ///
    /// let memory = Memory::new();
    /// let variant = |tag: &str, text: &str| Variant::new(tag.parse().ok(), text.into());
    /// memory.add(TranslationUnit::bilingual(variant("en", "Next"), variant("de", "Weiter")))?;
    /// let (mut file, encoder) = (Vec::new(), csv::Encoder::default());
    /// let counts =
    ///     Converter::new().export(memory.store(), "a.memory", &encoder, &mut file, None, |_| {})?;
    /// assert_eq!((counts.read, counts.written), (1, 1));
    /// # Ok::<(), bitext::Error>(())
    /// ```
    pub fn export<'r>(
        &self,
        store: &(impl Store + ?Sized),
        path: impl AsRef<Path>,
        encoder: &'r dyn Encode,
        writer: impl Write,
        rejects: Option<&'r mut dyn Write>,
        observe: impl FnMut(ConversionEvent<'_>),
    ) -> Result<Conversion, Error> {
        let writer = Writer::with_encoder(writer, encoder)?;
        let mut run = Run::begin(self, writer, rejects, observe);
        run.counts.files = 1;
        let mut number = 0;
        store.visit_in_order(&mut |_, unit| {
            number += 1;
            run.unit(path.as_ref(), number, &mut unit.clone())?;
            if number.is_multiple_of(STEP) {
                run.tell_progress(0);
            }
            Ok(())
        })?;
        run.finish()
    }
}
