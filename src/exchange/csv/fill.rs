//! From a row to a unit.

use std::borrow::Cow;
use std::str::FromStr;
use std::sync::Arc;

use super::{Column, Formulas};
use crate::diagnostic::DiagnosticCode;
use crate::error::Error;
use crate::inline::Syntax;
use crate::language::Language;
use crate::unit::{
    Date, FlowContext, History, Note, Origin, Property, TranslationType, TranslationUnit, Variant,
};

/// What a cell has that cannot be used.
pub(super) struct Misread {
    pub(super) code: DiagnosticCode,
    pub(super) message: String,
}

/// What holds where a row does not say otherwise.
#[derive(Clone, Debug, Default)]
pub(super) struct Defaults {
    pub(super) formulas: Formulas,
    pub(super) syntax: Option<Syntax>,
    pub(super) source_language: Option<Language>,
    pub(super) target_language: Option<Language>,
}

/// A row, with what is found in it.
pub(super) struct Row<'r, C> {
    /// Gives the cell of a column; an empty one where there is none.
    pub(super) cell: C,
    pub(super) defaults: &'r Defaults,
    pub(super) misread: Vec<Misread>,
}

impl<'r, C: Fn(Column) -> &'r str> Row<'r, C> {
    /// Makes `unit` what the row says, but for its properties.
    pub(super) fn fill(&mut self, unit: &mut TranslationUnit) {
        unit.clear();
        let syntax = self.syntax();
        let source_language = self.source_language();
        let target_language = self.target_language();
        unit.source_language = source_language.clone().into();
        let source = self.text(Column::Source);
        unit.variants.resize_with(2, Variant::default);
        read(&mut unit.variants[0], source, source_language, syntax);
        let target = self.text(Column::Target);
        // A translation that is not there yet.
        if target.is_empty() && (self.cell)(Column::TargetLanguage).is_empty() {
            unit.variants.truncate(1);
        } else {
            read(&mut unit.variants[1], target, target_language, syntax);
            unit.variants[1].state = self.parsed(Column::State);
        }
        unit.id = self.optional(Column::Id).map(str::to_owned);
        unit.placement = None;
        unit.origin = self.origin();
        unit.context = FlowContext {
            document: self.shared(Column::Document),
            previous_source: self.shared(Column::ContextPrevious),
            next_source: self.shared(Column::ContextNext),
        };
        unit.history = self.history();
        unit.notes.extend(self.optional(Column::Note).map(Note::new));
        for (column, name) in [(Column::Kind, "x-kind"), (Column::Repaired, "x-repaired")] {
            let property = self.optional(column).map(|value| Property::new(name, value));
            unit.properties.extend(property);
        }
    }

    /// Whether the row has neither a text nor a language.
    pub(super) fn is_without_texts(&self) -> bool {
        let columns =
            [Column::Source, Column::Target, Column::SourceLanguage, Column::TargetLanguage];
        columns.into_iter().all(|column| (self.cell)(column).is_empty())
    }

    fn text(&self, column: Column) -> &'r str {
        self.defaults.formulas.unguard((self.cell)(column))
    }

    fn optional(&self, column: Column) -> Option<&'r str> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    fn shared(&self, column: Column) -> Option<Arc<str>> {
        self.optional(column).map(Into::into)
    }

    /// The value of a cell with something in it; a value that the column does
    /// not have is noted.
    fn parsed<T: FromStr<Err = Error>>(&mut self, column: Column) -> Option<T> {
        let text = self.optional(column)?;
        text.parse().map_err(|cause: Error| self.note(column, &cause.to_string())).ok()
    }

    fn note(&mut self, column: Column, cause: &str) {
        let code = match column {
            Column::SourceLanguage | Column::TargetLanguage => DiagnosticCode::InvalidLanguage,
            Column::Created | Column::Changed | Column::LastUsed | Column::Date => {
                DiagnosticCode::InvalidDate
            }
            _ => DiagnosticCode::InvalidAttribute,
        };
        // It quotes the cell, however long that is.
        let cause: String = cause.chars().take(200).collect();
        self.misread.push(Misread { code, message: format!("column `{column}`: {cause}") });
    }

    fn syntax(&mut self) -> Option<Syntax> {
        match self.text(Column::Syntax) {
            "" => self.defaults.syntax,
            "plain" => None,
            _ => self.parsed(Column::Syntax).or(self.defaults.syntax),
        }
    }

    fn source_language(&mut self) -> Option<Language> {
        self.parsed(Column::SourceLanguage).or_else(|| self.defaults.source_language.clone())
    }

    fn target_language(&mut self) -> Option<Language> {
        self.parsed(Column::TargetLanguage).or_else(|| self.defaults.target_language.clone())
    }

    fn origin(&mut self) -> Origin {
        Origin {
            path: self.shared(Column::Path),
            file_id: self.shared(Column::FileId),
            source_commit: self.shared(Column::SourceCommit),
            translation_type: self.optional(Column::TranslationType).map(TranslationType::new),
            date: self.date(Column::Date),
        }
    }

    fn history(&mut self) -> History {
        History {
            created: self.date(Column::Created),
            created_by: self.optional(Column::CreatedBy).map(str::to_owned),
            changed: self.date(Column::Changed),
            changed_by: self.optional(Column::ChangedBy).map(str::to_owned),
            last_used: self.date(Column::LastUsed),
            usage_count: self.count(),
        }
    }

    /// A moment, or the midnight of a day: `2020-07-29`.
    fn date(&mut self, column: Column) -> Option<Date> {
        let text = self.optional(column)?;
        let is_day = text.len() == "2020-07-29".len() && text.is_ascii();
        let whole = if is_day { Cow::from(format!("{text}T00:00:00Z")) } else { text.into() };
        whole.parse().ok().or_else(|| {
            let message =
                format!("expected a date such as `2020-07-29T00:00:00Z`, but found `{text}`");
            self.note(column, &message);
            None
        })
    }

    fn count(&mut self) -> Option<u32> {
        let text = self.optional(Column::UsageCount)?;
        text.parse().ok().or_else(|| {
            let message = format!("expected a number, but found `{text}`");
            self.note(Column::UsageCount, &message);
            None
        })
    }
}

fn read(variant: &mut Variant, text: &str, language: Option<Language>, syntax: Option<Syntax>) {
    variant.language = language;
    match syntax {
        Some(syntax) => variant.text.read(text, syntax),
        None => {
            variant.text.clear();
            variant.text.push_text(text);
        }
    }
}
