//! The memory that a command works on.

use std::path::Path;
use std::sync::Arc;

use bitext::{Error, Language, Memory, SqliteStore};

/// Opens a memory that is not to be changed.
pub(crate) fn open(path: &Path) -> Result<Memory, Error> {
    Ok(Memory::with_shared_store(open_store(path)?))
}

/// Opens the file of a memory that is not to be changed.
pub(crate) fn open_store(path: &Path) -> Result<Arc<SqliteStore>, Error> {
    if path.symlink_metadata().is_err() {
        let message =
            "expected the file of a memory, but found none; make one with `bitext import`";
        return Err(Error::argument(message).with_path(path));
    }
    SqliteStore::open_read_only(path).map(Arc::new)
}

/// Takes a memory away that was made for nothing: nobody ever wrote to it.
pub(crate) fn remove_unused(memory: Memory, path: &Path) {
    let is_unused = memory.store().revision().is_ok_and(|revision| revision.get() == 0);
    drop(memory);
    if is_unused {
        // An empty memory does no harm where it can't be taken away.
        let _ = std::fs::remove_file(path);
    }
}

/// Returns an error where a memory has no unit in the languages that are asked for, in
/// either direction.
pub(crate) fn expect_pair(
    memory: &Memory,
    source: Option<&Language>,
    target: Option<&Language>,
) -> Result<(), Error> {
    if memory.has_pair(source, target)? {
        return Ok(());
    }
    let wanted: Vec<&str> = [source, target].into_iter().flatten().map(Language::as_str).collect();
    let listed = memory.pairs()?;
    let listed: Vec<String> =
        listed.iter().map(|pair| format!("`{}` to `{}`", pair.source, pair.target)).collect();
    let listed = if listed.is_empty() { "no units".to_owned() } else { listed.join(", ") };
    Err(Error::argument(format!(
        "expected languages that the memory has, but found `{}`; it has {listed}",
        wanted.join("` and `")
    )))
}

/// Decides on the language pair that is asked for; without one, the only pair of the memory,
/// from its source to its target.
pub(crate) fn language_pair(
    memory: &Memory,
    source: Option<&Language>,
    target: Option<&Language>,
) -> Result<(Language, Language), Error> {
    expect_pair(memory, source, target)?;
    if let (Some(source), Some(target)) = (source, target) {
        return Ok((source.clone(), target.clone()));
    }
    let serves = |wanted: Option<&Language>, own: &Language| {
        wanted.is_none_or(|wanted| wanted.matches(own).is_some())
    };
    let pairs = memory.pairs()?;
    let both_ways = pairs.iter().flat_map(|pair| {
        let ways = [(&pair.source, &pair.target), (&pair.target, &pair.source)];
        // Without a language asked for, the way in which units were translated.
        ways.into_iter().take(if source.is_none() && target.is_none() { 1 } else { 2 })
    });
    let candidates: Vec<_> =
        both_ways.filter(|(from, to)| serves(source, from) && serves(target, to)).collect();
    match candidates.as_slice() {
        [(from, to)] => {
            let chosen = |asked: Option<&Language>, own: &Language| asked.unwrap_or(own).clone();
            Ok((chosen(source, from), chosen(target, to)))
        }
        several => {
            let listed: Vec<_> =
                several.iter().map(|(from, to)| format!("`{from}` to `{to}`")).collect();
            Err(Error::argument(format!(
                "expected one language pair, but the memory has {}; name one with \
                 `--source-language` and `--target-language`",
                listed.join(", ")
            )))
        }
    }
}
