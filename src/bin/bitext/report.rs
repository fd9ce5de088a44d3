//! What the command prints on standard error: diagnostics, progress, counts.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use bitext::pipeline::{FileReport, Located, Summary};
use bitext::{Error, Severity};
use indicatif::{HumanCount, ProgressBar, ProgressStyle};

use crate::arguments::Printing;

/// Prints what a run finds.
pub(crate) struct Reporter {
    json: bool,
    quiet: bool,
    renderer: Renderer,
    /// Shown only on a terminal.
    bar: Option<ProgressBar>,
    segments: u64,
}

impl Reporter {
    /// A reporter; the files are counted first where a bar is shown.
    pub(crate) fn new(printing: &Printing, count: impl FnOnce() -> Result<u64, Error>) -> Self {
        let terminal = io::stderr().is_terminal();
        let colours = terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let shown = terminal && !printing.quiet && !printing.json;
        Self {
            json: printing.json,
            quiet: printing.quiet,
            renderer: if colours { Renderer::styled() } else { Renderer::plain() },
            bar: if shown { count().ok().map(bar) } else { None },
            segments: 0,
        }
    }

    /// Prints what was found in a file.
    pub(crate) fn file(&mut self, report: &FileReport) {
        self.segments += report.counts.segments;
        let print = || report.diagnostics.iter().for_each(|found| self.diagnostic(found));
        match &self.bar {
            Some(bar) => {
                bar.suspend(print);
                bar.set_message(format!("{} segments", HumanCount(self.segments)));
                bar.inc(1);
            }
            None => print(),
        }
    }

    fn diagnostic(&self, found: &Located) {
        if self.json {
            say(&serde_json::to_string(found).unwrap_or_default());
        } else {
            say(&format!("{}\n", self.snippet(found)));
        }
    }

    /// The code, `file:line:column`, the line and a caret.
    fn snippet(&self, found: &Located) -> String {
        let level = match found.diagnostic.severity {
            Severity::Note => Level::NOTE,
            Severity::Warning => Level::WARNING,
            _ => Level::ERROR,
        };
        let title =
            level.primary_title(&*found.diagnostic.message).id(found.diagnostic.code.as_str());
        let place =
            Origin::path(&*found.path).line(found.start.line).char_column(found.start.column);
        let mut group = match &found.line {
            Some(line) if !found.diagnostic.range.is_empty() => {
                let marked = AnnotationKind::Primary.span(found.marked.clone());
                let line = Snippet::source(&**line).line_start(found.start.line).path(&*found.path);
                title.element(line.annotation(marked))
            }
            _ => title.element(place),
        };
        if let Some(help) = &found.diagnostic.help {
            group = group.element(Level::HELP.message(&**help));
        }
        self.renderer.render(&[group])
    }

    /// Prints the counts.
    pub(crate) fn finish(&self, summary: &Summary) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        if self.quiet {
            return;
        }
        if self.json {
            say(&serde_json::json!({ "summary": summary }).to_string());
        } else {
            say(&sentence(summary));
        }
    }
}

/// Prints a line on standard error; where that was closed, nobody reads it.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

fn bar(files: u64) -> ProgressBar {
    let template = "{bar:30} {pos}/{len} files, {msg}, {per_sec}, {eta} left";
    let style = ProgressStyle::with_template(template).unwrap_or(ProgressStyle::default_bar());
    let bar = ProgressBar::new(files).with_style(style).with_message("0 segments");
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// The counts in one line; those of zero that nobody waits for are left out.
fn sentence(summary: &Summary) -> String {
    let mut parts = vec![
        counted(summary.files, "file"),
        counted(summary.segments, "segment"),
        format!("{} written", HumanCount(summary.written)),
    ];
    let reasons = [
        (summary.empty, "with an empty side left out"),
        (summary.duplicates, "written before left out"),
        (summary.refused, "that the format cannot hold left out"),
        (summary.repaired, "repaired"),
    ];
    let reasons = reasons.into_iter().filter(|(count, _)| *count > 0);
    parts.extend(reasons.map(|(count, what)| format!("{} {what}", HumanCount(count))));
    if summary.removed_characters > 0 {
        parts.push(format!("{} removed", counted(summary.removed_characters, "character")));
    }
    parts.push(counted(summary.errors, "error"));
    parts.push(counted(summary.warnings, "warning"));
    if summary.notes > 0 {
        parts.push(counted(summary.notes, "note"));
    }
    parts.join(", ")
}

fn counted(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", HumanCount(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_zero_that_nobody_waits_for_are_left_out() {
        let mut summary = Summary::default();
        assert_eq!(sentence(&summary), "0 files, 0 segments, 0 written, 0 errors, 0 warnings");
        summary.files = 1;
        summary.segments = 1200;
        summary.written = 1199;
        summary.empty = 1;
        summary.warnings = 1;
        let expected = "1 file, 1,200 segments, 1,199 written, 1 with an empty side left out, \
                        0 errors, 1 warning";
        assert_eq!(sentence(&summary), expected);
    }
}
