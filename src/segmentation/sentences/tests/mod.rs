//! Tables of texts: `|` marks where a sentence ends.

mod languages;
mod markup;
mod properties;
mod rules;

use super::SentenceRules;

fn rules(language: &str) -> SentenceRules {
    SentenceRules::of(&language.parse().unwrap())
}

/// The text of a table without its marks, and its sentences.
fn expected(marked: &str) -> (String, Vec<&str>) {
    (marked.replace('|', ""), marked.split('|').collect())
}

fn check(language: &str, table: &[&str]) {
    let rules = rules(language);
    for marked in table {
        let (text, sentences) = expected(marked);
        assert_eq!(rules.split(&text).collect::<Vec<_>>(), sentences, "{language}");
    }
}
