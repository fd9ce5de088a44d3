//! The document type declaration, which is passed over.
//!
//! It is never resolved: nothing is fetched, and no entity that it declares is
//! expanded.

use memchr::{memchr, memmem};

/// The length of the DOCTYPE at the start of the text, its internal subset
/// included (XML 1.0, productions 28 to 29), or nothing where the text ends
/// inside it.
pub(super) fn length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut in_subset = false;
    while let Some(&byte) = bytes.get(at) {
        at += match byte {
            b'"' | b'\'' => quoted(&bytes[at..])?,
            b'[' => {
                in_subset = true;
                1
            }
            b']' => {
                in_subset = false;
                1
            }
            b'>' if !in_subset => return Some(at + 1),
            b'<' if in_subset => markup(&bytes[at..])?,
            _ => 1,
        };
    }
    None
}

/// The length of a literal with its quotes.
fn quoted(bytes: &[u8]) -> Option<usize> {
    Some(memchr(bytes[0], &bytes[1..])? + 2)
}

/// The length of a comment, a processing instruction or a declaration.
fn markup(bytes: &[u8]) -> Option<usize> {
    if bytes.starts_with(b"<!--") {
        return Some(memmem::find(&bytes[4..], b"-->")? + 7);
    }
    if bytes.starts_with(b"<?") {
        return Some(memmem::find(&bytes[2..], b"?>")? + 4);
    }
    let mut at = 1;
    loop {
        at += bytes[at..].iter().position(|byte| b"\"'>".contains(byte))?;
        if bytes[at] == b'>' {
            return Some(at + 1);
        }
        at += quoted(&bytes[at..])?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_where_it_ends_and_not_before() {
        for doctype in [
            "<!DOCTYPE tmx>",
            "<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">",
            "<!DOCTYPE tmx PUBLIC '>' \"[\" >",
            "<!DOCTYPE tmx [ ]>",
            "<!DOCTYPE tmx SYSTEM 'a' [<!ENTITY a \"]>\"><!ENTITY % b '<'> %b; ] >",
            "<!DOCTYPE tmx [<!-- ]> ' --><?p ]> \" ?><!ELEMENT a (b|c)*><!ATTLIST a b CDATA '>'>]>",
        ] {
            let followed = format!("{doctype}<tmx a='>'>]>");
            assert_eq!(length(&followed), Some(doctype.len()), "{doctype}");
            for end in 0..doctype.len() {
                assert_eq!(length(&doctype[..end]), None, "{}", &doctype[..end]);
            }
        }
    }
}
