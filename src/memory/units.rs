//! The units of a memory, one after the other.

use std::sync::Arc;
use std::vec;

use super::key::UnitKey;
use super::store::Store;
use crate::error::Error;
use crate::unit::TranslationUnit;

/// How many units are asked for at once.
const PAGE: usize = 4096;

/// The units of a [`Memory`](crate::Memory), by ascending key; made by
/// [`Memory::units`](crate::Memory::units).
///
/// They are read from the store page by page, so a change that is made meanwhile
/// may be seen or not. After an error there is nothing more.
pub struct MemoryUnits<'m> {
    store: Option<&'m dyn Store>,
    page: vec::IntoIter<(UnitKey, Arc<TranslationUnit>)>,
    last: UnitKey,
}

impl<'m> MemoryUnits<'m> {
    pub(super) fn new(store: &'m dyn Store) -> Self {
        Self { store: Some(store), page: Vec::new().into_iter(), last: UnitKey::START }
    }
}

impl Iterator for MemoryUnits<'_> {
    type Item = Result<(UnitKey, Arc<TranslationUnit>), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.page.as_slice().is_empty() {
            match self.store?.units_after(self.last, PAGE) {
                Ok(page) => self.page = page.into_iter(),
                Err(error) => {
                    self.store = None;
                    return Some(Err(error));
                }
            }
        }
        let Some(next) = self.page.next() else {
            self.store = None;
            return None;
        };
        self.last = next.0;
        Some(Ok(next))
    }
}
