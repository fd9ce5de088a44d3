//! What the cells of a row hold.

use crate::error::names;

/// Declares each column once: variant, name in the header, documentation.
macro_rules! columns {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// What the cells of a column hold.
        ///
        /// Any other column is a property of the unit, under the name that its
        /// header has.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Column { $($(#[$doc])* $variant,)* }

        impl Column {
            /// Every column, in the order in which they are written.
            pub const ALL: &'static [Column] = &[$(Column::$variant,)*];

            /// The name in the header, such as `source_language`.
            pub fn as_str(self) -> &'static str {
                match self { $(Column::$variant => $name,)* }
            }
        }
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
    /// The document that the unit stands in.
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

names!(Column);

impl Column {
    /// The column that a header names: whatever its case, with spaces or hyphens
    /// for underscores.
    pub(super) fn of_header(name: &str) -> Option<Self> {
        let name = normal(name);
        let name = match name.as_str() {
            "notes" | "comment" | "comments" => "note",
            other => other,
        };
        Self::ALL.iter().copied().find(|column| column.as_str() == name)
    }
}

/// A header as names are compared.
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
