//! The index for concordance as it is kept beside its store.

use super::base::{Base, Places};
use crate::error::Error;
use crate::memory::concordance::PhraseIndex;
use crate::memory::index::languages::Languages;
use crate::memory::kept::{self, Unusable};
use crate::memory::sections::ensure;
use crate::memory::store::Store;

/// Reads what is kept under a name; nothing where there is nothing.
pub(super) fn read(store: &dyn Store, name: &str, family: &str) -> Result<Option<Base>, Unusable> {
    let read = kept::read(store, name, |from| {
        let languages = Languages::read(from, family)?;
        let keys: Vec<u64> = from.read()?;
        let variants = from.read_exactly(keys.len())?;
        let of = from.read_exactly::<u32>(keys.len())?;
        ensure(of.iter().all(|language| (*language as usize) < languages.len()))?;
        let index = PhraseIndex::read(from)?;
        ensure(index.len() == keys.len())?;
        Ok((languages, Places { keys, variants, languages: of }, index))
    })?;
    Ok(read.map(|(revision, (languages, places, index))| Base {
        revision,
        languages,
        places,
        index,
    }))
}

/// Keeps a base under a name.
///
/// # Errors
///
/// Where it cannot be kept.
pub(super) fn write(store: &dyn Store, name: &str, base: &Base) -> Result<(), Error> {
    kept::write(store, name, base.revision, |to| {
        base.languages.write(to)?;
        to.write(&base.places.keys)?;
        to.write(&base.places.variants)?;
        to.write(&base.places.languages)?;
        base.index.write(to)
    })
}
