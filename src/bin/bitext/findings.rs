//! How findings are shown: with their line and a caret, or one a line.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use bitext::pipeline::{FileReport, Located};
use bitext::{DiagnosticCode, Severity};

/// How findings are shown.
pub(crate) enum Style {
    /// As one JSON object a line.
    Json,
    /// For people: the first of a file with their lines.
    Text(Box<Renderer>),
}

impl Style {
    /// Writes the findings of a file one by one, in time linear in their number.
    pub(crate) fn write(&self, report: &FileReport, mut out: impl Write) -> io::Result<()> {
        let renderer = match self {
            Style::Json => return json(report, out),
            Style::Text(renderer) => renderer,
        };
        let findings = &report.diagnostics;
        let shown = findings.len().min(Located::EXCERPTS);
        for found in &findings[..shown] {
            writeln!(out, "{}\n", snippet(renderer, found))?;
        }
        if shown < findings.len() {
            let rest = findings.len() - shown;
            writeln!(out, "{rest} more in {}, one a line:", one_line(&findings[0].path))?;
        }
        findings[shown..].iter().try_for_each(|found| writeln!(out, "{}", line(found)))
    }
}

fn json(report: &FileReport, mut out: impl Write) -> io::Result<()> {
    report.diagnostics.iter().try_for_each(|found| {
        serde_json::to_writer(&mut out, found)?;
        out.write_all(b"\n")
    })
}

/// The code, `file:line:column`, the line and a caret.
fn snippet(renderer: &Renderer, found: &Located) -> String {
    let level = match found.diagnostic.severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        _ => Level::ERROR,
    };
    let title = level.primary_title(&*found.diagnostic.message).id(found.diagnostic.code.as_str());
    let path = one_line(&found.path);
    let mut place = Origin::path(&*path);
    if found.diagnostic.code != DiagnosticCode::UnreadableFile {
        place = place.line(found.start.line).char_column(found.start.column);
    }
    let mut group = match &found.excerpt {
        None => title.element(place),
        Some(excerpt) => {
            let marked = AnnotationKind::Primary.span(excerpt.marked.clone());
            let line = Snippet::source(&*excerpt.text).line_start(found.start.line);
            match excerpt.is_cut {
                // The column is that in the line, not in the excerpt.
                true => title.element(place).element(line.annotation(marked)),
                false => title.element(line.path(&*path).annotation(marked)),
            }
        }
    };
    if let Some(help) = &found.diagnostic.help {
        group = group.element(Level::HELP.message(&**help));
    }
    renderer.render(&[group])
}

/// `file:line:column: severity[code]: message; help`
fn line(found: &Located) -> String {
    let help = found.diagnostic.help.as_ref().map(|help| format!("; {help}"));
    let help = help.unwrap_or_default();
    one_line(&format!("{}:{}: {}{help}", found.path, found.start, found.diagnostic))
}

/// The text with control characters escaped: a file name may hold line ends.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        match character.is_control() {
            true => line.extend(character.escape_default()),
            false => line.push(character),
        }
    }
    line
}
