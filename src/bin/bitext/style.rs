//! How results for people are coloured.

use clap::builder::styling::{AnsiColor, Effects, Style};

/// Is in the memory and not in the query.
pub(crate) const REMOVED: Style = AnsiColor::Red.on_default().effects(Effects::STRIKETHROUGH);
/// Is in the query and not in the memory.
pub(crate) const ADDED: Style = AnsiColor::Green.on_default().effects(Effects::UNDERLINE);
/// Is what was searched for.
pub(crate) const FOUND: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
/// Stands out.
pub(crate) const BOLD: Style = Style::new().effects(Effects::BOLD);
/// Stands back.
pub(crate) const DIMMED: Style = Style::new().effects(Effects::DIMMED);

/// The text in a style, where colours are wanted.
pub(crate) fn styled(style: Style, text: &str, colours: bool) -> String {
    match colours {
        true => format!("{style}{text}{style:#}"),
        false => text.to_owned(),
    }
}
