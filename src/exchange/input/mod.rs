//! From bytes of any origin to text.
//!
//! A [`Decoder`](decoder::Decoder) unpacks gzip, finds out the encoding, and gives
//! valid UTF-8, a block at a time, in constant memory and linear time, whatever
//! the bytes are. [`TextReader`](text_reader::TextReader) is the same as an
//! [`io::BufRead`](std::io::BufRead).

pub(super) mod decoder;
pub(super) mod encoding;
mod gzip;
mod limits;
pub(super) mod text_reader;

pub use limits::Limits;
