//! A place beside a store for what can be made anew from it.

use std::io::{Read, Write};

use crate::error::Error;

/// A place for what follows from the units of a store and takes long to make
/// anew, such as an index.
///
/// What is kept there may be lost, old or damaged: it is checked whenever it is
/// read, and never trusted.
pub trait Cache: Send + Sync {
    /// What is kept under a name; nothing where there is nothing.
    ///
    /// # Errors
    ///
    /// Where it cannot be read.
    fn open(&self, name: &str) -> Result<Option<Cached>, Error>;

    /// Keeps what `write` writes under a name, in the place of what was there.
    /// Others see the old or the new, and nothing between.
    ///
    /// # Errors
    ///
    /// Where it cannot be kept, and the error of `write`.
    fn keep(
        &self,
        name: &str,
        write: &mut dyn FnMut(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<(), Error>;
}

/// What a [`Cache`] kept.
pub struct Cached {
    /// Where to read it from.
    pub reader: Box<dyn Read>,
    /// How long it is, in bytes.
    pub length: u64,
}
