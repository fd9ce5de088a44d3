//! Text with inline codes: the lossless tokens of Markdown and HTML text, the
//! text made of them, and which codes of a source and a target correspond.

mod code;
mod coded_text;
mod grammar;
mod native;
mod pairing;
mod parse;
mod syntax;
mod tokens;

pub use code::{Attribute, Code, CodeKind, CodeRole, Subflow};
pub use coded_text::{CodedText, Piece, Pieces};
pub(crate) use native::NativePart;
pub use pairing::{CodePairing, pair_codes};
pub use syntax::Syntax;
pub use tokens::{Paired, Token, TokenKind, Tokens, tokenize};
