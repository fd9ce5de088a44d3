//! Keys and their values, each key once.

use std::ops::Range;

use super::FrontMatterValue;
use crate::diagnostic::{Diagnostic, DiagnosticCode};

/// A key of a mapping and its value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: String,
    /// The bytes of the file that write the key.
    pub(super) key_range: Range<usize>,
    pub(super) value: FrontMatterValue,
    /// The bytes of the file that write the value; empty where nothing does.
    pub(super) range: Range<usize>,
    /// Of a map, where each of its values stands, in their order; else empty.
    pub(super) inner: Vec<Range<usize>>,
}

/// The first entry of each key, in their order; the others are reported.
pub(super) fn first_of_each(entries: Vec<Entry>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|&at| (&entries[at].key, at));
    let mut repeated: Vec<usize> = order
        .windows(2)
        .filter(|pair| entries[pair[0]].key == entries[pair[1]].key)
        .map(|pair| pair[1])
        .collect();
    if repeated.is_empty() {
        return entries;
    }
    repeated.sort_unstable();
    let mut repeated = repeated.into_iter().peekable();
    let mut kept = Vec::with_capacity(entries.len());
    for (at, entry) in entries.into_iter().enumerate() {
        match repeated.next_if_eq(&at) {
            None => kept.push(entry),
            Some(_) => diagnostics.push(repeated_key(&entry)),
        }
    }
    kept
}

fn repeated_key(entry: &Entry) -> Diagnostic {
    let message =
        format!("expected the key `{}` once, but found it again; the first is read", entry.key);
    Diagnostic::new(DiagnosticCode::FrontMatterValue, entry.key_range.clone(), message)
}
