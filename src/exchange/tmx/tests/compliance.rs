//! The compliance suite of TMX's authors, where it is there: a file to import,
//! and beside it the texts that must come of it.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::exchange::ReadUnits;
use crate::language::Language;

fn suite() -> Option<PathBuf> {
    crate::needs::shared("tmx/compliance")
}

fn units_of(suite: &Path, name: &str) -> Vec<TranslationUnit> {
    let file = fs::File::open(suite.join(name)).unwrap();
    Reader::new(file).units().map(Result::unwrap).collect()
}

/// The texts of the variants in a language, a line each.
fn texts(units: &[TranslationUnit], language: &str) -> String {
    let language: Language = language.parse().unwrap();
    let variant = |unit: &TranslationUnit| {
        let variant =
            unit.variants.iter().find(|variant| variant.language.as_ref() == Some(&language));
        variant.map(|variant| variant.text.text().to_owned() + "\n").unwrap_or_default()
    };
    units.iter().map(variant).collect()
}

/// A companion file, in UTF-16 with a mark or UTF-8 with or without one.
fn companion(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    let (text, _, _) = encoding_rs::UTF_8.decode(&bytes);
    text.replace("\r\n", "\n").trim_end_matches('\n').to_owned() + "\n"
}

/// The text of a file in Rich Text Format, of the kind that the suite has.
fn rich_text(path: &Path) -> String {
    let file = fs::read_to_string(path).unwrap();
    let start = file.find("\\fs20").unwrap() + "\\fs20".len();
    let mut text = String::new();
    let mut rest = &file[start..];
    while let Some(at) = rest.find(['\\', '\r', '\n', '}']) {
        text.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        rest = match rest.as_bytes()[at] {
            b'\\' => control(after, &mut text),
            b'}' => break,
            _ => after,
        };
    }
    text.trim_start_matches(' ').trim_end_matches('\n').to_owned() + "\n"
}

/// A control word: `'` and two hexadecimal digits, `u` and a decimal number with a
/// substitute behind it, or a word.
fn control<'a>(after: &'a str, text: &mut String) -> &'a str {
    if let Some(digits) = after.strip_prefix('\'') {
        let byte = u8::from_str_radix(&digits[..2], 16).unwrap();
        text.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0);
        return &digits[2..];
    }
    let end = after.find(|character: char| !character.is_ascii_alphanumeric()).unwrap();
    let (word, rest) = after.split_at(end);
    let said = match word {
        "par" => Some('\n'),
        "tab" => Some('\t'),
        "rquote" => Some('\u{2019}'),
        "ldblquote" => Some('\u{201c}'),
        "endash" => Some('\u{2013}'),
        _ => word.strip_prefix('u').and_then(|number| char::from_u32(number.parse().ok()?)),
    };
    text.extend(said);
    rest.strip_prefix([' ', '?']).unwrap_or(rest)
}

#[test]
fn files_are_read_as_their_companions_say() {
    let Some(suite) = suite() else { return };
    for (name, other) in [
        ("1A", "fr-ca"),
        ("1B", "fr-ca"),
        ("1C", "fr-ca"),
        ("1D", "en-gb"),
        ("1E", "en-gb"),
        ("1F", "en-gb"),
        ("1G", "en-gb"),
        ("1H", "en-gb"),
        ("1I", "ja-jp"),
    ] {
        let units = units_of(&suite, &format!("ImportTest{name}.tmx"));
        for (language, end) in [("en-us", String::new()), (other, format!("_{other}"))] {
            let read = texts(&units, language);
            let beside = suite.join(format!("ImportTest{name}{end}.txt"));
            assert_eq!(read, companion(&beside), "{}", beside.display());
            let rich = suite.join(format!("ImportTest{name}{end}.rtf"));
            assert_eq!(read, rich_text(&rich), "{}", rich.display());
        }
    }
}

#[test]
fn only_units_of_the_direction_are_found() {
    let Some(suite) = suite() else { return };
    let direction = |name: &str| -> Vec<String> {
        let english: Language = "en-us".parse().unwrap();
        let british: Language = "en-gb".parse().unwrap();
        let units = units_of(&suite, name);
        let of_direction = units.iter().filter(|unit| {
            unit.source_language == SourceLanguage::Is(english.clone())
                && unit.variants.iter().any(|variant| variant.language.as_ref() == Some(&british))
        });
        of_direction.map(|unit| unit.source().unwrap().text.text().to_owned()).collect()
    };
    let both = ["First entry in US English", "Second entry in US English"];
    assert_eq!(direction("ImportTest1J.tmx"), both);
    assert_eq!(direction("ImportTest1J_many.tmx"), both);
    assert_eq!(direction("ImportTest1K.tmx"), [""; 0]);
}

#[test]
fn every_attribute_is_kept() {
    let Some(suite) = suite() else { return };
    let bytes = fs::read(suite.join("ImportTest1L.tmx")).unwrap();
    let mut reader = Reader::new(bytes.as_slice());
    let header = reader.header().unwrap().clone();
    let units: Vec<TranslationUnit> = reader.units().map(Result::unwrap).collect();
    // Writing says all of it, so that two trees of elements are compared.
    let written = encode(&Encoder::new(&header), &units);
    // Comments stand between elements only.
    let given = String::from_utf8(bytes[3..].to_vec()).unwrap();
    let mut bare = String::new();
    let mut rest = given.as_str();
    while let Some((before, after)) = rest.split_once("<!--") {
        bare.push_str(before);
        rest = after.split_once("-->").unwrap().1;
    }
    bare.push_str(rest);
    let bare = bare.replace("<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">", "");
    let mut facts = [facts(&reading::read(&bare)), facts(&reading::read(&written))];
    // The language of the source is the header's own, and written once; tags are
    // in canonical case.
    facts[0].retain(|fact| fact != "tu@srclang=en-us");
    facts.iter_mut().for_each(|facts| facts.sort());
    assert_eq!(facts[0], facts[1]);
}

/// Every attribute and text below an element.
fn facts(element: &Element) -> Vec<String> {
    let mut facts: Vec<String> = element
        .attributes
        .iter()
        .map(|(name, value)| format!("{}@{name}={}", element.name, value.to_ascii_lowercase()))
        .collect();
    for node in &element.content {
        match node {
            Node::Text(text) if text.trim().is_empty() => {}
            Node::Text(text) => facts.push(format!("{}: {text}", element.name)),
            Node::Element(child) => facts.extend(self::facts(child)),
        }
    }
    facts
}
