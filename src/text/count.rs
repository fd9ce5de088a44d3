//! How long a text is, as those who pay for its translation count.

use super::tokens;

/// The words of a text: the [tokens](tokens()) that begin with a letter or a
/// digit. So each character of a script that is written without spaces is one,
/// and punctuation is none.
pub(crate) fn words(text: &str) -> u64 {
    let is_word = |token: &&str| token.chars().next().is_some_and(char::is_alphanumeric);
    tokens(text).filter(is_word).count() as u64
}

/// The code points of a text that are not white space.
pub(crate) fn visible_characters(text: &str) -> u64 {
    text.chars().filter(|character| !character.is_whitespace()).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_characters() {
        for (text, expected_words, expected_characters) in [
            ("", 0, 0),
            (" - ! ", 0, 2),
            ("Next steps", 2, 9),
            ("Don't stop: 3 words", 5, 16),
            ("version 2.1", 3, 10),
            ("后续步骤。", 4, 5),
            ("Azure 中的资源", 5, 9),
            ("ผู้ใช้", 3, 6),
            ("\u{a0}a\u{3000}b\n", 2, 2),
        ] {
            let counted = (words(text), visible_characters(text));
            assert_eq!(counted, (expected_words, expected_characters), "{text}");
        }
    }
}
