//! Text with inline codes: the lossless tokens of Markdown and HTML text, the
//! text made of them, and which codes of a source and a target correspond.

mod code;
mod coded_text;
mod grammar;
mod native;
mod pairing;
mod parse;
mod spelling;
mod syntax;
mod tokens;

pub use code::{Attribute, Code, CodeKind, CodeRole, Subflow};
pub use coded_text::{CodedText, Piece, Pieces};
pub(crate) use grammar::{comment_length, is_phrasing, is_tag_known, tag_length, tag_name};
pub(crate) use native::NativePart;
pub use pairing::{CodePairing, pair_codes};
pub(crate) use pairing::{alike_destination, is_locale};
pub use syntax::Syntax;
pub use tokens::{Paired, Token, TokenKind, Tokens, tokenize};
