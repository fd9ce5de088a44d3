//! The matches of a query, for people or for a program.

use std::fmt::Write;
use std::io;

use bitext::{CodedText, Error, Match, Metric, PenaltyKind};
use serde::Serialize;

use super::difference::shown;
use crate::arguments::Lookup;
use crate::facts::Facts;
use crate::findings::one_line;
use crate::style::{BOLD, DIMMED, styled};

/// How answers are shown.
pub(super) enum Style {
    /// As one JSON object a query.
    Json,
    /// For people.
    Text {
        colours: bool,
        /// Whether the query stands before its matches.
        repeat: bool,
    },
}

/// What is printed for a query.
pub(super) struct Answer {
    pub(super) text: String,
    /// How many matches there are.
    pub(super) matches: usize,
}

impl Answer {
    pub(super) fn new(
        line: &str,
        query: &CodedText,
        matches: &[Match],
        options: &Lookup,
        style: &Style,
    ) -> Result<Self, Error> {
        let text = match *style {
            Style::Json => json(line, matches)?,
            Style::Text { colours, repeat } => {
                let page = Page { query, options, colours };
                page.text(line, matches, repeat)
            }
        };
        Ok(Self { text, matches: matches.len() })
    }
}

fn json(query: &str, matches: &[Match]) -> Result<String, Error> {
    let mut text = serde_json::to_string(&Queried { query, matches }).map_err(io::Error::from)?;
    text.push('\n');
    Ok(text)
}

/// A query with its matches, as JSON has it.
#[derive(Serialize)]
struct Queried<'m> {
    query: &'m str,
    matches: &'m [Match],
}

fn facts(found: &Match) -> Facts<'_> {
    Facts::new(found.key(), found.unit(), Some(found.target()))
}

/// Matches for people.
struct Page<'a> {
    query: &'a CodedText,
    options: &'a Lookup,
    colours: bool,
}

impl Page<'_> {
    fn text(&self, line: &str, matches: &[Match], repeat: bool) -> String {
        let mut text = String::new();
        if repeat {
            text += &styled(BOLD, &format!("> {}", one_line(line)), self.colours);
            text.push('\n');
        }
        matches.iter().for_each(|found| self.found(found, &mut text));
        if matches.is_empty() {
            text += &format!("no match of {} or better\n", self.options.min_score);
        }
        if repeat {
            text.push('\n');
        }
        text
    }

    /// The score, the source with the differences, the target, and the facts.
    fn found(&self, found: &Match, out: &mut String) {
        let pieces = found.differences(self.query);
        let from = found.source().text.markup();
        let source = shown(&pieces, &from, &self.query.markup(), self.colours);
        let score = styled(BOLD, &format!("{:>3}", found.score()), self.colours);
        let target = one_line(&found.target().text.markup());
        let facts = styled(DIMMED, &one_line(&self.facts(found)), self.colours);
        // To write to a string never fails.
        let _ = writeln!(out, "{score}  {source}\n     {target}\n     {facts}");
    }

    fn facts(&self, found: &Match) -> String {
        let mut facts = self.why(found);
        for penalty in found.penalties() {
            facts += &format!(", less {} for {}", penalty.points, penalty.kind);
        }
        let languages = [found.source(), found.target()].map(|side| side.language.as_ref());
        let id = found.unit().id.as_deref();
        format!("{facts}; {}", self::facts(found).sentence(id, languages))
    }

    /// What the score says, before penalties.
    fn why(&self, found: &Match) -> String {
        let unit = match self.options.metric {
            Metric::Characters => "characters",
            _ => "tokens",
        };
        match (found.is_in_flow(), found.is_in_document()) {
            (true, true) => "identical in the same flow and document".to_owned(),
            (true, false) => "identical in the same flow".to_owned(),
            (false, true) => "identical in the same document".to_owned(),
            _ if found.base() >= 100 && !has_other_codes(found) => "identical".to_owned(),
            _ if found.distance() == 0 => format!("{}, no {unit} differ", found.base()),
            _ => {
                let (distance, length) = (found.distance(), found.length());
                format!("{}, {distance} of {length} {unit} differ", found.base())
            }
        }
    }
}

fn has_other_codes(found: &Match) -> bool {
    found.penalties().iter().any(|penalty| penalty.kind == PenaltyKind::DifferentCodes)
}
