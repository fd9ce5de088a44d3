//! From units to lines.

use std::ops::Range;

use super::nesting::{DEEPEST, is_too_deep};
use super::record::syntax;
use crate::error::Error;
use crate::exchange::json::Object;
use crate::exchange::{Encode, UnitReport, write_whole};
use crate::inline::Syntax;
use crate::language::Language;
use crate::unit::{TranslationType, TranslationUnit, Variant};

/// Encodes units as JSON Lines.
///
/// By default nothing is lost: a line has `unit` wherever its fields alone would
/// not give the unit back exactly. [`Encoder::segments`] is for the units of
/// annotated documents, whose lines are half as long without it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Encoder {
    pub(super) fields: Fields,
}

/// When the fields of a line stand for a whole unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Fields {
    /// Where the line alone gives the unit back.
    #[default]
    Alone,
    /// Where the line gives a segment back together with those around it.
    OfDocument,
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
        Self { fields: Fields::OfDocument }
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
        let source_written = object.markup(r#","source":"#, source);
        let target_written = object.markup(r#","target":"#, target);
        object.plain(r#","source_text":"#, source, source_written);
        object.plain(r#","target_text":"#, target, target_written);
        for (name, variant) in
            [(r#","source_language":"#, source), (r#","target_language":"#, target)]
        {
            let language = variant.and_then(|variant| variant.language.as_ref());
            object.text(name, language.map(Language::as_str));
        }
        object.value(r#","repaired":"#, place.map(|place| place.repaired))?;
        object.text(r#","file_id":"#, origin.file_id.as_deref());
        object.text(r#","source_commit":"#, origin.source_commit.as_deref());
        let translation_type = origin.translation_type.as_ref();
        object.text(r#","translation_type":"#, translation_type.map(TranslationType::as_str));
        if let Some(date) = origin.date {
            object.verbatim(r#","date":"#, |out| date.push_rfc_3339(out));
        }
        if !self.fields_hold(unit) {
            if is_too_deep(unit) {
                return Err(serde::ser::Error::custom(format_args!(
                    "expected texts inside codes at most {DEEPEST} deep, but found them deeper"
                )));
            }
            object.value(r#","unit":"#, Some(unit))?;
        }
        object.finish();
        Ok(())
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
            Ok(0)
        })
    }

    fn write_footer(&self, _: &mut Vec<u8>) {}

    fn writes_neighbours(&self) -> bool {
        self.fields == Fields::Alone
    }
}

impl Object<'_> {
    /// Adds the text of a variant as written; returns where in the output.
    fn markup(&mut self, name: &'static str, variant: Option<&Variant>) -> Range<usize> {
        self.parts(name, variant.map(|variant| variant.text.markup_parts()))
    }

    /// Adds the plain text of a variant whose text as written is there already.
    fn plain(&mut self, name: &'static str, variant: Option<&Variant>, written: Range<usize>) {
        match variant {
            Some(variant) if variant.text.is_plain() => self.again(name, written),
            _ => drop(self.parts(name, variant.map(|variant| variant.text.plain_parts()))),
        }
    }
}
