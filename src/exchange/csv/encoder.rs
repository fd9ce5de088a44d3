//! From units to rows.

use std::borrow::Cow;

use super::cell::push_cell;
use super::{Column, Formulas, Separator};
use crate::error::{Error, ErrorKind};
use crate::exchange::bilingual::others;
use crate::exchange::inline_style::lost_codes;
use crate::exchange::{Encode, UnitReport};
use crate::inline::{CodedText, Piece, Syntax};
use crate::unit::{History, TranslationUnit, Variant};

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

    /// Sets what is between cells; a comma without this.
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

    /// Adds the row of a source and a target.
    fn push_pair(&self, row: &Row<'_>, out: &mut Vec<u8>) {
        let known = Column::ALL.iter().map(|column| column.get(row).unwrap_or_default());
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
        for target in others(unit, source) {
            self.push_pair(&Row::new(unit, source, Some(target)), out);
        }
        if unit.variants.len() == 1 {
            self.push_pair(&Row::new(unit, source, None), out);
        }
        let lost_codes = unit.variants.iter().map(|variant| lost_codes(&variant.text)).sum();
        Ok(UnitReport { lost_codes, ..UnitReport::default() })
    }

    fn write_footer(&self, _: &mut Vec<u8>) {}
}

/// A source and one target of a unit.
pub(super) struct Row<'u> {
    pub(super) unit: &'u TranslationUnit,
    pub(super) source: &'u Variant,
    pub(super) target: Option<&'u Variant>,
    /// What the texts are written in; plain where there is none.
    pub(super) syntax: Option<Syntax>,
}

impl<'u> Row<'u> {
    fn new(unit: &'u TranslationUnit, source: &'u Variant, target: Option<&'u Variant>) -> Self {
        let usual = unit.placement.as_ref().map(|place| place.syntax);
        let texts = [Some(&source.text), target.map(|target| &target.text)];
        Self { unit, source, target, syntax: syntax(texts, usual) }
    }

    /// Returns what is known of the target's history, or else of the unit's.
    pub(super) fn history<T>(&self, field: impl Fn(&'u History) -> Option<T>) -> Option<T> {
        let own = self.target.and_then(|target| field(&target.history));
        own.or_else(|| field(&self.unit.history))
    }

    /// Returns the notes of the unit, its source and its target, one a line.
    pub(super) fn notes(&self) -> String {
        let of_target = self.target.map_or(&[][..], |target| &target.notes);
        let all = self.unit.notes.iter().chain(&self.source.notes).chain(of_target);
        all.map(|note| note.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// Returns the first property of that name, of the unit or of its target;
    /// an empty text where there is none.
    pub(super) fn property(&self, name: &str) -> &'u str {
        let of_target = self.target.map_or(&[][..], |target| &target.properties);
        let mut all = self.unit.properties.iter().chain(of_target);
        all.find(|property| property.name == name).map_or("", |property| &property.value)
    }
}

/// Returns the syntax in which the codes of the texts are read back; `None` where
/// the texts are plain.
///
/// Where no syntax gives all codes back exactly, that of the document does best,
/// or else HTML, which takes the least of a text for markup.
pub(super) fn syntax(texts: [Option<&CodedText>; 2], usual: Option<Syntax>) -> Option<Syntax> {
    let texts = || texts.iter().flatten();
    let is_escaped =
        |text: &CodedText| text.pieces().any(|piece| matches!(piece, Piece::Escaped { .. }));
    let is_written_plain = |text: &CodedText| {
        text.is_plain() || !is_escaped(text) && text.codes().all(|code| code.native.is_empty())
    };
    if texts().all(|text| is_written_plain(text)) {
        return None;
    }
    let reads_back =
        |syntax: &Syntax| texts().all(|text| CodedText::parse(&text.markup(), *syntax) == **text);
    let found = usual.iter().chain(Syntax::ALL).find(|syntax| reads_back(syntax));
    Some(found.copied().or(usual).unwrap_or(Syntax::Html))
}
