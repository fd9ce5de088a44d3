//! Units encoded apart from the file that they are for: threads make them, and
//! one [`Writer`] takes them in order.

use std::io;
use std::ops::Range;

use xxhash_rust::xxh3::xxh3_128;

use super::{UnitPlace, Writer};
use crate::error::Error;
use crate::exchange::{Encode, UnitReport};
use crate::unit::TranslationUnit;

/// Encoded units that follow each other in a file, such as those of a document.
#[derive(Default)]
pub(crate) struct EncodedUnits {
    /// The bytes of the units, one after the other.
    bytes: Vec<u8>,
    /// Whether a pair of the same texts and languages is written only once.
    unique: bool,
    /// The group of the last unit.
    group: Option<EncodedGroup>,
    /// The units; empty where all bytes may be written as they are.
    units: Vec<EncodedUnit>,
    /// How many units there are, and how many characters were removed from them.
    count: u64,
    removed: u64,
}

/// A group, and the bytes that open it.
#[derive(Clone)]
struct EncodedGroup {
    id: u128,
    opening: Range<usize>,
}

/// A unit of which the file has to decide whether, and in which group, it takes
/// it.
struct EncodedUnit {
    bytes: Range<usize>,
    group: Option<EncodedGroup>,
    /// The key that the format gives it, and the hash of its pair.
    keys: [Option<u128>; 2],
    report: UnitReport,
}

impl EncodedUnits {
    /// Starts without a unit; `bytes` is memory to use.
    pub(crate) fn new(bytes: Vec<u8>, unique: bool) -> Self {
        Self { bytes, unique, ..Self::default() }
    }

    /// Adds a unit, or nothing of it where it cannot be encoded.
    pub(crate) fn push(
        &mut self,
        unit: &TranslationUnit,
        encoder: &dyn Encode,
    ) -> Result<UnitReport, Error> {
        let length = self.bytes.len();
        self.try_push(unit, encoder).inspect_err(|_| self.bytes.truncate(length))
    }

    fn try_push(
        &mut self,
        unit: &TranslationUnit,
        encoder: &dyn Encode,
    ) -> Result<UnitReport, Error> {
        let group = self.open_group(unit, encoder)?;
        let start = self.bytes.len();
        let report = encoder.write_unit(unit, &mut self.bytes)?;
        self.group.clone_from(&group);
        self.count += 1;
        self.removed += report.removed_characters as u64;
        let keys = [encoder.key(unit), self.unique.then(|| pair_hash(unit))];
        let has_separator = !encoder.separator().is_empty();
        if has_separator || group.is_some() || keys != [None, None] {
            let bytes = start..self.bytes.len();
            self.units.push(EncodedUnit { bytes, group, keys, report });
        }
        Ok(report)
    }

    fn open_group(
        &mut self,
        unit: &TranslationUnit,
        encoder: &dyn Encode,
    ) -> Result<Option<EncodedGroup>, Error> {
        let Some(id) = encoder.group(unit) else { return Ok(None) };
        if let Some(open) = self.group.clone().filter(|open| open.id == id) {
            return Ok(Some(open));
        }
        let start = self.bytes.len();
        encoder.open_group(unit, &mut self.bytes)?;
        Ok(Some(EncodedGroup { id, opening: start..self.bytes.len() }))
    }

    /// Returns the memory, to use it again.
    pub(crate) fn into_buffer(self) -> Vec<u8> {
        self.bytes
    }
}

impl<W: io::Write, E: Encode> Writer<W, E> {
    /// Writes the units that the file does not have yet; `observe` gets for each
    /// unit that the file had to decide on how many characters were removed from
    /// it, and whether it was written.
    pub(crate) fn write_encoded(
        &mut self,
        encoded: &EncodedUnits,
        mut observe: impl FnMut(u64, bool),
    ) -> Result<(), Error> {
        let bytes = &encoded.bytes;
        if encoded.units.is_empty() {
            self.units += encoded.count;
            self.removed_characters += encoded.removed;
            return Ok(self.put(bytes)?);
        }
        for unit in &encoded.units {
            let group = unit.group.as_ref();
            let place = UnitPlace { group: group.map(|group| group.id), keys: unit.keys };
            let opening = group.map_or(0..0, |group| group.opening.clone());
            let is_new = self.add(
                place,
                |_, out| {
                    out.extend_from_slice(&bytes[opening]);
                    Ok(())
                },
                |_, out| {
                    out.extend_from_slice(&bytes[unit.bytes.clone()]);
                    Ok(unit.report)
                },
            )?;
            observe(unit.report.removed_characters as u64, is_new);
        }
        Ok(())
    }

    /// Adds bytes, those of large documents without a copy.
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.len() >= super::BUFFER_SIZE {
            self.hand_on()?;
            return self.inner.write_all(bytes);
        }
        self.buffer.extend_from_slice(bytes);
        self.hand_on_if_full()
    }

    /// Writes the end of the file and leaves it to the inner writer's owner to
    /// flush it, which in the middle of gzip would add bytes.
    pub(crate) fn end(mut self) -> Result<(), Error> {
        Ok(self.write_end()?)
    }
}

/// Hashes the languages and texts of a unit. With 128 bits, two different
/// pairs among a billion have the same one with a chance of 10⁻²¹.
fn pair_hash(unit: &TranslationUnit) -> u128 {
    let mut bytes = Vec::new();
    for variant in &unit.variants {
        let language = variant.language.as_ref().map_or("", |language| language.as_str());
        for text in [language, &variant.text.markup()] {
            bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
    }
    xxh3_128(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::weblate;
    use crate::inline::CodedText;
    use crate::unit::Variant;

    fn unit(source: &str) -> TranslationUnit {
        let side = |language: &str, text: &str| {
            Variant::new(language.parse().ok(), CodedText::from_plain(text))
        };
        TranslationUnit::bilingual(side("en", source), side("de", "b"))
    }

    /// An empty source is refused, and a pair that was there before left out.
    #[test]
    fn separators_are_those_of_units_written_one_by_one() {
        let encoder = weblate::Encoder::default();
        for unique in [false, true] {
            let mut file = Vec::new();
            let mut together = Writer::with_encoder(&mut file, &encoder).unwrap();
            for document in [&["", "1", "2"][..], &[""], &["1", "3", ""], &["3"]] {
                let mut units = EncodedUnits::new(Vec::new(), unique);
                for source in document {
                    assert_eq!(units.push(&unit(source), &encoder).is_ok(), !source.is_empty());
                }
                together.write_encoded(&units, |_, _| {}).unwrap();
            }
            together.end().unwrap();

            let mut writer = Writer::with_encoder(Vec::new(), encoder.clone()).unwrap();
            let sources = if unique { &["1", "2", "3"][..] } else { &["1", "2", "1", "3", "3"] };
            sources.iter().for_each(|source| writer.write(&unit(source)).unwrap());
            assert_eq!(file, writer.finish().unwrap());
        }
    }

    /// Writes ids, of which each may come once.
    struct Ids;

    impl Encode for Ids {
        fn write_header(&self, _: &mut Vec<u8>) -> Result<(), Error> {
            Ok(())
        }

        fn write_unit(
            &self,
            unit: &TranslationUnit,
            out: &mut Vec<u8>,
        ) -> Result<UnitReport, Error> {
            out.extend(unit.id.as_deref().unwrap_or_default().bytes());
            Ok(UnitReport::default())
        }

        fn write_footer(&self, _: &mut Vec<u8>) {}

        fn key(&self, unit: &TranslationUnit) -> Option<u128> {
            unit.id.as_deref().map(|id| u128::from(id.as_bytes()[0]))
        }
    }

    #[test]
    fn what_is_left_out_for_its_key_leaves_no_other_of_its_pair_out() {
        let mut units = EncodedUnits::new(Vec::new(), true);
        for (id, source) in [("a1", "x"), ("a2", "y"), ("b3", "y"), ("c4", "y")] {
            units.push(&TranslationUnit { id: Some(id.into()), ..unit(source) }, &Ids).unwrap();
        }
        let mut file = Vec::new();
        let mut writer = Writer::with_encoder(&mut file, Ids).unwrap();
        let mut written = Vec::new();
        writer.write_encoded(&units, |_, is_new| written.push(is_new)).unwrap();
        writer.end().unwrap();
        assert_eq!(file, b"a1b3");
        assert_eq!(written, [true, false, true, false]);
    }
}
