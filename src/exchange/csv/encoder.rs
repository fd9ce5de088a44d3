//! From units to rows.

use std::borrow::Cow;

use super::cell::{Formulas, push_cell};
use super::{Column, Separator};
use crate::error::{Error, ErrorKind};
use crate::exchange::{Encode, UnitReport};
use crate::inline::{CodedText, Syntax};
use crate::language::Language;
use crate::unit::{BlockKind, Date, TranslationType, TranslationUnit, Variant};

/// Encodes units as rows; those of a unit with several targets one a target.
///
/// # Example
///
/// ```
/// use bitext::{Encode, csv};
///
/// let encoder = csv::Encoder::default()
///     .with_separator(csv::Separator::Semicolon)
///     .with_byte_order_mark(true)
///     .with_properties(["x-client"]);
/// let mut file = Vec::new();
/// encoder.write_header(&mut file)?;
/// assert!(file.starts_with("\u{FEFF}source;target;source_language;".as_bytes()));
/// assert!(file.ends_with(b";date;x-client\r\n"));
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encoder {
    separator: Separator,
    formulas: Formulas,
    /// Whether the file begins with U+FEFF.
    has_mark: bool,
    /// The properties with a column of their own.
    properties: Vec<String>,
}

impl Encoder {
    /// Tabs between cells: TSV.
    pub fn tsv() -> Self {
        Self::default().with_separator(Separator::Tab)
    }

    /// Sets what stands between cells; a comma without this.
    #[must_use]
    pub fn with_separator(mut self, separator: Separator) -> Self {
        self.separator = separator;
        self
    }

    /// Sets whether the file begins with a byte order mark, by which Excel knows
    /// UTF-8; it does not without this.
    #[must_use]
    pub fn with_byte_order_mark(mut self, has_mark: bool) -> Self {
        self.has_mark = has_mark;
        self
    }

    /// Sets what becomes of cells that a spreadsheet would take for formulas.
    #[must_use]
    pub fn with_formulas(mut self, formulas: Formulas) -> Self {
        self.formulas = formulas;
        self
    }

    /// Sets which properties of units have a column, under their names; none
    /// without this.
    #[must_use]
    pub fn with_properties<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.properties = names.into_iter().map(Into::into).collect();
        self
    }

    /// Adds a row of cells.
    fn push_row<'c>(&self, cells: impl Iterator<Item = Cow<'c, str>>, out: &mut Vec<u8>) {
        for (index, cell) in cells.enumerate() {
            if index > 0 {
                out.push(self.separator.byte());
            }
            push_cell(&self.formulas.guard(&cell), out);
        }
        out.extend_from_slice(self.separator.row_end());
    }

    fn push_target(&self, row: &Row<'_>, out: &mut Vec<u8>) {
        let known = Column::ALL.iter().map(|column| row.cell(*column).unwrap_or_default());
        let properties = self.properties.iter().map(|name| row.property(name).into());
        self.push_row(known.chain(properties), out);
    }
}

impl Encode for Encoder {
    /// # Errors
    ///
    /// Where a property with a column of its own has the name of another column.
    fn write_header(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        if let Some(name) = self.properties.iter().find(|name| Column::of_header(name).is_some()) {
            return Err(Error::argument(format!(
                "expected the name of a property, but found `{name}`, which is a column already"
            )));
        }
        if self.has_mark {
            out.extend_from_slice("\u{FEFF}".as_bytes());
        }
        let names = Column::ALL.iter().map(|column| column.as_str());
        let properties = self.properties.iter().map(String::as_str);
        self.push_row(names.chain(properties).map(Cow::from), out);
        Ok(())
    }

    fn write_unit(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<UnitReport, Error> {
        let Some(source) = unit.source() else {
            let message = "expected a text, but found none".into();
            return Err(Error::new(ErrorKind::Unit { id: unit.id.clone(), message }));
        };
        let targets = unit.variants.iter().filter(|variant| !std::ptr::eq(*variant, source));
        for target in targets {
            self.push_target(&Row::new(unit, source, Some(target)), out);
        }
        if unit.variants.len() == 1 {
            self.push_target(&Row::new(unit, source, None), out);
        }
        Ok(UnitReport::default())
    }

    fn write_footer(&self, _: &mut Vec<u8>) {}
}

/// A source and one target of a unit.
struct Row<'u> {
    unit: &'u TranslationUnit,
    source: &'u Variant,
    target: Option<&'u Variant>,
    syntax: Option<Syntax>,
}

impl<'u> Row<'u> {
    fn new(unit: &'u TranslationUnit, source: &'u Variant, target: Option<&'u Variant>) -> Self {
        let usual = unit.placement.as_ref().map(|place| place.syntax);
        let texts = [Some(&source.text), target.map(|target| &target.text)];
        Self { unit, source, target, syntax: syntax(texts, usual) }
    }

    fn cell(&self, column: Column) -> Option<Cow<'u, str>> {
        let (unit, origin, context) = (self.unit, &self.unit.origin, &self.unit.context);
        let place = unit.placement.as_ref();
        Some(match column {
            Column::Source => self.source.text.markup(),
            Column::Target => self.target?.text.markup(),
            Column::SourceLanguage => self.source.language.as_ref().map(Language::as_str)?.into(),
            Column::TargetLanguage => self.target?.language.as_ref().map(Language::as_str)?.into(),
            Column::State => self.target?.state?.as_str().into(),
            Column::Note => self.notes().into(),
            Column::Id => unit.id.as_deref()?.into(),
            Column::Document => context.document.as_deref()?.into(),
            Column::ContextPrevious => context.previous_source.as_deref()?.into(),
            Column::ContextNext => context.next_source.as_deref()?.into(),
            Column::Kind => match place {
                Some(place) => BlockKind::as_str(place.kind).into(),
                None => self.property("x-kind").into(),
            },
            Column::Repaired => match place {
                Some(place) => if place.repaired { "yes" } else { "" }.into(),
                None => self.property("x-repaired").into(),
            },
            Column::Syntax => self.syntax.map_or("plain", Syntax::as_str).into(),
            Column::Path => origin.path.as_deref()?.into(),
            Column::FileId => origin.file_id.as_deref()?.into(),
            Column::SourceCommit => origin.source_commit.as_deref()?.into(),
            Column::TranslationType => {
                origin.translation_type.as_ref().map(TranslationType::as_str)?.into()
            }
            Column::Date => origin.date?.to_string().into(),
            _ => return self.history_cell(column),
        })
    }

    /// What is known of the target, or else of the unit.
    fn history_cell(&self, column: Column) -> Option<Cow<'u, str>> {
        let own = self.target.map(|target| &target.history);
        let histories = [own, Some(&self.unit.history)];
        let mut known = histories.into_iter().flatten();
        let date = |date: Date| Cow::from(date.to_string());
        match column {
            Column::Created => known.find_map(|history| history.created).map(date),
            Column::CreatedBy => {
                known.find_map(|history| history.created_by.as_deref()).map(Cow::from)
            }
            Column::Changed => known.find_map(|history| history.changed).map(date),
            Column::ChangedBy => {
                known.find_map(|history| history.changed_by.as_deref()).map(Cow::from)
            }
            Column::LastUsed => known.find_map(|history| history.last_used).map(date),
            Column::UsageCount => {
                known.find_map(|history| history.usage_count).map(|count| count.to_string().into())
            }
            _ => None,
        }
    }

    /// The notes of the unit, its source and its target, one a line.
    fn notes(&self) -> String {
        let of_target = self.target.map_or(&[][..], |target| &target.notes);
        let all = self.unit.notes.iter().chain(&self.source.notes).chain(of_target);
        all.map(|note| note.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// The first property of that name, of the unit or of its target.
    fn property(&self, name: &str) -> &'u str {
        let of_target = self.target.map_or(&[][..], |target| &target.properties);
        let mut all = self.unit.properties.iter().chain(of_target);
        all.find(|property| property.name == name).map_or("", |property| &property.value)
    }
}

/// The syntax in which the codes of the texts are read back, or nothing where
/// the texts are plain.
///
/// Where no syntax gives all codes back exactly, that of the document does best,
/// or else HTML, which takes the least of a text for markup.
pub(super) fn syntax(texts: [Option<&CodedText>; 2], usual: Option<Syntax>) -> Option<Syntax> {
    let texts = || texts.iter().flatten();
    if texts().all(|text| text.is_plain()) {
        return None;
    }
    let reads_back =
        |syntax: &Syntax| texts().all(|text| CodedText::parse(&text.markup(), *syntax) == **text);
    let found = usual.iter().chain(Syntax::ALL).find(|syntax| reads_back(syntax));
    Some(found.copied().or(usual).unwrap_or(Syntax::Html))
}
