//! What the fields of a line say of a unit, in both directions.

use std::borrow::Cow;
use std::sync::Arc;

use super::encoder::{Encoder, Fields};
use super::record::Record;
use crate::inline::{CodedText, Syntax};
use crate::language::Language;
use crate::unit::{Placement, SourceLanguage, TranslationUnit, Variant, encoded_id, encoded_part};

impl Encoder {
    /// Whether the fields of a line are enough to make the unit of.
    pub(super) fn fields_hold(&self, unit: &TranslationUnit) -> bool {
        is_pair(unit)
            && match self.fields {
                Fields::OfDocument => unit.placement.is_some() && has_id_of_place(unit),
                Fields::Alone => stands_alone(unit) && reads_back(unit),
            }
    }
}

/// Whether a unit is a source and a target, and has nothing without a field.
fn is_pair(unit: &TranslationUnit) -> bool {
    let TranslationUnit { variants, history, notes, properties, proposals, attributes, .. } = unit;
    let [source, target] = variants.as_slice() else { return false };
    is_language_of(&unit.source_language, source)
        && source.is_text_only()
        && target.is_text_only()
        && history.is_empty()
        && notes.is_empty()
        && properties.is_empty()
        && proposals.is_empty()
        && attributes.is_empty()
        && unit.context.document == unit.origin.path
}

fn is_language_of(language: &SourceLanguage, source: &Variant) -> bool {
    *language != SourceLanguage::Any && language.language() == source.language.as_ref()
}

/// Whether the unit's id is the one that its place gives: `path#segment-id`,
/// the path percent-encoded. An id that has to be encoded itself is written with
/// the unit.
fn has_id_of_place(unit: &TranslationUnit) -> bool {
    let segment_id = unit.placement.as_ref().map(|place| place.segment_id.as_str());
    let (Some(id), Some(path)) = (&unit.id, &unit.origin.path) else {
        return unit.id.is_none() && unit.origin.path.is_none();
    };
    segment_id.is_some_and(|own| {
        let encoded = id.strip_suffix(own).and_then(|start| start.strip_suffix('#'));
        encoded.is_some_and(|encoded| encoded_part(path) == encoded) && encoded_id(own) == own
    })
}

/// Whether the lines around a unit's line say nothing of it: a reader gives
/// neighbours to what has a place in a file.
fn stands_alone(unit: &TranslationUnit) -> bool {
    unit.context.previous_source.is_none()
        && unit.context.next_source.is_none()
        && (unit.placement.is_none() || (unit.origin.path.is_none() && unit.id.is_none()))
}

/// Whether the inline codes of a unit are those that its markup has.
fn reads_back(unit: &TranslationUnit) -> bool {
    let syntax = unit.placement.as_ref().map(|place| place.syntax).unwrap_or_default();
    let mut read = CodedText::default();
    unit.variants.iter().all(|variant| {
        read.read(&variant.text.markup(), syntax);
        read == variant.text
    })
}

impl Record<'_> {
    /// Makes `unit` what the fields say, in the memory that it has.
    pub(super) fn fill(self, unit: &mut TranslationUnit) {
        unit.clear();
        unit.placement = self.placement();
        unit.id = self.unit_id(unit.placement.is_some());
        let source_language = self.source_language.map(Cow::into_owned);
        unit.source_language = source_language.clone().into();
        let target_language = self.target_language.map(Cow::into_owned);
        let texts = [(self.source, source_language), (self.target, target_language)];
        let texts = texts.into_iter().filter_map(|(text, language)| Some((text?, language)));
        set_variants(&mut unit.variants, texts, self.syntax.unwrap_or_default());
        let origin = &mut unit.origin;
        set(&mut origin.path, self.path);
        set(&mut origin.file_id, self.file_id);
        set(&mut origin.source_commit, self.source_commit);
        origin.translation_type = self.translation_type.map(Cow::into_owned);
        origin.date = self.date;
        unit.context.document.clone_from(&origin.path);
        unit.context.previous_source = None;
        unit.context.next_source = None;
    }

    /// Whether the line says where in a document the unit stands, but not all
    /// of it.
    pub(super) fn has_half_a_place(&self) -> bool {
        let said = [self.ordinal.is_some(), self.line.is_some(), self.range.is_some()];
        said.contains(&true) && said.contains(&false)
    }

    fn placement(&self) -> Option<Placement> {
        let [start, end] = self.range?;
        let segment_id = self.id.as_deref().unwrap_or_default();
        let mut place = Placement::new(segment_id, self.ordinal?, self.line?, start..end);
        place.kind = self.kind.unwrap_or_default();
        place.syntax = self.syntax.unwrap_or_default();
        place.repaired = self.repaired.unwrap_or_default();
        Some(place)
    }

    fn unit_id(&self, has_place: bool) -> Option<String> {
        match (has_place, &self.path) {
            (false, _) => self.id.as_deref().map(str::to_owned),
            (true, None) => None,
            (true, Some(path)) => {
                let segment_id = self.id.as_deref().unwrap_or_default();
                Some(format!("{}#{}", encoded_part(path), encoded_id(segment_id)))
            }
        }
    }
}

/// Makes the variants those of the texts, in the memory that they have.
fn set_variants<'t>(
    variants: &mut Vec<Variant>,
    texts: impl Iterator<Item = (Cow<'t, str>, Option<Language>)>,
    syntax: Syntax,
) {
    let mut count = 0;
    for (markup, language) in texts {
        if count == variants.len() {
            variants.push(Variant::default());
        }
        variants[count].text.read(&markup, syntax);
        variants[count].language = language;
        count += 1;
    }
    variants.truncate(count);
}

/// Sets a text that the units of a document share; the same one again is shared.
fn set(slot: &mut Option<Arc<str>>, text: Option<Cow<'_, str>>) {
    if slot.as_deref() != text.as_deref() {
        *slot = text.map(Into::into);
    }
}
