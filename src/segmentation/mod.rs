//! Documents without annotation: what is to be translated in them, segment by
//! segment.
//!
//! A [`SourceDocument`] is read in two steps. First come its blocks
//! ([`source`]): paragraphs, headings, list items, table cells and the other
//! stretches of running text that the format has; code, comments and directives
//! are left alone. Then each block is cut into sentences ([`sentences`]) by the
//! rules of its language, never inside an inline code.

mod sentences;
mod source;

pub use sentences::{SentenceRules, Sentences};
pub(crate) use source::Fitted;
pub use source::{SourceDocument, SourceDocumentBuilder, SourceFormat, SourcePiece, SourceSegment};
