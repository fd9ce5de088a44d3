//! Files into a memory.

mod batches;
mod counts;
mod importer;

pub use counts::ImportedFiles;
pub use importer::{FileImporter, ImportEvent};
