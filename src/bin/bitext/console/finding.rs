//! How a finding is shown: with its line and a caret, or in one line.

use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use bitext::diagnostic::DiagnosticCode;
use bitext::pipeline::Located;
use bitext::{Finding, Severity};
use serde_json::json;

use super::text::{has_colours, one_line};

/// How findings are shown.
pub(super) enum FindingStyle {
    /// As one JSON object a line.
    Json,
    /// For people: the first of a file with their lines.
    Text(Box<Renderer>),
}

impl FindingStyle {
    pub(super) fn new(json: bool) -> Self {
        match json {
            true => Self::Json,
            false => {
                let renderer = match has_colours(&io::stderr()) {
                    true => Renderer::styled(),
                    false => Renderer::plain(),
                };
                Self::Text(Box::new(renderer.term_width(width())))
            }
        }
    }

    /// Writes the findings of a document one by one, in time linear in their
    /// number.
    pub(super) fn write(&self, findings: &[&Located], mut out: impl Write) -> io::Result<()> {
        let renderer = match self {
            Self::Json => return write_json(findings, out),
            Self::Text(renderer) => renderer,
        };
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

    /// Puts a finding in an exchange file into a line; a path that is empty is
    /// left out.
    pub(super) fn line(&self, path: &Path, finding: &Finding) -> String {
        if matches!(self, Self::Json) {
            let mut object = json!(finding);
            if let Some(object) = object.as_object_mut() {
                object.insert("path".to_owned(), json!(path.to_string_lossy()));
            }
            return object.to_string();
        }
        let place = match path.as_os_str().is_empty() {
            true => String::new(),
            false => format!("{}:", path.display()),
        };
        one_line(&format!("{place}{finding}{}", help(finding.help.as_deref())))
    }

    /// Puts what is damaged in a memory into a line.
    pub(super) fn damage(&self, path: &Path, message: &str) -> String {
        let path = path.to_string_lossy();
        match self {
            Self::Json => json!({ "path": path, "message": message }).to_string(),
            Self::Text(_) => one_line(&format!("error: {path}: {message}")),
        }
    }
}

fn write_json(findings: &[&Located], mut out: impl Write) -> io::Result<()> {
    findings.iter().try_for_each(|found| {
        serde_json::to_writer(&mut out, found)?;
        out.write_all(b"\n")
    })
}

/// Shows the code, `file:line:column`, the line and a caret.
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
            let marked = AnnotationKind::Primary.span(cut(&excerpt.text, &excerpt.marked));
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

/// Returns how many columns the terminal has, or how many a line shall have elsewhere.
fn width() -> usize {
    let terminal = terminal_size::terminal_size_of(io::stderr());
    terminal.map_or(100, |(width, _)| usize::from(width.0).max(40))
}

/// Cuts what is marked in a line to what fits on the terminal beside the line number.
fn cut(text: &str, marked: &Range<usize>) -> Range<usize> {
    let room = width().saturating_sub(20);
    let shown = text.get(marked.clone()).unwrap_or_default();
    let end = shown.char_indices().nth(room).map_or(marked.end, |(at, _)| marked.start + at);
    marked.start..end
}

/// Puts a finding into `file:line:column: severity[code]: message; help`.
pub(super) fn line(found: &Located) -> String {
    let help = help(found.diagnostic.help.as_deref());
    let place = match found.diagnostic.code {
        DiagnosticCode::UnreadableFile => String::new(),
        _ => format!(":{}", found.start),
    };
    one_line(&format!("{}{place}: {}{help}", found.path, found.diagnostic))
}

fn help(help: Option<&str>) -> String {
    help.map(|help| format!("; {help}")).unwrap_or_default()
}
