//! Text with inline codes: the lossless tokens of Markdown and HTML text, the
//! text made of them, and which codes of a source and a target correspond.
//!
//! # How a text comes to be
//!
//! 1. `grammar` knows each construct by itself: where it ends, what it says.
//! 2. `tokens` scans a text from left to right and gives its markup as tokens;
//!    what is between them is text.
//! 3. `parse` makes a [`CodedText`] of the tokens: text, escapes, and codes with
//!    their roles; `coded_text` stores it, `code` says what a code does.
//! 4. `pairing` finds which codes of a source and a target correspond.
//! 5. `placeholders` takes those for text, as a memory does.
//! 6. `spelling` is the way back: markup for a text that was not read from any.

mod code;
mod coded_text;
mod grammar;
mod pairing;
mod parse;
mod placeholders;
pub(crate) use parse::with_line_feeds;
mod spelling;
mod tokens;

pub(crate) use code::NativePart;
pub use code::{Attribute, Code, CodeKind, CodeRole, Subflow};
pub use coded_text::{CodedText, Piece, Pieces};
pub(crate) use grammar::docfx::{directive_length, is_in_sentence, is_include};
pub(crate) use grammar::placeholder::{
    Reading as PlaceholderReading, all as placeholders, reading as placeholder_reading,
};
#[cfg(feature = "html")]
pub(crate) use grammar::tag::attribute_value as tag_attribute;
pub(crate) use grammar::{
    comment_length, is_phrasing, is_tag_known, named_reference, tag_length, tag_name,
};
pub use pairing::{CodePairing, pair_codes};
pub(crate) use pairing::{alike_destination, is_locale};
pub(crate) use tokens::is_kept;
#[cfg(feature = "html")]
pub(crate) use tokens::says_translated;
pub use tokens::{Paired, Token, TokenKind, Tokens, tokenize};

use serde::{Deserialize, Serialize};

use crate::error::names;

/// The language that inline markup is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Syntax {
    /// CommonMark 0.31.2 with GFM strikethrough, docfx forms, and the tags,
    /// comments and entities of HTML.
    #[default]
    Markdown,
    /// HTML: tags, comments and entities only.
    Html,
}

names!(Syntax { Markdown => "markdown", Html => "html" });
