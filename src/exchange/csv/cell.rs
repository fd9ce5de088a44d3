//! Cells as a file holds them: what separates them, quoting, and formulas.

use std::borrow::Cow;

use crate::error::names;

/// What is between two cells of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Separator {
    /// A comma, as RFC 4180 has it.
    #[default]
    Comma,
    /// A semicolon, as spreadsheets write where the comma is the decimal mark.
    Semicolon,
    /// A tab: TSV.
    Tab,
}

names!(Separator { Comma => "comma", Semicolon => "semicolon", Tab => "tab" });

impl Separator {
    /// Returns the character, one byte of ASCII.
    pub(super) fn byte(self) -> u8 {
        match self {
            Separator::Comma => b',',
            Separator::Semicolon => b';',
            Separator::Tab => b'\t',
        }
    }

    /// Returns what ends a row: that of RFC 4180 section 2, and for TSV that of its
    /// media type, which tools of the command line expect.
    pub(super) fn row_end(self) -> &'static [u8] {
        match self {
            Separator::Comma | Separator::Semicolon => b"\r\n",
            Separator::Tab => b"\n",
        }
    }
}

/// What becomes of a cell that a spreadsheet would take for a formula.
///
/// Such a cell begins with `=`, `+`, `-` or `@`, one of their full-width forms,
/// a tab or a line end (OWASP, “CSV Injection”): opened in a spreadsheet it
/// would run what the author of the text wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Formulas {
    /// An apostrophe is put before the cell, and taken away on reading. So is
    /// one before a cell that has apostrophes there already: nothing is lost.
    #[default]
    Guarded,
    /// Cells are written and read as they are, for programs alone.
    AsTheyAre,
}

impl Formulas {
    /// Returns the cell as the file holds it.
    pub(crate) fn guard(self, cell: &str) -> Cow<'_, str> {
        match self == Formulas::Guarded && is_formula(cell) {
            true => Cow::Owned(format!("'{cell}")),
            false => Cow::Borrowed(cell),
        }
    }

    /// Returns the cell as it was before it was guarded.
    pub(super) fn unguard(self, cell: &str) -> &str {
        match cell.strip_prefix('\'') {
            Some(guarded) if self == Formulas::Guarded && is_formula(guarded) => guarded,
            _ => cell,
        }
    }
}

/// Returns whether a cell begins like a formula, after any apostrophes.
fn is_formula(cell: &str) -> bool {
    let start = cell.trim_start_matches('\'');
    start.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'])
}

/// Adds a cell, in quotes where it needs them (RFC 4180 section 2).
///
/// Edge spaces, and the separators of other files, are quoted too: tools trim
/// the one and guess the other.
pub(crate) fn push_cell(cell: &str, out: &mut Vec<u8>) {
    let special = |byte: u8| matches!(byte, b'"' | b',' | b';' | b'\t' | b'\r' | b'\n');
    let is_quoted = cell.bytes().any(special) || cell.trim().len() < cell.len();
    if !is_quoted {
        return out.extend_from_slice(cell.as_bytes());
    }
    out.push(b'"');
    for (index, part) in cell.split('"').enumerate() {
        if index > 0 {
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(part.as_bytes());
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_get_an_apostrophe() {
        for (cell, guarded) in [
            ("=1+1", "'=1+1"),
            ("- item", "'- item"),
            ("@here", "'@here"),
            ("＝1", "'＝1"),
            ("\tx", "'\tx"),
            ("'=1", "''=1"),
            ("''+1", "'''+1"),
            ("'tis", "'tis"),
            ("'", "'"),
            ("a=1", "a=1"),
            ("", ""),
        ] {
            assert_eq!(Formulas::Guarded.guard(cell), guarded);
            assert_eq!(Formulas::Guarded.unguard(guarded), cell);
            assert_eq!(Formulas::AsTheyAre.guard(cell), cell);
            assert_eq!(Formulas::AsTheyAre.unguard(cell), cell);
        }
    }

    #[test]
    fn quotes_where_they_are_needed() {
        for (cell, written) in [
            ("a", "a"),
            ("", ""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
            ("a;b", "\"a;b\""),
            (" a", "\" a\""),
            ("a\nb", "\"a\nb\""),
            ("a\0b", "a\0b"),
        ] {
            let mut out = Vec::new();
            push_cell(cell, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), written);
        }
    }

    proptest! {
        #[test]
        fn a_guarded_cell_is_no_formula_and_comes_back(cell in "['=+@\t-]{0,4}.{0,3}") {
            let guarded = Formulas::Guarded.guard(&cell);
            prop_assert!(!guarded.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
            prop_assert_eq!(Formulas::Guarded.unguard(&guarded), &cell);
        }
    }
}
