//! How text for people is set: counts, colours, lines, and summaries.

use std::fmt;
use std::io::IsTerminal;

use bitext::Language;
use bitext::memory::{Provenance, Repetitions};
use bitext::pipeline::{Conversion, FindingCounts, Summary};
use clap::builder::styling::{AnsiColor, Effects, Style};
use indicatif::HumanCount;

/// The counts of a run, each with what it counts, parted by commas.
#[derive(Default)]
pub(crate) struct Sentence(Vec<String>);

impl Sentence {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a count of things, in the plural where it has to be: `1 file`.
    pub(crate) fn things(self, count: u64, what: &str) -> Self {
        self.add(counted(count, what))
    }

    /// Adds a count of what was named before: `12 written`.
    pub(crate) fn count(self, count: u64, what: &str) -> Self {
        self.add(format!("{} {what}", HumanCount(count)))
    }

    /// Adds a count, unless it is zero: nobody waits for it.
    pub(crate) fn count_if_any(self, count: u64, what: &str) -> Self {
        if count == 0 { self } else { self.count(count, what) }
    }

    /// Adds what was done to a count of things: `2 units read`.
    pub(crate) fn things_done(self, count: u64, what: &str, done: &str) -> Self {
        self.add(format!("{} {done}", counted(count, what)))
    }

    /// Adds what was done to a count of things, unless it is zero.
    pub(crate) fn things_done_if_any(self, count: u64, what: &str, done: &str) -> Self {
        if count == 0 { self } else { self.things_done(count, what, done) }
    }

    /// Adds a count with those of its reasons that are not zero, in brackets:
    /// `3 skipped (3 malformed)`.
    pub(crate) fn count_for_reasons<'a>(
        self,
        count: u64,
        what: &str,
        reasons: impl IntoIterator<Item = (u64, &'a str)>,
    ) -> Self {
        let reasons: Vec<String> = (reasons.into_iter().filter(|(count, _)| *count > 0))
            .map(|(count, reason)| format!("{} {reason}", HumanCount(count)))
            .collect();
        match reasons.is_empty() {
            true => self.count(count, what),
            false => self.count(count, &format!("{what} ({})", reasons.join(", "))),
        }
    }

    /// Adds how many findings there are of each severity.
    pub(crate) fn findings(self, findings: &FindingCounts) -> Self {
        let most = self.things(findings.errors, "error").things(findings.warnings, "warning");
        if findings.notes == 0 { most } else { most.things(findings.notes, "note") }
    }

    /// Counts the units of exchange files, or of a memory, that were written.
    pub(crate) fn of_units(counts: &Conversion) -> Self {
        let reasons = [
            (counts.malformed, "malformed"),
            (counts.obsolete, "no longer in use"),
            (counts.refused, "that the format cannot hold"),
            (counts.other_languages, "in other languages"),
        ];
        let fallback = "in a language close to the one asked for";
        Self::new()
            .things(counts.files, "file")
            .things_done(counts.read, "unit", "read")
            .count(counts.written, "written")
            .count_for_reasons(counts.skipped(), "skipped", reasons)
            .things_done_if_any(counts.fallbacks, "variant", fallback)
            .things_done_if_any(counts.left_out_variants, "variant", "left out")
            .things_done_if_any(counts.removed_characters, "character", "removed")
            .things_done_if_any(counts.lost_codes, "code", "left out that nothing shows")
            .things_done_if_any(counts.broken, "file", "broken off")
            .findings(&counts.findings)
    }

    /// Counts documents and their segments that were written.
    pub(crate) fn of_documents(summary: &Summary) -> Self {
        Self::new()
            .things(summary.files, "file")
            .count_if_any(summary.failed, "could not be read")
            .things(summary.segments, "segment")
            .count(summary.written, "written")
            .count_if_any(summary.empty, "with an empty side left out")
            .count_if_any(summary.duplicates, "written before left out")
            .count_if_any(summary.refused, "that the format cannot hold left out")
            .count_if_any(summary.repaired, "repaired")
            .things_done_if_any(summary.removed_characters, "character", "removed")
            .findings(&summary.findings)
    }

    fn add(mut self, part: String) -> Self {
        self.0.push(part);
        self
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}

/// Is in the memory and not in the query.
pub(crate) const REMOVED: Style = AnsiColor::Red.on_default().effects(Effects::STRIKETHROUGH);
/// Is in the query and not in the memory.
pub(crate) const ADDED: Style = AnsiColor::Green.on_default().effects(Effects::UNDERLINE);
/// Is what was searched for.
pub(crate) const FOUND: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
/// Catches the eye.
pub(crate) const BOLD: Style = Style::new().effects(Effects::BOLD);
/// Does not.
pub(crate) const DIMMED: Style = Style::new().effects(Effects::DIMMED);

/// Puts the text in a style, where colours are wanted.
pub(crate) fn styled(style: Style, text: &str, colours: bool) -> String {
    match colours {
        true => format!("{style}{text}{style:#}"),
        false => text.to_owned(),
    }
}

/// Returns whether a stream gets colours: they are for a terminal, unless
/// `NO_COLOR` is set to anything (<https://no-color.org>).
pub(crate) fn has_colours(stream: &impl IsTerminal) -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    stream.is_terminal() && !refused
}

/// Escapes what a terminal obeys: control characters, and those that turn the direction
/// of what follows. A file name may hold any of them.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        match character.is_control() || is_direction(character) {
            true => line.extend(character.escape_default()),
            false => line.push(character),
        }
    }
    line
}

/// Returns whether a character begins or ends a run of a direction, or divides lines
/// (UAX #9, section 2, and UAX #14).
fn is_direction(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Puts a number and what it counts into words.
pub(crate) fn counted(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", HumanCount(count))
}

/// Puts where a unit comes from into words, with its id and the languages of its
/// source and translation.
pub(crate) fn provenance_sentence(
    of: &Provenance<'_>,
    id: Option<&str>,
    languages: [Option<&Language>; 2],
) -> String {
    let tags = languages.map(|language| language.map_or("?", Language::as_str));
    let id = id.map_or_else(|| format!("unit {}", of.key), str::to_owned);
    let document = of.document.filter(|path| !id.starts_with(path)).map(str::to_owned);
    let date = of.date.map(|date| date.to_string());
    let kind = of.translation_type.map(str::to_owned);
    let parts = [Some(tags.join(" → ")), Some(id), document, date, kind];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// Says in how many units a pair of texts stands and names some of their documents;
/// nothing where it is one unit.
pub(crate) fn repetition_sentence(of: &Repetitions) -> String {
    if of.count < 2 {
        return String::new();
    }
    let named = &of.documents[..of.documents.len().min(NAMED)];
    let more = if of.documents.len() > NAMED { ", …" } else { "" };
    let units = counted(of.count as u64, "unit");
    match named {
        [] => format!("; {units}"),
        named => format!("; {units}: {}{more}", named.join(", ")),
    }
}

/// How many documents are named in a line.
const NAMED: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys() {
        let shown = one_line("a\u{1b}[2J\u{9b}2J\n\u{202e}b\u{2069}\u{2028}é\u{200f}");
        let expected = "a\\u{1b}[2J\\u{9b}2J\\n\\u{202e}b\\u{2069}\\u{2028}é\u{200f}";
        assert_eq!(shown, expected);
    }

    #[test]
    fn counts_of_zero_that_nobody_waits_for_are_left_out() {
        let sentence = |summary: &Summary| Sentence::of_documents(summary).to_string();
        let mut summary = Summary::default();
        assert_eq!(sentence(&summary), "0 files, 0 segments, 0 written, 0 errors, 0 warnings");
        summary.files = 1;
        summary.segments = 1200;
        summary.written = 1199;
        summary.empty = 1;
        summary.findings.warnings = 1;
        let expected = "1 file, 1,200 segments, 1,199 written, 1 with an empty side left out, \
                        0 errors, 1 warning";
        assert_eq!(sentence(&summary), expected);
    }
}
