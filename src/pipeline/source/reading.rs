//! How the documents of a run are read.

use crate::error::Error;
use crate::pipeline::input::Input;
use crate::segmentation::{SourceDocument, SourceDocumentBuilder};

/// How documents to translate are read, and on how many threads.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) document: SourceDocumentBuilder,
    pub(super) jobs: usize,
}

impl Default for Reading {
    fn default() -> Self {
        Self { document: SourceDocument::builder(), jobs: 1 }
    }
}

impl Reading {
    pub(super) fn read(&self, input: &Input) -> Result<SourceDocument<'static>, Error> {
        let bytes = input.read()?;
        Ok(input.parse_source(&self.document, &bytes).into_owned())
    }
}

/// The two settings that all runs over documents to translate share.
macro_rules! reading {
    ($run:ident) => {
        impl $run {
            /// How documents are read; the format is that of the file name, where
            /// that tells and the builder has none.
            #[must_use]
            pub fn document(
                mut self,
                builder: $crate::segmentation::SourceDocumentBuilder,
            ) -> Self {
                self.reading.document = builder;
                self
            }

            /// The number of threads.
            #[must_use]
            pub fn jobs(mut self, jobs: usize) -> Self {
                self.reading.jobs = jobs;
                self
            }
        }
    };
}
pub(super) use reading;
