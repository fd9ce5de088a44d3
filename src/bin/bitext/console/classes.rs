//! Findings by their class: a line for each, however many there are.

use std::collections::{HashMap, HashSet};

use bitext::Severity;
use bitext::diagnostic::DiagnosticCode;
use indicatif::HumanCount;

use super::text::counted;

/// The classes of findings so far, in the order in which they came.
#[derive(Default)]
pub(super) struct Classes {
    numbers: HashMap<(Severity, DiagnosticCode), usize>,
    classes: Vec<Class>,
}

/// The findings of one severity and code.
struct Class {
    severity: Severity,
    /// The first of them, in a line.
    first: String,
    count: u64,
    /// How many files they are in, and those.
    files: HashSet<String>,
}

impl Classes {
    /// Counts a finding in a file; `line` shows it where it is the first of its class.
    pub(super) fn add(
        &mut self,
        (severity, code): (Severity, DiagnosticCode),
        path: &str,
        line: impl FnOnce() -> String,
    ) {
        let classes = &mut self.classes;
        let number = *self.numbers.entry((severity, code)).or_insert_with(|| {
            classes.push(Class { severity, first: line(), count: 0, files: HashSet::new() });
            classes.len() - 1
        });
        let class = &mut classes[number];
        class.count += 1;
        if !class.files.contains(path) {
            class.files.insert(path.to_owned());
        }
    }

    /// Takes the lines out, the worst severity first, and what shows more of them.
    pub(super) fn take_lines(&mut self) -> Vec<String> {
        let Self { mut classes, .. } = std::mem::take(self);
        classes.sort_by_key(|class| std::cmp::Reverse(class.severity));
        let mut lines: Vec<String> = classes.iter().map(Class::line).collect();
        let all: u64 = classes.iter().map(|class| class.count).sum();
        if all > classes.len() as u64 {
            lines.push(format!("note: `-v` shows all {}", counted(all, "finding")));
        }
        lines
    }
}

impl Class {
    fn line(&self) -> String {
        let first = &self.first;
        let more = HumanCount(self.count - 1);
        match (self.count, self.files.len()) {
            (1, _) => first.clone(),
            (_, 1) => format!("{first} ({more} more)"),
            (_, files) => format!("{first} ({more} more, in {})", counted(files as u64, "file")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_for_a_class() {
        let mut classes = Classes::default();
        let warning = (Severity::Warning, DiagnosticCode::EmptySource);
        let error = (Severity::Error, DiagnosticCode::UnreadableFile);
        for (class, path, line) in [
            (warning, "a.md", "a.md:1:1: one"),
            (error, "b.md", "b.md: unread"),
            (warning, "a.md", "a.md:2:1: two"),
            (warning, "c.md", "c.md:1:1: three"),
        ] {
            classes.add(class, path, || line.to_owned());
        }
        let expected = [
            "b.md: unread",
            "a.md:1:1: one (2 more, in 2 files)",
            "note: `-v` shows all 4 findings",
        ];
        assert_eq!(classes.take_lines(), expected);
        assert!(classes.take_lines().is_empty());
    }
}
