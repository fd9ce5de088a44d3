//! XML, read and written.
//!
//! Reading stands on quick-xml; each layer adds one thing to it:
//!
//! 1. `Source`: text in UTF-8 out of a file in any encoding, which counts lines
//!    and refuses a construct before it is too long.
//! 2. [`Reader`](reader::Reader): quick-xml's constructs, held to the rules of
//!    well-formedness that it leaves to others, in places that people can find.
//!    What needs a DTD is left out: a DOCTYPE is passed over and never resolved.
//! 3. [`Cursor`](cursor::Cursor): namespaces and findings. The readers of the
//!    formats are functions over it that follow the shape of the file.

mod construct;
mod content;
pub(crate) mod cursor;
mod defect;
mod escape;
mod name;
mod reader;
mod source;
mod tag;
#[cfg(test)]
mod tests;

pub(crate) use defect::Defect;
pub(crate) use escape::*;
pub(crate) use name::{is_token, is_token_character};
use reader::{Event, Reader};

/// Returns whether a byte is white space (XML 1.0, production 3).
fn is_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}
