//! The findings of a reader, kept until they are taken.

use super::Finding;
use crate::diagnostic::DiagnosticCode;
use crate::position::Position;

/// How many findings are kept between two units: a file of other things has one
/// for every line, and no unit after which they could be taken.
const MOST: usize = 10_000;

/// The findings of a reader, in the order of the file, in bounded memory.
#[derive(Debug, Default)]
pub(super) struct Found {
    kept: Vec<Finding>,
    /// How many there were beyond those, and where the first is.
    beyond: Option<(u64, Position)>,
}

/// How many findings there were at a moment.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FoundMark {
    kept: usize,
    beyond: Option<(u64, Position)>,
}

impl Found {
    pub(super) fn push(&mut self, finding: Finding) {
        if self.kept.len() < MOST {
            return self.kept.push(finding);
        }
        self.beyond.get_or_insert((0, finding.start)).0 += 1;
    }

    /// Marks what there is so far.
    pub(super) fn mark(&self) -> FoundMark {
        FoundMark { kept: self.kept.len(), beyond: self.beyond }
    }

    /// Takes back what was found since a mark, which no one has taken.
    pub(super) fn retract(&mut self, mark: FoundMark) {
        self.kept.truncate(mark.kept);
        self.beyond = mark.beyond;
    }

    /// Says how many were not kept.
    fn close(&mut self) {
        if let Some((count, start)) = self.beyond.take() {
            let message = format!(
                "expected at most {MOST} findings before a unit that can be read, but found {count} more from here on"
            );
            self.kept.push(Finding::new(DiagnosticCode::LimitReached, start, message));
        }
    }

    /// The findings, and at their end how many there were beyond.
    pub(super) fn all(&mut self) -> &mut Vec<Finding> {
        self.close();
        &mut self.kept
    }
}

impl Extend<Finding> for Found {
    fn extend<I: IntoIterator<Item = Finding>>(&mut self, findings: I) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_kept_is_counted() {
        let mut found = Found::default();
        for line in 1..=MOST + 3 {
            let start = Position { line, column: 1 };
            found.push(Finding::new(DiagnosticCode::MalformedUnit, start, "no"));
        }
        found.close();
        found.close();
        assert_eq!(found.all().len(), MOST + 1);
        let last = found.all().last().unwrap().to_string();
        assert!(
            last.starts_with("10001:1: error[limit-reached]: expected at most 10000"),
            "{last}"
        );
        assert!(last.contains("found 3 more"), "{last}");
        found.all().clear();
        found.close();
        assert!(found.all().is_empty());
    }

    /// A file of units that are left out has no unit after which their findings
    /// could be taken.
    #[test]
    fn no_reader_keeps_more() {
        use crate::exchange::{ReadUnits, moses, po, tmx, weblate, xliff, xliff2};
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
            Box::new(xliff2::Reader::new(xliff2.as_bytes())),
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
