//! Memory for the bytes of files, used again and again.

use std::sync::{Mutex, PoisonError};

/// Buffers that are used again: fresh memory for each file costs more than to
/// read it.
#[derive(Debug, Default)]
pub(super) struct Buffers(Mutex<Vec<Vec<u8>>>);

impl Buffers {
    /// An empty buffer.
    pub(super) fn take(&self) -> Vec<u8> {
        let mut spare = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        spare.pop().unwrap_or_default()
    }

    pub(super) fn give_back(&self, mut buffer: Vec<u8>) {
        /// A larger one is given back to the system.
        const KEPT: usize = 8 << 20;
        if buffer.capacity() <= KEPT {
            buffer.clear();
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(buffer);
        }
    }
}
