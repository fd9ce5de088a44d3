//! Files in every encoding, cut, damaged, or made to do harm.

use std::io::{self, Read};

use proptest::prelude::*;

use super::round_trip::read;
use super::*;
use crate::exchange::{Finding, Limits, ReadUnits};

/// A file with something of everything.
fn whole() -> String {
    encode(&Encoder::default(), &[document_unit(), memory_unit()])
}

fn utf_16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    io::Write::write_all(&mut encoder, bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn every_encoding_reads_the_same() {
    let file = whole();
    let expected = read(file.as_bytes());
    let undeclared = file.replace(" encoding=\"UTF-8\"", "");
    let declared = |name: &str| file.replace("UTF-8", name);
    let ascii = |character: char| match character.is_ascii() {
        true => character.to_string(),
        false => format!("&#{};", u32::from(character)),
    };
    let mut files = vec![
        undeclared.clone().into_bytes(),
        format!("\u{feff}{undeclared}").into_bytes(),
        format!("\u{feff}{file}").into_bytes(),
        declared("US-ASCII").chars().map(ascii).collect::<String>().into_bytes(),
    ];
    for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        files.push(utf_16(&format!("\u{feff}{undeclared}"), to_bytes));
        files.push(utf_16(&format!("\u{feff}{}", declared("UTF-16")), to_bytes));
    }
    for bytes in &files {
        assert_eq!(read(bytes), expected);
        assert_eq!(read(&gzip(bytes)), expected);
    }
}

#[test]
fn utf_16_without_a_mark_is_read_and_told() {
    for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        let bytes = utf_16(&whole().replace("UTF-8", "UTF-16"), to_bytes);
        let mut units = Reader::new(bytes.as_slice()).units();
        assert_eq!(units.by_ref().filter(Result::is_ok).count(), 2);
        let codes: Vec<_> = units.reader().findings().iter().map(|found| found.code).collect();
        assert_eq!(codes, [crate::diagnostic::DiagnosticCode::UnmarkedEncoding]);
    }
}

#[test]
fn a_file_cut_anywhere_gives_its_whole_units_and_an_error() {
    let file = whole();
    let expected = read(file.as_bytes());
    let bytes = file.trim_end().as_bytes();
    for end in 0..bytes.len() {
        let (units, errors): (Vec<_>, Vec<_>) =
            Reader::new(&bytes[..end]).units().partition(Result::is_ok);
        assert_eq!(errors.len(), 1, "{}", String::from_utf8_lossy(&bytes[..end]));
        let whole = file[..].match_indices("</tu>").filter(|(at, tag)| at + tag.len() <= end);
        assert_eq!(units.len(), whole.count());
        assert!(
            units.into_iter().zip(&expected).all(|(unit, expected)| unit.unwrap() == *expected)
        );
    }
}

proptest! {
    #[test]
    fn flipped_bits_end_without_a_panic(flips in prop::collection::vec((any::<prop::sample::Index>(), 0..8_u8), 1..6)) {
        let mut bytes = whole().into_bytes();
        for (index, bit) in flips {
            let index = index.index(bytes.len());
            bytes[index] ^= 1 << bit;
        }
        let mut units = Reader::new(bytes.as_slice()).units();
        let read = units.by_ref().filter(|unit| unit.is_ok()).count();
        prop_assert!(read <= 3);
        let seen = units.reader().units_seen();
        prop_assert!(read as u64 <= seen);
        prop_assert!(units.next().is_none());
    }

    #[test]
    fn arbitrary_elements_end_without_a_panic(
        parts in prop::collection::vec(prop::sample::select(vec![
            "<tu>", "</tu>", "<tuv lang='en'>", "<tuv>", "</tuv>", "<seg>", "</seg>", "<seg/>", "<bpt i='1'>",
            "</bpt>", "<ept i='1'>", "</ept>", "<sub>", "</sub>", "<hi>", "</hi>", "<prop type='prev'>",
            "<prop>", "</prop>", "<note>", "</note>", "x", "&amp;", "&x;", "\u{1}", "<tu/>", "<b/>",
        ]), 0..24)
    ) {
        let file = format!("<tmx><body>{}</body></tmx>", parts.concat());
        let mut units = Reader::new(file.as_bytes()).units();
        let count = units.by_ref().filter(|unit| unit.is_ok()).count() as u64;
        let reader = units.reader();
        let seen = reader.units_seen();
        let is_malformed = |found: &&Finding| found.code == crate::diagnostic::DiagnosticCode::MalformedUnit;
        let malformed = reader.findings().iter().filter(is_malformed).count() as u64;
        // A unit that the end of the file cuts is neither.
        prop_assert!(count + malformed == seen || count + malformed + 1 == seen, "{}", file);
    }
}

/// A start, a part that comes again and again, and an end.
struct Repeated {
    parts: Vec<(Vec<u8>, u64)>,
    at: usize,
    part: usize,
}

impl Repeated {
    fn new<const N: usize>(parts: [(&str, u64); N]) -> Self {
        let parts = parts.map(|(part, count)| (part.as_bytes().to_vec(), count));
        Self { parts: parts.into(), at: 0, part: 0 }
    }
}

impl Read for Repeated {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut written = 0;
        while written < buffer.len() {
            let Some((part, count)) = self.parts.get_mut(self.part) else { break };
            if *count == 0 {
                self.part += 1;
                continue;
            }
            let length = (&part[self.at..]).read(&mut buffer[written..])?;
            written += length;
            self.at += length;
            if self.at == part.len() {
                self.at = 0;
                *count -= 1;
            }
        }
        Ok(written)
    }
}

const START: &str = "<tmx version='1.4'><header/><body><tu><tuv lang='en'><seg>a</seg></tuv></tu>";
const END: &str = "</body></tmx>";

#[test]
fn limits_end_what_asks_for_too_much() {
    const MANY: u64 = 1 << 30;
    for (parts, message) in [
        ([("<tu><tuv lang='en'><seg>", 1), ("<ph><sub>", 100_000)], "256"),
        ([("<a>", 1), ("<a>", 100_000)], "256"),
        ([("<tu creationid='", 1), ("x", MANY)], "1048576"),
        ([("<tu", 1), (" a", MANY)], "="),
        ([("<tu><tuv lang='en'><seg>", 1), ("x", MANY)], "65536"),
        ([("<tu>", 1), ("<note>x</note>", MANY)], "1000000"),
        ([("<tu><tuv lang='en'><seg>", 1), ("<ph/>", MANY)], "1000000"),
    ] {
        let file = || Repeated::new([(START, 1), parts[0], parts[1], (END, 1)]);
        // Tags and depth as they are, texts and units smaller, for a quick test.
        let limits = Limits::default().with_text(1 << 16).with_unit(1_000_000);
        let mut reader = Reader::new(file()).with_limits(limits.clone()).units();
        assert!(reader.next().unwrap().is_ok());
        let error = reader.next().unwrap().unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
        assert!(reader.next().is_none());
        let end = Validator::new(file()).with_limits(limits).last();
        assert!(end.unwrap().is_err());
    }
}

#[test]
fn texts_inside_each_other_are_limited() {
    // Each level holds the text of those inside it.
    let file = |depth: u64| {
        Repeated::new([
            ("<tmx><header/><body><tu><tuv lang='en'><seg>", 1),
            ("<ph>a<sub>b", depth),
            ("</sub></ph>", depth),
            ("</seg></tuv></tu></body></tmx>", 1),
        ])
    };
    let limits = Limits::default().with_depth(1 << 20);
    let read = |depth| {
        let mut units = Reader::new(file(depth)).with_limits(limits.clone()).units();
        (units.by_ref().count(), units.reader().findings().pop().map(|found| found.code))
    };
    let malformed = Some(crate::diagnostic::DiagnosticCode::MalformedUnit);
    assert_eq!(read(8).0, 1);
    assert_eq!(read(9), (0, malformed));
    assert_eq!(read(100_000), (0, malformed));
}

#[test]
fn entities_are_never_expanded() {
    let bomb = "<!DOCTYPE tmx [<!ENTITY a 'xxxxxxxxxx'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY e SYSTEM 'file:///etc/passwd'>]>";
    let file = format!("{bomb}{START}<tu><tuv lang='en'><seg>&b;&e;</seg></tuv></tu>{END}");
    let mut units = Reader::new(file.as_bytes()).units();
    assert_eq!(units.by_ref().filter(Result::is_ok).count(), 1);
    let malformed = units.reader().findings().last().unwrap();
    assert!(malformed.message.contains("`&b;`"), "{malformed}");
}

#[test]
fn cdata_is_text() {
    let file =
        format!("{START}<tu><tuv lang='en'><seg>a<![CDATA[<b>&amp;]]>c</seg></tuv></tu>{END}");
    let unit = Reader::new(file.as_bytes()).units().nth(1).unwrap().unwrap();
    assert_eq!(unit.variants[0].text.text(), "a<b>&amp;c");
}

#[test]
fn many_codes_are_read_in_linear_time() {
    let count = 100_000 / crate::cases::one_in(5);
    // Overlapping pairs, pairs of one name, and halves without another.
    let numbered = |element: &str, count: usize| -> String {
        (0..count).map(|i| format!("<{element} i='{i}'/>")).collect()
    };
    for seg in [
        numbered("bpt", count) + &numbered("ept", count),
        "<bpt i='1'/>".repeat(count) + &"<ept i='1'/>".repeat(count),
        numbered("ept", count) + &numbered("bpt", count),
        "<hi>".repeat(200) + &"</hi>".repeat(200),
    ] {
        let file =
            format!("<tmx><body><tu><tuv lang='en'><seg>{seg}</seg></tuv></tu></body></tmx>");
        let unit = Reader::new(file.as_bytes()).units().next().unwrap().unwrap();
        assert!(unit.variants[0].text.codes().count() >= 400);
        Validator::new(file.as_bytes()).for_each(|finding| drop(finding.unwrap()));
    }
}
