//! Where a unit comes from, and how new it is.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::units::UnitKey;
use crate::unit::{Date, TranslationUnit, Variant};

/// Returns the path of the document that a unit comes from: the one its origin names,
/// or else its context, or else its id, which is `path#segment-id` then.
pub(crate) fn document_of(unit: &TranslationUnit) -> Option<Cow<'_, str>> {
    let named = unit.origin.path.as_deref().or(unit.context.document.as_deref());
    named.map(Cow::Borrowed).or_else(|| {
        let (path, _) = unit.id.as_deref()?.rsplit_once('#')?;
        Some(percent_decode_str(path).decode_utf8_lossy())
    })
}

/// Returns the latest moment at which the unit or a variant was changed, or else made;
/// for want of one, the date of the origin.
pub(crate) fn date_of(unit: &TranslationUnit) -> Option<Date> {
    let variants = unit.variants.iter().map(|variant| &variant.history);
    let histories = variants.chain([&unit.history]);
    let dates = histories.filter_map(|history| history.changed.or(history.created));
    dates.max().or(unit.origin.date)
}

/// Where a unit of a memory comes from, and when: what is shown beside its texts,
/// and what the records of a [`Match`](super::Match) and a
/// [`ConcordanceHit`](super::ConcordanceHit) have.
///
/// # Example
///
/// ```
/// use bitext::memory::{Provenance, UnitKey};
/// use bitext::{TranslationUnit, unit::TranslationType};
///
/// let mut unit = TranslationUnit::default();
/// unit.origin.path = Some("setup.md".into());
/// unit.origin.translation_type = Some(TranslationType::new("MT"));
/// let provenance = Provenance::new(UnitKey::START, &unit, None);
/// assert_eq!(provenance.document, Some("setup.md"));
/// assert_eq!(provenance.translation_type, Some("MT"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Provenance<'m> {
    /// The key of the unit in the memory.
    pub key: UnitKey,
    /// The path of the document that the unit names.
    pub document: Option<&'m str>,
    /// When the translation was last changed or else made; for want of that, the
    /// date of the unit, and then that of its document.
    pub date: Option<Date>,
    /// Who translated, in the word of the document.
    pub translation_type: Option<&'m str>,
}

impl<'m> Provenance<'m> {
    /// The provenance of a unit and of one of its variants, the translation.
    pub fn new(key: UnitKey, unit: &'m TranslationUnit, translation: Option<&Variant>) -> Self {
        let histories = translation.map(|variant| &variant.history).into_iter();
        let histories = histories.chain([&unit.history]);
        let mut dates = histories.filter_map(|history| history.changed.or(history.created));
        let origin = &unit.origin;
        Self {
            key,
            document: origin.path.as_deref().or(unit.context.document.as_deref()),
            date: dates.next().or(origin.date),
            translation_type: origin.translation_type.as_ref().map(|kind| kind.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_goes_before_the_context_and_that_before_the_id() {
        for (path, document, id, expected) in [
            (Some("a.md"), Some("b.md"), Some("c.md#1"), Some("a.md")),
            (None, Some("b.md"), Some("c.md#1"), Some("b.md")),
            (None, None, Some("the%20way/c%23.md#1"), Some("the way/c#.md")),
            (None, None, Some("4711"), None),
            (None, None, None, None),
        ] {
            let mut unit = TranslationUnit::default();
            unit.origin.path = path.map(Into::into);
            unit.context.document = document.map(Into::into);
            unit.id = id.map(Into::into);
            assert_eq!(document_of(&unit).as_deref(), expected);
        }
    }

    #[test]
    fn the_latest_change_counts() {
        let date = |day: i64| Date::from_unix_seconds(day * 86_400);
        let mut unit = TranslationUnit { variants: vec![Variant::default(); 2], ..<_>::default() };
        assert_eq!(date_of(&unit), None);
        unit.origin.date = date(90);
        assert_eq!(date_of(&unit), date(90));
        unit.history.created = date(10);
        assert_eq!(date_of(&unit), date(10));
        unit.variants[1].history.created = date(30);
        assert_eq!(date_of(&unit), date(30));
        unit.variants[1].history.changed = date(20);
        assert_eq!(date_of(&unit), date(20));
        unit.variants[0].history.changed = date(40);
        unit.history.last_used = date(99);
        assert_eq!(date_of(&unit), date(40));
    }
}
