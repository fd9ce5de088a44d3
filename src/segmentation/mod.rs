//! Documents without annotation: what is to be translated in them, segment by
//! segment.
//!
//! # From bytes to segments, and back
//!
//! 1. A [`SourceDocumentBuilder`] knows the format and the rules of the language.
//! 2. `source/read.rs` opens the document: it refuses what is in another encoding
//!    or annotated, reads the values of the front matter, and walks the blocks of
//!    text (paragraphs, headings, list items, table cells). Those of plain text and
//!    of pages are found there, those of Markdown in `source/markdown`. Code,
//!    comments and directives are left alone.
//! 3. `source/cutter` takes one block after the other: its tokens are cut where a
//!    segment must end, and what is between into sentences by [`SentenceRules`]
//!    (`sentences`), never inside an inline code. Of each sentence it keeps what
//!    is translated, with what stands around it (`source/block.rs`).
//! 4. A [`SourceSegment`] is a view of one of them.
//! 5. [`SourceDocument::fill`] writes the document again with other texts in place
//!    of segments, each fitted to its place (`source/fill`).

mod sentences;
mod source;

pub use sentences::{SentenceRules, Sentences};
pub(crate) use source::FittedText;
pub use source::{SourceDocument, SourceDocumentBuilder, SourceFormat, SourcePiece, SourceSegment};
