//! The object of a line: a unit as fields, and fields as a unit.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Encoder;
use crate::inline::Syntax;
use crate::language::Language;
use crate::unit::{
    BlockKind, Date, Placement, TranslationType, TranslationUnit, Variant, encoded_id, encoded_part,
};

/// A unit as an object of one line: the fields in the order in which they are
/// written, all of them, those without a value as null.
///
/// A unit that comes from an annotated document has a place in it. Inline codes
/// are in the markup, and neighbours are the lines before and after; where that
/// and the other fields are not all of the unit (more variants, notes,
/// properties, dates), `unit` is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Record<'a> {
    /// The annotation's id, or else the unit's.
    #[serde(default)]
    pub id: Option<Cow<'a, str>>,
    /// The file, relative to the folder that was read, `/`-separated.
    #[serde(default)]
    pub path: Option<Cow<'a, str>>,
    /// The number of the segment in its document, from 0.
    #[serde(default)]
    pub ordinal: Option<usize>,
    /// The line on which the annotation begins, from 1.
    #[serde(default)]
    pub line: Option<usize>,
    /// Where the whole annotation begins and ends in the original file, in
    /// bytes from 0.
    #[serde(default)]
    pub range: Option<[usize; 2]>,
    /// The nearest block around it.
    #[serde(default)]
    pub kind: Option<BlockKind>,
    /// What the markup of the texts is written in, where it is not Markdown.
    #[serde(default)]
    pub syntax: Option<Syntax>,
    /// The source as written.
    #[serde(default)]
    pub source: Option<Cow<'a, str>>,
    /// The first target as written.
    #[serde(default)]
    pub target: Option<Cow<'a, str>>,
    /// The source as plain text.
    #[serde(default)]
    pub source_text: Option<Cow<'a, str>>,
    /// The first target as plain text.
    #[serde(default)]
    pub target_text: Option<Cow<'a, str>>,
    /// The language of the source.
    #[serde(default)]
    pub source_language: Option<Cow<'a, Language>>,
    /// The language of the target.
    #[serde(default)]
    pub target_language: Option<Cow<'a, Language>>,
    /// Whether damage in the annotation was repaired.
    #[serde(default)]
    pub repaired: Option<bool>,
    /// The publisher's id of the file.
    #[serde(default)]
    pub file_id: Option<Cow<'a, str>>,
    /// The commit of the source that was translated.
    #[serde(default)]
    pub source_commit: Option<Cow<'a, str>>,
    /// Who translated.
    #[serde(default)]
    pub translation_type: Option<Cow<'a, TranslationType>>,
    /// When the translation was handed over.
    #[serde(default)]
    pub date: Option<Date>,
    /// The whole unit, where the fields above do not hold all of it; a text that
    /// holds JSON.
    #[serde(default, with = "unit_text")]
    pub unit: Option<Cow<'a, TranslationUnit>>,
}

/// A unit as a text that holds JSON: one type, however much there is of it, so
/// that programs that look for the type of each field find one.
mod unit_text {
    use super::*;

    pub(super) fn serialize<S: Serializer>(
        unit: &Option<Cow<'_, TranslationUnit>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let text = unit.as_deref().map(serde_json::to_string).transpose();
        text.map_err(serde::ser::Error::custom)?.serialize(serializer)
    }

    /// Reads the text, or the object itself.
    pub(super) fn deserialize<'de, 'a, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Cow<'a, TranslationUnit>>, D::Error> {
        deserializer.deserialize_any(UnitVisitor).map(|unit| unit.map(Cow::Owned))
    }

    struct UnitVisitor;

    impl<'de> Visitor<'de> for UnitVisitor {
        type Value = Option<TranslationUnit>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a unit as an object, or as a text that holds one")
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
            serde_json::from_str(text).map(Some).map_err(E::custom)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            TranslationUnit::deserialize(MapAccessDeserializer::new(map)).map(Some)
        }
    }
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
            target_language: unit.language_of_target().map(Cow::Borrowed),
            repaired: place.map(|place| place.repaired),
            file_id: origin.file_id.as_deref().map(Cow::from),
            source_commit: origin.source_commit.as_deref().map(Cow::from),
            translation_type: origin.translation_type.as_ref().map(Cow::Borrowed),
            date: origin.date,
            unit: (!self.fields_suffice(unit)).then_some(Cow::Borrowed(unit)),
        }
    }
}

/// Returns the syntax of a place, where it is not the usual one.
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

impl Record<'_> {
    /// Makes `unit` what the fields give, in the memory that it has.
    pub(super) fn fill(self, unit: &mut TranslationUnit) {
        unit.clear();
        unit.placement = self.placement();
        unit.id = self.unit_id(unit.placement.is_some());
        let source_language = self.source_language.map(Cow::into_owned);
        unit.source_language = source_language.clone().into();
        let target_language = self.target_language.map(Cow::into_owned);
        unit.target_language = target_language.clone().filter(|_| self.target.is_none());
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

    /// Returns whether the line has some fields of a place in a document, but not
    /// all of them.
    pub(super) fn has_half_a_place(&self) -> bool {
        let fields = [self.ordinal.is_some(), self.line.is_some(), self.range.is_some()];
        fields.contains(&true) && fields.contains(&false)
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
fn set(shared: &mut Option<Arc<str>>, text: Option<Cow<'_, str>>) {
    if shared.as_deref() != text.as_deref() {
        *shared = text.map(Into::into);
    }
}
