//! One document to read.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::document::{Document, DocumentBuilder, Format};
use crate::error::Error;
use crate::segmentation::{SourceDocument, SourceDocumentBuilder, SourceFormat};

/// The name that stands for standard input or output.
pub const STANDARD_STREAM: &str = "-";

/// A document to read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Input {
    /// Where it is read from; `-` is standard input.
    pub path: PathBuf,
    /// The path relative to the folder that it was found under. Files that are
    /// named one by one are relative to the deepest folder that holds them all.
    pub relative: PathBuf,
}

impl Input {
    /// The format by the file name, where that tells.
    pub fn format(&self) -> Option<Format> {
        Format::from_path(&self.relative)
    }

    /// Reads the whole file.
    ///
    /// # Errors
    ///
    /// Where it cannot be read; the error names the file.
    pub fn read(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        self.read_into(&mut bytes)?;
        Ok(bytes)
    }

    /// Reads a document from the bytes of the file, in the format of its name.
    pub(super) fn parse<'a>(&self, builder: &DocumentBuilder, bytes: &'a [u8]) -> Document<'a> {
        match self.format() {
            Some(format) => builder.clone().with_format(format).parse(bytes),
            None => builder.parse(bytes),
        }
    }

    /// Reads a document to translate from the bytes of the file, in the format
    /// of the builder, or else that of its name.
    pub(super) fn parse_source<'a>(
        &self,
        builder: &SourceDocumentBuilder,
        bytes: &'a [u8],
    ) -> SourceDocument<'a> {
        let format = SourceFormat::from_path(&self.relative);
        builder.clone().or_format(format).parse(bytes)
    }

    /// Adds the whole file to a buffer.
    ///
    /// # Errors
    ///
    /// Where it cannot be read; the error names the file.
    pub fn read_into(&self, buffer: &mut Vec<u8>) -> Result<(), Error> {
        let read = if self.is_standard() {
            std::io::stdin().lock().read_to_end(buffer)
        } else {
            // Through `take`, which asks nothing of the file: two calls less.
            File::open(&self.path).and_then(|file| file.take(u64::MAX).read_to_end(buffer))
        };
        read.map(drop).map_err(|cause| Error::from(cause).with_path(&self.path))
    }

    /// Whether it is standard input.
    pub(super) fn is_standard(&self) -> bool {
        self.path == Path::new(STANDARD_STREAM)
    }
}
