//! Writing TMX and JSON Lines, in bytes of output per second, and reading TMX,
//! in bytes of input per second.
//!
//! What is read is a generated memory; the rival is quick-xml's reader, which
//! gives the events of the same bytes and nothing is done with them. The goal is
//! three times its time at most.
//!
//! What is written: the units are those of the corpus beside the repository, where there is one,
//! and generated ones otherwise. The rival is quick-xml's own writer: a loop
//! that makes the same events, already decided on, and so the same bytes. The
//! goal is 1.5 times its time at most. `ready_events` writes events that are made
//! and escaped beforehand, which is a limit rather than a rival.

#[path = "../tests/support/tmx_corpus/mod.rs"]
mod tmx_corpus;

use std::fs;
use std::path::{Path, PathBuf};

use bitext::exchange::InlineStyle;
use bitext::unit::{BlockKind, Placement, TranslationType};
use bitext::{
    CodedText, Date, Encode, Language, ReadUnits, Syntax, TranslationUnit, Variant, jsonl, tmx,
};
use divan::Bencher;
use divan::counter::BytesCount;
use quick_xml::XmlVersion;
use quick_xml::escape::partial_escape;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

fn main() {
    divan::main();
}

/// How many units are read.
const READ_UNITS: u64 = 20_000;

fn memory() -> Vec<u8> {
    let mut file = Vec::new();
    tmx_corpus::TmxCorpus::new(READ_UNITS).write_to(&mut file).expect("memory");
    file
}

#[divan::bench]
fn read_quick_xml_events(bencher: Bencher) {
    let file = memory();
    let mut buffer = Vec::new();
    bencher.counter(BytesCount::new(file.len())).bench_local(|| {
        let mut reader = quick_xml::Reader::from_reader(file.as_slice());
        let mut events = 0;
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).expect("well-formed") {
                Event::Eof => return events,
                event => events += usize::from(!divan::black_box(event).is_empty()),
            }
        }
    });
}

#[divan::bench]
fn read_tmx_units(bencher: Bencher) {
    let file = memory();
    let mut unit = TranslationUnit::default();
    bencher.counter(BytesCount::new(file.len())).bench_local(|| {
        let mut reader = tmx::Reader::new(file.as_slice());
        let mut units = 0;
        while reader.read(&mut unit).expect("a whole file") {
            units += 1;
        }
        assert_eq!((units, reader.findings().len()), (READ_UNITS, 0));
    });
}

#[divan::bench(args = tmx::Profile::ALL)]
fn tmx_units(bencher: Bencher, profile: &tmx::Profile) {
    encode(bencher, &tmx::Encoder::default().with_profile(*profile));
}

#[divan::bench]
fn tmx_units_stripped(bencher: Bencher) {
    encode(bencher, &tmx::Encoder::default().with_inline_style(InlineStyle::Strip));
}

#[divan::bench]
fn jsonl_segments(bencher: Bencher) {
    encode(bencher, &jsonl::Encoder::segments());
}

#[divan::bench]
fn jsonl_whole_units(bencher: Bencher) {
    let mut units = units();
    units.iter_mut().for_each(|unit| unit.placement = None);
    encode_units(bencher, &jsonl::Encoder::segments(), &units);
}

fn encode(bencher: Bencher, encoder: &impl Encode) {
    encode_units(bencher, encoder, &units());
}

fn encode_units(bencher: Bencher, encoder: &impl Encode, units: &[TranslationUnit]) {
    let mut file = Vec::new();
    write_units(encoder, units, &mut file);
    bencher.counter(BytesCount::new(file.len())).bench_local(|| {
        file.clear();
        write_units(encoder, units, &mut file);
        file.len()
    });
}

fn write_units(encoder: &impl Encode, units: &[TranslationUnit], file: &mut Vec<u8>) {
    for unit in units {
        encoder.write_unit(unit, file).expect("a unit with languages");
    }
}

/// An event as a program holds it before it writes: names and plain texts.
enum Plan {
    Start(String, Vec<(String, String)>),
    Text(String),
    End(String),
}

#[divan::bench]
fn quick_xml_events(bencher: Bencher) {
    let file = tmx_file();
    let plans = plans(&file);
    let mut out = Vec::new();
    write_plans(&plans, &mut out);
    assert!(out == file.as_bytes(), "the rival must write the same bytes");
    bencher.counter(BytesCount::new(out.len())).bench_local(|| {
        out.clear();
        write_plans(&plans, &mut out);
        out.len()
    });
}

#[divan::bench]
fn quick_xml_ready_events(bencher: Bencher) {
    let file = tmx_file();
    let mut reader = quick_xml::Reader::from_str(&file);
    let mut events = Vec::new();
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Eof => break,
            event => events.push(event),
        }
    }
    let mut out = Vec::new();
    bencher.counter(BytesCount::new(file.len())).bench_local(|| {
        out.clear();
        let mut writer = quick_xml::Writer::new(&mut out);
        for event in &events {
            writer.write_event(event.borrow()).expect("memory");
        }
        out.len()
    });
}

fn write_plans(plans: &[Plan], out: &mut Vec<u8>) {
    let mut writer = quick_xml::Writer::new(out);
    for plan in plans {
        let event = match plan {
            Plan::Start(name, attributes) => {
                let attributes =
                    attributes.iter().map(|(key, value)| (key.as_str(), value.as_str()));
                Event::Start(BytesStart::new(name).with_attributes(attributes))
            }
            Plan::Text(text) => Event::Text(BytesText::from_escaped(partial_escape(text))),
            Plan::End(name) => Event::End(BytesEnd::new(name)),
        };
        writer.write_event(event).expect("memory");
    }
}

/// The units as TMX, without header and footer.
fn tmx_file() -> String {
    let mut file = Vec::new();
    write_units(&tmx::Encoder::default(), &units(), &mut file);
    String::from_utf8(file).expect("UTF-8")
}

fn plans(file: &str) -> Vec<Plan> {
    let mut reader = quick_xml::Reader::from_str(file);
    let mut plans = Vec::new();
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Eof => return plans,
            Event::Start(start) => plans.push(plan_start(&start)),
            Event::End(end) => plans.push(Plan::End(end.name().as_ref().to_owned())),
            Event::Text(text) => push_text(&mut plans, &text.xml10_content()),
            Event::GeneralRef(reference) => {
                let written = format!("&{};", &*reference);
                push_text(&mut plans, &quick_xml::escape::unescape(&written).expect("known"));
            }
            _ => {}
        }
    }
}

fn plan_start(start: &BytesStart<'_>) -> Plan {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.expect("well-formed");
        let value = attribute.normalized_value(XmlVersion::Explicit1_0).expect("known");
        (attribute.key.as_ref().to_owned(), value.into_owned())
    });
    Plan::Start(start.name().as_ref().to_owned(), attributes.collect())
}

fn push_text(plans: &mut Vec<Plan>, more: &str) {
    match plans.last_mut() {
        Some(Plan::Text(text)) => text.push_str(more),
        _ => plans.push(Plan::Text(more.to_owned())),
    }
}

/// The units of the corpus, or else generated ones.
fn units() -> Vec<TranslationUnit> {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/gold");
    let mut units = corpus_units(&gold);
    if units.is_empty() {
        units = generated_units();
    }
    add_neighbours(&mut units);
    units
}

fn corpus_units(gold: &Path) -> Vec<TranslationUnit> {
    let Ok(folder) = fs::read_dir(gold) else { return Vec::new() };
    let mut files: Vec<PathBuf> = folder.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let lines = files.iter().flat_map(|file| {
        let text = fs::read_to_string(file).expect("a readable corpus");
        text.lines().map(corpus_unit).collect::<Vec<_>>()
    });
    lines.collect()
}

fn corpus_unit(line: &str) -> TranslationUnit {
    let gold: serde_json::Value = serde_json::from_str(line).expect("a gold record");
    let text = |name: &str| gold[name].as_str().expect("a text");
    let number = |name: &str| gold[name].as_u64().expect("a number") as usize;
    let language = text("corpus").rsplit('.').next().expect("a language");
    let place = Placement::new(text("id"), number("n"), 1, number("start")..number("end"));
    unit([text("source"), text("target")], language, text("path"), place)
}

fn generated_units() -> Vec<TranslationUnit> {
    let texts = [
        ["Select **Next** to go on.", "Wählen Sie **Weiter**, um fortzufahren.", "de-DE"],
        ["Overview", "概述", "zh-CN"],
        ["Use `ls & pwd` if a < b.", "إذا كان a < b فاستخدم `ls & pwd`.", "ar-SA"],
        [
            "The service reads its settings once.",
            "サービスは設定を 1 回だけ読み取ります。",
            "ja-JP",
        ],
    ];
    let units = (0..20_000).map(|index| {
        let [source, target, language] = texts[index % texts.len()];
        let path = format!("docs/page-{}.md", index / 50);
        let place =
            Placement::new(format!("{:05x}-{}", index / 50, 101 + index % 50), index, 1, 0..9);
        unit([source, target], language, &path, place)
    });
    units.collect()
}

/// A unit as a document makes it, with the front matter that documents have.
fn unit(texts: [&str; 2], language: &str, path: &str, place: Placement) -> TranslationUnit {
    let [source, target] = texts.map(|text| CodedText::parse(text, Syntax::Markdown));
    let mut unit = TranslationUnit::bilingual(
        Variant::new(Some(Language::en_us()), source),
        Variant::new(language.parse().ok(), target),
    );
    unit.id = Some(format!("{path}#{}", place.segment_id));
    unit.origin.path = Some(path.into());
    unit.origin.file_id = Some("4f3a2b1c".repeat(5).into());
    unit.origin.source_commit = Some("0f9e8d7c".repeat(5).into());
    unit.origin.translation_type = Some(TranslationType::new("MT"));
    unit.origin.date = Date::from_month_day_year("07/29/2020");
    unit.context.document = Some(path.into());
    unit.placement = Some(place);
    if let (Some(place), true) = (&mut unit.placement, texts[0].len() < 20) {
        place.kind = BlockKind::TableCell;
    }
    unit
}

/// Gives each unit its neighbours in the document.
fn add_neighbours(units: &mut [TranslationUnit]) {
    let sources: Vec<(Option<std::sync::Arc<str>>, std::sync::Arc<str>)> = units
        .iter()
        .map(|unit| {
            let source = unit.source().expect("a source");
            (unit.origin.path.clone(), std::sync::Arc::from(&*source.text.plain()))
        })
        .collect();
    for (index, unit) in units.iter_mut().enumerate() {
        let neighbour = |index: Option<usize>| {
            let (path, source) = sources.get(index?)?;
            (*path == unit.origin.path).then(|| source.clone())
        };
        let (previous, next) = (neighbour(index.checked_sub(1)), neighbour(Some(index + 1)));
        unit.context.previous_source = previous;
        unit.context.next_source = next;
    }
}
