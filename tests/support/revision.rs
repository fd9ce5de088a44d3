//! Revisions of real documents, and memories of them.

use std::ops::Range;
use std::path::Path;

use bitext::document::DocumentPiece;
use bitext::{Context, Document, Import, Memory};

/// The documents below a folder with their paths in it, in the order of the paths.
pub fn documents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let files = super::files(folder).into_iter();
    let named = files.map(|path| {
        let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        (name, std::fs::read(&path).unwrap())
    });
    named.collect()
}

/// All pairs of the documents, imported as the command does.
pub fn memory_of(documents: &[(String, Vec<u8>)]) -> Memory {
    let memory = Memory::new();
    let import = |importer: &mut bitext::memory::Importer<'_>| {
        documents.iter().try_for_each(|(path, bytes)| {
            let document = Document::parse(bytes);
            let mut units = document.units(&Context::new(path.as_str()));
            units.try_for_each(|unit| importer.add(unit).map(drop))
        })
    };
    Import::new().run(memory.store(), import).unwrap();
    memory
}

/// The source side of an annotated document, and where its segments are there.
pub fn source_side(document: &Document<'_>) -> (Vec<u8>, Vec<Range<usize>>) {
    let mut bytes = Vec::new();
    let mut ranges = Vec::new();
    for piece in document.pieces() {
        match piece {
            DocumentPiece::Between(between) => bytes.extend_from_slice(between),
            DocumentPiece::Segment(segment) => {
                let start = bytes.len();
                bytes.extend_from_slice(segment.source().as_bytes());
                ranges.push(start..bytes.len());
            }
        }
    }
    (bytes, ranges)
}
