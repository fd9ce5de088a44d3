//! The matches of a query, for people or for a program.

use std::fmt::Write;
use std::io;

use bitext::memory::{Difference, PenaltyKind, Provenance, Repetitions};
use bitext::{CodedText, Error, Match, Metric};
use serde::Serialize;

use crate::arguments::Lookup;
use crate::console::{
    ADDED, BOLD, DIMMED, REMOVED, one_line, provenance_sentence, repetition_sentence, styled,
};

/// How answers are shown.
pub(super) enum AnswerStyle {
    /// As one JSON object a query.
    Json,
    /// For people.
    Text {
        colours: bool,
        /// Whether the query comes before its matches.
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
        matches: &[(Match, Repetitions)],
        options: &Lookup,
        direction: &str,
        style: &AnswerStyle,
    ) -> Result<Self, Error> {
        let text = match *style {
            AnswerStyle::Json => json(line, matches)?,
            AnswerStyle::Text { colours, repeat } => {
                let page = Page { query, options, direction, colours };
                page.text(line, matches, repeat)
            }
        };
        Ok(Self { text, matches: matches.len() })
    }
}

fn json(query: &str, matches: &[(Match, Repetitions)]) -> Result<String, Error> {
    let matches = matches.iter().map(|(found, repetitions)| MatchRecord { found, repetitions });
    let matches = matches.collect();
    let mut text =
        serde_json::to_string(&QueryRecord { query, matches }).map_err(io::Error::from)?;
    text.push('\n');
    Ok(text)
}

/// A query with its matches, as JSON has it.
#[derive(Serialize)]
struct QueryRecord<'m> {
    query: &'m str,
    matches: Vec<MatchRecord<'m>>,
}

/// A match, and how often the memory has it.
#[derive(Serialize)]
struct MatchRecord<'m> {
    #[serde(flatten)]
    found: &'m Match,
    #[serde(flatten)]
    repetitions: &'m Repetitions,
}

/// Matches for people.
struct Page<'a> {
    query: &'a CodedText,
    options: &'a Lookup,
    /// The languages that are searched, in words.
    direction: &'a str,
    colours: bool,
}

impl Page<'_> {
    fn text(&self, line: &str, matches: &[(Match, Repetitions)], repeat: bool) -> String {
        let mut text = String::new();
        if repeat {
            text += &styled(BOLD, &format!("> {}", one_line(line)), self.colours);
            text.push('\n');
        }
        matches.iter().for_each(|(found, repeated)| self.found(found, repeated, &mut text));
        if matches.is_empty() {
            text += &format!("no match of {} or better", self.options.min_score);
            if !repeat {
                text += &format!("{}; `bitext concordance` finds parts of texts", self.direction);
            }
            text.push('\n');
        }
        if repeat {
            text.push('\n');
        }
        text
    }

    /// Shows the score, the source with the differences, the target, and what there
    /// is to say.
    fn found(&self, found: &Match, repetitions: &Repetitions, out: &mut String) {
        let pieces = found.differences(self.query);
        let from = found.source().text.markup();
        let source = with_differences(&pieces, &from, &self.query.markup(), self.colours);
        let score = styled(BOLD, &format!("{:>3}", found.score()), self.colours);
        let target = one_line(&found.target().text.markup());
        let explanation = self.explanation(found, repetitions);
        let explanation = styled(DIMMED, &one_line(&explanation), self.colours);
        // To write to a string never fails.
        let _ = writeln!(out, "{score}  {source}\n     {target}\n     {explanation}");
    }

    fn explanation(&self, found: &Match, repetitions: &Repetitions) -> String {
        let mut explanation = self.why(found);
        for penalty in found.penalties() {
            explanation += &format!(", less {} for {}", penalty.points, penalty.kind);
        }
        let languages = [found.source(), found.target()].map(|side| side.language.as_ref());
        let id = found.unit().id.as_deref();
        let provenance = Provenance::new(found.key(), found.unit(), Some(found.target()));
        let provenance = provenance_sentence(&provenance, id, languages);
        format!("{explanation}; {provenance}{}", self.repeated(repetitions))
    }

    /// Says where else the same pair of texts is, unless each unit is shown.
    fn repeated(&self, repetitions: &Repetitions) -> String {
        match self.options.all {
            true => String::new(),
            false => repetition_sentence(repetitions),
        }
    }

    /// Explains the score, before penalties.
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

/// Shows the first text with what makes the second of it: in colours, or else in
/// `[-brackets-]` and `{+braces+}`.
fn with_differences(pieces: &[Difference], from: &str, to: &str, colours: bool) -> String {
    let piece = |piece: &Difference| match piece {
        Difference::Removed { from: range } => {
            let part = one_line(&from[range.clone()]);
            if colours { styled(REMOVED, &part, true) } else { format!("[-{part}-]") }
        }
        Difference::Added { to: range } => {
            let part = one_line(&to[range.clone()]);
            if colours { styled(ADDED, &part, true) } else { format!("{{+{part}+}}") }
        }
        Difference::Equal { from: range, .. } => one_line(&from[range.clone()]),
        _ => String::new(),
    };
    pieces.iter().map(piece).collect()
}
