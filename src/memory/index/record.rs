//! What an index keeps of a variant.

use smallvec::SmallVec;

use super::languages::{LanguageId, Languages};
use crate::memory::identity::{Identity, context_hash, flow_hash, folder_hash};
use crate::memory::origin::date_of;
use crate::memory::units::UnitKey;
use crate::unit::{Date, TranslationUnit};

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
    let Some(kind) = &unit.origin.translation_type else { return 0 };
    let machine = if kind.is_machine() { Flags::MACHINE } else { 0 };
    let aligned = if kind.is_aligned() { Flags::ALIGNED } else { 0 };
    let human = if kind.is_human() { Flags::HUMAN } else { 0 };
    machine | aligned | human
}
