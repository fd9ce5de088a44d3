//! Which units each revision touched.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};

use super::failure::Failure;
use super::rows::{self, MemoryRow, columns, revision_number};
use crate::memory::store::log::{MOST_CHANGES, Span, Touched, new_stamp, union};
use crate::memory::store::{Change, Changes};
use crate::memory::units::{Revision, UnitKey};
use crate::unit::TranslationUnit;

/// Notes what led to the revision of the state.
pub(super) fn append(
    connection: &Connection,
    state: &mut MemoryRow,
    touched: Touched,
) -> Result<(), Failure> {
    let revision = revision_number(state.revision);
    let insert = "INSERT INTO revision (number, stamp) VALUES (?, ?)";
    connection.prepare_cached(insert)?.execute([revision, new_stamp().cast_signed()])?;
    let Some(spans) = touched.into_spans() else {
        return forget(connection, state, state.revision);
    };
    let insert = "INSERT INTO change (revision, first, last) VALUES (?, ?, ?)";
    let mut insert = connection.prepare_cached(insert)?;
    for span in &spans {
        insert.execute([revision, rows::number(span.first), rows::number(span.last)])?;
    }
    state.spans += spans.len() as u64;
    match state.spans > MOST_CHANGES {
        true => shorten(connection, state),
        false => Ok(()),
    }
}

/// Forgets the older half.
fn shorten(connection: &Connection, state: &mut MemoryRow) -> Result<(), Failure> {
    let query = "SELECT revision FROM change ORDER BY revision DESC LIMIT 1 OFFSET ?";
    let middle = connection.query_row(query, [MOST_CHANGES.cast_signed() / 2], |row| row.get(0));
    let middle = middle.optional()?.map_or(state.revision, rows::revision);
    forget(connection, state, middle)
}

/// Forgets how a revision and those before it came about.
fn forget(connection: &Connection, state: &mut MemoryRow, last: Revision) -> Result<(), Failure> {
    let number = [revision_number(last)];
    connection.execute("DELETE FROM change WHERE revision <= ?", number)?;
    connection.execute("DELETE FROM revision WHERE number < ?", number)?;
    let count = connection.query_row("SELECT count(*) FROM change", [], |row| row.get(0));
    state.spans = i64::cast_unsigned(count?);
    state.forgotten = last;
    Ok(())
}

/// Reads the stamp of a revision that is still known.
pub(super) fn stamp(connection: &Connection, revision: Revision) -> Result<Option<u64>, Failure> {
    let query = "SELECT stamp FROM revision WHERE number = ?";
    let mut statement = connection.prepare_cached(query)?;
    let stamp = statement.query_row([revision_number(revision)], |row| row.get::<_, i64>(0));
    Ok(stamp.optional()?.map(i64::cast_unsigned))
}

/// Reads what happened after a revision, where that is still known.
pub(super) fn changes_since(
    connection: &Connection,
    revision: Revision,
) -> Result<Option<Changes>, Failure> {
    // One moment for all that is read.
    let moment = connection.unchecked_transaction()?;
    let state = MemoryRow::read(&moment)?;
    if revision < state.forgotten || revision > state.revision {
        return Ok(None);
    }
    let Some(spans) = spans_since(&moment, revision)? else { return Ok(None) };
    let mut changes = Vec::new();
    for span in spans {
        changes.append(&mut changes_of(&moment, span)?);
    }
    Ok(Some(Changes { revision: state.revision, changes }))
}

fn spans_since(connection: &Connection, revision: Revision) -> Result<Option<Vec<Span>>, Failure> {
    let query = "SELECT first, last FROM change WHERE revision > ?";
    let mut statement = connection.prepare_cached(query)?;
    let spans = statement.query_map([revision_number(revision)], |row| {
        Ok(Span { first: rows::key(row.get(0)?), last: rows::key(row.get(1)?) })
    })?;
    Ok(union(spans.collect::<Result<_, _>>()?))
}

/// Reads what became of the units of a span: what is not there was removed.
fn changes_of(connection: &Connection, span: Span) -> Result<Vec<Change>, Failure> {
    let query = concat!("SELECT ", columns!(), " FROM unit WHERE key BETWEEN ? AND ?");
    let mut statement = connection.prepare_cached(query)?;
    let mut rows = statement.query([rows::number(span.first), rows::number(span.last)])?;
    let mut units: BTreeMap<UnitKey, Arc<TranslationUnit>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        units.extend([rows::unit(row)?]);
    }
    let keys = (span.first.get()..=span.last.get()).map(UnitKey::new);
    Ok(keys.map(|key| Change { key, unit: units.remove(&key) }).collect())
}
