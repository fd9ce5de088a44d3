//! XML, read and written.

pub(crate) mod cursor;
mod escape;

pub(crate) use escape::*;
