//! Which lines stand next to each other in a document.

use std::sync::Arc;

use crate::unit::TranslationUnit;

/// Where a unit stands in its document, and its source as plain text.
#[derive(Clone, Debug)]
pub(super) struct Neighbour {
    path: Arc<str>,
    ordinal: usize,
    source: Arc<str>,
}

impl Neighbour {
    /// The place of a unit that has one in a file.
    pub(super) fn of(unit: &TranslationUnit) -> Option<Self> {
        let path = unit.origin.path.clone()?;
        let ordinal = unit.placement.as_ref()?.ordinal;
        let source = Arc::from(&*unit.source()?.text.plain());
        Some(Self { path, ordinal, source })
    }

    /// The source of `first`, where `second` comes right after it.
    pub(super) fn first(first: Option<&Self>, second: Option<&Self>) -> Option<Arc<str>> {
        Self::adjacent(first, second).map(|(first, _)| first.source.clone())
    }

    /// The source of `second`, where it comes right after `first`.
    pub(super) fn second(first: Option<&Self>, second: Option<&Self>) -> Option<Arc<str>> {
        Self::adjacent(first, second).map(|(_, second)| second.source.clone())
    }

    fn adjacent<'n>(
        first: Option<&'n Self>,
        second: Option<&'n Self>,
    ) -> Option<(&'n Self, &'n Self)> {
        let (first, second) = (first?, second?);
        let follows = first.ordinal.checked_add(1) == Some(second.ordinal);
        (follows && first.path == second.path).then_some((first, second))
    }
}
