//! What always holds, whatever the bytes: one function a fuzz target. Each panics where
//! something does not hold.
//!
//! `tests/fuzz` runs every one of them over the fixtures, without a fuzzer.

use std::borrow::Cow;
use std::io::Cursor;
use std::path::Path;

use bitext::document::Format;
use bitext::inline::tokenize;
use bitext::memory::InMemory;
use bitext::segmentation::SourceFormat;
use bitext::{
    CodedText, Context, Document, Encode, Language, Leverage, Memory, Metric, Query, ReadUnits,
    SentenceRules, Side, SourceDocument, SqliteStore, Syntax, TranslationUnit, Variant, Writer,
    csv, jsonl, merge as merge_units, moses, po, tmx, weblate, xliff,
};

#[path = "../../tests/support/structure.rs"]
mod structure;

/// A target: its name, and what it does with some bytes.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 14] = [
    ("tmx", tmx),
    ("xliff", xliff),
    ("po", po),
    ("csv", csv),
    ("jsonl", jsonl),
    ("weblate", weblate),
    ("moses", moses),
    ("document", document),
    ("source", source),
    ("merge", merge),
    ("inline", inline),
    ("rules", rules),
    ("index", index),
    ("lookup", lookup),
];

/// Reads any file of TMX; what is written of it reads back the same.
pub fn tmx(data: &[u8]) {
    let header = tmx::Header::default();
    round_trip(data, tmx::Reader::new, || tmx::Encoder::new(&header));
}

/// The same of XLIFF, in both versions.
pub fn xliff(data: &[u8]) {
    for version in [xliff::Version::V1_2, xliff::Version::V2_1] {
        round_trip(data, xliff::Reader::new, || xliff::Encoder::new(version));
    }
}

/// The same of PO.
pub fn po(data: &[u8]) {
    round_trip(data, po::Reader::new, || po::Encoder::new(german()));
}

/// The same of CSV and TSV.
pub fn csv(data: &[u8]) {
    round_trip(data, csv::Reader::new, csv::Encoder::default);
    let tabs = |bytes| csv::Reader::new(bytes).with_separator(csv::Separator::Tab);
    round_trip(data, tabs, csv::Encoder::tsv);
}

/// The same of JSON Lines.
pub fn jsonl(data: &[u8]) {
    round_trip(data, jsonl::Reader::new, jsonl::Encoder::default);
}

/// The same of Weblate's memory.
pub fn weblate(data: &[u8]) {
    round_trip(data, weblate::Reader::new, weblate::Encoder::default);
}

/// Reads two files of a Moses corpus, which a form feed parts.
pub fn moses(data: &[u8]) {
    let middle = memchr::memchr(0x0c, data).unwrap_or(data.len() / 2);
    let (source, target) = data.split_at(middle);
    let reader = moses::Reader::new(source, target.strip_prefix(b"\x0c").unwrap_or(target));
    units_of(reader.with_languages(english(), german()), data.len());
}

/// Reads all units to the end of a file, or to its error; after that there are none.
fn units_of(mut reader: impl ReadUnits, length: usize) -> Vec<TranslationUnit> {
    let mut units = Vec::new();
    let mut unit = TranslationUnit::default();
    while let Ok(true) = reader.read(&mut unit) {
        units.push(unit.clone());
        assert!(units.len() <= length, "more units than bytes");
    }
    assert!(matches!(reader.read(&mut unit), Ok(false)), "the file has ended");
    units
}

fn written(units: &[TranslationUnit], encoder: impl Encode) -> Vec<u8> {
    let Ok(mut writer) = Writer::with_encoder(Vec::new(), encoder) else { return Vec::new() };
    // What the format cannot hold is refused, and said.
    let count = units.iter().filter(|unit| writer.write(unit).is_ok()).count();
    assert_eq!(writer.units(), count as u64);
    writer.finish().expect("a file in memory")
}

/// Reads a file; writes what was read, and asserts that the same is read and written
/// of that.
fn round_trip<R: ReadUnits, E: Encode>(
    data: &[u8],
    reader: impl Fn(Cursor<Vec<u8>>) -> R,
    encoder: impl Fn() -> E,
) {
    let units = units_of(reader(Cursor::new(data.to_vec())), data.len());
    let first = written(&units, encoder());
    let again = units_of(reader(Cursor::new(first.clone())), first.len());
    let second = written(&again, encoder());
    assert!(
        first == second,
        "written, read and written again:\n{}\n{}",
        String::from_utf8_lossy(&first),
        String::from_utf8_lossy(&second)
    );
}

/// Returns whether a page may be read in another encoding: its ranges are in the page in
/// UTF-8 then.
fn may_be_converted(data: &[u8]) -> bool {
    let is_declared = data.to_ascii_lowercase().windows(7).any(|part| part == b"charset");
    is_declared || std::str::from_utf8(data).is_err()
}

/// Reads an annotated document in each format.
pub fn document(data: &[u8]) {
    for format in [Format::Markdown, Format::Yaml, Format::Html] {
        if format == Format::Html && may_be_converted(data) {
            continue;
        }
        let document = Document::builder().with_format(format).parse(data);
        let mut end = 0;
        for segment in document.segments() {
            let range = segment.range();
            assert!(end <= range.start && range.start < range.end, "segments overlap");
            assert_eq!(segment.raw(), &data[range.clone()]);
            let target = segment.target_range();
            assert!(range.start <= target.start && target.end <= range.end);
            assert!(segment.source_range().end <= data.len());
            end = range.end;
        }
        let pieces = document.pieces().flat_map(|piece| piece.bytes().to_vec());
        assert!(pieces.eq(data.iter().copied()), "pieces do not concatenate");
        markers_are_covered(&document, data);
        for &side in Side::ALL {
            document.render(side);
        }
        let context = Context::new("a.md").with_target_language(german());
        assert!(document.units(&context).count() <= document.len());
    }
}

/// Asserts that every annotation attribute with a value is in a segment or in a
/// diagnostic.
fn markers_are_covered(document: &Document<'_>, data: &[u8]) {
    let any_case = data.to_ascii_lowercase();
    for name in ["data-ttu-id=", "data-stu-id="] {
        for at in memchr::memmem::find_iter(&any_case, name) {
            let in_segment = document
                .segments()
                .any(|segment| segment.annotation_ranges().any(|range| range.contains(&at)));
            let is_said = document
                .diagnostics()
                .iter()
                .any(|found| found.code.as_str() != "quote-damage" && found.range.contains(&at));
            assert!(in_segment || is_said, "the marker at {at} is lost");
        }
    }
}

/// Cuts a document to translate in each format, and fills it.
pub fn source(data: &[u8]) {
    for format in [SourceFormat::Markdown, SourceFormat::Html, SourceFormat::Text] {
        if format == SourceFormat::Html && may_be_converted(data) {
            continue;
        }
        let document = SourceDocument::builder().with_format(format).parse(data);
        let mut end = 0;
        for segment in document.segments() {
            let range = segment.range();
            assert!(end <= range.start && range.start < range.end, "segments overlap");
            assert_eq!(segment.raw(), &data[range.clone()]);
            assert_eq!(segment.source(), segment.source().trim());
            // Texts have line feeds alone.
            let source = segment.source().replace("\r\n", "\n").replace('\r', "\n");
            assert_eq!(segment.text().markup(), source);
            end = range.end;
        }
        let pieces = document.pieces().flat_map(|piece| piece.bytes().to_vec());
        assert!(pieces.eq(data.iter().copied()), "pieces do not concatenate");
        let own = document.fill(|segment| Some(Cow::Owned(segment.source().to_owned())));
        assert!(own == data, "filled with its own texts");
        let filled = document.fill(|_| Some(Cow::Borrowed("- a | b")));
        if format == SourceFormat::Markdown {
            blocks_are_kept(data, &filled);
        }
    }
}

/// Asserts that a filled document of Markdown has the blocks that it had. Of lines of other
/// generators the parser that is asked knows nothing, so those documents pass.
fn blocks_are_kept(before: &[u8], after: &[u8]) {
    let [Ok(before), Ok(after)] = [before, after].map(std::str::from_utf8) else { return };
    let begins = |line: &str| {
        let line = line.trim_start_matches([' ', '\t', '>']);
        let is_component = line.starts_with('<') && line[1..].starts_with(char::is_uppercase);
        let has_attributes = line.contains('{');
        is_component || has_attributes || FOREIGN.iter().any(|start| line.starts_with(start))
    };
    if !before.lines().any(begins) {
        assert_eq!(structure::blocks(after), structure::blocks(before));
    }
}

/// What lines of other generators begin with.
const FOREIGN: [&str; 12] = [
    ":::", "!!!", "???", "=== \"", "===!", "+++", "import ", "export ", "--8<--", "[TOC]", "[[",
    "<!--",
];

/// Fills a document with units that have a target each, and merges them.
pub fn merge(data: &[u8]) {
    let document = SourceDocument::parse(data);
    let context = Context::new("a.md").with_target_language(german());
    let memory = Memory::new();
    let filled = Leverage::new(&memory).pretranslate(&document, &context).expect("a memory");
    let mut units: Vec<_> = filled.units().collect();
    for (number, unit) in units.iter_mut().enumerate() {
        unit.variants.truncate(1);
        let text = if number % 2 == 0 { "Wort".into() } else { unit.variants[0].text.clone() };
        unit.variants.push(Variant::new(Some(german()), text));
    }
    let merged = merge_units(&document, &context, units).expect("units of this very document");
    assert_eq!(merged.counts.segments, document.len());
    if document.format() == SourceFormat::Markdown {
        blocks_are_kept(data, &merged.bytes);
    }
}

/// Tells the markup of a text from the text.
pub fn inline(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for syntax in [Syntax::Markdown, Syntax::Html] {
        let mut end = 0;
        for token in tokenize(&text, syntax) {
            assert_eq!(token.range.start, end, "tokens concatenate");
            assert!(text.get(token.range.clone()).is_some());
            end = token.range.end;
        }
        assert_eq!(end, text.len());
        assert_eq!(CodedText::parse(&text, syntax).markup(), text);
    }
}

/// Reads rules, and cuts a text by them: what stands behind the first blank line.
pub fn rules(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (rules, sample) = text.split_once("\n\n").unwrap_or((&text, &text));
    let Ok(rules) = SentenceRules::of(&english()).with_rules(rules) else { return };
    let sentences: String = rules.split(sample).collect();
    assert_eq!(sentences, sample, "sentences concatenate");
}

/// Looks up in a memory whose index is damaged, and its checksum right: every two bytes
/// are a place and what is there.
pub fn index(data: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.memory");
    let units = ["Next steps", "Next step", "Save the file to disk", "A text"];
    {
        let memory = Memory::with_store(SqliteStore::create(&path).expect("a memory"));
        for source in units {
            memory.add(unit(source, source)).expect("a unit");
        }
        memory.lookup(&Query::new("Next steps")).expect("an index");
    }
    let file = folder.path().join("a.memory-index/en.words");
    damage(&file, data);
    let memory = Memory::with_store(SqliteStore::open(&path).expect("a memory"));
    for text in units {
        // A damaged index is made anew, or finds less; what it finds is right.
        for found in memory.lookup(&Query::new(text)).expect("a look-up") {
            assert!(found.score() < 100 || found.source().text.text() == text);
        }
    }
}

/// Changes bytes of a file, and makes the checksum at its end fit.
fn damage(file: &Path, data: &[u8]) {
    let Ok(mut bytes) = std::fs::read(file) else { return };
    let body = bytes.len() - 8;
    for change in data.chunks_exact(3) {
        let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % body;
        bytes[at] = change[2];
    }
    let sum = xxhash_rust::xxh3::xxh3_64(&bytes[..body]).to_le_bytes();
    bytes[body..].copy_from_slice(&sum);
    std::fs::write(file, bytes).expect("a file");
}

/// Looks up the first line of a text among the others: what is found is what a search
/// through all units finds.
pub fn lookup(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut lines = text.lines();
    let Some(wanted) = lines.next() else { return };
    let memory = Memory::with_store(InMemory::new());
    for line in lines.take(200) {
        memory.add(unit(line, "Ziel")).expect("a unit");
    }
    for metric in [Metric::Words, Metric::Characters] {
        let query = Query::new(wanted).with_metric(metric).with_min_score(50).with_limit(None);
        let found = memory.lookup(&query).unwrap_or_default();
        assert!(found.is_sorted_by_key(|found| std::cmp::Reverse(found.score())));
        for found in &found {
            assert!((50..=102).contains(&found.score()));
            assert!(found.score() < 100 || found.source().text.text() == wanted);
        }
        let limited = memory.lookup(&query.clone().with_limit(3)).unwrap_or_default();
        let keys = |found: &[bitext::Match]| found.iter().map(|one| one.key()).collect::<Vec<_>>();
        assert_eq!(keys(&limited), keys(&found[..found.len().min(3)]));
    }
    if let Ok(phrase) = bitext::Concordance::new(wanted) {
        for found in memory.concordance(&phrase, &english()).unwrap_or_default() {
            assert!(found.unit().variants.len() == 2);
        }
    }
}

fn unit(source: &str, target: &str) -> TranslationUnit {
    TranslationUnit::bilingual(
        Variant::new(Some(english()), CodedText::from_plain(source)),
        Variant::new(Some(german()), CodedText::from_plain(target)),
    )
}

fn english() -> Language {
    Language::en_us()
}

fn german() -> Language {
    "de-DE".parse().expect("a language")
}
