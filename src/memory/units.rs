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
#[derive(Debug)]
pub struct MemoryUnits<'m, S: ?Sized> {
    store: Option<&'m S>,
    page: vec::IntoIter<(UnitKey, Arc<TranslationUnit>)>,
    last: UnitKey,
}

impl<'m, S: Store + ?Sized> MemoryUnits<'m, S> {
    pub(super) fn new(store: &'m S) -> Self {
        Self { store: Some(store), page: Vec::new().into_iter(), last: UnitKey::START }
    }
}

impl<S: Store + ?Sized> Iterator for MemoryUnits<'_, S> {
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
