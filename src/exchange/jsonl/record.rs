//! The object of a line.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Encoder;
use crate::inline::Syntax;
use crate::language::Language;
use crate::unit::{BlockKind, Date, Placement, TranslationType, TranslationUnit, Variant};

/// A unit as an object of one line: the fields in the order in which they are
/// written, those without a value left out.
///
/// A unit that comes from an annotated document has a place in it. Inline codes
/// are in the markup, and neighbours are the lines before and after; where that
/// and the other fields are not all of the unit (more variants, notes,
/// properties, dates), `unit` is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What the markup of the texts is written in, where it is not Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub syntax: Option<Syntax>,
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

impl Encoder {
    /// A unit as the object that this encoder writes, for programs that write
    /// their JSON themselves.
    pub fn record<'a>(&self, unit: &'a TranslationUnit) -> Record<'a> {
        let (source, target) = (unit.source(), unit.target());
        let (place, origin) = (unit.placement.as_ref(), &unit.origin);
        let id = place.map(|place| &place.segment_id).or(unit.id.as_ref());
        Record {
            id: id.map(Cow::from),
            path: origin.path.as_deref().map(Cow::from),
            ordinal: place.map(|place| place.ordinal),
            line: place.map(|place| place.line),
            range: place.map(|place| [place.range.start, place.range.end]),
            kind: place.map(|place| place.kind),
            syntax: syntax(place),
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
            unit: (!self.fields_hold(unit)).then_some(Cow::Borrowed(unit)),
        }
    }
}

/// The syntax of a place, where it is not the usual one.
pub(super) fn syntax(place: Option<&Placement>) -> Option<Syntax> {
    place.map(|place| place.syntax).filter(|syntax| *syntax != Syntax::default())
}

fn language(variant: &Variant) -> Option<Cow<'_, Language>> {
    variant.language.as_ref().map(Cow::Borrowed)
}

impl<'a> From<&'a TranslationUnit> for Record<'a> {
    /// The object that the default encoder writes.
    fn from(unit: &'a TranslationUnit) -> Self {
        Encoder::default().record(unit)
    }
}
