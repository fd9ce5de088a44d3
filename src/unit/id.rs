//! How the ids of units are made: `path#segment-id`.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// A segment's id as unit ids hold it. `~` is encoded too: a number behind it
/// tells apart the units of an id that the document repeats.
pub(crate) fn encoded_id(id: &str) -> Cow<'_, str> {
    match encoded_part(id) {
        plain if !plain.contains('~') => plain,
        tilde => Cow::Owned(tilde.replace('~', "%7E")),
    }
}

/// A part of a path as unit ids hold it: percent-encoded (RFC 3986 section 2.1)
/// where it would break an id, which has no white space and one `#`. A `/` stays,
/// so that a whole path may be given.
pub(crate) fn encoded_part(part: &str) -> Cow<'_, str> {
    const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'#').add(b'%');
    // Letters outside ASCII stay: ids are for people too. White space outside
    // ASCII does not.
    let is_plain = |character: char| match character.is_ascii() {
        true => !character.is_ascii_control() && !" #%".contains(character),
        false => !character.is_whitespace(),
    };
    // The same for ASCII, which nearly all parts are; the compiler looks at many
    // bytes at once where nothing ends the loop.
    let at_a_glance = |byte: u8| byte.is_ascii_graphic() & (byte != b'#') & (byte != b'%');
    let is_plain_ascii = part.bytes().fold(true, |plain, byte| plain & at_a_glance(byte));
    if is_plain_ascii || part.chars().all(is_plain) {
        return Cow::Borrowed(part);
    }
    let mut encoded = String::with_capacity(part.len() + 8);
    for character in part.chars() {
        let mut buffer = [0; 4];
        match is_plain(character) {
            true => encoded.push(character),
            false => {
                encoded.extend(utf8_percent_encode(character.encode_utf8(&mut buffer), ENCODED))
            }
        }
    }
    Cow::Owned(encoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_break_an_id_is_encoded() {
        for (part, encoded) in [
            ("74dd5-p103", "74dd5-p103"),
            ("docs/a~b.md", "docs/a~b.md"),
            ("a b#c%20\u{7f}", "a%20b%23c%2520%7F"),
            ("说明\u{3000}.md", "说明%E3%80%80.md"),
            ("", ""),
        ] {
            assert_eq!(encoded_part(part), encoded);
        }
        assert_eq!(encoded_id("a~2 b"), "a%7E2%20b");
    }

    #[test]
    fn every_character_of_ascii_by_the_byte_and_by_the_character() {
        for character in '\0'..='\u{7f}' {
            // With a letter outside ASCII no glance is enough.
            let slow = encoded_part(&format!("ü{character}")).into_owned();
            let slow = slow.trim_start_matches('ü').to_owned();
            assert_eq!(encoded_part(&character.to_string()), slow);
        }
    }
}
