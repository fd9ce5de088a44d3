mod properties;
mod tables;
mod tools;

use super::{Encoder, Reader, Writer};
use crate::exchange::{Finding, ReadUnits};
use crate::inline::CodedText;
use crate::language::Language;
use crate::unit::{TranslationUnit, Variant};

fn german() -> Language {
    "de-DE".parse().unwrap()
}

fn pair(source: &str, target: &str) -> TranslationUnit {
    TranslationUnit::bilingual(
        Variant::new(Some(Language::en_us()), CodedText::from_plain(source)),
        Variant::new(Some(german()), CodedText::from_plain(target)),
    )
}

fn encoder() -> Encoder {
    Encoder::new(german()).with_source_language(Language::en_us())
}

/// The file of the units, and how many were written; those that are refused are
/// left out.
fn written(units: &[TranslationUnit]) -> (String, u64) {
    let mut writer = Writer::with_encoder(Vec::new(), encoder()).unwrap();
    for unit in units {
        let _ = writer.write(unit);
    }
    let count = writer.units();
    (String::from_utf8(writer.finish().unwrap()).unwrap(), count)
}

/// The file of the units, without its header.
fn entries(units: &[TranslationUnit]) -> String {
    let (file, _) = written(units);
    file.split_once("\n\n").unwrap().1.to_owned()
}

/// The units of a file, and what was found in it.
fn read(file: &str) -> (Vec<TranslationUnit>, Vec<Finding>) {
    read_with(Reader::new(file.as_bytes()))
}

fn read_with(mut reader: Reader<&[u8]>) -> (Vec<TranslationUnit>, Vec<Finding>) {
    let mut units = Vec::new();
    let mut unit = TranslationUnit::default();
    while reader.read(&mut unit).unwrap() {
        units.push(unit.clone());
    }
    (units, std::mem::take(reader.findings()))
}
