//! From bytes of any origin to text, and from text to the constructs of XML.
//!
//! Two layers, which all readers of the formats share:
//!
//! 1. [`Decoder`](decoder::Decoder): bytes to text. It unpacks gzip, finds out the encoding, and
//!    gives valid UTF-8, a block at a time. [`TextReader`](text_reader::TextReader) is the same as an
//!    [`io::BufRead`](std::io::BufRead).
//! 2. [`xml::Reader`]: text to start tags, end tags and text, with the place of
//!    each.
//!
//! Both read in constant memory and linear time, whatever the bytes are.

mod decoder;
mod encoding;
mod gzip;
mod limits;
pub(super) mod text_reader;
pub(super) mod xml;

pub use limits::Limits;
