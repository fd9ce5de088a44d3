//! What is written of a pretranslated document.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::exchange::Encode;
use crate::pipeline::formats::ExchangeFormat;
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
    /// The encoder of an exchange file.
    pub(super) fn encoder(&self) -> Result<Option<Box<dyn Encode>>, Error> {
        match self {
            PretranslationForm::Exchange(target) => target.encoder().map(Some),
            _ => Ok(None),
        }
    }

    /// The name of the file for a document of this name: that of an exchange
    /// file has the ending of its format behind it.
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
