//! Whether a file is whole.

use rusqlite::{Connection, Row};

use super::failure::Failure;
use super::open::damaged;
use super::rows::{self, MemoryRow, UnitRow, columns};
use crate::memory::store::NewUnit;

/// How many findings are given at most.
const MOST_FINDINGS: usize = 100;

/// Finds what is wrong with the file, a sentence each: SQLite's own check first, then
/// that every row agrees with the unit in it, and the counts with the rows.
pub(super) fn check(connection: &Connection) -> Result<Vec<String>, Failure> {
    let moment = connection.unchecked_transaction()?;
    let mut findings = sqlite_findings(&moment)?;
    // Rows cannot be read in order where the pages are wrong.
    if findings.is_empty() {
        row_findings(&moment, &mut findings)?;
    }
    Ok(findings)
}

fn sqlite_findings(connection: &Connection) -> Result<Vec<String>, Failure> {
    let mut findings = Vec::new();
    connection.pragma_query(None, "integrity_check", |row| {
        findings.push(row.get::<_, String>(0)?);
        Ok(())
    })?;
    findings.retain(|finding| finding != "ok");
    Ok(findings)
}

fn row_findings(connection: &Connection, findings: &mut Vec<String>) -> Result<(), Failure> {
    let state = MemoryRow::read(connection)?;
    let query = concat!(
        "SELECT ",
        columns!(),
        ", slot, ordinal, path, document FROM unit LEFT JOIN document ON number = document \
         ORDER BY key"
    );
    let mut statement = connection.prepare(query)?;
    let mut rows = statement.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += 1;
        if findings.len() < MOST_FINDINGS {
            findings.extend(row_finding(row, &state)?);
        }
    }
    if count != state.units {
        findings.push(format!("expected {} units, but found {count}", state.units));
    }
    Ok(())
}

/// Finds what is wrong with the row of a unit.
fn row_finding(row: &Row<'_>, state: &MemoryRow) -> Result<Option<String>, Failure> {
    let (key, unit) = match rows::unit(row) {
        Ok(found) => found,
        Err(failure) => return Ok(Some(failure.into_error().to_string())),
    };
    let unit = NewUnit::from(unit);
    let expected = UnitRow::of(&unit)?;
    let path: Option<String> = row.get(5)?;
    let has_document: bool = row.get::<_, Option<i64>>(6)?.is_some();
    let agrees = expected.slot == row.get::<_, i64>(3)?
        && expected.content == row.get::<_, i64>(1)?
        && expected.ordinal == row.get::<_, Option<i64>>(4)?
        && expected.document.as_deref() == path.as_deref()
        && has_document == path.is_some()
        && key < state.next_key;
    let finding = || damaged(&format!("columns of unit {key} that do not agree with its record"));
    Ok((!agrees).then(|| finding().to_string()))
}
