//! Encodings, packing, and files that end too early.

use std::io::Write;

use super::*;
use crate::exchange::input::encoding::Encoding;

const FILE: &str = "<?xml version=\"1.0\"?>\n<!DOCTYPE tmx [<!ENTITY x \"y\">]>\n\
    <tmx version='1.4'><!-- ß --><tu tuid=\"如果\">\r\n<seg>𐍈 &amp; <ph x=\"1\"/><![CDATA[é]]>\
    </seg></tu></tmx>\n";
const READ: &str = "<tmx version=\"1.4\">\n<tu tuid=\"如果\">\n\"\\n\"\n<seg>\n\"𐍈 & \"\n\
    <ph x=\"1\">\n</ph>\n\"é\"\n</seg>\n</tu>\n</tmx>";

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn declaring(encoding: &str) -> String {
    FILE.replace("?>", &format!(" encoding='{encoding}'?>"))
}

#[test]
fn all_encodings_packed_or_not() {
    const UNMARKED: &str = "1:1 MissingMark\n";
    const FALSE: &str = "1:1 Encoding { declared: \"utf-8\", found: \"UTF-16LE\" }\n";
    let marked = format!("\u{FEFF}{FILE}");
    for (bytes, defect) in [
        (FILE.as_bytes().to_vec(), ""),
        (marked.clone().into_bytes(), ""),
        (declaring("UTF-8").into_bytes(), ""),
        (
            declaring("UTF-16").into_bytes(),
            "1:1 Encoding { declared: \"UTF-16\", found: \"UTF-8\" }\n",
        ),
        (utf16(&marked, u16::to_le_bytes), ""),
        (utf16(&marked, u16::to_be_bytes), ""),
        (utf16(FILE, u16::to_le_bytes), UNMARKED),
        (utf16(FILE, u16::to_be_bytes), UNMARKED),
        (utf16(&declaring("utf-16"), u16::to_be_bytes), UNMARKED),
        (utf16(&format!("\u{FEFF}{}", declaring("utf-8")), u16::to_le_bytes), FALSE),
    ] {
        let expected = format!("{defect}{READ}");
        for bytes in [gzip(&bytes), bytes] {
            assert_eq!(read(&bytes[..]), expected, "{:?}…", &bytes[..24]);
            assert_eq!(read(Trickle(&bytes, 1)), expected, "{:?}…", &bytes[..24]);
        }
    }
}

#[test]
fn the_encoding_is_known_after_the_first_construct() {
    let mut reader = Reader::new(&b"\xFF\xFE<\0a\0/\0>\0"[..], Limits::default());
    assert!(reader.encoding().is_none());
    reader.advance().unwrap();
    assert_eq!(reader.encoding().map(Encoding::name), Some("UTF-16LE"));
    while reader.advance().unwrap() {}
    assert_eq!(reader.encoding().map(Encoding::name), Some("UTF-16LE"));
}

#[test]
fn other_encodings_are_held_to_what_they_declare() {
    for (file, expected) in [
        (&b"<?xml version='1.0' encoding='US-ASCII'?>\n<a>x</a>"[..], "<a>\n\"x\"\n</a>"),
        (
            b"<?xml version='1.0' encoding='us-ascii'?>\n<a>\nx\xE9</a>",
            "<a>\n\"\\nx\"\nerror: line 3, column 2: expected text in US-ASCII, but found \
             other bytes from offset 47 on; save the file in UTF-8, or name its \
             encoding (`--encoding`, or where the file declares it)",
        ),
        (b"<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>", "<a>\n\"€\"\n</a>"),
        (
            b"<?xml version='1.0' encoding='klingon'?><a/>",
            "error: line 1, column 1: expected an encoding such as UTF-8 or UTF-16, but found \
             `klingon`; convert the file",
        ),
        (
            b"<a>\n\xE5\xA6\x82\xFF</a>",
            "<a>\n\"\\n如\"\nerror: line 2, column 2: expected text in UTF-8, but found other \
             bytes from offset 7 on; save the file in UTF-8, or name its \
             encoding (`--encoding`, or where the file declares it)",
        ),
    ] {
        assert_eq!(read(file), expected);
    }
}

#[test]
fn cut_anywhere_it_ends_in_an_error_after_what_was_whole() {
    let marked = format!("\u{FEFF}{FILE}");
    for bytes in [
        FILE.as_bytes().to_vec(),
        utf16(&marked, u16::to_le_bytes),
        utf16(&marked, u16::to_be_bytes),
        gzip(FILE.as_bytes()),
    ] {
        for end in 0..bytes.len() {
            let found = read(&bytes[..end]);
            let (before, error) = match found.rsplit_once('\n') {
                Some((before, last)) => (format!("{before}\n"), last),
                None => (String::new(), &*found),
            };
            if !error.starts_with("error: ") {
                assert_eq!(found, READ, "only the last line end is gone");
                continue;
            }
            // A reference that is cut is no reference.
            let before = before.split("4:8 Reference").next().unwrap_or_default();
            let common = before.lines().zip(READ.lines()).take_while(|(one, other)| one == other);
            let lines = before.lines().count();
            assert!(common.count() + 1 >= lines, "at most the last text is cut: {found}");
        }
    }
}

#[test]
fn compliance_files_are_read_without_the_dtd() {
    let Some(folder) = crate::needs::shared("tmx/compliance") else { return };
    let mut count = 0;
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.extension().is_some_and(|extension| extension == "tmx") {
            let found = read(std::fs::File::open(&path).unwrap());
            assert!(!found.contains("error: "), "{}: {found}", path.display());
            assert!(found.ends_with("</tmx>"), "{}", path.display());
            count += 1;
        }
    }
    assert!(count >= 17, "found {count} files");
}
