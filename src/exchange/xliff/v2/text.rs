//! Text with the characters that XML forbids as `cp` elements (XLIFF 2.1,
//! section 4.2.3.1).

use crate::exchange::xml::{XmlBuffer, is_allowed, without_forbidden};

/// Writes text; every character of it reads back.
pub(super) fn write(text: &str, xml: &mut XmlBuffer<'_>) {
    // Nearly all text has none.
    if without_forbidden(text).1 == 0 {
        return xml.text(text);
    }
    for piece in text.split_inclusive(|character| !is_allowed(character)) {
        let last = piece.chars().next_back().filter(|last| !is_allowed(*last));
        let length = piece.len() - last.map_or(0, char::len_utf8);
        xml.text(&piece[..length]);
        if let Some(last) = last {
            xml.markup(&format!("<cp hex=\"{:04X}\"/>", u32::from(last)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_are_elements() {
        for (text, written) in [
            ("", ""),
            ("a < b", "a &lt; b"),
            ("\u{1}", "<cp hex=\"0001\"/>"),
            ("a\u{8}\u{ffff}b<", "a<cp hex=\"0008\"/><cp hex=\"FFFF\"/>b&lt;"),
        ] {
            let mut out = Vec::new();
            let mut xml = XmlBuffer::new(&mut out);
            write(text, &mut xml);
            assert_eq!(xml.removed_characters(), 0);
            assert_eq!(String::from_utf8(out).unwrap(), written);
        }
    }
}
