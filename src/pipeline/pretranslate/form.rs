//! What is written of a pretranslated document.

use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::exchange::{Encode, EncodedUnits};
use crate::leverage::Pretranslation;
use crate::pipeline::encode::DocumentUnits;
use crate::pipeline::open::ExchangeFormat;
use crate::pipeline::target::ExchangeTarget;

/// What is written of a pretranslated document.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum PretranslationForm {
    /// The document in the target language, in the format of the source.
    #[default]
    Document,
    /// The same with annotation: each filled segment with its source.
    Annotated,
    /// A unit for each segment, with what the memory has for it.
    Exchange(ExchangeTarget),
}

impl PretranslationForm {
    /// Makes the encoder of an exchange file.
    pub(super) fn encoder(&self) -> Result<Option<Box<dyn Encode>>, Error> {
        match self {
            PretranslationForm::Exchange(target) => target.encoder().map(Some),
            _ => Ok(None),
        }
    }

    /// Makes the name of the file for a document of this name: that of an
    /// exchange file has the ending of its format behind it.
    pub(super) fn file_name(&self, document: &Path) -> PathBuf {
        let PretranslationForm::Exchange(target) = self else { return document.to_path_buf() };
        let mut name = document.as_os_str().to_owned();
        name.push(".");
        name.push(match target.format() {
            ExchangeFormat::Xliff | ExchangeFormat::Xliff2 => "xlf",
            format => format.as_str(),
        });
        name.into()
    }
}

/// The bytes of one pretranslated document.
pub(super) enum PretranslatedBytes {
    /// A whole document.
    Document(Vec<u8>),
    /// Units of an exchange file.
    Units {
        encoded: EncodedUnits,
        /// How many they are.
        count: u64,
    },
}

impl PretranslatedBytes {
    /// Makes the bytes; a unit that the format cannot hold is a diagnostic.
    pub(super) fn new(
        pretranslation: &Pretranslation<'_>,
        form: &PretranslationForm,
        encoder: Option<&dyn Encode>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        match encoder {
            Some(encoder) => Self::encode(pretranslation, encoder, diagnostics),
            None if matches!(form, PretranslationForm::Annotated) => {
                let annotated = pretranslation.annotated();
                diagnostics.extend(annotated.diagnostics);
                Self::Document(annotated.bytes)
            }
            None => Self::Document(pretranslation.target()),
        }
    }

    fn encode(
        pretranslation: &Pretranslation<'_>,
        encoder: &dyn Encode,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut units = DocumentUnits::new(Vec::new(), false);
        for unit in pretranslation.units() {
            units.add(&unit, encoder, true);
        }
        diagnostics.append(&mut units.diagnostics);
        Self::Units { encoded: units.encoded, count: units.written }
    }
}
