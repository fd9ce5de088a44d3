//! Whether two texts differ in negation or modality: `not`, `never`, `must`,
//! `may`.
//!
//! Of two texts that are near each other, one may say the opposite by a single
//! word, which no distance shows. The words are data, `modality.txt`; of a language
//! that it does not have nothing is known.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_segmentation::UnicodeSegmentation;

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
        for word in words(text) {
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
        let (one, other) = (own_words(one, other), own_words(other, one));
        let is_negated = |word: &String, by: &str, of: &[String]| {
            let rest = word.strip_prefix(by).map(|rest| rest.trim_start_matches('-'));
            rest.is_some_and(|rest| of.iter().any(|plain| plain == rest))
        };
        self.prefixes.iter().any(|prefix| {
            one.iter().any(|word| is_negated(word, prefix, &other))
                || other.iter().any(|word| is_negated(word, prefix, &one))
        })
    }
}

/// Returns the words of a text in lower case, with straight apostrophes.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.unicode_words().map(|word| word.to_lowercase().replace('’', "'"))
}

/// Returns the words of a text that another does not have.
fn own_words(text: &str, other: &str) -> Vec<String> {
    let others: rustc_hash::FxHashSet<String> = words(other).collect();
    words(text).filter(|word| !others.contains(word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn every_language_has_negation() {
        for (language, words) in LANGUAGES.iter() {
            assert!(words.classes >= 2, "{language}");
            assert!(words.words.len() + words.pieces.len() > 3, "{language}");
        }
    }
}
