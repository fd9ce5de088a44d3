//! From units to lines.

use std::ops::Range;

use super::record::syntax;
use crate::error::Error;
use crate::exchange::json::Object;
use crate::exchange::{Encode, UnitReport, write_whole};
use crate::inline::{CodedText, Syntax};
use crate::language::Language;
use crate::unit::{
    SourceLanguage, TranslationType, TranslationUnit, Variant, encoded_id, encoded_part,
};

/// Encodes units as JSON Lines.
///
/// By default nothing is lost: a line has `unit` wherever its fields alone would
/// not give the unit back exactly. [`Encoder::segments`] is for the units of
/// annotated documents, whose lines are half as long without it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Encoder {
    /// Whether the lines are segments of whole documents, in order.
    are_segments: bool,
}

impl Encoder {
    /// Writes units that come straight from annotated documents by their fields.
    ///
    /// The inline codes of such a unit are those that its markup has, and its
    /// neighbours are the lines before and after, so that nothing is lost where
    /// all units of a document are written, in order. A [`Reader`](super::Reader)
    /// restores both; a neighbour without a line of its own is lost.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::{Context, Document, ReadUnits, jsonl};
    ///
    /// let text = r#"<span data-ttu-id="74dd5-110">**后续**步骤</span><span class="sxs-lookup"><span data-stu-id="74dd5-110">**Next** steps</span></span>"#;
    /// let document = Document::parse(text.as_bytes());
    /// let units: Vec<_> = document.units(&Context::new("reset.md")).collect();
    ///
    /// let mut writer = jsonl::Writer::with_encoder(Vec::new(), jsonl::Encoder::segments())?;
    /// units.iter().try_for_each(|unit| writer.write(unit))?;
    /// let lines = writer.finish()?;
    /// let read: Vec<_> = jsonl::Reader::new(&lines[..]).units().collect::<Result<_, _>>()?;
    /// assert_eq!(read, units);
    /// # Ok::<(), bitext::Error>(())
    /// ```
    pub fn segments() -> Self {
        Self { are_segments: true }
    }

    /// Adds what serde would write of the [`record`](Self::record), in less time.
    fn write(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        let (source, target) = (unit.source(), unit.target());
        let (place, origin) = (unit.placement.as_ref(), &unit.origin);
        let id = place.map(|place| &place.segment_id).or(unit.id.as_ref());
        let mut object = Object::new(out);
        object.text(r#","id":"#, id.map(String::as_str));
        object.text(r#","path":"#, origin.path.as_deref());
        object.value(r#","ordinal":"#, place.map(|place| place.ordinal))?;
        object.value(r#","line":"#, place.map(|place| place.line))?;
        object.value(r#","range":"#, place.map(|place| [place.range.start, place.range.end]))?;
        object.text(r#","kind":"#, place.map(|place| place.kind.as_str()));
        object.text(r#","syntax":"#, syntax(place).map(Syntax::as_str));
        let source_range = object.markup(r#","source":"#, source);
        let target_range = object.markup(r#","target":"#, target);
        object.plain(r#","source_text":"#, source, source_range);
        object.plain(r#","target_text":"#, target, target_range);
        let source_language = source.and_then(|source| source.language.as_ref());
        object.text(r#","source_language":"#, source_language.map(Language::as_str));
        object.text(r#","target_language":"#, unit.language_of_target().map(Language::as_str));
        object.value(r#","repaired":"#, place.map(|place| place.repaired))?;
        object.text(r#","file_id":"#, origin.file_id.as_deref());
        object.text(r#","source_commit":"#, origin.source_commit.as_deref());
        let translation_type = origin.translation_type.as_ref();
        object.text(r#","translation_type":"#, translation_type.map(TranslationType::as_str));
        match origin.date {
            Some(date) => object.verbatim(r#","date":"#, |out| date.push_rfc_3339(out)),
            None => object.text(r#","date":"#, None),
        }
        let whole = match self.fields_suffice(unit) {
            true => None,
            false if is_too_deep(unit) => {
                return Err(serde::ser::Error::custom(format_args!(
                    "expected texts inside codes at most {DEEPEST} deep, but found them deeper"
                )));
            }
            false => Some(serde_json::to_string(unit)?),
        };
        object.text(r#","unit":"#, whole.as_deref());
        object.finish();
        Ok(())
    }

    /// Returns whether the fields of a line are enough to make the unit of: alone,
    /// or for a segment together with the lines around it.
    pub(super) fn fields_suffice(&self, unit: &TranslationUnit) -> bool {
        is_pair(unit)
            && match self.are_segments {
                true => unit.placement.is_some() && has_id_of_place(unit),
                false => is_without_neighbours(unit) && reads_back(unit),
            }
    }
}

impl Encode for Encoder {
    fn write_header(&self, _: &mut Vec<u8>) -> Result<(), Error> {
        Ok(())
    }

    fn write_unit(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<UnitReport, Error> {
        write_whole(unit, out, |out| {
            self.write(unit, out).map_err(|cause| cause.to_string())?;
            out.push(b'\n');
            Ok(UnitReport::default())
        })
    }

    fn write_footer(&self, _: &mut Vec<u8>) {}

    fn writes_neighbours(&self) -> bool {
        !self.are_segments
    }
}

impl Object<'_> {
    /// Adds the text of a variant with its markup; returns its range in the output.
    fn markup(&mut self, name: &'static str, variant: Option<&Variant>) -> Range<usize> {
        self.parts(name, variant.map(|variant| variant.text.markup_parts()))
    }

    /// Adds the plain text of a variant whose text with markup has that range.
    fn plain(&mut self, name: &'static str, variant: Option<&Variant>, markup: Range<usize>) {
        match variant {
            Some(variant) if variant.text.is_plain() => self.copy(name, markup),
            _ => drop(self.parts(name, variant.map(|variant| variant.text.plain_parts()))),
        }
    }
}

/// Returns whether a unit is a source and a target, and has nothing without a
/// field.
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

/// Returns whether the unit's id is the one that its place gives:
/// `path#segment-id`, the path percent-encoded. An id that has to be encoded
/// itself is written with the unit.
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

/// Returns whether a reader gives the unit no other neighbours than it has: it
/// takes them from the lines around, for what has a place in a file.
fn is_without_neighbours(unit: &TranslationUnit) -> bool {
    unit.context.previous_source.is_none()
        && unit.context.next_source.is_none()
        && (unit.placement.is_none() || (unit.origin.path.is_none() && unit.id.is_none()))
}

/// Returns whether the inline codes of a unit are those that its markup has.
fn reads_back(unit: &TranslationUnit) -> bool {
    let syntax = unit.placement.as_ref().map(|place| place.syntax).unwrap_or_default();
    let mut read = CodedText::default();
    unit.variants.iter().all(|variant| {
        read.read(&variant.text.markup(), syntax);
        read == variant.text
    })
}

/// How many texts may be inside codes of each other: serde_json reads objects and
/// lists 128 deep, and each such text is four of them.
pub(super) const DEEPEST: usize = 28;

/// Returns whether a reader could not read the unit, because texts in it are too
/// deep inside each other.
fn is_too_deep(unit: &TranslationUnit) -> bool {
    let proposed = unit.proposals.iter().flat_map(|proposal| {
        let source: Option<&Variant> = proposal.source.as_ref();
        source.into_iter().chain([&proposal.target])
    });
    let mut variants = unit.variants.iter().chain(proposed);
    variants.any(|variant| is_deeper(&variant.text, DEEPEST))
}

fn is_deeper(text: &CodedText, most: usize) -> bool {
    let mut subflows = text.codes().flat_map(|code| code.subflows);
    subflows.any(|subflow| most == 0 || is_deeper(&subflow.text, most - 1))
}
