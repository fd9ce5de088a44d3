//! What the tests of all formats do: write units, read files, and read whatever
//! comes.

use super::{Encode, Finding, ReadUnits, Writer};
use crate::inline::CodedText;
use crate::language::Language;
use crate::unit::{TranslationUnit, Variant};

/// Makes a unit of an English and a German text.
pub(super) fn pair(source: &str, target: &str) -> TranslationUnit {
    TranslationUnit::bilingual(
        Variant::new(Some(Language::en_us()), CodedText::from_plain(source)),
        Variant::new("de-DE".parse().ok(), CodedText::from_plain(target)),
    )
}

/// Writes a file of units, none of which may be refused.
pub(super) fn written(encoder: impl Encode, units: &[TranslationUnit]) -> String {
    let (file, count) = written_of(encoder, units);
    assert_eq!(count, units.len(), "a unit was refused");
    file
}

/// Writes a file of those units that are not refused; returns how many these are.
pub(super) fn written_of(encoder: impl Encode, units: &[TranslationUnit]) -> (String, usize) {
    let mut writer = Writer::with_encoder(Vec::new(), encoder).unwrap();
    let count = units.iter().filter(|unit| writer.write(unit).is_ok()).count();
    assert_eq!(writer.units(), count as u64);
    (String::from_utf8(writer.finish().unwrap()).unwrap(), count)
}

/// Reads a file in which nothing ends the units before the end, into one unit
/// again and again; returns what was found, too.
pub(super) fn read(mut reader: impl ReadUnits) -> (Vec<TranslationUnit>, Vec<Finding>) {
    let (mut unit, mut units) = (TranslationUnit::default(), Vec::new());
    while reader.read(&mut unit).unwrap() {
        units.push(unit.clone());
    }
    (units, std::mem::take(reader.findings()))
}

/// Asserts that any bytes come to an end, after no more units than there are bytes
/// and after an error too; returns how many units there were.
pub(super) fn assert_ends(mut reader: impl ReadUnits, bytes: &[u8]) -> usize {
    let mut unit = TranslationUnit::default();
    let mut reads = (0..=bytes.len()).map(|_| reader.read(&mut unit));
    let count = reads.by_ref().take_while(|read| matches!(read, Ok(true))).count();
    drop(reads);
    assert!(!reader.read(&mut unit).unwrap(), "the file has ended");
    count
}
