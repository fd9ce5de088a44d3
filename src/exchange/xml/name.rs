//! Names of elements, attributes and entities.

/// Returns how many bytes at the start of `text` are a name (XML 1.0, fifth
/// edition, production 5); 0 where none begins there.
pub(super) fn name_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let ascii = bytes.iter().take_while(|&&byte| CLASSES[usize::from(byte)] != 0).count();
    let starts_well = bytes.first().is_some_and(|&byte| CLASSES[usize::from(byte)] == START);
    match bytes.get(ascii) {
        Some(byte) if !byte.is_ascii() => any_name_length(text),
        _ if starts_well => ascii,
        _ => 0,
    }
}

/// Does the same for names with characters outside ASCII.
fn any_name_length(text: &str) -> usize {
    if !text.starts_with(is_name_start) {
        return 0;
    }
    text.find(|character| !is_name_character(character)).unwrap_or(text.len())
}

const START: u8 = 1;
const CHARACTER: u8 = 2;

/// Which ASCII characters may start a name, or go on with one.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b':' | b'_' => START,
            b'0'..=b'9' | b'-' | b'.' => CHARACTER,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// Production 4.
fn is_name_start(character: char) -> bool {
    match character {
        '\0'..='\x7F' => CLASSES[character as usize] == START,
        '\u{D7}' | '\u{F7}' | '\u{37E}' => false,
        '\u{C0}'..='\u{2FF}' | '\u{370}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' => true,
        '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' => true,
        '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}' => true,
        _ => false,
    }
}

/// Production 4a.
fn is_name_character(character: char) -> bool {
    match character {
        '\0'..='\x7F' => CLASSES[character as usize] != 0,
        '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}' => true,
        _ => is_name_start(character),
    }
}

/// Whether a text is an `NMTOKEN` (production 7) in ASCII alone: beyond it, the
/// versions of XML do not agree on which characters are of names.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_token_character)
}

pub(crate) fn is_token_character(character: char) -> bool {
    character.is_ascii() && is_name_character(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_they_should() {
        for (text, length) in [
            ("", 0),
            ("tu>", 2),
            ("xml:lang=", 8),
            ("o-tmf ", 5),
            ("a1.b_c", 6),
            ("1a", 0),
            ("-a", 0),
            (" a", 0),
            ("名前 ", 6),
            ("a名\u{D7}", 4),
            ("\u{300}a", 0),
            ("1名", 0),
            ("a\u{300}b/", 4),
            ("a\0", 1),
        ] {
            assert_eq!(name_length(text), length, "{text:?}");
        }
    }
}
