//! Which encoding a file is in, by its first bytes.
//!
//! The order is that of XML 1.0, fifth edition, appendix F: a byte order mark
//! decides; without one, the zero bytes of UTF-16; without those, what the file
//! declares; without that, UTF-8. It serves the other text formats as well,
//! none of which begins with a zero character.

use encoding_rs::{Encoding as Codec, UTF_8, UTF_16BE, UTF_16LE};

/// The encoding of a file, and how it was found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Encoding {
    pub(super) kind: TextEncoding,
    has_mark: bool,
    declared: Option<String>,
}

/// How bytes become text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextEncoding {
    Utf8,
    /// Bytes below 0x80 only, because the file says so.
    Ascii,
    /// UTF-16, and what the encoding standard of the web knows besides.
    Other(&'static Codec),
}

/// How many of the first bytes are looked at for a mark and a declaration, which
/// in a PO file may stand behind a long comment.
pub(super) const HEAD: usize = 16 * 1024;

/// Finds the name of an encoding that a file declares for itself in its first
/// bytes, where those are a superset of ASCII.
pub(crate) type Declaration = fn(&[u8]) -> Option<&str>;

impl Encoding {
    /// Finds out the encoding of a file that is said to be in one: a mark at its
    /// start decides.
    pub(super) fn named(head: &[u8], codec: &'static Codec) -> (Self, usize) {
        let (codec, mark) = Codec::for_bom(head).unwrap_or((codec, 0));
        let kind = if codec == UTF_8 { TextEncoding::Utf8 } else { TextEncoding::Other(codec) };
        (Self { kind, has_mark: mark > 0, declared: None }, mark)
    }

    /// Finds out the encoding, and how many bytes its mark takes, or returns what
    /// cannot be read.
    pub(super) fn detect(head: &[u8], declaration: Declaration) -> Result<(Self, usize), String> {
        let (kind, mark) = match head {
            [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => return Err(unsupported("UTF-32")),
            [0xEF, 0xBB, 0xBF, ..] => (TextEncoding::Utf8, 3),
            [0xFF, 0xFE, ..] => (TextEncoding::Other(UTF_16LE), 2),
            [0xFE, 0xFF, ..] => (TextEncoding::Other(UTF_16BE), 2),
            [1..=255, 0, 0, 0, ..] | [0, 0, 0, 1..=255, ..] => return Err(unsupported("UTF-32")),
            [1..=255, 0, ..] => (TextEncoding::Other(UTF_16LE), 0),
            [0, 1..=255, ..] => (TextEncoding::Other(UTF_16BE), 0),
            _ => return Ok((Self::declared(declaration(head))?, 0)),
        };
        let declared = match kind {
            TextEncoding::Other(codec) => {
                let text = codec.decode_without_bom_handling(&head[mark..]).0;
                declaration(text.as_bytes()).map(str::to_owned)
            }
            _ => declaration(&head[mark..]).map(str::to_owned),
        };
        Ok((Self { kind, has_mark: mark > 0, declared }, mark))
    }

    /// Finds the encoding that a file without a mark declares.
    fn declared(name: Option<&str>) -> Result<Self, String> {
        let kind = match name {
            None => TextEncoding::Utf8,
            Some(name) if is_ascii(name) => TextEncoding::Ascii,
            Some(name) => match Codec::for_label_no_replacement(name.as_bytes()) {
                // The declaration was just read a byte a character: whoever
                // turned UTF-16 into UTF-8 left it as it was.
                Some(codec) if codec == UTF_8 || is_utf16(codec) => TextEncoding::Utf8,
                Some(codec) => TextEncoding::Other(codec),
                None => return Err(unsupported(name)),
            },
        };
        Ok(Self { kind, has_mark: false, declared: name.map(str::to_owned) })
    }

    /// Returns the name, such as `UTF-8` or `UTF-16LE`.
    pub(crate) fn name(&self) -> &'static str {
        match self.kind {
            TextEncoding::Utf8 => "UTF-8",
            TextEncoding::Ascii => "US-ASCII",
            TextEncoding::Other(codec) => codec.name(),
        }
    }

    /// Returns whether this encoding was found by the name that the file declares,
    /// or in spite of it.
    pub(crate) fn is_certain_of(&self, declared: &str) -> bool {
        self.has_mark || self.is_utf16() || self.declared.as_deref() == Some(declared)
    }

    /// Returns whether the file begins with a byte order mark.
    pub(crate) fn has_mark(&self) -> bool {
        self.has_mark
    }

    /// Returns whether the file is UTF-16, of either byte order.
    pub(crate) fn is_utf16(&self) -> bool {
        matches!(self.kind, TextEncoding::Other(codec) if is_utf16(codec))
    }

    /// Returns the name that the file declares, where it was not read by it.
    pub(crate) fn contradicted(&self) -> Option<&str> {
        let declared = self.declared.as_deref()?;
        let codec = Codec::for_label(declared.as_bytes());
        let agrees = match self.kind {
            TextEncoding::Utf8 => codec == Some(UTF_8),
            TextEncoding::Ascii => true,
            // `UTF-16` names both byte orders.
            TextEncoding::Other(_) if self.is_utf16() => codec.is_some_and(is_utf16),
            TextEncoding::Other(used) => codec == Some(used),
        };
        (!agrees).then_some(declared)
    }
}

fn is_utf16(codec: &'static Codec) -> bool {
    codec == UTF_16LE || codec == UTF_16BE
}

/// Returns whether a name is one of US-ASCII (IANA, MIB 3) that files use; the
/// web's standard takes them for windows-1252.
fn is_ascii(name: &str) -> bool {
    ["us-ascii", "ascii", "ansi_x3.4-1968"].iter().any(|ascii| name.eq_ignore_ascii_case(ascii))
}

fn unsupported(name: &str) -> String {
    let name = name.escape_debug();
    format!("expected an encoding such as UTF-8 or UTF-16, but found `{name}`; convert the file")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Finds what comes before the first `!`.
    fn until_mark(head: &[u8]) -> Option<&str> {
        let name = head.split(|&byte| byte == b'!').next()?;
        let is_name = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
        std::str::from_utf8(name).ok().filter(|_| is_name)
    }

    #[test]
    fn marks_then_zeros_then_the_declaration() {
        for (head, name, mark, contradicted) in [
            (&b""[..], "UTF-8", 0, None),
            (b"\xEF\xBB\xBFutf-8!", "UTF-8", 3, None),
            (b"\xEF\xBB\xBFlatin1!", "UTF-8", 3, Some("latin1")),
            (b"\xFF\xFE!\0", "UTF-16LE", 2, None),
            (b"\xFE\xFF\0!", "UTF-16BE", 2, None),
            (b"!\0", "UTF-16LE", 0, None),
            (b"\0!", "UTF-16BE", 0, None),
            (b"u\0t\0f\0-\x001\x006\0!\0", "UTF-16LE", 0, None),
            (b"u\0t\0f\0-\x008\0!\0", "UTF-16LE", 0, Some("utf-8")),
            (b"utf-8!", "UTF-8", 0, None),
            (b"Utf-16!", "UTF-8", 0, Some("Utf-16")),
            (b"US-ASCII!", "US-ASCII", 0, None),
            (b"ISO-8859-1!", "windows-1252", 0, None),
            (b"Shift_JIS!", "Shift_JIS", 0, None),
            (b"\0\0", "UTF-8", 0, None),
        ] {
            let (encoding, length) = Encoding::detect(head, until_mark).unwrap();
            assert_eq!((encoding.name(), length), (name, mark), "{head:?}");
            assert_eq!(encoding.contradicted(), contradicted, "{head:?}");
            assert_eq!(encoding.has_mark(), mark > 0);
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for head in [
            &b"\xFF\xFE\0\0"[..],
            b"\0\0\xFE\xFF",
            b"<\0\0\0",
            b"\0\0\0<",
            b"utf-7!",
            b"klingon!",
            b"iso-2022-kr!",
        ] {
            let message = Encoding::detect(head, until_mark).unwrap_err();
            assert!(message.starts_with("expected an encoding"), "{message}");
        }
    }
}
