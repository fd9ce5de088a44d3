//! What was found in an exchange file that could not be used as it is.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{DiagnosticCode, Severity};
use crate::position::Position;

/// One finding in an exchange file: a stable code, its place, and a sentence
/// for a person.
///
/// What a [`Diagnostic`](crate::Diagnostic) is to a document. An exchange file
/// is read as a stream, so that a finding has a line and a column and no range.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Finding {
    /// What kind of finding it is: the rule that is broken.
    pub code: DiagnosticCode,
    /// How much it matters.
    pub severity: Severity,
    /// Where the construct begins that it speaks of.
    pub start: Position,
    /// The number of the unit in the file, from 1, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<u64>,
    /// The id of the unit, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<String>,
    /// What was expected and what was found, without a final full stop.
    pub message: String,
    /// What to do about it, where there is something to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl Finding {
    /// A finding of the code's usual severity, about the file as a whole.
    pub fn new(code: DiagnosticCode, start: Position, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            start,
            unit: None,
            unit_id: None,
            message: message.into(),
            help: None,
        }
    }

    /// Names the unit that it is about: its number in the file, from 1, and its id.
    #[must_use]
    pub fn in_unit(mut self, number: u64, id: Option<&str>) -> Self {
        self.unit = Some(number);
        self.unit_id = id.map(str::to_owned);
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// `3:14: error[unpaired-code]: unit 7 (a#1): …`
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}[{}]: ", self.start, self.severity, self.code)?;
        match (self.unit, &self.unit_id) {
            (Some(number), Some(id)) => write!(f, "unit {number} ({id}): ")?,
            (Some(number), None) => write!(f, "unit {number}: ")?,
            (None, _) => {}
        }
        f.write_str(&self.message)
    }
}

/// How many findings are held between two units: a file of other things has one
/// for every line, and no unit after which they could be taken.
const MOST: usize = 10_000;

/// The findings of a reader until they are taken, in the order of the file and in
/// bounded memory.
#[derive(Debug, Default)]
pub(super) struct Findings {
    held: Vec<Finding>,
    /// How many there were beyond those, and where the first is.
    beyond: Option<(u64, Position)>,
}

/// How many findings there were at a moment.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FindingsMark {
    held: usize,
    beyond: Option<(u64, Position)>,
}

impl Findings {
    /// Adds a finding, or counts it where there are too many.
    pub(super) fn push(&mut self, finding: Finding) {
        if self.held.len() < MOST {
            return self.held.push(finding);
        }
        self.beyond.get_or_insert((0, finding.start)).0 += 1;
    }

    /// Marks what there is so far.
    pub(super) fn mark(&self) -> FindingsMark {
        FindingsMark { held: self.held.len(), beyond: self.beyond }
    }

    /// Takes back what was found since a mark, which no one has taken.
    pub(super) fn retract(&mut self, mark: FindingsMark) {
        self.held.truncate(mark.held);
        self.beyond = mark.beyond;
    }

    /// Returns the findings, and at their end how many there were beyond.
    pub(super) fn all(&mut self) -> &mut Vec<Finding> {
        if let Some((count, start)) = self.beyond.take() {
            let message = format!(
                "expected at most {MOST} findings before a unit that can be read, but found {count} more from here on"
            );
            self.held.push(Finding::new(DiagnosticCode::LimitReached, start, message));
        }
        &mut self.held
    }
}

impl Extend<Finding> for Findings {
    fn extend<I: IntoIterator<Item = Finding>>(&mut self, findings: I) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_place_code_unit_and_message() {
        let start = Position { line: 3, column: 14 };
        let finding = Finding::new(DiagnosticCode::UnpairedCode, start, "expected an `ept`");
        assert_eq!(finding.to_string(), "3:14: error[unpaired-code]: expected an `ept`");
        let finding = finding.in_unit(7, Some("a#1"));
        assert_eq!(
            finding.to_string(),
            "3:14: error[unpaired-code]: unit 7 (a#1): expected an `ept`"
        );
    }

    #[test]
    fn what_is_not_held_is_counted() {
        let mut findings = Findings::default();
        for line in 1..=MOST + 3 {
            let start = Position { line, column: 1 };
            findings.push(Finding::new(DiagnosticCode::MalformedUnit, start, "no"));
        }
        assert_eq!(findings.all().len(), MOST + 1);
        assert_eq!(findings.all().len(), MOST + 1);
        let last = findings.all().last().unwrap().to_string();
        assert!(
            last.starts_with("10001:1: error[limit-reached]: expected at most 10000"),
            "{last}"
        );
        assert!(last.contains("found 3 more"), "{last}");
        findings.all().clear();
        assert!(findings.all().is_empty());
    }

    /// A file of units that are left out has no unit after which their findings
    /// could be taken.
    #[test]
    fn no_reader_keeps_more() {
        use crate::exchange::{ReadUnits, moses, po, tmx, weblate, xliff};
        use crate::unit::TranslationUnit;

        const MANY: usize = MOST + 2_000;
        let tmx = "<tmx version=\"1.4\"><header/><body>";
        let tmx = tmx.to_owned() + &"<tu/>".repeat(MANY) + "</body></tmx>";
        let file = "<file original=\"a\" source-language=\"en\" datatype=\"x\"><body>";
        let xliff = format!("<xliff version=\"1.2\">{file}") + &"<trans-unit/>".repeat(MANY);
        let xliff = xliff + "</body></file></xliff>";
        let core = "xmlns=\"urn:oasis:names:tc:xliff:document:2.0\"";
        let xliff2 = format!("<xliff {core} version=\"2.1\" srcLang=\"en\"><file id=\"f\">");
        let xliff2 = xliff2 + &"<unit/>".repeat(MANY) + "</file></xliff>";
        let po = "#~ msgid \"a\"\n#~ msgstr \"b\"\n\n".repeat(MANY);
        let weblate = format!("[{}1]", "1,".repeat(MANY));
        let lines = "\n".repeat(MANY);
        let readers: [Box<dyn ReadUnits>; 6] = [
            Box::new(tmx::Reader::new(tmx.as_bytes())),
            Box::new(xliff::Reader::new(xliff.as_bytes())),
            Box::new(xliff::Reader::new(xliff2.as_bytes())),
            Box::new(po::Reader::new(po.as_bytes())),
            Box::new(weblate::Reader::new(weblate.as_bytes())),
            Box::new(moses::Reader::new(lines.as_bytes(), lines.as_bytes())),
        ];
        for (index, mut reader) in readers.into_iter().enumerate() {
            let mut unit = TranslationUnit::default();
            while let Ok(true) = reader.read(&mut unit) {}
            let found = reader.findings();
            assert_eq!(found.len(), MOST + 1, "reader {index}: {:?}", found.last());
            assert_eq!(found[MOST].code, DiagnosticCode::LimitReached, "reader {index}");
        }
    }
}
