//! The bytes of a document, as text where they are UTF-8, and what is reported
//! where they are not.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, DiagnosticCode};

/// The bytes of a document; a clone shares them. UTF-8 is checked once; a
/// document that is not UTF-8 as a whole is checked again where a text is taken
/// from it.
#[derive(Clone, Debug)]
pub(super) enum Content<'a> {
    Text(&'a str),
    Bytes(&'a [u8]),
    SharedText(Arc<str>),
    SharedBytes(Arc<[u8]>),
}

impl<'a> Content<'a> {
    pub(super) fn borrowed(bytes: &'a [u8]) -> Self {
        match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => Content::Text(text),
            Err(_) => Content::Bytes(bytes),
        }
    }

    /// Returns the whole as text, or the bytes where it is not UTF-8.
    fn as_text(&self) -> Result<&str, &[u8]> {
        match self {
            Content::Text(text) => Ok(text),
            Content::SharedText(text) => Ok(text),
            Content::Bytes(bytes) => Err(bytes),
            Content::SharedBytes(bytes) => Err(bytes),
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.as_text().map_or_else(|bytes| bytes, str::as_bytes)
    }

    pub(super) fn is_utf8(&self) -> bool {
        self.as_text().is_ok()
    }

    /// Returns the text of a range, or `None` where its bytes are not UTF-8.
    pub(super) fn text(&self, range: Range<usize>) -> Option<&str> {
        match self.as_text() {
            Ok(text) => text.get(range),
            Err(bytes) => std::str::from_utf8(bytes.get(range)?).ok(),
        }
    }

    pub(super) fn into_owned(self) -> Content<'static> {
        match self {
            Content::Text(text) => Content::SharedText(text.into()),
            Content::Bytes(bytes) => Content::SharedBytes(bytes.into()),
            Content::SharedText(text) => Content::SharedText(text),
            Content::SharedBytes(bytes) => Content::SharedBytes(bytes),
        }
    }
}

/// The byte order mark of UTF-8, U+FEFF, which may begin a document.
pub(crate) const BOM: &[u8] = b"\xef\xbb\xbf";

/// Reports a document in an encoding of two or four bytes a character, as its
/// first bytes show. Nothing of it can be read, so all of it is meant.
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

/// Returns the encoding whose byte order mark begins the bytes (Unicode 16.0,
/// section 23.8).
fn marked_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        _ => None,
    }
}

/// Returns the encoding whose two first characters, both of ASCII, begin the
/// bytes: documents begin with `--`, `# `, `<!` and the like, whatever their
/// language.
fn unmarked_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [1..=0x7f, 0, 0, 0, 1..=0x7f, 0, 0, 0, ..] | [0, 0, 0, 1..=0x7f, 0, 0, 0, 1..=0x7f, ..] => {
            Some("UTF-32")
        }
        [1..=0x7f, 0, 1..=0x7f, 0, ..] | [0, 1..=0x7f, 0, 1..=0x7f, ..] => Some("UTF-16"),
        _ => None,
    }
}

/// Reports a pair, whose bytes are those of `range`, with some that are not
/// UTF-8; `what` names it or one of its sides.
pub(super) fn invalid_pair(bytes: &[u8], range: Range<usize>, what: &str) -> Diagnostic {
    let message = expected_utf8(&bytes[range.clone()], what);
    Diagnostic::new(DiagnosticCode::InvalidUtf8, range, message)
        .with_help("save the file as UTF-8; the pair is left out")
}

/// Says what was expected in `what`, and which of its bytes was found instead.
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
