//! From rows to units.

use std::fmt;
use std::io::{self, Chain, Cursor};

use super::fill::{Defaults, Misread, Row};
use super::header::{self, Columns, Named};
use super::rows::Rows;
use super::{Formulas, Separator};
use crate::diagnostic::DiagnosticCode;
use crate::error::Error;
use crate::exchange::found::Found;
use crate::exchange::input::text_reader::TextReader;
use crate::exchange::{Finding, ReadUnits};
use crate::inline::Syntax;
use crate::language::Language;
use crate::position::Position;
use crate::unit::{Property, TranslationUnit};

/// The most bytes that a row may have, where nothing else is set.
const LONGEST: usize = 16 << 20;

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
pub struct Reader<R> {
    state: State<R>,
    separator: Option<Separator>,
    named: Named,
    defaults: Defaults,
    longest: usize,
    found: Found,
    /// How many rows hold something.
    records: u64,
}

enum State<R> {
    /// The header is not read yet.
    Before(R),
    Open(Box<Open<R>>),
    Done,
}

struct Open<R> {
    rows: Rows<Chain<Cursor<Vec<u8>>, TextReader<R>>>,
    columns: Columns,
}

impl<R: io::Read> Reader<R> {
    /// A reader of rows in UTF-8 or UTF-16, gzip unpacked, that guesses the
    /// separator from the header. It buffers, so that `R` need not.
    pub fn new(inner: R) -> Self {
        Self {
            state: State::Before(inner),
            separator: None,
            named: Named::default(),
            defaults: Defaults::default(),
            longest: LONGEST,
            found: Found::default(),
            records: 0,
        }
    }

    /// Sets what stands between cells; without this it is the separator by
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
        self.defaults.source_language = Some(language);
        self
    }

    /// Sets the language of the targets of rows that name none.
    #[must_use]
    pub fn with_target_language(mut self, language: Language) -> Self {
        self.defaults.target_language = Some(language);
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

    /// Sets how many bytes a row may have; 16 MiB without this. A longer row
    /// ends the file with an [`ErrorKind::Limit`](crate::ErrorKind::Limit).
    #[must_use]
    pub fn with_longest_row(mut self, bytes: usize) -> Self {
        self.longest = bytes;
        self
    }

    fn open(&mut self) -> Result<(), Error> {
        let inner = match std::mem::replace(&mut self.state, State::Done) {
            State::Before(inner) => TextReader::new(inner),
            other => {
                self.state = other;
                return Ok(());
            }
        };
        let formulas = self.defaults.formulas;
        let opened = header::open(inner, self.separator, &self.named, formulas, self.longest)?;
        opened.findings.into_iter().for_each(|finding| self.found.push(finding));
        let (rows, columns) = (opened.rows, opened.columns);
        self.state = State::Open(Box::new(Open { rows, columns }));
        Ok(())
    }

    fn try_read(&mut self, unit: &mut TranslationUnit) -> Result<bool, Error> {
        self.open()?;
        let State::Open(open) = &mut self.state else { return Ok(false) };
        while open.rows.read()? {
            if open.rows.cells().all(str::is_empty) {
                continue;
            }
            self.records += 1;
            if open.take_row(unit, &self.defaults, self.records, &mut self.found) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl<R: io::Read> Open<R> {
    /// Makes a unit of the row; says whether it is one.
    fn take_row(
        &self,
        unit: &mut TranslationUnit,
        defaults: &Defaults,
        number: u64,
        found: &mut Found,
    ) -> bool {
        let (rows, columns) = (&self.rows, &self.columns);
        let start = Position { line: rows.line(), column: 1 };
        let finding =
            |code, message: String| Finding::new(code, start, message).in_unit(number, None);
        if let Some(message) = self.ragged() {
            let help = "put cells with a separator or a line end in them in quotes";
            found.push(finding(DiagnosticCode::MalformedUnit, message).with_help(help));
            return false;
        }
        let cell = |column| columns.of(column).map_or("", |index| rows.cell(index));
        let mut row = Row { cell, defaults, misread: Vec::new() };
        if row.is_without_texts() {
            let message = "expected a source and a target, but found neither".to_owned();
            found.push(finding(DiagnosticCode::MalformedUnit, message));
            return false;
        }
        row.fill(unit);
        for Misread { code, message } in row.misread.into_iter().chain(lacks(unit)) {
            found.push(Finding::new(code, start, message).in_unit(number, unit.id.as_deref()));
        }
        unit.properties.extend(columns.properties.iter().filter_map(|(index, name)| {
            let value = defaults.formulas.unguard(rows.cell(*index));
            (!value.is_empty()).then(|| Property::new(name, value))
        }));
        true
    }

    /// What to say of a row that has not as many cells as the header. Empty ones
    /// beyond those do no harm.
    fn ragged(&self) -> Option<String> {
        let (count, expected) = (self.rows.count(), self.columns.count);
        let is_longer = (expected..count).any(|index| !self.rows.cell(index).is_empty());
        (count < expected || is_longer)
            .then(|| format!("expected {expected} cells as in the first row, but found {count}"))
    }
}

/// The texts that a unit does not have.
fn lacks(unit: &TranslationUnit) -> Option<Misread> {
    let (code, message) = match unit.variants.as_slice() {
        [source, ..] if source.text.is_empty() => {
            (DiagnosticCode::MissingSource, "expected a source, but found an empty cell")
        }
        [_] => (DiagnosticCode::MissingTarget, "expected a target, but found an empty cell"),
        _ => return None,
    };
    Some(Misread { code, message: message.to_owned() })
}

impl<R: io::Read> ReadUnits for Reader<R> {
    fn read(&mut self, unit: &mut TranslationUnit) -> Result<bool, Error> {
        let is_read = self.try_read(unit);
        if !matches!(is_read, Ok(true)) {
            self.state = State::Done;
        }
        is_read
    }

    fn findings(&mut self) -> &mut Vec<Finding> {
        self.found.all()
    }
}

impl<R> fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("separator", &self.separator)
            .field("records", &self.records)
            .finish_non_exhaustive()
    }
}
