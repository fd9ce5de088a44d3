//! From lines to units.

use std::io;

use super::lines::Lines;
use super::neighbour::Neighbour;
use super::record::Record;
use crate::diagnostic::DiagnosticCode;
use crate::error::Error;
use crate::exchange::found::Found;
use crate::exchange::input::text_reader::TextReader;
use crate::exchange::{Finding, ReadUnits};
use crate::position::Position;
use crate::unit::{TranslationUnit, Variant};

/// The most bytes that a line may have, where nothing else is set.
const LONGEST: usize = 16 << 20;

/// Reads the units of JSON Lines.
///
/// Any object with the fields of a [`Record`] is a unit; what its line has in
/// `unit` goes before its other fields. A line that is none is left out with a
/// finding, and an empty line is passed over.
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
    lines: Lines<TextReader<R>>,
    found: Found,
    /// How many lines hold something.
    records: u64,
    /// A unit that was read, in memory that is used again.
    next: Next,
    /// The place of the unit that was given last.
    before: Option<Neighbour>,
    /// What ends the file after the unit that was given last.
    failed: Option<Error>,
    is_done: bool,
}

#[derive(Debug, Default)]
struct Next {
    unit: TranslationUnit,
    /// Whether it is there, not given yet.
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
            lines: Lines::new(TextReader::new(inner), LONGEST),
            found: Found::default(),
            records: 0,
            next: Next::default(),
            before: None,
            failed: None,
            is_done: false,
        }
    }

    /// Sets how many bytes a line may have, its end not counted; 16 MiB without
    /// this. A longer line ends the file with an
    /// [`ErrorKind::Limit`](crate::ErrorKind::Limit).
    #[must_use]
    pub fn with_longest_line(mut self, bytes: usize) -> Self {
        self.lines.set_longest(bytes);
        self
    }

    /// Makes the next unit ready; says whether there is one.
    fn advance(&mut self) -> Result<bool, Error> {
        while !self.is_done && !self.next.is_ready {
            self.is_done = !self.lines.read().inspect_err(|_| self.is_done = true)?;
            if !self.lines.line().trim_ascii().is_empty() {
                self.records += 1;
                self.next.is_ready = self.take_line();
            }
        }
        Ok(self.next.is_ready)
    }

    /// Makes a unit of the line; says whether it is one.
    fn take_line(&mut self) -> bool {
        let line = self.lines.line().trim_ascii();
        // serde takes a list for a record too, by the order of its values.
        let record = match line.starts_with(b"{").then(|| serde_json::from_slice(line)) {
            Some(Ok(record)) => record,
            Some(Err(cause)) => return self.refuse(&cause),
            None => return self.refuse_start(),
        };
        if !self.take_record(record) {
            return false;
        }
        self.next.place = Neighbour::of(&self.next.unit);
        true
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
            let help = "name the fields as `docs/formats/jsonl.md` does";
            self.report(DiagnosticCode::MalformedUnit, 1, None, message, Some(help));
            return false;
        }
        self.review(&record);
        record.fill(&mut self.next.unit);
        true
    }

    /// Says what the fields of a unit lack.
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
                self.report(code, 1, id, message, None);
            }
        }
    }

    /// Says where the texts beside a unit are others than its own, as after an
    /// edit of the fields.
    fn compare(&mut self, record: &Record<'_>) {
        let unit = &self.next.unit;
        let differs = |text: Option<&str>, variant: Option<&Variant>| {
            text.is_some_and(|text| variant.is_none_or(|variant| variant.text.markup() != text))
        };
        let fields = [
            ("source", differs(record.source.as_deref(), unit.source())),
            ("target", differs(record.target.as_deref(), unit.target())),
        ];
        let id = unit.id.clone();
        for (name, _) in fields.iter().filter(|(_, differs)| *differs) {
            let message =
                format!("expected `{name}` as in `unit`, but found another text; it is not used");
            let help = format!("take `unit` out of a line to have its `{name}` read");
            let code = DiagnosticCode::InvalidAttribute;
            self.report(code, 1, id.as_deref(), &message, Some(&help));
        }
    }

    /// Reports a line that is no record.
    fn refuse(&mut self, cause: &serde_json::Error) -> bool {
        let said = cause.to_string();
        let said = said.rsplit_once(" at line ").map_or(&*said, |(message, _)| message);
        // It quotes what it found, however long that is.
        let said: String = said.chars().take(200).collect();
        let message = format!("expected an object with the fields of a unit, but found: {said}");
        self.report(DiagnosticCode::MalformedUnit, self.column(cause), None, &message, None);
        false
    }

    /// Reports a line that begins as no object does.
    fn refuse_start(&mut self) -> bool {
        let line = String::from_utf8_lossy(self.lines.line().trim_ascii());
        let first = line.chars().next().unwrap_or_default();
        let message = format!(
            "expected an object with the fields of a unit, but found a line that begins with `{}`",
            first.escape_debug()
        );
        self.report(DiagnosticCode::MalformedUnit, 1, None, &message, None);
        false
    }

    /// The column, in characters from 1, of what cannot be read.
    fn column(&self, cause: &serde_json::Error) -> usize {
        let line = self.lines.line().trim_ascii_start();
        let before = &line[..cause.column().saturating_sub(1).min(line.len())];
        Position::START.after(&String::from_utf8_lossy(before)).column
    }

    fn report(
        &mut self,
        code: DiagnosticCode,
        column: usize,
        id: Option<&str>,
        message: &str,
        help: Option<&str>,
    ) {
        let start = Position { line: self.lines.number(), column };
        let mut finding = Finding::new(code, start, message).in_unit(self.records, id);
        finding.help = help.map(str::to_owned);
        self.found.push(finding);
    }

    /// Gives the unit that is ready.
    fn give(&mut self, unit: &mut TranslationUnit) {
        std::mem::swap(unit, &mut self.next.unit);
        self.next.is_ready = false;
        let place = self.next.place.take();
        if self.next.is_segment && place.is_some() {
            self.failed = self.advance().err();
            let after = self.next.place.as_ref();
            unit.context.previous_source = Neighbour::first(self.before.as_ref(), place.as_ref());
            unit.context.next_source = Neighbour::second(place.as_ref(), after);
        }
        self.before = place;
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
        self.found.all()
    }
}
