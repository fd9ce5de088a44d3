//! Pages in other encodings than UTF-8: read by what they declare, and turned into UTF-8.
//!
//! A byte order mark says what a page is in, else the first declaration, of a `meta` element
//! (HTML Standard, 13.2.3.2, "prescan a byte stream") or of XML. It is looked for in
//! more bytes than the standard asks for, as browsers do. The page becomes UTF-8 as a whole
//! and all its declarations say so: what it is filled with may have any character.

use std::ops::Range;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use memchr::memmem;

use super::content::BOM;
use crate::inline::{comment_length, tag_attribute, tag_length, tag_name};

/// How many bytes may hold declarations.
const HEAD: usize = 8 * 1024;

/// Returns a page in UTF-8 that is in another encoding, or `None` where it is to be read as
/// it is: in UTF-8, without a declaration that is known, or with bytes that its encoding does
/// not have.
pub(crate) fn page_in_utf8(bytes: &[u8]) -> Option<Vec<u8>> {
    let wide = [UTF_16LE, UTF_16BE].into_iter().zip([b"\xff\xfe", b"\xfe\xff"]);
    let marked = wide.into_iter().find(|(_, mark)| bytes.starts_with(*mark));
    let marked = marked.filter(|_| bytes.get(2..4) != Some(b"\0\0"));
    if let Some((encoding, mark)) = marked {
        let text = decoded(encoding, &bytes[mark.len()..])?;
        let declared = declarations(text.as_bytes());
        return Some(redeclared(&text, &declared));
    }
    // Most pages go no further than here.
    if bytes.starts_with(BOM) || !bytes.is_ascii() && simdutf8::basic::from_utf8(bytes).is_ok() {
        return None;
    }
    let declared = declarations(bytes);
    let encoding = declared.iter().find_map(|place| Encoding::for_label(&bytes[place.clone()]))?;
    let encoding = match encoding {
        // What begins in ASCII is not in what it says (HTML Standard, 13.2.3.2).
        encoding if encoding == UTF_8 || encoding == UTF_16LE || encoding == UTF_16BE => {
            return None;
        }
        encoding if encoding == X_USER_DEFINED => WINDOWS_1252,
        encoding => encoding,
    };
    let text = decoded(encoding, bytes)?;
    let declared = declarations(text.as_bytes());
    Some(redeclared(&text, &declared))
}

fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(Into::into)
}

/// Writes another encoding into the declarations.
fn redeclared(text: &str, declared: &[Range<usize>]) -> Vec<u8> {
    let mut page = Vec::with_capacity(text.len());
    let mut at = 0;
    for place in declared {
        page.extend_from_slice(&text.as_bytes()[at..place.start]);
        page.extend_from_slice(b"utf-8");
        at = place.end;
    }
    page.extend_from_slice(&text.as_bytes()[at..]);
    page
}

/// Finds the names of encodings that a page declares: those of `meta` elements, and that of
/// XML. They are in order; where XML's is there, it stands first.
fn declarations(bytes: &[u8]) -> Vec<Range<usize>> {
    let head = &bytes[..bytes.len().min(HEAD)];
    // Tags are ASCII; all else stands for itself, so that places stay.
    let head: String =
        head.iter().map(|&byte| if byte.is_ascii() { char::from(byte) } else { '?' }).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(skip) = memchr::memchr(b'<', &head.as_bytes()[at..]) {
        at += skip;
        let rest = &head[at..];
        let place = if tag_name(rest).eq_ignore_ascii_case("meta") {
            meta_declaration(&rest[..tag_length(rest).unwrap_or(rest.len())])
        } else if rest.starts_with("<?xml") {
            xml_declaration(rest)
        } else {
            None
        };
        found.extend(place.map(|place| place.start + at..place.end + at));
        let length = tag_length(rest).or_else(|| comment_length(rest));
        if length.is_none() && rest.starts_with("<!--") {
            break;
        }
        at += length.unwrap_or(1);
    }
    found
}

/// Finds the name of the encoding in the tag of a `meta` element.
fn meta_declaration(tag: &str) -> Option<Range<usize>> {
    let place = |value: &str| {
        let start = value.as_ptr().addr() - tag.as_ptr().addr();
        start..start + value.len()
    };
    if let Some(value) = tag_attribute(tag, "charset") {
        return Some(place(value.trim()));
    }
    let is_type = tag_attribute(tag, "http-equiv")?.trim().eq_ignore_ascii_case("content-type");
    let content = tag_attribute(tag, "content").filter(|_| is_type)?;
    let lower = content.to_ascii_lowercase();
    let behind = &content[memmem::find(lower.as_bytes(), b"charset")? + "charset".len()..];
    let value = behind.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let ends = |c: char| c.is_ascii_whitespace() || matches!(c, ';' | '"' | '\'');
    Some(place(&value[..value.find(ends).unwrap_or(value.len())]))
}

/// Finds the name of the encoding in a declaration of XML.
fn xml_declaration(rest: &str) -> Option<Range<usize>> {
    let declaration = &rest[..rest.find("?>")?];
    let at = declaration.find("encoding")? + "encoding".len();
    let value = declaration[at..].trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let value = &value[1..];
    let value = &value[..value.find(quote)?];
    let start = value.as_ptr().addr() - rest.as_ptr().addr();
    Some(start..start + value.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_encodings() {
        for (page, expected) in [
            (&b"<html><meta charset=windows-1252><p>\xc4.\x80"[..], "<html><meta charset=utf-8><p>Ä.€"),
            (
                b"<!-- <meta charset=koi8-r> --><META Charset='ISO-8859-1'><p>\xe9",
                "<!-- <meta charset=koi8-r> --><META Charset='utf-8'><p>é",
            ),
            (
                b"<title>\xe9</title><meta http-equiv=\"Content-Type\" content=\"text/html; charset=latin1\">",
                "<title>é</title><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">",
            ),
            (
                b"<?xml version=\"1.0\" encoding='shift_jis'?><p>\x82\xa0",
                "<?xml version=\"1.0\" encoding='utf-8'?><p>あ",
            ),
            (b"<meta charset=x-user-defined>\xe9", "<meta charset=utf-8>é"),
            (b"<meta charset=iso-2022-jp>\x1b$B$\"\x1b(B", "<meta charset=utf-8>あ"),
            (b"<meta charset=latin1><p>a", "<meta charset=utf-8><p>a"),
            (b"\xff\xfe<\0p\0>\0\xe9\0", "<p>é"),
            (b"\xfe\xff\0<\0m\0e\0t\0a\0 \0c\0h\0a\0r\0s\0e\0t\0=\0x\0>", "<meta charset=utf-8>"),
        ] {
            let read = page_in_utf8(page).map(|page| String::from_utf8(page).unwrap());
            assert_eq!(read.as_deref(), Some(expected));
        }
    }

    #[test]
    fn pages_that_stay() {
        for page in [
            &b"<p>a"[..],
            b"<p>\xe9",
            b"<meta charset=utf-8><p>\xe9",
            b"<meta charset=utf-16><p>a",
            b"<meta charset=nothing><p>\xe9",
            b"<meta charset=shift_jis><p>\xff",
            b"\xef\xbb\xbf<meta charset=latin1>a",
            "<meta charset=latin1>é".as_bytes(),
            b"<meta name=charset content=latin1>\xe9",
            b"<!-- <meta charset=latin1>",
        ] {
            assert_eq!(page_in_utf8(page), None, "{page:?}");
        }
    }
}
