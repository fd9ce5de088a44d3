//! The named fields of a unit: got as text and set from text.
//!
//! Where a unit comes from, where it stood and who changed it has no elements of
//! its own in most formats; they have a place for named values: groups of them in
//! XLIFF, properties in TMX, columns in CSV. XLIFF writes the fields of a topic
//! together, and TMX each by itself, under the names here.

use std::borrow::Cow;
use std::sync::Arc;

use crate::inline::Syntax;
use crate::unit::{
    Date, FlowContext, History, Origin, Placement, TranslationType, TranslationUnit,
};

/// What fields are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Topic {
    /// The document and what it says of itself.
    Origin,
    /// What was around the unit in its document.
    Context,
    /// Its place in the annotated document.
    Placement,
}

impl Topic {
    pub(crate) const ALL: [Self; 3] = [Self::Origin, Self::Context, Self::Placement];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Origin => "origin",
            Self::Context => "context",
            Self::Placement => "placement",
        }
    }

    /// Returns its fields in the order in which they are written.
    pub(crate) fn fields(self) -> &'static [Field] {
        match self {
            Self::Origin => {
                &[Field::FileId, Field::SourceCommit, Field::TranslationType, Field::HandoffDate]
            }
            Self::Context => &[Field::Document, Field::PreviousSource, Field::NextSource],
            Self::Placement => &[
                Field::SegmentId,
                Field::Ordinal,
                Field::Line,
                Field::Range,
                Field::Kind,
                Field::Repaired,
                Field::Syntax,
            ],
        }
    }

    /// Returns its field of a name.
    pub(crate) fn field(self, name: &str) -> Option<Field> {
        let name = match name {
            "previous-source-text" => "previous-source",
            "next-source-text" => "next-source",
            name => name,
        };
        self.fields().iter().copied().find(|field| field.as_str() == name)
    }
}

/// A field of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// The path of the file, which is of no topic: XLIFF has an attribute for it.
    Path,
    FileId,
    SourceCommit,
    TranslationType,
    HandoffDate,
    Document,
    PreviousSource,
    NextSource,
    SegmentId,
    Ordinal,
    Line,
    Range,
    Kind,
    Repaired,
    /// The syntax, where it is not Markdown.
    Syntax,
}

impl Field {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::FileId => "file-id",
            Self::SourceCommit => "source-commit",
            Self::TranslationType => "translation-type",
            Self::HandoffDate => "handoff-date",
            Self::Document => "document",
            Self::PreviousSource => "previous-source",
            Self::NextSource => "next-source",
            Self::SegmentId => "segment-id",
            Self::Ordinal => "ordinal",
            Self::Line => "line",
            Self::Range => "range",
            Self::Kind => "kind",
            Self::Repaired => "repaired",
            Self::Syntax => "syntax",
        }
    }

    /// Returns the value that a unit has.
    pub(crate) fn get(self, unit: &TranslationUnit) -> Option<Cow<'_, str>> {
        let (origin, context) = (&unit.origin, &unit.context);
        let text = match self {
            Self::Path => origin.path.as_deref(),
            Self::FileId => origin.file_id.as_deref(),
            Self::SourceCommit => origin.source_commit.as_deref(),
            Self::TranslationType => origin.translation_type.as_ref().map(TranslationType::as_str),
            Self::HandoffDate => return origin.date.map(|date| date.to_string().into()),
            Self::Document => context.document.as_deref(),
            Self::PreviousSource => context.previous_source.as_deref(),
            Self::NextSource => context.next_source.as_deref(),
            _ => return self.get_of_placement(unit.placement.as_ref()?),
        };
        text.map(Cow::Borrowed)
    }

    fn get_of_placement(self, place: &Placement) -> Option<Cow<'_, str>> {
        Some(match self {
            Self::SegmentId => place.segment_id.as_str().into(),
            Self::Ordinal => place.ordinal.to_string().into(),
            Self::Line => place.line.to_string().into(),
            Self::Range => format!("{}-{}", place.range.start, place.range.end).into(),
            Self::Kind => place.kind.as_str().into(),
            Self::Repaired if place.repaired => "yes".into(),
            Self::Syntax if place.syntax == Syntax::Html => "html".into(),
            _ => return None,
        })
    }

    /// Gives a unit a value, or returns what the value should be.
    pub(crate) fn set(self, unit: &mut TranslationUnit, value: &str) -> Result<(), Expected> {
        let origin = &mut unit.origin;
        if let Some(text) = self.shared_text(origin, &mut unit.context) {
            *text = Some(value.into());
            return Ok(());
        }
        match self {
            Self::TranslationType => origin.translation_type = Some(TranslationType::new(value)),
            Self::HandoffDate => origin.date = Some(date(value)?),
            _ => {
                let nowhere = || Placement::new("", 0, 0, 0..0);
                self.set_in_placement(unit.placement.get_or_insert_with(nowhere), value)?;
            }
        }
        Ok(())
    }

    /// Returns the place of a value that is any text, and that units share.
    pub(crate) fn shared_text<'u>(
        self,
        origin: &'u mut Origin,
        context: &'u mut FlowContext,
    ) -> Option<&'u mut Option<Arc<str>>> {
        Some(match self {
            Self::Path => &mut origin.path,
            Self::FileId => &mut origin.file_id,
            Self::SourceCommit => &mut origin.source_commit,
            Self::Document => &mut context.document,
            Self::PreviousSource => &mut context.previous_source,
            Self::NextSource => &mut context.next_source,
            _ => return None,
        })
    }

    fn set_in_placement(self, place: &mut Placement, value: &str) -> Result<(), Expected> {
        match self {
            Self::SegmentId => value.clone_into(&mut place.segment_id),
            Self::Ordinal => place.ordinal = number(value)?,
            Self::Line => place.line = number(value)?,
            Self::Range => {
                let (start, end) = value.split_once('-').ok_or(Expected::Other("`start-end`"))?;
                place.range = number(start)?..number(end)?;
            }
            Self::Kind => {
                place.kind = value.parse().map_err(|_| Expected::Other("the kind of a block"))?;
            }
            Self::Repaired => place.repaired = value == "yes",
            Self::Syntax if value == "html" => place.syntax = Syntax::Html,
            _ => place.syntax = Syntax::Markdown,
        }
        Ok(())
    }
}

/// A field of a history: who made and changed something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HistoryField {
    Created,
    CreatedBy,
    Changed,
    ChangedBy,
    LastUsed,
    UsageCount,
}

impl HistoryField {
    /// All fields in the order in which they are written.
    pub(crate) const ALL: [Self; 6] = [
        Self::Created,
        Self::CreatedBy,
        Self::Changed,
        Self::ChangedBy,
        Self::LastUsed,
        Self::UsageCount,
    ];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::CreatedBy => "created-by",
            Self::Changed => "changed",
            Self::ChangedBy => "changed-by",
            Self::LastUsed => "last-used",
            Self::UsageCount => "usage-count",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }

    /// Returns the value that a history has.
    pub(crate) fn get(self, history: &History) -> Option<Cow<'_, str>> {
        let date = |date: Date| Cow::from(date.to_string());
        match self {
            Self::Created => history.created.map(date),
            Self::CreatedBy => history.created_by.as_deref().map(Cow::from),
            Self::Changed => history.changed.map(date),
            Self::ChangedBy => history.changed_by.as_deref().map(Cow::from),
            Self::LastUsed => history.last_used.map(date),
            Self::UsageCount => history.usage_count.map(|count| count.to_string().into()),
        }
    }

    /// Gives a history a value, or returns what the value should be.
    pub(crate) fn set(self, history: &mut History, value: &str) -> Result<(), Expected> {
        match self {
            Self::Created => history.created = Some(date(value)?),
            Self::CreatedBy => history.created_by = Some(value.to_owned()),
            Self::Changed => history.changed = Some(date(value)?),
            Self::ChangedBy => history.changed_by = Some(value.to_owned()),
            Self::LastUsed => history.last_used = Some(date(value)?),
            Self::UsageCount => history.usage_count = Some(number(value)?),
        }
        Ok(())
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
            Self::Date => "a date such as `2020-07-29T00:00:00Z`",
            Self::Number => "a number",
            Self::Other(what) => what,
        }
    }
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
    use crate::unit::BlockKind;

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
            for field in topic.fields() {
                assert_eq!(topic.field(field.as_str()), Some(*field));
                let value = field.get(&unit).unwrap();
                assert_eq!(field.set(&mut again, &value), Ok(()), "{field:?}");
            }
        }
        assert_eq!(again, unit);
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
        for field in HistoryField::ALL {
            assert_eq!(HistoryField::named(field.as_str()), Some(field));
            assert_eq!(field.set(&mut again, &field.get(&given).unwrap()), Ok(()), "{field:?}");
        }
        assert_eq!(again, given);
        assert_eq!(HistoryField::named("x"), None);
        assert_eq!(HistoryField::Created.set(&mut again, "today"), Err(Expected::Date));
    }

    #[test]
    fn values_that_are_invalid() {
        let mut unit = unit();
        for (field, value, expected) in [
            (Field::HandoffDate, "07/29/2020", Expected::Date),
            (Field::Line, "-1", Expected::Number),
            (Field::Range, "1", Expected::Other("`start-end`")),
            (Field::Range, "1-x", Expected::Number),
            (Field::Kind, "x", Expected::Other("the kind of a block")),
        ] {
            assert_eq!(field.set(&mut unit, value), Err(expected), "{field:?} {value}");
        }
        assert!(Topic::ALL.into_iter().all(|topic| topic.field("x").is_none()));
    }
}
