//! Bytes that are text, and what is said of those that are not.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, DiagnosticCode};

/// The byte order mark of UTF-8, U+FEFF, which may begin a document.
pub(crate) const BOM: &[u8] = b"\xef\xbb\xbf";

/// Says that a document is in an encoding of two or four bytes a character, as
/// its first bytes show. Nothing of it can be read, so all of it is meant.
pub(super) fn wrong_encoding(bytes: &[u8]) -> Option<Diagnostic> {
    let message = match marked_encoding(bytes) {
        Some(name) => format!("expected UTF-8, but found the byte order mark of {name}"),
        None => {
            let name = unmarked_encoding(bytes)?;
            format!("expected UTF-8, but found NUL bytes between the characters, as in {name}")
        }
    };
    let diagnostic = Diagnostic::new(DiagnosticCode::WrongEncoding, 0..bytes.len(), message);
    Some(diagnostic.with_help("save the file as UTF-8"))
}

/// The encoding whose byte order mark begins the bytes (Unicode 16.0, section
/// 23.8).
fn marked_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        _ => None,
    }
}

/// The encoding whose two first characters, both of ASCII, begin the bytes:
/// documents begin with `--`, `# `, `<!` and the like, whatever their language.
fn unmarked_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [1..=0x7f, 0, 0, 0, 1..=0x7f, 0, 0, 0, ..] | [0, 0, 0, 1..=0x7f, 0, 0, 0, 1..=0x7f, ..] => {
            Some("UTF-32")
        }
        [1..=0x7f, 0, 1..=0x7f, 0, ..] | [0, 1..=0x7f, 0, 1..=0x7f, ..] => Some("UTF-16"),
        _ => None,
    }
}

/// Says that a pair, whose bytes are those of `range`, holds some that are not
/// UTF-8; `what` names it or one of its sides.
pub(super) fn invalid_pair(bytes: &[u8], range: Range<usize>, what: &str) -> Diagnostic {
    let message = expected_utf8(&bytes[range.clone()], what);
    Diagnostic::new(DiagnosticCode::InvalidUtf8, range, message)
        .with_help("save the file as UTF-8; the pair is left out")
}

/// What was expected in `what`, and which of its bytes was found instead.
pub(crate) fn expected_utf8(bytes: &[u8], what: &str) -> String {
    let invalid = bytes.utf8_chunks().find_map(|chunk| chunk.invalid().first().copied());
    let found = invalid.map_or("other bytes".to_owned(), |byte| format!("the byte 0x{byte:02X}"));
    format!("expected UTF-8 in {what}, but found {found}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_encodings_are_told_by_their_first_bytes() {
        let wide = |text: &str, little: bool| -> Vec<u8> {
            let units = text.encode_utf16();
            units
                .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
                .collect()
        };
        let utf_32 = |text: &str| -> Vec<u8> {
            text.chars().flat_map(|character| (character as u32).to_be_bytes()).collect()
        };
        let cases = [
            (wide("\u{feff}如何", true), "the byte order mark of UTF-16"),
            (wide("\u{feff}如何", false), "the byte order mark of UTF-16"),
            (utf_32("\u{feff}如何"), "the byte order mark of UTF-32"),
            (wide("# 如何", true), "as in UTF-16"),
            (wide("---\r\ntitle: 如何", false), "as in UTF-16"),
            (utf_32("# 如何"), "as in UTF-32"),
        ];
        for (bytes, found) in cases {
            let diagnostic = wrong_encoding(&bytes).unwrap();
            assert_eq!(diagnostic.code, DiagnosticCode::WrongEncoding);
            assert!(diagnostic.message.ends_with(found), "{}", diagnostic.message);
            assert_eq!(diagnostic.range, 0..bytes.len());
            assert_eq!(diagnostic.help.as_deref(), Some("save the file as UTF-8"));
        }
    }

    #[test]
    fn a_few_nul_bytes_are_no_encoding() {
        for text in [
            "",
            "#",
            "\0",
            "\0\0\0\0\0\0\0\0",
            "a\0b",
            "\0a\0",
            "a\0b \0",
            "\u{feff}如何",
            "如\0何\0",
        ] {
            assert_eq!(wrong_encoding(text.as_bytes()), None, "{text:?}");
        }
    }

    #[test]
    fn the_first_byte_that_is_not_utf_8_is_named() {
        let found = invalid_pair("ü\u{e9}x".as_bytes(), 0..4, "the pair `1`");
        assert_eq!(found.message, "expected UTF-8 in the pair `1`, but found other bytes");
        let found = invalid_pair(b"ab\xc3\xffcd", 1..5, "the pair `1`");
        assert_eq!(found.message, "expected UTF-8 in the pair `1`, but found the byte 0xC3");
        assert_eq!(found.range, 1..5);
    }
}
