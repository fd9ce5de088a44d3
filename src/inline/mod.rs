//! Text with inline codes: the lossless tokens of Markdown and HTML text, the
//! text made of them, and which codes of a source and a target correspond.

mod coded_text;

pub use coded_text::{Code, CodeKind, CodeRole, CodedText, Piece, Pieces};
