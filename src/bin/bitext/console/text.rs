//! How text for people is set: counts, colours, lines.

use std::io::IsTerminal;

use clap::builder::styling::{AnsiColor, Effects, Style};
use indicatif::HumanCount;

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

/// Escapes control characters: a file name may hold line ends.
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

/// Puts a number and what it counts into words.
pub(crate) fn counted(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", HumanCount(count))
}
