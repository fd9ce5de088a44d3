//! Text that every reader takes for one line.

use std::borrow::Cow;

/// The text with a space for each line end and tab, and without control
/// characters and byte order marks; and how many characters were removed.
///
/// Readers differ in what ends a line: those in Python split at all that
/// `str.splitlines` names, which U+2028, U+0085 and the form feed are among.
pub(super) fn one_line(text: &str) -> (Cow<'_, str>, usize) {
    if text.bytes().all(is_plain) {
        return (Cow::Borrowed(text), 0);
    }
    let mut line = String::with_capacity(text.len());
    let mut removed = 0;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            _ if is_separator(character) => line.push(' '),
            '\u{FEFF}' => removed += 1,
            _ if character.is_control() => removed += 1,
            _ => line.push(character),
        }
    }
    (Cow::Owned(line), removed)
}

/// Whether a byte begins or is a character that stays, at a glance: U+0085 begins
/// with C2, U+2028 with E2, U+FEFF with EF.
fn is_plain(byte: u8) -> bool {
    !matches!(byte, 0..=0x1F | 0x7F | 0xC2 | 0xE2 | 0xEF)
}

/// Whether a reader may take a character for the end of a line or a field.
fn is_separator(character: char) -> bool {
    matches!(character, '\t'..='\r' | '\u{1C}'..='\u{1E}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_lines_becomes_a_space() {
        for (text, line, removed) in [
            ("", "", 0),
            (" a  b ", " a  b ", 0),
            ("a\nb\r\nc\rd\te", "a b c d e", 0),
            ("a\n\nb", "a  b", 0),
            ("a\u{B}b\u{C}c\u{1C}d\u{85}e\u{2028}f\u{2029}g", "a b c d e f g", 0),
            ("a\0b\u{1F}c\u{7F}d\u{9F}\u{FEFF}e", "abcde", 5),
            ("“é”\u{A0}\u{3000}", "“é”\u{A0}\u{3000}", 0),
        ] {
            assert_eq!(one_line(text), (line.into(), removed), "{text:?}");
        }
    }
}
