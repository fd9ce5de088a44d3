//! What an index keeps of each variant: its entries as flat columns.
//!
//! Entries with identical texts lie together, as a group, by key and variant;
//! groups are sorted by the hash of their text. A group is what the fuzzy engine
//! takes for one text: group and text have the same number.
//!
//! Space: 20 bytes a group, 60 an entry and 16 for each other variant, so at
//! most 96 for a unit of two languages. No texts.

use std::io::{self, Read, Write};
use std::ops::Range;

use smallvec::SmallVec;

use super::languages::{LanguageId, Languages, NO_LANGUAGE};
use crate::error::{Error, ErrorKind};
use crate::memory::followed::{ColumnReader, ColumnWriter, ReadError, ensure};
use crate::memory::identity::{Identity, context_hash, flow_hash, folder_hash};
use crate::memory::origin::date_of;
use crate::memory::units::UnitKey;
use crate::unit::{Date, TranslationUnit};

/// The entries of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entries {
    /// The hash of the text of each group, ascending.
    texts: Vec<u64>,
    groups: Vec<Group>,
    entries: Vec<Entry>,
    /// Where the other variants of each entry end in `others`.
    other_ends: Vec<u32>,
    others: Vec<Other>,
}

/// What is kept of a group, but for the hash of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Group {
    placed_codes: u32,
    codes: u32,
    /// Where its entries end.
    end: u32,
}

impl Entries {
    /// Adds an entry. Those of one identity have to come one after the other.
    ///
    /// # Errors
    ///
    /// Where there are more than numbers of 32 bits can count.
    pub(super) fn push(&mut self, record: &Record<'_>) -> Result<(), Error> {
        let Identity { text, placed_codes, codes } = record.identity;
        self.entries.push(record.entry);
        self.others.extend_from_slice(&record.others);
        self.other_ends.push(number(self.others.len())?);
        let end = number(self.entries.len())?;
        match self.groups.last_mut() {
            Some(last) if self.texts.last() == Some(&text) && last.is_of(record.identity) => {
                last.end = end;
            }
            _ => {
                self.texts.push(text);
                self.groups.push(Group { placed_codes, codes, end });
            }
        }
        Ok(())
    }

    /// Finds the group of a text with its codes.
    pub(super) fn find(&self, identity: Identity) -> Option<u32> {
        let start = self.texts.partition_point(|text| *text < identity.text);
        let same = self.texts[start..].iter().take_while(|text| **text == identity.text);
        let mut groups = self.groups[start..].iter().zip(same);
        let place = groups.position(|(group, _)| group.is_of(identity))?;
        u32::try_from(start + place).ok()
    }

    /// Returns the hashes of a group.
    pub(super) fn identity(&self, group: u32) -> Identity {
        let Group { placed_codes, codes, .. } = self.groups[group as usize];
        Identity { text: self.texts[group as usize], placed_codes, codes }
    }

    /// Lists the entries of a group, each with the other variants of its unit.
    pub(super) fn group(&self, group: u32) -> impl Iterator<Item = (&Entry, &[Other])> {
        let place = group as usize;
        let start = place.checked_sub(1).map_or(0, |before| self.groups[before].end);
        let range = start as usize..self.groups[place].end as usize;
        range.map(|entry| (&self.entries[entry], &self.others[self.others_of(entry)]))
    }

    fn others_of(&self, entry: usize) -> Range<usize> {
        let start = entry.checked_sub(1).map_or(0, |before| self.other_ends[before]);
        start as usize..self.other_ends[entry] as usize
    }
}

impl Entries {
    pub(super) fn write<W: Write>(&self, to: &mut ColumnWriter<W>) -> io::Result<()> {
        to.write(&self.texts)?;
        to.write(&column(&self.groups, |group| group.placed_codes))?;
        to.write(&column(&self.groups, |group| group.codes))?;
        to.write(&column(&self.groups, |group| group.end))?;
        to.write(&column(&self.entries, |entry| entry.key.get()))?;
        to.write(&column(&self.entries, |entry| entry.flow))?;
        to.write(&column(&self.entries, |entry| entry.document))?;
        to.write(&column(&self.entries, |entry| entry.folder))?;
        to.write(&column(&self.entries, |entry| entry.date.cast_unsigned()))?;
        to.write(&column(&self.entries, |entry| entry.variant))?;
        to.write(&column(&self.entries, |entry| entry.language))?;
        to.write(&column(&self.entries, |entry| entry.flags.0))?;
        to.write(&self.other_ends)?;
        to.write(&column(&self.others, |other| other.identity))?;
        to.write(&column(&self.others, |other| other.language))
    }

    pub(super) fn read<R: Read>(from: &mut ColumnReader<R>) -> Result<Self, ReadError> {
        let texts: Vec<u64> = from.read()?;
        ensure(texts.is_sorted())?;
        let placed_codes: Vec<u32> = from.read_exactly(texts.len())?;
        let codes: Vec<u32> = from.read_exactly(texts.len())?;
        let ends: Vec<u32> = from.read_exactly(texts.len())?;
        let keys: Vec<u64> = from.read()?;
        let flows: Vec<u64> = from.read_exactly(keys.len())?;
        let documents: Vec<u64> = from.read_exactly(keys.len())?;
        let folders: Vec<u64> = from.read_exactly(keys.len())?;
        let dates: Vec<u64> = from.read_exactly(keys.len())?;
        let variants: Vec<u32> = from.read_exactly(keys.len())?;
        let languages: Vec<u32> = from.read_exactly(keys.len())?;
        let flags: Vec<u8> = from.read_exactly(keys.len())?;
        let other_ends: Vec<u32> = from.read_exactly(keys.len())?;
        let identities: Vec<u64> = from.read()?;
        let other_languages: Vec<u32> = from.read_exactly(identities.len())?;
        ensure(are_ends(&ends, keys.len()) && are_ends(&other_ends, identities.len()))?;
        let group = |place| Group {
            placed_codes: placed_codes[place],
            codes: codes[place],
            end: ends[place],
        };
        let entry = |place: usize| Entry {
            key: UnitKey::new(keys[place]),
            flow: flows[place],
            document: documents[place],
            folder: folders[place],
            date: dates[place].cast_signed(),
            variant: variants[place],
            language: languages[place],
            flags: Flags(flags[place]),
        };
        let others = identities.iter().zip(&other_languages);
        Ok(Self {
            groups: (0..texts.len()).map(group).collect(),
            entries: (0..keys.len()).map(entry).collect(),
            other_ends,
            others: others.map(|(&identity, &language)| Other { identity, language }).collect(),
            texts,
        })
    }

    /// Counts the groups.
    pub(super) fn groups(&self) -> usize {
        self.groups.len()
    }

    /// Returns whether all languages have numbers below this one, or none.
    pub(super) fn has_languages_below(&self, end: usize) -> bool {
        let own = self.entries.iter().map(|entry| entry.language);
        let others = self.others.iter().map(|other| other.language);
        own.chain(others).all(|language| language == NO_LANGUAGE || (language as usize) < end)
    }
}

fn column<T, N>(rows: &[T], number: impl Fn(&T) -> N) -> Vec<N> {
    rows.iter().map(number).collect()
}

/// Returns whether numbers ascend or stay, up to a count.
fn are_ends(ends: &[u32], count: usize) -> bool {
    ends.is_sorted() && ends.last().map_or(0, |end| *end as usize) == count
}

impl Group {
    fn is_of(&self, identity: Identity) -> bool {
        self.placed_codes == identity.placed_codes && self.codes == identity.codes
    }
}

fn number(count: usize) -> Result<u32, Error> {
    u32::try_from(count).map_err(|_| {
        let message = "expected at most 4,294,967,295 texts in one language, but found more; \
                       split the memory"
            .to_owned();
        Error::new(ErrorKind::Memory { message })
    })
}

/// The date of a unit without one: before all others.
const NO_DATE: i64 = i64::MIN;

/// What is kept of a variant, but for its text and the other variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: UnitKey,
    /// The hash of the sources before and after.
    pub(super) flow: u64,
    /// The hash of the document, and that of the folder it is in.
    pub(super) document: u64,
    pub(super) folder: u64,
    /// When the unit was last changed, in seconds of UTC since 1970.
    pub(super) date: i64,
    /// The number of the variant in its unit.
    pub(super) variant: u32,
    pub(super) language: LanguageId,
    pub(super) flags: Flags,
}

/// What is so or not so of an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flags(pub(super) u8);

impl Flags {
    pub(super) const MACHINE: u8 = 1;
    pub(super) const ALIGNED: u8 = 2;
    /// The variant is the source of its unit, whose context is about sources.
    pub(super) const SOURCE: u8 = 4;
    pub(super) const HUMAN: u8 = 8;
    pub(super) const UNREVIEWED: u8 = 16;

    pub(super) fn has(self, flag: u8) -> bool {
        self.0 & flag != 0
    }
}

/// Another variant of the unit of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Other {
    pub(super) identity: u64,
    pub(super) language: LanguageId,
}

/// Returns the number in its unit of the other variant with this place among the others.
pub(super) fn other_variant(own: u32, place: usize) -> u32 {
    let place = place as u32;
    place + u32::from(place >= own)
}

/// All that is kept of a variant.
#[derive(Clone, Debug)]
pub(super) struct Record<'u> {
    pub(super) entry: Entry,
    pub(super) identity: Identity,
    pub(super) text: &'u str,
    /// The other variants, in the order of the unit.
    pub(super) others: SmallVec<[Other; 2]>,
}

/// Calls `each` with a record of each variant that is in a language of the family.
pub(super) fn records<'u>(
    key: UnitKey,
    unit: &'u TranslationUnit,
    family: &str,
    languages: &mut Languages,
    mut each: impl FnMut(Record<'u>),
) {
    let numbers: SmallVec<[(LanguageId, bool); 4]> = unit
        .variants
        .iter()
        .map(|variant| languages.number(variant.language.as_ref(), family))
        .collect();
    if !numbers.iter().any(|(_, is_indexed)| *is_indexed) {
        return;
    }
    let identities: SmallVec<[Identity; 4]> =
        unit.variants.iter().map(|variant| Identity::of(&variant.text)).collect();
    let context = &unit.context;
    let flow = flow_hash(context.previous_source.as_deref(), context.next_source.as_deref());
    let document = context_hash(context.document.as_deref());
    let folder = folder_hash(context.document.as_deref());
    let date = date_of(unit).map_or(NO_DATE, Date::unix_seconds);
    let (flags, source) = (flags(unit), unit.source_index());
    for (index, variant) in unit.variants.iter().enumerate() {
        let (language, is_indexed) = numbers[index];
        let Ok(number) = u32::try_from(index) else { return };
        if !is_indexed {
            continue;
        }
        let source_flag = if source == Some(index) { Flags::SOURCE } else { 0 };
        let flags = Flags(flags | source_flag);
        let others = (0..).zip(numbers.iter().zip(&identities));
        let others =
            others.filter(|(other, _)| *other != index).map(|(_, (language, identity))| Other {
                identity: identity.combined(),
                language: language.0,
            });
        each(Record {
            entry: Entry { key, flow, document, folder, date, variant: number, language, flags },
            identity: identities[index],
            text: variant.text.text(),
            others: others.collect(),
        });
    }
}

fn flags(unit: &TranslationUnit) -> u8 {
    let unreviewed = if unit.is_unreviewed() { Flags::UNREVIEWED } else { 0 };
    let Some(kind) = &unit.origin.translation_type else { return unreviewed };
    let machine = if kind.is_machine() { Flags::MACHINE } else { 0 };
    let aligned = if kind.is_aligned() { Flags::ALIGNED } else { 0 };
    let human = if kind.is_human() { Flags::HUMAN } else { 0 };
    unreviewed | machine | aligned | human
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the module's documentation has it.
    #[test]
    fn space() {
        assert_eq!(size_of::<u64>() + size_of::<Group>(), 20);
        assert_eq!(size_of::<Entry>() + size_of::<u32>(), 60);
        assert_eq!(size_of::<Other>(), 16);
    }
}
