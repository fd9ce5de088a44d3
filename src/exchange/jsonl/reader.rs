//! From lines to units.

use std::io;
use std::sync::Arc;

use super::record::Record;
use crate::diagnostic::DiagnosticCode;
use crate::error::Error;
use crate::exchange::finding::Findings;
use crate::exchange::lines::Lines;
use crate::exchange::{Finding, Limits, ReadUnits, json};
use crate::position::Position;
use crate::unit::{TranslationUnit, Variant};

/// Reads the units of JSON Lines.
///
/// Any object with the fields of a [`Record`] is a unit; what its line has in
/// `unit` goes before its other fields. A line of anything else is left out with
/// a finding, and an empty line is passed over.
///
/// A line without `unit` whose place in a file is known has its neighbours in
/// the lines before and after: where those have the same `path` and the next
/// `ordinal`, their sources become the unit's context.
///
/// # Example
///
/// ```
/// use bitext::{ReadUnits, jsonl};
///
/// let lines = "{\"source\":\"Save\",\"target\":\"Speichern\"}\n{\"source\":";
/// let mut units = jsonl::Reader::new(lines.as_bytes()).units();
/// assert_eq!(units.next().unwrap()?.target().unwrap().text.plain(), "Speichern");
/// assert!(units.next().is_none());
/// let finding = &units.reader().findings()[0];
/// assert_eq!((finding.start.line, finding.code.as_str()), (2, "malformed-unit"));
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Debug)]
pub struct Reader<R> {
    lines: Lines<R>,
    findings: Findings,
    /// How many lines hold something.
    records: u64,
    next: NextUnit,
    /// The place of the unit that was given last.
    last: Option<Neighbour>,
    /// What ends the file after the unit that was given last.
    failed: Option<Error>,
    is_done: bool,
}

/// A unit that was read, in memory that is used again.
#[derive(Debug, Default)]
struct NextUnit {
    unit: TranslationUnit,
    /// Whether there is one, not given yet.
    is_ready: bool,
    /// Whether its neighbours are other lines.
    is_segment: bool,
    place: Option<Neighbour>,
}

impl<R: io::Read> Reader<R> {
    /// A reader of lines in UTF-8, or in UTF-16 as some shells write; gzip is
    /// unpacked. It buffers, so that `R` need not.
    pub fn new(inner: R) -> Self {
        Self {
            lines: Lines::new(inner, Limits::default().text()),
            findings: Findings::default(),
            records: 0,
            next: NextUnit::default(),
            last: None,
            failed: None,
            is_done: false,
        }
    }

    /// Sets the limits; the one on texts is for lines.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.lines.set_longest(limits.text());
        self
    }

    /// Makes the next unit ready; returns whether there is one.
    fn advance(&mut self) -> Result<bool, Error> {
        while !self.is_done && !self.next.is_ready {
            self.is_done = !self.lines.advance().inspect_err(|_| self.is_done = true)?;
            if !self.is_done && !self.line().is_empty() {
                self.records += 1;
                self.next.is_ready = self.take_line();
            }
        }
        Ok(self.next.is_ready)
    }

    fn line(&self) -> &str {
        self.lines.text().trim_ascii()
    }

    /// Makes a unit of the line; returns whether it could.
    fn take_line(&mut self) -> bool {
        let line = self.line();
        // serde takes a list for a record too, by the order of its values.
        let record = match line.starts_with('{').then(|| serde_json::from_str(line)) {
            Some(Ok(record)) => record,
            Some(Err(cause)) => {
                let found = format!(": {}", json::message_of(&cause));
                return self.refuse(&found, self.column(&cause));
            }
            None => {
                let first = line.chars().next().unwrap_or_default();
                let found = format!(" a line that begins with `{}`", first.escape_debug());
                return self.refuse(&found, 1);
            }
        };
        let is_unit = self.take_record(record);
        if is_unit {
            self.next.place = Neighbour::of(&self.next.unit);
        }
        is_unit
    }

    fn take_record(&mut self, mut record: Record<'_>) -> bool {
        self.next.is_segment = record.unit.is_none();
        if let Some(unit) = record.unit.take() {
            self.next.unit = unit.into_owned();
            self.compare(&record);
            return true;
        }
        if record.source.is_none() && record.target.is_none() {
            let message = "expected `source` and `target`, or `unit`, but found none of them";
            let finding = self.finding(DiagnosticCode::MalformedUnit, None, message);
            let help = "name the fields as `docs/formats/jsonl.md` does";
            self.findings.push(finding.with_help(help));
            return false;
        }
        self.review(&record);
        record.fill(&mut self.next.unit);
        true
    }

    /// Reports what the fields of a unit lack.
    fn review(&mut self, record: &Record<'_>) {
        let id = record.id.as_deref();
        for (is_missing, code, message) in [
            (
                record.source.is_none(),
                DiagnosticCode::MissingSource,
                "expected a `source`, but found a `target` alone",
            ),
            (
                record.target.is_none(),
                DiagnosticCode::MissingTarget,
                "expected a `target`, but found a `source` alone",
            ),
            (
                record.has_half_a_place(),
                DiagnosticCode::MissingAttribute,
                "expected `ordinal`, `line` and `range` together, but found some of them; \
                 the place is not used",
            ),
        ] {
            if is_missing {
                self.findings.push(self.finding(code, id, message));
            }
        }
    }

    /// Reports where the texts beside a unit are others than its own, as after an
    /// edit of the fields.
    fn compare(&mut self, record: &Record<'_>) {
        let unit = &self.next.unit;
        let differs = |text: Option<&str>, variant: Option<&Variant>| {
            text.is_some_and(|text| variant.is_none_or(|variant| variant.text.markup() != text))
        };
        for (name, differs) in [
            ("source", differs(record.source.as_deref(), unit.source())),
            ("target", differs(record.target.as_deref(), unit.target())),
        ] {
            if differs {
                let message = format!(
                    "expected `{name}` as in `unit`, but found another text; it is not used"
                );
                let help = format!("take `unit` out of a line to have its `{name}` read");
                let code = DiagnosticCode::InvalidAttribute;
                let finding = self.finding(code, unit.id.as_deref(), message);
                self.findings.push(finding.with_help(help));
            }
        }
    }

    /// Reports a line without a record.
    fn refuse(&mut self, found: &str, column: usize) -> bool {
        let message = format!("expected an object with the fields of a unit, but found{found}");
        let mut finding = self.finding(DiagnosticCode::MalformedUnit, None, message);
        finding.start.column = column;
        self.findings.push(finding);
        false
    }

    /// Returns the column, in characters from 1, of what cannot be read.
    fn column(&self, cause: &serde_json::Error) -> usize {
        let line = self.lines.text().trim_ascii_start().as_bytes();
        let before = &line[..cause.column().saturating_sub(1).min(line.len())];
        Position::START.after(&String::from_utf8_lossy(before)).column
    }

    fn finding(
        &self,
        code: DiagnosticCode,
        id: Option<&str>,
        message: impl Into<String>,
    ) -> Finding {
        Finding::new(code, self.lines.position(), message).in_unit(self.records, id)
    }

    /// Gives the unit that is ready.
    fn give(&mut self, unit: &mut TranslationUnit) {
        std::mem::swap(unit, &mut self.next.unit);
        self.next.is_ready = false;
        let place = self.next.place.take();
        if let Some(place) = place.as_ref().filter(|_| self.next.is_segment) {
            self.failed = self.advance().err();
            let before = self.last.as_ref().filter(|before| before.is_before(place));
            let after = self.next.place.as_ref().filter(|after| place.is_before(after));
            unit.context.previous_source = before.map(|before| before.source.clone());
            unit.context.next_source = after.map(|after| after.source.clone());
        }
        self.last = place;
    }
}

/// Where a unit stands in its document, and its source as plain text.
#[derive(Clone, Debug)]
struct Neighbour {
    path: Arc<str>,
    ordinal: usize,
    source: Arc<str>,
}

impl Neighbour {
    /// Returns the place of a unit that has one in a file.
    fn of(unit: &TranslationUnit) -> Option<Self> {
        let path = unit.origin.path.clone()?;
        let ordinal = unit.placement.as_ref()?.ordinal;
        let source = Arc::from(&*unit.source()?.text.plain());
        Some(Self { path, ordinal, source })
    }

    /// Returns whether `next` comes right after it in one document.
    fn is_before(&self, next: &Self) -> bool {
        self.ordinal.checked_add(1) == Some(next.ordinal) && self.path == next.path
    }
}

impl<R: io::Read> ReadUnits for Reader<R> {
    fn read(&mut self, unit: &mut TranslationUnit) -> Result<bool, Error> {
        let is_ready = match self.failed.take() {
            Some(error) => Err(error),
            None => self.advance(),
        };
        if let Ok(true) = is_ready {
            self.give(unit);
        }
        is_ready
    }

    fn findings(&mut self) -> &mut Vec<Finding> {
        self.findings.all()
    }
}
