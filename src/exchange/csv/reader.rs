//! From rows to units.

use std::io::{self, BufRead};

use super::column::parsed;
use super::header::{Named, Table};
use super::{Column, Formulas, Separator};
use crate::diagnostic::DiagnosticCode;
use crate::error::Error;
use crate::exchange::bilingual::{Languages, read_text, refill};
use crate::exchange::finding::Findings;
use crate::exchange::input::text_reader::TextReader;
use crate::exchange::{Finding, Limits, ReadUnits};
use crate::inline::Syntax;
use crate::language::Language;
use crate::unit::{Property, TranslationUnit};

/// Reads the units of CSV and TSV, one a row.
///
/// The first row names the columns, in any order and case; `source` and
/// `target` must be among them. A row with more or fewer cells than the header
/// is left out with a finding, because its texts may have moved to other
/// columns; rows without anything are passed over.
///
/// # Example
///
/// ```
/// use bitext::{ReadUnits, csv};
///
/// let file = "ID;Source;Target;Client\n7;Save;Speichern;ACME\n8;Open, then\n";
/// let mut units = csv::Reader::new(file.as_bytes())
///     .with_source_language("en".parse()?)
///     .with_target_language("de".parse()?)
///     .units();
/// let unit = units.next().unwrap()?;
/// assert_eq!(unit.target().unwrap().text.plain(), "Speichern");
/// assert_eq!(unit.properties[0].name, "Client");
/// assert!(units.next().is_none());
/// assert_eq!(units.reader().findings()[0].start.line, 3);
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Debug)]
pub struct Reader<R> {
    input: Input<R>,
    separator: Option<Separator>,
    named: Named,
    defaults: Defaults,
    limits: Limits,
    findings: Findings,
    /// How many rows hold something.
    records: u64,
}

#[derive(Debug)]
enum Input<R> {
    /// The header is not read yet.
    Unopened(R),
    Open(Box<Table<TextReader<R>>>),
    Ended,
}

/// What holds where a row does not say otherwise.
#[derive(Clone, Debug, Default)]
struct Defaults {
    formulas: Formulas,
    syntax: Option<Syntax>,
    languages: Languages,
}

impl<R: io::Read> Reader<R> {
    /// A reader of rows in UTF-8 or UTF-16, gzip unpacked, that guesses the
    /// separator from the header. It buffers, so that `R` need not.
    pub fn new(inner: R) -> Self {
        Self {
            input: Input::Unopened(inner),
            separator: None,
            named: Named::default(),
            defaults: Defaults::default(),
            limits: Limits::default(),
            findings: Findings::default(),
            records: 0,
        }
    }

    /// Sets what is between cells; without this it is the separator by
    /// which the header has a source and a target.
    #[must_use]
    pub fn with_separator(mut self, separator: Separator) -> Self {
        self.separator = Some(separator);
        self
    }

    /// Sets which column holds the source, by its header; `source` without this.
    #[must_use]
    pub fn with_source_column(mut self, header: impl Into<String>) -> Self {
        self.named.source = Some(header.into());
        self
    }

    /// Sets which column holds the target, by its header; `target` without this.
    #[must_use]
    pub fn with_target_column(mut self, header: impl Into<String>) -> Self {
        self.named.target = Some(header.into());
        self
    }

    /// Sets the language of the sources of rows that name none.
    #[must_use]
    pub fn with_source_language(mut self, language: Language) -> Self {
        self.defaults.languages.source = Some(language);
        self
    }

    /// Sets the language of the targets of rows that name none.
    #[must_use]
    pub fn with_target_language(mut self, language: Language) -> Self {
        self.defaults.languages.target = Some(language);
        self
    }

    /// Sets what the texts of rows without a `syntax` are written in; without
    /// this they are plain, and nothing in them is taken for markup.
    #[must_use]
    pub fn with_syntax(mut self, syntax: Syntax) -> Self {
        self.defaults.syntax = Some(syntax);
        self
    }

    /// Sets whether the apostrophe before a formula is taken away.
    #[must_use]
    pub fn with_formulas(mut self, formulas: Formulas) -> Self {
        self.defaults.formulas = formulas;
        self
    }

    /// Sets the limits; the one on texts is for rows.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    fn open(&mut self) -> Result<(), Error> {
        let inner = match std::mem::replace(&mut self.input, Input::Ended) {
            Input::Unopened(inner) => TextReader::new(inner),
            other => {
                self.input = other;
                return Ok(());
            }
        };
        let (formulas, longest) = (self.defaults.formulas, self.limits.text());
        let (table, findings) = Table::open(inner, self.separator, &self.named, formulas, longest)?;
        self.findings.extend(findings);
        self.input = Input::Open(Box::new(table));
        Ok(())
    }

    fn try_read(&mut self, unit: &mut TranslationUnit) -> Result<bool, Error> {
        self.open()?;
        let Input::Open(table) = &mut self.input else { return Ok(false) };
        while table.rows.read()? {
            if table.rows.cells().all(str::is_empty) {
                continue;
            }
            self.records += 1;
            let mut row = Row { table: &**table, defaults: &self.defaults, findings: Vec::new() };
            let is_unit = row.fill(unit);
            let id = unit.id.as_deref().filter(|_| is_unit);
            let findings = row.findings.into_iter();
            self.findings.extend(findings.map(|finding| finding.in_unit(self.records, id)));
            if is_unit {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// A row, with what is found in it.
struct Row<'r, R> {
    table: &'r Table<R>,
    defaults: &'r Defaults,
    findings: Vec<Finding>,
}

impl<'r, R: BufRead> Row<'r, R> {
    /// Makes `unit` what the row holds; returns false where it cannot be one.
    fn fill(&mut self, unit: &mut TranslationUnit) -> bool {
        if let Some(message) = self.wrong_count() {
            let help = "put cells with a separator or a line end in them in quotes";
            let finding = self.finding(DiagnosticCode::MalformedUnit, message);
            self.findings.push(finding.with_help(help));
            return false;
        }
        if self.is_without_texts() {
            let message = "expected a source and a target, but found neither";
            self.find(DiagnosticCode::MalformedUnit, message);
            return false;
        }
        self.set_texts(unit);
        for column in Column::ALL {
            let value = self.cell(*column);
            if !value.is_empty()
                && let Err(message) = column.set(unit, value)
            {
                self.misread(*column, &message);
            }
        }
        unit.source_language = unit.variants[0].language.clone().into();
        self.find_missing(unit);
        self.set_properties(unit);
        true
    }

    /// Returns the cell of a column; an empty one where there is none.
    fn cell(&self, column: Column) -> &'r str {
        let cell = self.table.columns.of(column).map(|index| self.table.rows.cell(index));
        self.defaults.formulas.unguard(cell.unwrap_or_default())
    }

    /// Returns what is wrong with a row that has not as many cells as the header.
    /// Empty ones beyond those do no harm.
    fn wrong_count(&self) -> Option<String> {
        let (rows, expected) = (&self.table.rows, self.table.columns.count);
        let count = rows.count();
        let is_longer = (expected..count).any(|index| !rows.cell(index).is_empty());
        (count < expected || is_longer)
            .then(|| format!("expected {expected} cells as in the first row, but found {count}"))
    }

    /// Returns whether the row has neither a text nor a language.
    fn is_without_texts(&self) -> bool {
        let columns =
            [Column::Source, Column::Target, Column::SourceLanguage, Column::TargetLanguage];
        columns.into_iter().all(|column| self.cell(column).is_empty())
    }

    /// Makes `unit` the texts of the row and nothing else.
    fn set_texts(&mut self, unit: &mut TranslationUnit) {
        refill(unit, &self.defaults.languages);
        let target = self.cell(Column::Target);
        // A translation that is not there yet.
        if target.is_empty() && self.cell(Column::TargetLanguage).is_empty() {
            unit.variants.truncate(1);
        }
        let syntax = self.syntax();
        let texts = [self.cell(Column::Source), target];
        for (variant, text) in unit.variants.iter_mut().zip(texts) {
            read_text(&mut variant.text, text, syntax);
        }
    }

    fn syntax(&mut self) -> Option<Syntax> {
        match self.cell(Column::Syntax) {
            "" => self.defaults.syntax,
            "plain" => None,
            name => {
                let syntax = parsed(name).map_err(|message| self.misread(Column::Syntax, &message));
                syntax.ok().or(self.defaults.syntax)
            }
        }
    }

    /// Adds the cells of the columns that are properties.
    fn set_properties(&self, unit: &mut TranslationUnit) {
        let Table { rows, columns } = self.table;
        unit.properties.extend(columns.properties.iter().filter_map(|(index, name)| {
            let value = self.defaults.formulas.unguard(rows.cell(*index));
            (!value.is_empty()).then(|| Property::new(name, value))
        }));
    }

    /// Reports a text that the unit does not have.
    fn find_missing(&mut self, unit: &TranslationUnit) {
        match unit.variants.as_slice() {
            [source, ..] if source.text.is_empty() => self
                .find(DiagnosticCode::MissingSource, "expected a source, but found an empty cell"),
            [_] => self
                .find(DiagnosticCode::MissingTarget, "expected a target, but found an empty cell"),
            _ => {}
        }
    }

    /// Reports a value that its column cannot have.
    fn misread(&mut self, column: Column, message: &str) {
        let code = match column {
            Column::SourceLanguage | Column::TargetLanguage => DiagnosticCode::InvalidLanguage,
            Column::Created | Column::Changed | Column::LastUsed | Column::Date => {
                DiagnosticCode::InvalidDate
            }
            _ => DiagnosticCode::InvalidAttribute,
        };
        // It quotes the cell, however long that is.
        let message: String = message.chars().take(200).collect();
        self.find(code, format!("column `{column}`: {message}"));
    }

    fn find(&mut self, code: DiagnosticCode, message: impl Into<String>) {
        self.findings.push(self.finding(code, message));
    }

    fn finding(&self, code: DiagnosticCode, message: impl Into<String>) -> Finding {
        Finding::new(code, self.table.rows.position(), message)
    }
}

impl<R: io::Read> ReadUnits for Reader<R> {
    fn read(&mut self, unit: &mut TranslationUnit) -> Result<bool, Error> {
        let is_read = self.try_read(unit);
        if !matches!(is_read, Ok(true)) {
            self.input = Input::Ended;
        }
        is_read
    }

    fn findings(&mut self) -> &mut Vec<Finding> {
        self.findings.all()
    }
}
