//! The generated translation memory that benches and tests of memory use read.

use std::collections::BTreeMap;
use std::io::Read;

use crate::support::tmx_corpus::{TmxCorpus, Totals};
use quick_xml::events::Event;

fn corpus(units: u64) -> (String, Totals) {
    let mut file = Vec::new();
    let totals = TmxCorpus::new(units).write_to(&mut file).unwrap();
    (String::from_utf8(file).unwrap(), totals)
}

/// How often each element begins.
fn elements(file: &str) -> BTreeMap<String, u64> {
    let mut elements = BTreeMap::new();
    let mut reader = quick_xml::Reader::from_str(file);
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return elements,
            Event::Start(start) => {
                *elements.entry(start.name().as_ref().to_owned()).or_default() += 1;
            }
            _ => {}
        }
    }
}

#[test]
fn reading_and_writing_give_the_same_bytes() {
    let (written, totals) = corpus(1_000);
    let mut reader = TmxCorpus::new(1_000);
    let mut read = String::new();
    reader.read_to_string(&mut read).unwrap();
    assert!(read == written);
    assert_eq!(reader.totals(), totals);
    // A small corpus is the beginning of a large one.
    let (small, _) = corpus(10);
    assert!(written.starts_with(small.strip_suffix("</body>\n</tmx>\n").unwrap()));
}

#[test]
fn totals_are_those_of_the_file() {
    let (file, totals) = corpus(5_000);
    let elements = elements(&file);
    let codes = ["bpt", "ept", "ph", "it"].iter().map(|name| elements[*name]).sum();
    let counted = Totals {
        units: elements["tu"],
        variants: elements["tuv"],
        properties: elements["prop"],
        notes: elements["note"],
        codes,
    };
    assert_eq!(counted, totals);
    assert_eq!(totals.units, 5_000);
    assert!(totals.variants > 10_000, "some units have a second translation");
    assert_eq!(elements["bpt"], elements["ept"]);
    assert!(elements["sub"] > 0 && elements["it"] > 0);
}

#[test]
fn units_are_as_long_as_real_ones() {
    let (file, _) = corpus(5_000);
    let mean = file.len() / 5_000;
    assert!((450..=550).contains(&mean), "{mean} bytes a unit");
    for text in ["xml:lang=\"zh-CN\"", "xml:lang=\"ar-SA\"", "<seg> ", " </seg>", "&amp;", "\u{a0}"]
    {
        assert!(file.contains(text), "{text}");
    }
}

/// Not a test: writes a memory of a million units, to measure with.
///
/// ```text
/// BITEXT_MEMORY=million.tmx cargo test --release --test exchange tmx_corpus -- --ignored
/// ```
#[test]
#[ignore = "writes half a gigabyte"]
fn write_a_million_units() {
    let path = std::env::var_os("BITEXT_MEMORY").expect("BITEXT_MEMORY names the file to write");
    let file = std::fs::File::create(path).unwrap();
    TmxCorpus::new(1_000_000).write_to(&mut std::io::BufWriter::new(file)).unwrap();
}
