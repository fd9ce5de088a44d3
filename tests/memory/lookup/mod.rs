//! Look-ups in a memory.

mod changes;
mod generated;
mod languages;
mod naive;
mod scores;
mod shifting;
mod threads;

use bitext::{CodedText, Match, Memory, Query, Syntax, TranslationUnit, Variant};

/// A text of Markdown in a language.
fn variant(language: &str, markup: &str) -> Variant {
    Variant::new(language.parse().ok(), CodedText::parse(markup, Syntax::Markdown))
}

/// A unit from English into German.
fn unit(source: &str, target: &str) -> TranslationUnit {
    TranslationUnit::bilingual(variant("en-US", source), variant("de-DE", target))
}

/// Returns a query that every unit may answer.
fn query(markup: &str) -> Query {
    Query::new(CodedText::parse(markup, Syntax::Markdown)).with_each_unit(true)
}

fn memory(units: impl IntoIterator<Item = TranslationUnit>) -> Memory {
    let memory = Memory::new();
    for unit in units {
        memory.add(unit).unwrap();
    }
    memory
}

/// What a match comes to, in one line: the key, the score, and why.
fn summary(found: &Match) -> String {
    let mut line = format!("{} {}", found.key(), found.score());
    if found.is_in_flow() {
        line += " flow";
    }
    if found.is_in_document() {
        line += " document";
    }
    for penalty in found.penalties() {
        line += &format!(" -{} {}", penalty.points, penalty.kind);
    }
    line
}

fn summaries(memory: &Memory, query: &Query) -> Vec<String> {
    memory.lookup(query).unwrap().iter().map(summary).collect()
}
