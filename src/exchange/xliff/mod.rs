//! XLIFF: the XML Localisation Interchange File Format, in its versions 1.2 and
//! 2.1, which have little more in common than their name.

mod details;
mod hash;
mod identity;
mod reading;
mod v1;
pub mod v2;

pub use v1::{Encoder, Reader, Writer};
