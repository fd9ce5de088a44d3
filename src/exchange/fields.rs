//! What is known of a unit, as named values.
//!
//! XLIFF has no elements for where a unit comes from or who changed it. Both
//! formats have a place for named values, and write these under the same names.

use std::borrow::Cow;

use crate::exchange::xml::without_forbidden;
use crate::inline::Syntax;
use crate::unit::{BlockKind, Date, History, Origin, Placement, TranslationType, TranslationUnit};

/// What a field is about; fields of one topic stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Topic {
    /// The document and what it says of itself.
    Origin,
    /// Where the unit stood in the flow of its document.
    Context,
    /// Its place in the annotated document.
    Placement,
}

/// A name and a value.
pub(crate) type Field<'a> = (&'static str, Cow<'a, str>);

impl Topic {
    pub(crate) const ALL: [Self; 3] = [Self::Origin, Self::Context, Self::Placement];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Origin => "origin",
            Self::Context => "context",
            Self::Placement => "placement",
        }
    }

    /// The fields of a unit that are known.
    pub(crate) fn fields(self, unit: &TranslationUnit) -> Vec<Field<'_>> {
        match self {
            Self::Origin => origin(&unit.origin),
            Self::Context => context(unit),
            Self::Placement => unit.placement.as_ref().map(placement).unwrap_or_default(),
        }
    }

    /// Gives a unit a field; says whether it is one, or what its value should be.
    pub(crate) fn set(
        self,
        unit: &mut TranslationUnit,
        name: &str,
        value: &str,
    ) -> Result<bool, Expected> {
        match self {
            Self::Origin => set_origin(&mut unit.origin, name, value),
            Self::Context => Ok(set_context(unit, name, value)),
            Self::Placement => set_placement(&mut unit.placement, name, value),
        }
    }
}

/// What the value of a field should be, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    Date,
    Number,
    Other(&'static str),
}

impl Expected {
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Date => "a date and time such as `2020-07-29T00:00:00Z`",
            Self::Number => "a number",
            Self::Other(what) => what,
        }
    }
}

fn known<'a>(fields: &mut Vec<Field<'a>>, name: &'static str, value: Option<&'a str>) {
    fields.extend(value.map(|value| (name, Cow::Borrowed(value))));
}

fn known_date(fields: &mut Vec<Field<'_>>, name: &'static str, date: Option<Date>) {
    fields.extend(date.map(|date| (name, Cow::Owned(date.to_string()))));
}

fn origin(origin: &Origin) -> Vec<Field<'_>> {
    let mut fields = Vec::new();
    known(&mut fields, "file-id", origin.file_id.as_deref());
    known(&mut fields, "source-commit", origin.source_commit.as_deref());
    let word = origin.translation_type.as_ref().map(TranslationType::as_str);
    known(&mut fields, "translation-type", word);
    known_date(&mut fields, "handoff-date", origin.date);
    fields
}

fn set_origin(origin: &mut Origin, name: &str, value: &str) -> Result<bool, Expected> {
    match name {
        "file-id" => origin.file_id = Some(value.into()),
        "source-commit" => origin.source_commit = Some(value.into()),
        "translation-type" => origin.translation_type = Some(TranslationType::new(value)),
        "handoff-date" => origin.date = Some(date(value)?),
        _ => return Ok(false),
    }
    Ok(true)
}

/// The path of the document stands on the `file` element; only another one is
/// said here.
fn context(unit: &TranslationUnit) -> Vec<Field<'_>> {
    let mut fields = Vec::new();
    let context = &unit.context;
    // One without a character that XML can hold names nothing.
    let path = unit.origin.path.as_deref().filter(|path| !without_forbidden(path).0.is_empty());
    let own = context.document.as_deref() != path;
    known(&mut fields, "document", context.document.as_deref().filter(|_| own));
    known(&mut fields, "previous-source", context.previous_source.as_deref());
    known(&mut fields, "next-source", context.next_source.as_deref());
    fields
}

fn set_context(unit: &mut TranslationUnit, name: &str, value: &str) -> bool {
    let context = &mut unit.context;
    match name {
        "document" => context.document = Some(value.into()),
        "previous-source" | "previous-source-text" => context.previous_source = Some(value.into()),
        "next-source" | "next-source-text" => context.next_source = Some(value.into()),
        _ => return false,
    }
    true
}

fn placement(place: &Placement) -> Vec<Field<'_>> {
    let mut fields = vec![
        ("segment-id", Cow::Borrowed(place.segment_id.as_str())),
        ("ordinal", place.ordinal.to_string().into()),
        ("line", place.line.to_string().into()),
        ("range", format!("{}-{}", place.range.start, place.range.end).into()),
        ("kind", place.kind.as_str().into()),
    ];
    known(&mut fields, "repaired", place.repaired.then_some("yes"));
    known(&mut fields, "syntax", (place.syntax == Syntax::Html).then_some("html"));
    fields
}

fn set_placement(
    placement: &mut Option<Placement>,
    name: &str,
    value: &str,
) -> Result<bool, Expected> {
    const NAMES: [&str; 7] =
        ["segment-id", "ordinal", "line", "range", "kind", "repaired", "syntax"];
    if !NAMES.contains(&name) {
        return Ok(false);
    }
    let place = placement.get_or_insert_with(|| Placement::new("", 0, 0, 0..0));
    match name {
        "segment-id" => value.clone_into(&mut place.segment_id),
        "ordinal" => place.ordinal = number(value)?,
        "line" => place.line = number(value)?,
        "range" => {
            let (start, end) = value.split_once('-').ok_or(Expected::Other("`start-end`"))?;
            place.range = number(start)?..number(end)?;
        }
        "kind" => place.kind = block_kind(value).ok_or(Expected::Other("the kind of a block"))?,
        "repaired" => place.repaired = value == "yes",
        _ => place.syntax = if value == "html" { Syntax::Html } else { Syntax::Markdown },
    }
    Ok(true)
}

fn block_kind(name: &str) -> Option<BlockKind> {
    let kinds = [
        BlockKind::TableCell,
        BlockKind::Heading,
        BlockKind::ListItem,
        BlockKind::Note,
        BlockKind::Quote,
        BlockKind::Paragraph,
    ];
    kinds.into_iter().find(|kind| kind.as_str() == name)
}

/// Who made and changed something, and when.
pub(crate) fn history(history: &History) -> Vec<Field<'_>> {
    let mut fields = Vec::new();
    known_date(&mut fields, "created", history.created);
    known(&mut fields, "created-by", history.created_by.as_deref());
    known_date(&mut fields, "changed", history.changed);
    known(&mut fields, "changed-by", history.changed_by.as_deref());
    known_date(&mut fields, "last-used", history.last_used);
    let count = history.usage_count.map(|count| ("usage-count", count.to_string().into()));
    fields.extend(count);
    fields
}

/// Gives a history a field; says whether it is one, or what its value should be.
pub(crate) fn set_history(
    history: &mut History,
    name: &str,
    value: &str,
) -> Result<bool, Expected> {
    match name {
        "created" => history.created = Some(date(value)?),
        "created-by" => history.created_by = Some(value.to_owned()),
        "changed" => history.changed = Some(date(value)?),
        "changed-by" => history.changed_by = Some(value.to_owned()),
        "last-used" => history.last_used = Some(date(value)?),
        "usage-count" => history.usage_count = Some(number(value)?),
        _ => return Ok(false),
    }
    Ok(true)
}

fn date(value: &str) -> Result<Date, Expected> {
    value.parse().map_err(|_| Expected::Date)
}

fn number<N: std::str::FromStr>(value: &str) -> Result<N, Expected> {
    value.parse().map_err(|_| Expected::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit() -> TranslationUnit {
        let mut unit = TranslationUnit::default();
        unit.origin.path = Some("a.md".into());
        unit.origin.file_id = Some("5d3c".into());
        unit.origin.source_commit = Some("0f9e".into());
        unit.origin.translation_type = Some(TranslationType::new("HT"));
        unit.origin.date = Date::from_unix_seconds(-99_999_999_999);
        unit.context.document = Some("b.md".into());
        unit.context.previous_source = Some("Before".into());
        unit.context.next_source = Some(String::new().into());
        let mut place = Placement::new("a1b2c-103", 2, 9, 210..390);
        place.kind = BlockKind::ListItem;
        place.repaired = true;
        place.syntax = Syntax::Html;
        unit.placement = Some(place);
        unit
    }

    #[test]
    fn fields_make_the_unit_again() {
        let unit = unit();
        let mut again = TranslationUnit::default();
        again.origin.path.clone_from(&unit.origin.path);
        for topic in Topic::ALL {
            for (name, value) in topic.fields(&unit) {
                assert_eq!(topic.set(&mut again, name, &value), Ok(true), "{name}");
            }
        }
        assert_eq!(again, unit);
    }

    #[test]
    fn a_document_that_the_file_names_is_not_said_again() {
        let mut unit = unit();
        unit.context.document.clone_from(&unit.origin.path);
        assert!(Topic::Context.fields(&unit).iter().all(|(name, _)| *name != "document"));
    }

    #[test]
    fn fields_make_the_history_again() {
        let date = Date::from_unix_seconds;
        let given = History {
            created: date(0),
            created_by: Some("a".into()),
            changed: date(1),
            changed_by: Some("b".into()),
            last_used: date(2),
            usage_count: Some(3),
        };
        let mut again = History::default();
        for (name, value) in history(&given) {
            assert_eq!(set_history(&mut again, name, &value), Ok(true), "{name}");
        }
        assert_eq!(again, given);
        assert_eq!(set_history(&mut again, "x", ""), Ok(false));
        assert_eq!(set_history(&mut again, "created", "today"), Err(Expected::Date));
    }

    #[test]
    fn values_that_are_none() {
        let mut unit = unit();
        for (topic, name, value, expected) in [
            (Topic::Origin, "handoff-date", "07/29/2020", Err(Expected::Date)),
            (Topic::Placement, "line", "-1", Err(Expected::Number)),
            (Topic::Placement, "range", "1", Err(Expected::Other("`start-end`"))),
            (Topic::Placement, "range", "1-x", Err(Expected::Number)),
            (Topic::Placement, "kind", "x", Err(Expected::Other("the kind of a block"))),
            (Topic::Placement, "x", "", Ok(false)),
            (Topic::Context, "x", "", Ok(false)),
            (Topic::Origin, "x", "", Ok(false)),
        ] {
            assert_eq!(topic.set(&mut unit, name, value), expected, "{name} {value}");
        }
    }
}
