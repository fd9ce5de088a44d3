//! Documents to XLIFF, and the finished XLIFF back into the documents.

mod gold;

use std::collections::BTreeMap;
use std::path::Path;

use bitext::leverage::MergedDocument;
use bitext::segmentation::SourceFormat;
use bitext::{
    Context, Document, Language, Leverage, Memory, ReadUnits, Side, SourceDocument, State,
    TranslationUnit, Variant, merge, xliff,
};

use crate::support::{self, cases::one_in};

/// A form that units go through.
type Trip = fn(&[TranslationUnit], &Language) -> Vec<TranslationUnit>;

const TRIPS: [(&str, Trip); 2] = [("XLIFF 1.2", through_xliff), ("XLIFF 2.1", through_xliff2)];

fn through_xliff(units: &[TranslationUnit], target: &Language) -> Vec<TranslationUnit> {
    let encoder = xliff::Encoder::default().with_target_language(target.clone());
    let mut writer = xliff::Writer::with_encoder(Vec::new(), encoder).unwrap();
    units.iter().for_each(|unit| writer.write(unit).unwrap());
    read(xliff::Reader::new(&*writer.finish().unwrap()))
}

fn through_xliff2(units: &[TranslationUnit], target: &Language) -> Vec<TranslationUnit> {
    let encoder = xliff::Encoder::new(xliff::Version::V2_1)
        .with_source_language(Language::en_us())
        .with_target_language(target.clone());
    let mut writer = xliff::Writer::with_encoder(Vec::new(), encoder).unwrap();
    units.iter().for_each(|unit| writer.write(unit).unwrap());
    read(xliff::Reader::new(&*writer.finish().unwrap()))
}

fn read(reader: impl ReadUnits) -> Vec<TranslationUnit> {
    let mut units = reader.units();
    let read = units.by_ref().map(Result::unwrap).collect();
    assert_eq!(units.reader().findings(), &[]);
    read
}

fn parse(bytes: &[u8]) -> SourceDocument<'_> {
    SourceDocument::builder().with_format(SourceFormat::Markdown).parse(bytes)
}

/// The units of a document that a memory has nothing for.
fn units(document: &SourceDocument<'_>, context: &Context) -> Vec<TranslationUnit> {
    let memory = Memory::new();
    Leverage::new(&memory).pretranslate(document, context).unwrap().units().collect()
}

#[test]
fn nothing_translated_is_the_document() {
    let Some(corpus) = support::shared("corpus/annotated") else { return };
    let german: Language = "de-DE".parse().unwrap();
    let (mut files, mut segments) = (0, 0);
    for path in support::files(&corpus).into_iter().step_by(one_in(6)) {
        let bytes = std::fs::read(&path).unwrap();
        let source = Document::parse(&bytes).render(Side::Source);
        let document = parse(&source);
        let context = Context::new(path.strip_prefix(&corpus).unwrap());
        let units = units(&document, &context);
        assert_eq!(units.len(), document.len());
        for (name, trip) in TRIPS {
            let merged = merge(&document, &context, trip(&units, &german)).unwrap();
            assert!(merged.bytes == source, "{} by {name}", path.display());
            assert_eq!(merged.diagnostics, []);
            assert_eq!(merged.counts.untranslated, document.len());
        }
        files += 1;
        segments += document.len();
    }
    println!("{files} documents of {segments} segments come back");
}

#[test]
fn the_published_translation_comes_out() {
    let Some(corpus) = support::shared("corpus") else { return };
    let mut classes = BTreeMap::<String, Vec<String>>::new();
    let mut equal = 0;
    let paths = support::files(&corpus.join("published")).into_iter();
    let paths: Vec<_> = paths.step_by(one_in(6)).collect();
    for path in &paths {
        let name = path.strip_prefix(corpus.join("published")).unwrap();
        match published(&corpus, name) {
            None => equal += 1,
            Some(class) => classes.entry(class).or_default().push(name.display().to_string()),
        }
    }
    println!("{equal} of {} documents are as published", paths.len());
    for (class, names) in &classes {
        println!("{:5}  {class}, such as {}", names.len(), names[0]);
    }
    assert!(equal * 100 >= paths.len() * 80, "{equal} of {}", paths.len());
}

/// Why a document filled with its published segments is not as published; nothing
/// where it is.
fn published(corpus: &Path, name: &Path) -> Option<String> {
    let bytes = std::fs::read(corpus.join("annotated").join(name)).unwrap();
    let published = std::fs::read(corpus.join("published").join(name)).unwrap();
    let annotated = Document::parse(&bytes);
    let target = annotated.target_language().cloned().unwrap_or("zh-CN".parse().unwrap());
    let gold = gold::Gold::of(&annotated);
    let document = parse(&gold.source);
    let context = Context::new(name);
    let mut units = units(&document, &context);
    let filled = gold.fill(&document);
    for (unit, text) in units.iter_mut().zip(&filled.targets) {
        let Some(text) = text else { continue };
        let text = bitext::CodedText::parse(text, bitext::Syntax::Markdown);
        let mut variant = Variant::new(Some(target.clone()), text);
        variant.state = Some(State::Final);
        unit.variants.push(variant);
    }
    let merged: Vec<MergedDocument> = TRIPS
        .iter()
        .map(|(_, trip)| merge(&document, &context, trip(&units, &target)).unwrap())
        .collect();
    assert!(merged[0].bytes == merged[1].bytes, "{} by both", name.display());
    let (found, expected) = (body(&merged[0].bytes), body(&published));
    if found == expected {
        return None;
    }
    Some(filled.class.unwrap_or_else(|| class(found, expected)))
}

/// What differs, where every segment was filled.
fn class(found: &[u8], expected: &[u8]) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let plain = |text: String| {
        bitext::CodedText::parse(&text, bitext::Syntax::Html).text().replace('\\', "")
    };
    let lines = |text: String| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let words = |text: String| text.split_whitespace().collect::<String>();
    let (found, expected) = (text(found), text(expected));
    if lines(found.clone()) == lines(expected.clone()) {
        "spaces at the edges of lines".to_owned()
    } else if words(found.clone()) == words(expected.clone()) {
        "line breaks in a target, which are spaces now".to_owned()
    } else if plain(found) == plain(expected) {
        "an escape or entity".to_owned()
    } else {
        "several of these".to_owned()
    }
}

#[test]
fn annotated_documents_read_back() {
    let Some(corpus) = support::shared("corpus/annotated") else { return };
    let (mut pairs, mut without) = (0, 0);
    // A memory for each document takes its time.
    for path in support::files(&corpus).into_iter().step_by(5 * one_in(4)) {
        let bytes = std::fs::read(&path).unwrap();
        let context = Context::new(path.strip_prefix(&corpus).unwrap())
            .with_target_language("zh-CN".parse().unwrap());
        let original = Document::parse(&bytes);
        let memory = Memory::new();
        for unit in original.units(&context) {
            memory.add(unit).unwrap();
        }
        let source = original.render(Side::Source);
        let document = parse(&source);
        let pretranslation = Leverage::new(&memory).pretranslate(&document, &context).unwrap();
        let annotated = pretranslation.annotated();
        let read = Document::parse(&annotated.bytes);
        let name = path.display();
        assert_eq!(read.diagnostics(), Document::parse(&source).diagnostics(), "{name}");
        assert_eq!(read.len(), annotated.pairs, "{name}");
        assert!(body(&read.render(Side::Source)) == body(&source), "{name}");
        assert!(read.render(Side::Target) == pretranslation.target(), "{name}");
        let filled = pretranslation
            .segments()
            .filter(|(segment, found)| segment.field().is_none() && found.is_filled());
        assert_eq!(filled.count(), annotated.pairs + annotated.diagnostics.len(), "{name}");
        pairs += annotated.pairs;
        without += annotated.diagnostics.len();
    }
    println!("{pairs} pairs read back; {without} segments are filled without annotation");
    assert!(without * 1000 <= pairs);
}

/// What stands behind the front matter.
fn body(bytes: &[u8]) -> &[u8] {
    let document = Document::parse(bytes);
    match document.front_matter() {
        Some(block) => &bytes[block.range().end..],
        None => bytes,
    }
}
