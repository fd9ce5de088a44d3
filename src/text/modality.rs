//! Whether two texts differ in negation or modality: `not`, `never`, `must`,
//! `may`.
//!
//! Of two texts that are near each other, one may say the opposite by a single
//! word, which no distance shows. The words are data, `modality.txt`; of a language
//! that it does not have nothing is known.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_segmentation::UnicodeSegmentation;

use crate::steps::step;

/// Returns whether the texts differ in negation or modality, in the language of a
/// primary subtag such as `en`.
pub(crate) fn differs_in_modality(language: &str, one: &str, other: &str) -> bool {
    let Some(words) = LANGUAGES.get(language) else { return false };
    words.counts(one) != words.counts(other) || words.has_negated_word(one, other)
}

static LANGUAGES: LazyLock<BTreeMap<&'static str, ModalWords>> = LazyLock::new(|| {
    let mut languages: BTreeMap<&str, ModalWords> = BTreeMap::new();
    for line in include_str!("modality.txt").lines().filter(|line| !line.starts_with('#')) {
        let Some((head, words)) = line.split_once(':') else { continue };
        let Some((language, class)) = head.split_once(' ') else { continue };
        languages.entry(language).or_default().add(class, words.split_whitespace());
    }
    languages
});

/// The words of a language that matter, by class.
#[derive(Debug, Default)]
struct ModalWords {
    /// How many classes there are.
    classes: usize,
    /// The classes of each word.
    words: FxHashMap<&'static str, Vec<usize>>,
    /// Pieces of texts without spaces, with their classes.
    pieces: Vec<(&'static str, usize)>,
    /// Beginnings that turn the meaning of a word round.
    prefixes: Vec<&'static str>,
}

impl ModalWords {
    fn add(&mut self, class: &str, words: impl Iterator<Item = &'static str>) {
        if class == "-" {
            return self.prefixes.extend(words);
        }
        let number = self.classes;
        self.classes += 1;
        match class.ends_with('*') {
            true => self.pieces.extend(words.map(|word| (word, number))),
            false => words.for_each(|word| self.words.entry(word).or_default().push(number)),
        }
    }

    /// Counts the words of each class in a text.
    fn counts(&self, text: &str) -> Vec<usize> {
        let mut counts = vec![0; self.classes];
        for word in lower_case_words(text) {
            self.words.get(&*word).into_iter().flatten().for_each(|class| counts[*class] += 1);
        }
        for (piece, class) in &self.pieces {
            counts[*class] += text.matches(piece).count();
        }
        counts
    }

    /// Returns whether a word of one text alone is a word of the other alone behind
    /// a prefix: `supported`, `unsupported`.
    fn has_negated_word(&self, one: &str, other: &str) -> bool {
        let (one, other): (FxHashSet<String>, FxHashSet<String>) =
            (lower_case_words(one).collect(), lower_case_words(other).collect());
        self.negates(&one, &other) || self.negates(&other, &one)
    }

    /// Returns whether a word is behind a prefix what only the other text has.
    fn negates(&self, words: &FxHashSet<String>, others: &FxHashSet<String>) -> bool {
        let is_negated = |word: &str, prefix: &str| {
            step(1);
            let rest = word.strip_prefix(prefix).map(|rest| rest.trim_start_matches('-'));
            rest.is_some_and(|rest| others.contains(rest) && !words.contains(rest))
        };
        words.difference(others).any(|word| self.prefixes.iter().any(|by| is_negated(word, by)))
    }
}

/// Lists the words of a text in lower case, with straight apostrophes.
fn lower_case_words(text: &str) -> impl Iterator<Item = String> {
    text.unicode_words().map(|word| word.to_lowercase().replace('’', "'"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::assert_linear;

    #[test]
    fn negation_and_modality() {
        for (language, one, other, expected) in [
            ("en", "You can remove the file.", "You cannot remove the file.", true),
            ("en", "You cannot remove the file.", "You can't remove the file.", false),
            ("en", "You can’t remove the file.", "You can't remove the file.", false),
            ("en", "You must delete the file.", "You must not delete the file.", true),
            ("en", "You must delete the file.", "You may delete the file.", true),
            ("en", "This is supported.", "This is unsupported.", true),
            ("en", "Save with a password.", "Save without a password.", true),
            ("en", "Never share it.", "Share it.", true),
            ("en", "Only admins see it.", "Admins see it.", true),
            ("en", "New deployments", "Large deployments", false),
            ("en", "Wait 5 seconds.", "Wait 6 seconds.", false),
            ("de", "Die Datei wird gelöscht.", "Die Datei wird nicht gelöscht.", true),
            ("fr", "Vous pouvez le supprimer.", "Vous ne pouvez pas le supprimer.", true),
            ("ru", "Файл удалён.", "Файл не удалён.", true),
            ("zh", "可以删除文件。", "不可以删除文件。", true),
            ("ja", "ファイルを削除できます。", "ファイルを削除できません。", true),
            ("ja", "ファイルを開きます。", "ファイルを閉じます。", false),
            ("xx", "not", "", false),
        ] {
            assert_eq!(differs_in_modality(language, one, other), expected, "{one} | {other}");
            assert_eq!(differs_in_modality(language, other, one), expected, "{other} | {one}");
        }
    }

    #[test]
    fn many_other_words_take_linear_time() {
        assert_linear("modality", |length| {
            let text =
                |word: &str| (0..length / 8).map(|n| format!("{word}{n} ")).collect::<String>();
            assert!(!differs_in_modality("en", &text("a"), &text("b")));
        });
    }

    #[test]
    fn every_language_has_negation() {
        for (language, words) in LANGUAGES.iter() {
            assert!(words.classes >= 2, "{language}");
            assert!(words.words.len() + words.pieces.len() > 3, "{language}");
        }
    }
}
