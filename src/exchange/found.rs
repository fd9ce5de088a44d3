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

impl Found {
    pub(super) fn push(&mut self, finding: Finding) {
        if self.kept.len() < MOST {
            return self.kept.push(finding);
        }
        self.beyond.get_or_insert((0, finding.start)).0 += 1;
    }

    /// Says how many were not kept. A reader calls it before it gives a unit,
    /// and at the end.
    pub(super) fn close(&mut self) {
        if let Some((count, start)) = self.beyond.take() {
            let message = format!(
                "expected at most {MOST} findings before a unit that can be read, but found {count} more from here on"
            );
            self.kept.push(Finding::new(DiagnosticCode::LimitReached, start, message));
        }
    }

    pub(super) fn all(&mut self) -> &mut Vec<Finding> {
        &mut self.kept
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
}
