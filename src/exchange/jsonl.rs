//! JSON Lines: one object a line, for scripts and `jq`.
//!
//! Every line is a [`Record`]. One that comes from an annotated document has
//! its fields only; any other has its whole unit beside them, under `unit`, so
//! that nothing is lost. `docs/formats/jsonl.md` describes the fields.
//!
//! # Example
//!
//! ```
//! use bitext::{CodedText, Language, Placement, TranslationUnit, Variant, jsonl};
//!
//! let mut unit = TranslationUnit::bilingual(
//!     Variant::new(Some(Language::en_us()), CodedText::from_plain("Next steps")),
//!     Variant::new("de-DE".parse().ok(), CodedText::from_plain("Nächste Schritte")),
//! );
//! unit.placement = Some(Placement::new("a1b2c-101", 0, 12, 300..420));
//! let mut writer = jsonl::Writer::new(Vec::new());
//! writer.write(&unit)?;
//! let line = String::from_utf8(writer.finish()?).unwrap();
//! assert!(line.starts_with(r#"{"id":"a1b2c-101","ordinal":0,"line":12,"range":[300,420],"#));
//!
//! let record: jsonl::Record = serde_json::from_str(&line).unwrap();
//! assert_eq!(record.target.unwrap(), "Nächste Schritte");
//! # Ok::<(), bitext::Error>(())
//! ```

use std::borrow::Cow;
use std::io;
use std::ops::Range;

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};

use super::json::Object;
use super::{Encode, UnitReport};
use crate::error::{Error, ErrorKind};
use crate::language::Language;
use crate::unit::{BlockKind, Date, TranslationType, TranslationUnit, Variant};

/// Writes units as JSON Lines; see [`exchange::Writer`](crate::Writer) for what
/// all formats share.
pub type Writer<W> = super::Writer<W, Encoder>;

impl<W: io::Write> Writer<W> {
    /// A writer of JSON Lines.
    pub fn new(inner: W) -> Self {
        Self::after_header(inner, Encoder, Vec::new())
    }
}

/// Encodes units as JSON Lines; there is nothing to set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Encoder;

impl Encode for Encoder {
    fn write_header(&self, _: &mut Vec<u8>) -> Result<(), Error> {
        Ok(())
    }

    fn write_unit(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<UnitReport, Error> {
        let length = out.len();
        match write(unit, out) {
            Ok(()) => {
                out.push(b'\n');
                Ok(UnitReport::default())
            }
            // Writing to memory does not fail, and every field has a form in JSON.
            Err(cause) => {
                out.truncate(length);
                let message = cause.to_string();
                Err(Error::new(ErrorKind::Unit { id: unit.id.clone(), message }))
            }
        }
    }

    fn write_footer(&self, _: &mut Vec<u8>) {}
}

/// A unit as an object of one line: the fields in the order in which they are
/// written, those without a value left out.
///
/// A unit that comes from an annotated document has a place in it, and no
/// `unit` unless it holds what the fields do not (more variants, notes,
/// properties, dates). Its inline codes are in the markup, and its neighbours
/// are the lines before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Record<'a> {
    /// The annotation's id, or else the unit's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Cow<'a, str>>,
    /// The file, relative to the folder that was read, `/`-separated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<Cow<'a, str>>,
    /// The number of the segment in its document, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordinal: Option<usize>,
    /// The line on which the annotation begins, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Where the whole annotation begins and ends in the original file, in
    /// bytes from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<[usize; 2]>,
    /// The nearest block around it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<BlockKind>,
    /// The source as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Cow<'a, str>>,
    /// The first target as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Cow<'a, str>>,
    /// The source as plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_text: Option<Cow<'a, str>>,
    /// The first target as plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_text: Option<Cow<'a, str>>,
    /// The language of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_language: Option<Cow<'a, Language>>,
    /// The language of the target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_language: Option<Cow<'a, Language>>,
    /// Whether damage in the annotation was repaired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repaired: Option<bool>,
    /// The publisher's id of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_id: Option<Cow<'a, str>>,
    /// The commit of the source that was translated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_commit: Option<Cow<'a, str>>,
    /// Who translated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translation_type: Option<Cow<'a, TranslationType>>,
    /// When the translation was handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The whole unit, where the fields above do not hold all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Cow<'a, TranslationUnit>>,
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

/// Adds what serde would write of [`Record::from`] a unit, in less time.
fn write(unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
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
    let source_written = object.markup(r#","source":"#, source);
    let target_written = object.markup(r#","target":"#, target);
    object.plain(r#","source_text":"#, source, source_written);
    object.plain(r#","target_text":"#, target, target_written);
    for (name, variant) in [(r#","source_language":"#, source), (r#","target_language":"#, target)]
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
    object.value(r#","unit":"#, (!is_segment(unit)).then_some(unit))?;
    object.finish();
    Ok(())
}

impl<'a> From<&'a TranslationUnit> for Record<'a> {
    fn from(unit: &'a TranslationUnit) -> Self {
        let (source, target) = (unit.source(), unit.target());
        let (place, origin) = (unit.placement.as_ref(), &unit.origin);
        let id = place.map(|place| &place.segment_id).or(unit.id.as_ref());
        Self {
            id: id.map(Cow::from),
            path: origin.path.as_deref().map(Cow::from),
            ordinal: place.map(|place| place.ordinal),
            line: place.map(|place| place.line),
            range: place.map(|place| [place.range.start, place.range.end]),
            kind: place.map(|place| place.kind),
            source: source.map(|source| source.text.markup()),
            target: target.map(|target| target.text.markup()),
            source_text: source.map(|source| source.text.plain()),
            target_text: target.map(|target| target.text.plain()),
            source_language: source.and_then(language),
            target_language: target.and_then(language),
            repaired: place.map(|place| place.repaired),
            file_id: origin.file_id.as_deref().map(Cow::from),
            source_commit: origin.source_commit.as_deref().map(Cow::from),
            translation_type: origin.translation_type.as_ref().map(Cow::Borrowed),
            date: origin.date,
            unit: (!is_segment(unit)).then_some(Cow::Borrowed(unit)),
        }
    }
}

fn language(variant: &Variant) -> Option<Cow<'_, Language>> {
    variant.language.as_ref().map(Cow::Borrowed)
}

/// Whether the fields of a segment hold all that a unit has.
fn is_segment(unit: &TranslationUnit) -> bool {
    let TranslationUnit { variants, created, changed, notes, properties, usage_count, .. } = unit;
    let [source, target] = variants.as_slice() else { return false };
    unit.placement.is_some()
        && unit.source_language == source.language
        && is_text_only(source)
        && is_text_only(target)
        && created.is_none()
        && changed.is_none()
        && notes.is_empty()
        && properties.is_empty()
        && usage_count.is_none()
        && has_id_of_place(unit)
        && unit.context.document == unit.origin.path
}

fn is_text_only(variant: &Variant) -> bool {
    let Variant { language: _, text: _, created, changed, notes, properties } = variant;
    created.is_none() && changed.is_none() && notes.is_empty() && properties.is_empty()
}

/// Whether the unit's id is the one that its place gives: `path#segment-id`,
/// the path percent-encoded.
fn has_id_of_place(unit: &TranslationUnit) -> bool {
    let segment_id = unit.placement.as_ref().map(|place| place.segment_id.as_str());
    let (Some(id), Some(path)) = (&unit.id, &unit.origin.path) else {
        return unit.id.is_none() && unit.origin.path.is_none();
    };
    let encoded = segment_id.and_then(|own| id.strip_suffix(own)?.strip_suffix('#'));
    encoded
        .is_some_and(|encoded| *encoded == **path || percent_decode_str(encoded).eq(path.bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inline::{Code, CodeKind, CodeRole, CodedText};
    use crate::unit::{Placement, Property};

    fn text() -> CodedText {
        let mut text = CodedText::from_plain("Use ");
        text.push_code(Code {
            kind: CodeKind::Code,
            role: CodeRole::Standalone,
            native: "`a \"b\"`",
            equivalent: Some("a \"b\""),
        });
        text.push_escaped("\u{a0}", "&nbsp;");
        text.push_text("\u{1}\n");
        text
    }

    fn segment() -> TranslationUnit {
        let mut unit = TranslationUnit::bilingual(
            Variant::new(Some(Language::en_us()), text()),
            Variant::new("zh-cn".parse().ok(), CodedText::from_plain("使用 `a`")),
        );
        unit.id = Some("docs/a%20b.md#a1b2c-p101".into());
        unit.origin.path = Some("docs/a b.md".into());
        unit.origin.file_id = Some("0123".into());
        unit.origin.source_commit = Some("abc".into());
        unit.origin.translation_type = Some(TranslationType::new("HT"));
        unit.origin.date = Date::from_month_day_year("07/29/2020");
        unit.context.document = unit.origin.path.clone();
        unit.context.previous_source = Some("Before".into());
        let mut place = Placement::new("a1b2c-p101", 3, 14, 100..200);
        place.kind = BlockKind::TableCell;
        unit.placement = Some(place);
        unit
    }

    fn line(unit: &TranslationUnit) -> String {
        let mut writer = Writer::new(Vec::new());
        writer.write(unit).unwrap();
        String::from_utf8(writer.finish().unwrap()).unwrap()
    }

    #[test]
    fn a_segment_is_its_fields_in_order() {
        insta::assert_snapshot!(line(&segment()), @r#"{"id":"a1b2c-p101","path":"docs/a b.md","ordinal":3,"line":14,"range":[100,200],"kind":"table-cell","source":"Use `a \"b\"`&nbsp;\u0001\n","target":"使用 `a`","source_text":"Use a \"b\" \u0001\n","target_text":"使用 `a`","source_language":"en-US","target_language":"zh-CN","repaired":false,"file_id":"0123","source_commit":"abc","translation_type":"HT","date":"2020-07-29T00:00:00Z"}"#);
    }

    #[test]
    fn a_unit_from_elsewhere_has_its_fields_and_itself() {
        let mut unit = segment();
        unit.id = Some("memory 7".into());
        unit.placement = None;
        unit.usage_count = Some(2);
        insta::assert_snapshot!(line(&unit), @r#"{"id":"memory 7","path":"docs/a b.md","source":"Use `a \"b\"`&nbsp;\u0001\n","target":"使用 `a`","source_text":"Use a \"b\" \u0001\n","target_text":"使用 `a`","source_language":"en-US","target_language":"zh-CN","file_id":"0123","source_commit":"abc","translation_type":"HT","date":"2020-07-29T00:00:00Z","unit":{"id":"memory 7","source_language":"en-US","variants":[{"language":"en-US","text":[{"text":"Use "},{"code":"code","role":"standalone","native":"`a \"b\"`","equivalent":"a \"b\""},{"text":" ","native":"&nbsp;"},{"text":"\u0001\n"}]},{"language":"zh-CN","text":[{"text":"使用 `a`"}]}],"origin":{"path":"docs/a b.md","file_id":"0123","source_commit":"abc","translation_type":"HT","date":"2020-07-29T00:00:00Z"},"context":{"document":"docs/a b.md","previous_source":"Before"},"usage_count":2}}"#);
    }

    #[test]
    fn an_empty_unit_has_a_line_too() {
        assert_eq!(
            line(&TranslationUnit::default()),
            "{\"unit\":{\"variants\":[],\"origin\":{},\"context\":{}}}\n"
        );
    }

    #[test]
    fn what_the_fields_do_not_hold_brings_the_unit() {
        let changes: [fn(&mut TranslationUnit); 14] = [
            |unit| unit.placement = None,
            |unit| unit.id = Some("docs/a%20b.md#a1b2c-102".into()),
            |unit| unit.id = Some("docs/b.md#a1b2c-p101".into()),
            |unit| unit.id = None,
            |unit| unit.source_language = None,
            |unit| unit.source_language = "zh-CN".parse().ok(),
            |unit| unit.variants.push(Variant::default()),
            |unit| unit.created = Date::from_unix_seconds(0),
            |unit| unit.changed = Date::from_unix_seconds(0),
            |unit| unit.notes.push("see figure 2".into()),
            |unit| unit.properties.push(Property::new("x-a", "b")),
            |unit| unit.variants[1].changed = Date::from_unix_seconds(0),
            |unit| unit.variants[0].notes.push("check".into()),
            |unit| unit.context.document = Some("other.md".into()),
        ];
        for (index, change) in changes.iter().enumerate() {
            let mut unit = segment();
            change(&mut unit);
            let line = line(&unit);
            let record: Record<'_> = serde_json::from_str(&line).unwrap();
            assert_eq!(record.unit.as_deref(), Some(&unit), "change {index}");
        }
    }

    #[test]
    fn a_line_is_what_serde_writes() {
        let mut elsewhere = segment();
        elsewhere.placement = None;
        for unit in [segment(), elsewhere, TranslationUnit::default()] {
            let written = serde_json::to_string(&Record::from(&unit)).unwrap();
            assert_eq!(line(&unit), written + "\n");
        }
    }

    #[test]
    fn a_line_reads_back_as_its_record() {
        for unit in [segment(), TranslationUnit::default()] {
            let line = line(&unit);
            let record = Record::from(&unit);
            assert_eq!(serde_json::from_str::<Record<'_>>(&line).unwrap(), record);
            assert_eq!(serde_json::from_reader::<_, Record<'_>>(line.as_bytes()).unwrap(), record);
        }
    }
}
