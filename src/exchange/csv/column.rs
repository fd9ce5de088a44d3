//! What the cells of a row hold: their names, and each of them got from a unit
//! and set in one.

use std::borrow::Cow;
use std::str::FromStr;

use super::encoder::Row;
use crate::error::{Error, names};
use crate::exchange::fields::{Field, HistoryField};
use crate::exchange::inline_style::as_text;
use crate::inline::Syntax;
use crate::language::Language;
use crate::unit::{Note, Property, TranslationUnit, Variant};

/// The properties of a unit that hold what its place in a document had: a row
/// does not hold all of a place.
const KIND: &str = "x-kind";
const REPAIRED: &str = "x-repaired";

/// Declares each column once: variant, name in the header, documentation.
macro_rules! columns {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// What the cells of a column hold, in the order in which they are written.
        ///
        /// Any other column is a property of the unit, under the name that its
        /// header has.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Column { $($(#[$doc])* $variant,)* }

        names!(Column { $($variant => $name),* });
    };
}

columns! {
    /// The source, with its markup.
    Source = "source";
    /// The target, with its markup.
    Target = "target";
    /// The language of the source.
    SourceLanguage = "source_language";
    /// The language of the target.
    TargetLanguage = "target_language";
    /// How far the translation has come: `initial`, `needs-review`,
    /// `translated`, `reviewed` or `final`.
    State = "state";
    /// Remarks for people, one a line.
    Note = "note";
    /// The id of the unit.
    Id = "id";
    /// The document that the unit is in.
    Document = "document";
    /// The plain source of the unit before.
    ContextPrevious = "context_previous";
    /// The plain source of the unit after.
    ContextNext = "context_next";
    /// The nearest block around it, such as `heading`.
    Kind = "kind";
    /// `yes` where damage in the annotation was repaired.
    Repaired = "repaired";
    /// What the texts are written in: `plain`, `markdown` or `html`.
    Syntax = "syntax";
    /// When it was made.
    Created = "created";
    /// Who made it.
    CreatedBy = "created_by";
    /// When it was last changed.
    Changed = "changed";
    /// Who changed it last.
    ChangedBy = "changed_by";
    /// When it was last used.
    LastUsed = "last_used";
    /// How often it was used.
    UsageCount = "usage_count";
    /// The file that it comes from.
    Path = "path";
    /// The publisher's id of the file.
    FileId = "file_id";
    /// The commit of the source that was translated.
    SourceCommit = "source_commit";
    /// Who translated, such as `HT` or `MT`.
    TranslationType = "translation_type";
    /// When the translation was handed over.
    Date = "date";
}

impl Column {
    /// Returns the column that a header names: whatever its case, with spaces or
    /// hyphens for underscores.
    pub(super) fn of_header(name: &str) -> Option<Self> {
        let name = normal(name);
        let name = match name.as_str() {
            "notes" | "comment" | "comments" => "note",
            other => other,
        };
        Self::ALL.iter().copied().find(|column| column.as_str() == name)
    }

    /// Returns what a row has for the column; `None` where nothing is known.
    pub(super) fn get<'u>(self, row: &Row<'u>) -> Option<Cow<'u, str>> {
        let unit = row.unit;
        let language = |language: &'u Option<Language>| language.as_ref().map(Language::as_str);
        Some(match self {
            Column::Source => as_text(&row.source.text),
            Column::Target => as_text(&row.target?.text),
            Column::SourceLanguage => language(&row.source.language)?.into(),
            Column::TargetLanguage => language(&row.target?.language)?.into(),
            Column::State => row.target?.state?.as_str().into(),
            Column::Note => row.notes().into(),
            Column::Id => unit.id.as_deref()?.into(),
            Column::Kind => match &unit.placement {
                Some(place) => place.kind.as_str().into(),
                None => row.property(KIND).into(),
            },
            Column::Repaired => match &unit.placement {
                Some(place) => if place.repaired { "yes" } else { "" }.into(),
                None => row.property(REPAIRED).into(),
            },
            Column::Syntax => row.syntax.map_or("plain", Syntax::as_str).into(),
            _ => return self.get_field(row),
        })
    }

    /// Gives a unit of a source, and a target where there is one, the value of a
    /// cell that is not empty; texts and their syntax are left to the reader.
    ///
    /// # Errors
    ///
    /// What was expected, where the column cannot have the value.
    pub(super) fn set(self, unit: &mut TranslationUnit, value: &str) -> Result<(), String> {
        match self {
            Column::Source | Column::Target | Column::Syntax => {}
            Column::SourceLanguage => set_language(unit.variants.first_mut(), value)?,
            Column::TargetLanguage => set_language(unit.variants.get_mut(1), value)?,
            Column::State => {
                if let Some(target) = unit.variants.get_mut(1) {
                    target.state = Some(parsed(value)?);
                }
            }
            Column::Note => unit.notes.push(Note::new(value)),
            Column::Id => unit.id = Some(value.to_owned()),
            Column::Kind => unit.properties.push(Property::new(KIND, value)),
            Column::Repaired => unit.properties.push(Property::new(REPAIRED, value)),
            _ => return self.set_field(unit, value),
        }
        Ok(())
    }

    /// Returns the field of a unit that the column holds.
    fn field(self) -> Option<Field> {
        Some(match self {
            Column::Path => Field::Path,
            Column::Document => Field::Document,
            Column::ContextPrevious => Field::PreviousSource,
            Column::ContextNext => Field::NextSource,
            Column::FileId => Field::FileId,
            Column::SourceCommit => Field::SourceCommit,
            Column::TranslationType => Field::TranslationType,
            Column::Date => Field::HandoffDate,
            _ => return None,
        })
    }

    /// Returns the field of a history that the column holds.
    fn history_field(self) -> Option<HistoryField> {
        Some(match self {
            Column::Created => HistoryField::Created,
            Column::CreatedBy => HistoryField::CreatedBy,
            Column::Changed => HistoryField::Changed,
            Column::ChangedBy => HistoryField::ChangedBy,
            Column::LastUsed => HistoryField::LastUsed,
            Column::UsageCount => HistoryField::UsageCount,
            _ => return None,
        })
    }

    fn get_field<'u>(self, row: &Row<'u>) -> Option<Cow<'u, str>> {
        match (self.field(), self.history_field()) {
            (Some(field), _) => field.get(row.unit),
            (None, field) => row.history(|history| field?.get(history)),
        }
    }

    fn set_field(self, unit: &mut TranslationUnit, value: &str) -> Result<(), String> {
        let is_date =
            matches!(self, Column::Created | Column::Changed | Column::LastUsed | Column::Date);
        let whole = if is_date { moment(value) } else { value.into() };
        let set = match (self.field(), self.history_field()) {
            (Some(field), _) => field.set(unit, &whole),
            (None, Some(field)) => field.set(&mut unit.history, &whole),
            (None, None) => Ok(()),
        };
        set.map_err(|expected| format!("expected {}, but found `{value}`", expected.describe()))
    }
}

/// Gives a text the language that a cell names; one that is no tag is another
/// language than all that are known.
fn set_language(variant: Option<&mut Variant>, value: &str) -> Result<(), String> {
    let Some(variant) = variant else { return Ok(()) };
    if !value.trim().is_empty() {
        variant.language = Some(Language::undetermined());
    }
    variant.language = Some(parsed(value)?);
    Ok(())
}

/// Parses a value whose error says what was expected.
pub(super) fn parsed<T: FromStr<Err = Error>>(value: &str) -> Result<T, String> {
    value.parse().map_err(|cause: Error| cause.to_string())
}

/// Makes a moment of a day, its midnight; what is no day stays.
fn moment(value: &str) -> Cow<'_, str> {
    let is_day = value.len() == "2020-07-29".len() && value.is_ascii();
    if is_day { format!("{value}T00:00:00Z").into() } else { value.into() }
}

/// Returns a header in the form in which names are compared.
pub(super) fn normal(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers() {
        for column in Column::ALL {
            assert_eq!(Column::of_header(column.as_str()), Some(*column));
        }
        for (name, column) in [
            (" Source ", Some(Column::Source)),
            ("Target Language", Some(Column::TargetLanguage)),
            ("CREATED-BY", Some(Column::CreatedBy)),
            ("Comments", Some(Column::Note)),
            ("", None),
            ("client", None),
        ] {
            assert_eq!(Column::of_header(name), column, "{name}");
        }
    }
}
