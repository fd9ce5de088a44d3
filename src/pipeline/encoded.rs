//! Units encoded apart from each other, and the file that they are put together
//! to.

use std::collections::HashSet;
use std::io::{self, IoSlice, Write};
use std::ops::Range;

use xxhash_rust::xxh3::xxh3_128;

use super::buffers::Buffers;
use crate::error::Error;
use crate::exchange::{Encode, UnitReport};
use crate::unit::TranslationUnit;

/// The encoded units of one document.
#[derive(Default)]
pub(super) struct EncodedUnits {
    /// The bytes of the units, one after the other.
    bytes: Vec<u8>,
    /// Whether pairs are told apart.
    unique: bool,
    /// The group of the last unit, and the bytes that open it.
    group: Option<(u128, Range<usize>)>,
    /// The units; empty where all bytes are written as they stand.
    units: Vec<EncodedUnit>,
}

/// A unit that is written unless the file has its like.
struct EncodedUnit {
    bytes: Range<usize>,
    /// The group that it stands in, and the bytes that open it.
    group: Option<(u128, Range<usize>)>,
    /// What no other unit of the file may have.
    key: Option<u128>,
    /// The hash of its pair, where pairs are told apart.
    pair: Option<u128>,
    /// How many characters were removed from it.
    removed: u64,
}

impl EncodedUnits {
    /// No unit yet; `bytes` is memory to use.
    pub(super) fn new(bytes: Vec<u8>, unique: bool) -> Self {
        Self { bytes, unique, group: None, units: Vec::new() }
    }

    /// Adds a unit.
    pub(super) fn push(
        &mut self,
        unit: &TranslationUnit,
        encoder: &dyn Encode,
    ) -> Result<UnitReport, Error> {
        let length = self.bytes.len();
        let added = self.try_push(unit, encoder);
        if added.is_err() {
            self.bytes.truncate(length);
        }
        added
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
        let (key, pair) = (encoder.key(unit), self.unique.then(|| pair_hash(unit)));
        let is_apart = !encoder.separator().is_empty();
        if is_apart || group.is_some() || key.is_some() || pair.is_some() {
            let bytes = start..self.bytes.len();
            let removed = report.removed_characters as u64;
            self.units.push(EncodedUnit { bytes, group, key, pair, removed });
        }
        Ok(report)
    }

    fn open_group(
        &mut self,
        unit: &TranslationUnit,
        encoder: &dyn Encode,
    ) -> Result<Option<(u128, Range<usize>)>, Error> {
        let Some(group) = encoder.group(unit) else { return Ok(None) };
        if let Some(open) = self.group.clone().filter(|open| open.0 == group) {
            return Ok(Some(open));
        }
        let start = self.bytes.len();
        encoder.open_group(unit, &mut self.bytes)?;
        Ok(Some((group, start..self.bytes.len())))
    }
}

/// A file that encoded units are written to.
pub(super) struct Assembly<'f, W> {
    encoder: &'f dyn Encode,
    writer: &'f mut W,
    /// The group that is open.
    group: Option<u128>,
    keys: HashSet<u128>,
    pairs: HashSet<u128>,
    /// Whether a unit was written that has another behind it.
    has_units: bool,
    /// Memory for what stands around units.
    edge: Vec<u8>,
    unique: bool,
    /// The units of documents that are written together: a system call for each
    /// document would take longer.
    waiting: Vec<Vec<u8>>,
    /// Where the memory of what is written goes.
    buffers: &'f Buffers,
}

/// How many bytes are written together.
const TOGETHER: usize = 1 << 18;

impl<'f, W: Write> Assembly<'f, W> {
    /// Begins the file.
    pub(super) fn begin(
        encoder: &'f dyn Encode,
        unique: bool,
        writer: &'f mut W,
        buffers: &'f Buffers,
    ) -> Result<Self, Error> {
        let mut edge = Vec::new();
        encoder.write_header(&mut edge)?;
        writer.write_all(&edge)?;
        let (keys, pairs) = (HashSet::new(), HashSet::new());
        Ok(Self {
            encoder,
            writer,
            group: None,
            keys,
            pairs,
            has_units: false,
            edge,
            unique,
            waiting: Vec::new(),
            buffers,
        })
    }

    /// Adds the units of a document that the file does not have yet; `observe`
    /// is told of each how many characters were removed from it and whether it
    /// was written.
    pub(super) fn add(
        &mut self,
        units: EncodedUnits,
        mut observe: impl FnMut(u64, bool),
    ) -> Result<(), Error> {
        if units.units.is_empty() {
            // Refused units leave no bytes.
            self.waiting.push(units.bytes);
            let length: usize = self.waiting.iter().map(Vec::len).sum();
            return if length < TOGETHER { Ok(()) } else { self.write_waiting() };
        }
        self.write_waiting()?;
        for unit in &units.units {
            let is_new = self.is_new(unit);
            if is_new {
                self.enter(unit.group.as_ref(), &units.bytes)?;
                if self.has_units {
                    self.writer.write_all(self.encoder.separator())?;
                }
                self.has_units = true;
                self.writer.write_all(&units.bytes[unit.bytes.clone()])?;
            }
            observe(unit.removed, is_new);
        }
        self.buffers.give_back(units.bytes);
        Ok(())
    }

    fn write_waiting(&mut self) -> Result<(), Error> {
        let mut slices: Vec<_> = self.waiting.iter().map(|bytes| IoSlice::new(bytes)).collect();
        write_all(self.writer, &mut slices)?;
        self.waiting.drain(..).for_each(|bytes| self.buffers.give_back(bytes));
        Ok(())
    }

    fn is_new(&mut self, unit: &EncodedUnit) -> bool {
        if self.unique && unit.pair.is_some_and(|pair| !self.pairs.insert(pair)) {
            return false;
        }
        unit.key.is_none_or(|key| self.keys.insert(key))
    }

    /// Closes the open group and opens another, unless it is the same.
    fn enter(&mut self, group: Option<&(u128, Range<usize>)>, bytes: &[u8]) -> Result<(), Error> {
        let wanted = group.map(|(group, _)| *group);
        if wanted == self.group {
            return Ok(());
        }
        self.leave()?;
        if let Some((_, open)) = group {
            self.writer.write_all(&bytes[open.clone()])?;
        }
        self.group = wanted;
        Ok(())
    }

    fn leave(&mut self) -> Result<(), Error> {
        if self.group.take().is_some() {
            self.edge.clear();
            self.encoder.close_group(&mut self.edge);
            self.writer.write_all(&self.edge)?;
        }
        Ok(())
    }

    /// Ends the file.
    pub(super) fn end(mut self) -> Result<(), Error> {
        self.write_waiting()?;
        self.leave()?;
        self.edge.clear();
        self.encoder.write_footer(&mut self.edge);
        Ok(self.writer.write_all(&self.edge)?)
    }
}

/// Writes all slices, together as far as the writer takes them.
fn write_all(writer: &mut impl Write, mut slices: &mut [IoSlice<'_>]) -> io::Result<()> {
    IoSlice::advance_slices(&mut slices, 0);
    while !slices.is_empty() {
        match writer.write_vectored(slices) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => IoSlice::advance_slices(&mut slices, written),
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
            Err(cause) => return Err(cause),
        }
    }
    Ok(())
}

/// A hash of the languages and texts of a unit. With 128 bits, two different
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
    use crate::exchange::{Writer, weblate};
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
    fn separators_are_those_of_a_writer() {
        let encoder = weblate::Encoder::default();
        for unique in [false, true] {
            let (mut file, buffers) = (Vec::new(), Buffers::default());
            let mut assembly = Assembly::begin(&encoder, unique, &mut file, &buffers).unwrap();
            for document in [&["", "1", "2"][..], &[""], &["1", "3", ""], &["3"]] {
                let mut units = EncodedUnits::new(Vec::new(), unique);
                for source in document {
                    assert_eq!(units.push(&unit(source), &encoder).is_ok(), !source.is_empty());
                }
                assembly.add(units, |_, _| {}).unwrap();
            }
            assembly.end().unwrap();

            let mut writer = Writer::with_encoder(Vec::new(), encoder.clone()).unwrap();
            let sources = if unique { &["1", "2", "3"][..] } else { &["1", "2", "1", "3", "3"] };
            sources.iter().for_each(|source| writer.write(&unit(source)).unwrap());
            assert_eq!(file, writer.finish().unwrap());
        }
    }
}
