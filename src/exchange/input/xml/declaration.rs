//! The XML declaration, as far as it names the encoding.

use memchr::memmem;

/// The encoding that an XML declaration names (XML 1.0, section 4.3.3).
pub(super) fn encoding(head: &[u8]) -> Option<&str> {
    let inside = head.strip_prefix(b"<?xml").filter(|rest| rest.first().is_some_and(is_space))?;
    let declaration = &inside[..memmem::find(inside, b"?>")?];
    let start = memmem::find(declaration, b"encoding")?;
    let value = declaration[start..].strip_prefix(b"encoding")?.trim_ascii_start();
    let value = value.strip_prefix(b"=")?.trim_ascii_start();
    let (quote, value) = value.split_first().filter(|(quote, _)| b"\"'".contains(quote))?;
    let name = &value[..memchr::memchr(*quote, value)?];
    std::str::from_utf8(name).ok()
}

/// White space (XML 1.0, production 3).
pub(super) fn is_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (head, name) in [
            ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><tmx>", Some("UTF-8")),
            ("<?xml version='1.0'\n encoding = 'us-ascii' standalone='no' ?>", Some("us-ascii")),
            ("<?xml version=\"1.0\"?><a encoding=\"x\"/>", None),
            ("<?xml-stylesheet encoding=\"x\"?>", None),
            ("<?xml version=\"1.0\" encoding=UTF-8?>", None),
            ("<?xml version=\"1.0\" encoding=\"UTF-8", None),
            ("<?xml encoding?>", None),
            ("", None),
        ] {
            assert_eq!(encoding(head.as_bytes()), name, "{head}");
        }
    }
}
