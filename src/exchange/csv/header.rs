//! The first row: what separates cells, and what the columns hold.

use std::io::{BufRead, Chain, Cursor, Read as _};

use super::column::normal;
use super::quotes::Quotes;
use super::rows::Rows;
use super::{Column, Formulas, Separator};
use crate::diagnostic::DiagnosticCode;
use crate::error::{Error, ErrorKind};
use crate::exchange::Finding;
use crate::exchange::lines::{PieceEnd, read_piece, too_long};
use crate::position::Position;

/// The columns that a caller names.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    pub(super) source: Option<String>,
    pub(super) target: Option<String>,
}

impl Named {
    /// Returns what the column of an index under a header holds.
    fn column(&self, index: usize, header: &str) -> Option<Column> {
        let is = |name: &Option<String>| {
            let is_this =
                |name: &String| number(name) == Some(index + 1) || normal(name) == normal(header);
            name.as_ref().map(is_this)
        };
        match Column::of_header(header) {
            _ if is(&self.source) == Some(true) => Some(Column::Source),
            _ if is(&self.target) == Some(true) => Some(Column::Target),
            Some(Column::Source) if self.source.is_some() => None,
            Some(Column::Target) if self.target.is_some() => None,
            other => other,
        }
    }
}

impl Named {
    /// Returns whether a first row is no header: both columns are named by their
    /// numbers, and nothing in it names them otherwise.
    fn is_first_row_a_unit(&self, head: &[u8], separator: Separator, formulas: Formulas) -> bool {
        let names = [&self.source, &self.target];
        if !names.iter().all(|name| name.as_deref().is_some_and(|name| number(name).is_some())) {
            return false;
        }
        let mut rows = Rows::new(head, separator, usize::MAX, 1);
        let is_read = rows.read().is_ok();
        is_read && !Columns::read(rows.cells(), &Self::default(), formulas).0.has_texts()
    }
}

/// Returns the number of a column, from 1, that is named by it.
fn number(name: &str) -> Option<usize> {
    name.trim().parse().ok().filter(|number| *number > 0)
}

/// Which column holds what.
#[derive(Debug, Default)]
pub(super) struct Columns {
    known: [Option<usize>; Column::ALL.len()],
    /// The properties, with the number of their column.
    pub(super) properties: Vec<(usize, String)>,
    pub(super) count: usize,
}

impl Columns {
    /// Returns the number of a column, from 0, where there is one.
    pub(super) fn of(&self, column: Column) -> Option<usize> {
        self.known[column as usize]
    }

    fn has_texts(&self) -> bool {
        self.of(Column::Source).is_some() && self.of(Column::Target).is_some()
    }

    /// Reads the cells of a header; returns the columns that it names twice, too.
    pub(super) fn read<'h>(
        header: impl Iterator<Item = &'h str>,
        named: &Named,
        formulas: Formulas,
    ) -> (Self, Vec<Column>) {
        let (mut columns, mut twice) = (Self::default(), Vec::new());
        for (index, name) in header.enumerate() {
            columns.count += 1;
            let name = formulas.unguard(name);
            match named.column(index, name) {
                Some(column) if columns.of(column).is_some() => twice.push(column),
                Some(column) => columns.known[column as usize] = Some(index),
                None if name.trim().is_empty() => {
                    columns.properties.push((index, format!("column-{}", index + 1)));
                }
                None => columns.properties.push((index, name.to_owned())),
            }
        }
        (columns, twice)
    }
}

/// The rows of a file after its header, and what the header names.
#[derive(Debug)]
pub(super) struct Table<R> {
    pub(super) rows: Rows<Quotes<Chain<Cursor<Vec<u8>>, R>>>,
    pub(super) columns: Columns,
}

impl<R: BufRead> Table<R> {
    /// Reads the header of a file; `separator` is the one to use, where it is not
    /// to be guessed.
    pub(super) fn open(
        mut inner: R,
        separator: Option<Separator>,
        named: &Named,
        formulas: Formulas,
        longest: usize,
    ) -> Result<(Self, Vec<Finding>), Error> {
        let (mut head, mut line) = (read_head(&mut inner, longest, 1)?, 1);
        let mut separator = separator;
        if let Some(named) = separator_line(&head) {
            separator = separator.or(Some(named));
            line += head.iter().filter(|&&byte| byte == b'\n').count();
            head = read_head(&mut inner, longest, line)?;
        }
        let separator = separator.unwrap_or_else(|| guess(&head, named, formulas));
        let is_unit = named.is_first_row_a_unit(&head, separator, formulas);
        let mut rows = Rows::new(quotes(head, inner, separator, longest), separator, longest, line);
        rows.read()?;
        let (columns, twice) = match is_unit {
            true => Columns::read(std::iter::repeat_n("", rows.count()), named, formulas),
            false => Columns::read(rows.cells(), named, formulas),
        };
        if !columns.has_texts() {
            return Err(missing(&rows, named, &columns));
        }
        if is_unit {
            rows.put_back();
        }
        let findings = twice.into_iter().map(|column| {
            let message =
                format!("expected one column `{column}`, but found another; it is not used");
            Finding::new(DiagnosticCode::InvalidAttribute, rows.position(), message)
        });
        let findings = findings.collect();
        Ok((Self { rows, columns }, findings))
    }
}

/// Puts what was read of a file before the rest, with quotes as a parser needs
/// them.
fn quotes<R: BufRead>(
    head: Vec<u8>,
    rest: R,
    separator: Separator,
    longest: usize,
) -> Quotes<Chain<Cursor<Vec<u8>>, R>> {
    Quotes::new(Cursor::new(head).chain(rest), separator == Separator::Tab, longest)
}

/// Returns the separator by which the header has most of what is looked for.
fn guess(head: &[u8], named: &Named, formulas: Formulas) -> Separator {
    let fit = |separator: &Separator| {
        let mut rows = Rows::new(head, *separator, usize::MAX, 1);
        // A header that no separator makes sense of is an error when it is read.
        let is_read = rows.read().is_ok();
        let (columns, _) = Columns::read(rows.cells(), named, formulas);
        let known = columns.known.iter().flatten().count();
        (is_read && columns.has_texts(), known, columns.count)
    };
    // Of those that fit alike the first is taken.
    let best = Separator::ALL.iter().rev().max_by_key(|separator| fit(separator));
    best.copied().unwrap_or_default()
}

/// Returns the separator of a first line `sep=;`, which spreadsheets understand.
fn separator_line(head: &[u8]) -> Option<Separator> {
    let line = head.trim_ascii_end();
    // A tab is white space and gone with the line end.
    let byte = match line.strip_prefix(b"sep=")? {
        [] if head.starts_with(b"sep=\t") => b'\t',
        [byte] => *byte,
        _ => return None,
    };
    Separator::ALL.iter().copied().find(|separator| separator.byte() == byte)
}

/// Reads the first line that is not empty, with its end and those in quotes.
fn read_head(inner: &mut impl BufRead, longest: usize, line: usize) -> Result<Vec<u8>, Error> {
    let (mut head, mut has_text, mut is_quoted) = (Vec::new(), false, false);
    let end = read_piece(inner, longest, &mut head, |block| {
        block.iter().position(|byte| {
            is_quoted ^= *byte == b'"';
            has_text |= !byte.is_ascii_whitespace();
            has_text && !is_quoted && matches!(byte, b'\r' | b'\n')
        })
    })?;
    match end {
        PieceEnd::TooLong => {
            let position = Position { line, column: 1 };
            return Err(too_long("a header", longest, "texts", position));
        }
        PieceEnd::Byte(byte) => head.push(byte),
        PieceEnd::File => {}
    }
    Ok(head)
}

/// Makes the error of a header without the columns of the texts.
fn missing<R: BufRead>(rows: &Rows<R>, named: &Named, columns: &Columns) -> Error {
    let wanted = |column: Column, name: &Option<String>| {
        columns.of(column).is_none().then(|| name.clone().unwrap_or(column.to_string()))
    };
    let expected = [wanted(Column::Source, &named.source), wanted(Column::Target, &named.target)];
    let expected: Vec<String> =
        expected.into_iter().flatten().map(|name| format!("`{name}`")).collect();
    // A file of another kind may have a first line of any length.
    let short = |cell: &str| format!("`{}`", cell.chars().take(40).collect::<String>());
    let found: Vec<String> = rows.cells().take(20).map(short).collect();
    let found = if found.is_empty() { "an empty file".to_owned() } else { found.join(", ") };
    let message = format!(
        "expected a first row with a column {}, but found {found}; \
         name the columns in the first row, or say which of them hold the texts \
         (`--source-column`, `--target-column`)",
        expected.join(" and a column ")
    );
    let position = Position { line: rows.position().line.max(1), column: 1 };
    Error::new(ErrorKind::Syntax { position, message })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(text: &str) -> Result<Table<&[u8]>, Error> {
        let opened =
            Table::open(text.as_bytes(), None, &Named::default(), Formulas::default(), 1 << 20);
        opened.map(|(table, _)| table)
    }

    #[test]
    fn the_separator_is_guessed_from_the_header() {
        for (text, target, line) in [
            ("source,target\na,b", "b", 2),
            ("Source;Target\r\na,;b", "b", 2),
            ("id\tsource\ttarget;\ttarget\na\tb\tc\td", "d", 2),
            ("\n\ntarget,source\nb,a\n", "b", 4),
            ("sep=;\r\nsource;target\r\na;b", "b", 3),
            ("sep=\t\nsource\ttarget\na\tb", "b", 3),
            ("\"source\",\"tar\nget\",target\na,x,b", "b", 3),
            ("source,target\ra,b\r", "b", 1),
            ("a;b;c;d,source,target\nx,a,b", "b", 2),
        ] {
            let mut opened = opened(text).unwrap();
            assert!(opened.rows.read().unwrap());
            assert_eq!(
                opened.rows.cell(opened.columns.of(Column::Target).unwrap()),
                target,
                "{text}"
            );
            assert_eq!(opened.rows.position().line, line, "{text}");
        }
    }

    #[test]
    fn a_header_without_the_texts_is_an_error() {
        for (text, message) in [
            (
                "",
                "line 1, column 1: expected a first row with a column `source` and a column `target`, but found an empty file; name the columns in the first row, or say which of them hold the texts (`--source-column`, `--target-column`)",
            ),
            (
                "en,de\na,b",
                "line 1, column 1: expected a first row with a column `source` and a column `target`, but found `en`, `de`;",
            ),
            (
                "\nsource;translation\n",
                "line 2, column 1: expected a first row with a column `target`, but found `source`, `translation`;",
            ),
            (
                "source,\"target",
                "line 1, column 1: expected a first row with a column `source` and a column `target`, but found `source,\"target`;",
            ),
        ] {
            let error = opened(text).map(drop).unwrap_err().to_string();
            assert!(error.starts_with(message), "{text}: {error}");
        }
    }

    #[test]
    fn columns_that_the_caller_names() {
        let named = Named { source: Some("EN".into()), target: Some("de".into()) };
        let header = ["source", "en", "DE", "", "'=x", "de"];
        let (columns, twice) = Columns::read(header.into_iter(), &named, Formulas::default());
        assert_eq!((columns.of(Column::Source), columns.of(Column::Target)), (Some(1), Some(2)));
        let properties: Vec<_> =
            columns.properties.iter().map(|(index, name)| (*index, name.as_str())).collect();
        assert_eq!(properties, [(0, "source"), (3, "column-4"), (4, "=x")]);
        assert_eq!(twice, [Column::Target]);
    }
}
