//! How new a unit is.

use crate::unit::{Date, TranslationUnit};

/// The latest moment at which the unit or a variant was changed, or else made;
/// for want of one, the date of the origin.
pub(crate) fn date_of(unit: &TranslationUnit) -> Option<Date> {
    let variants = unit.variants.iter().map(|variant| &variant.history);
    let histories = variants.chain([&unit.history]);
    let dates = histories.filter_map(|history| history.changed.or(history.created));
    dates.max().or(unit.origin.date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::Variant;

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
