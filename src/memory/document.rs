//! Which document a unit comes from.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::unit::TranslationUnit;

/// The path of the document that a unit comes from: the one its origin names,
/// or else its context, or else its id, which is `path#segment-id` then.
pub(crate) fn document_of(unit: &TranslationUnit) -> Option<Cow<'_, str>> {
    let said = unit.origin.path.as_deref().or(unit.context.document.as_deref());
    said.map(Cow::Borrowed).or_else(|| {
        let (path, _) = unit.id.as_deref()?.rsplit_once('#')?;
        Some(percent_decode_str(path).decode_utf8_lossy())
    })
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
}
