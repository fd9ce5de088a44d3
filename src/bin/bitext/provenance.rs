//! What is shown of a unit beside its texts: where it comes from, and when.

use bitext::memory::UnitKey;
use bitext::{Date, Language, TranslationUnit, Variant};
use serde::Serialize;

/// Where a unit comes from, and when.
#[derive(Serialize)]
pub(crate) struct Provenance<'m> {
    /// The number of the unit in the memory.
    key: UnitKey,
    document: Option<&'m str>,
    date: Option<Date>,
    translation_type: Option<&'m str>,
}

impl<'m> Provenance<'m> {
    /// Takes it from a unit; the date is that of the translation.
    pub(crate) fn new(
        key: UnitKey,
        unit: &'m TranslationUnit,
        translation: Option<&Variant>,
    ) -> Self {
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

    /// Puts it into words, with the id and the languages of both texts.
    pub(crate) fn sentence(&self, id: Option<&str>, languages: [Option<&Language>; 2]) -> String {
        let tags = languages.map(|language| language.map_or("?", Language::as_str));
        let id = id.map_or_else(|| format!("unit {}", self.key), str::to_owned);
        let document = self.document.filter(|path| !id.starts_with(path)).map(str::to_owned);
        let date = self.date.map(|date| date.to_string());
        let kind = self.translation_type.map(str::to_owned);
        let parts = [Some(tags.join(" → ")), Some(id), document, date, kind];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}
